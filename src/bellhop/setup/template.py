"""A setup as a CloudFormation template, for those who deploy through one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, cast

from bellhop.setup.place import Place
from bellhop.setup.resource import Resource

ANYWHERE = Place(partition="${AWS::Partition}", region="${AWS::Region}", account="${AWS::AccountId}")
"""A place that CloudFormation fills in when it deploys.

https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/pseudo-parameter-reference.html
"""


_OUTPUTS: dict[str, Any] = {
    "Topic": {"Description": "The topic's ARN, for bellhop.yaml", "Value": {"Ref": "Topic"}},
    "Role": {"Description": "The role's ARN, for bellhop.yaml", "Value": {"Fn::GetAtt": ["Role", "Arn"]}},
    "Policy": {"Description": "The policy's ARN", "Value": {"Ref": "Policy"}},
}
"""What a stack tells of the resources that it may have."""


def template(description: str, resources: Iterable[Resource]) -> dict[str, Any]:
    """The template of resources that are made for `ANYWHERE`.

    What a stack makes bears no mark of ours, so that `--destroy` leaves it to the stack.
    """
    declared: dict[str, Any] = {}
    for resource in resources:
        declared.update(resource.declare())
    return {
        "AWSTemplateFormatVersion": "2010-09-09",
        "Description": description,
        "Resources": {name: _filled_in(one) for name, one in declared.items()},
        "Outputs": {name: _OUTPUTS[name] for name in declared if name in _OUTPUTS},
    }


def _filled_in(value: Any) -> Any:
    if isinstance(value, str):
        return {"Fn::Sub": value} if "${" in value else value
    if isinstance(value, Mapping):
        return {key: _filled_in(inner) for key, inner in cast("Mapping[str, Any]", value).items()}
    if isinstance(value, Sequence):
        return [_filled_in(inner) for inner in cast("Sequence[Any]", value)]
    return value
