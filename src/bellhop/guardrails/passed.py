"""The roles that a command passes to a service: they need `iam:PassRole` besides the command's own action.

Which parameters hold roles is said by the table that tools/build_passed.py writes.
https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_passrole.html
"""

from __future__ import annotations

import gzip
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any

import msgspec

from bellhop.arn import parse_arn
from bellhop.guardrails.resources import Where
from bellhop.guardrails.values import texts_at
from bellhop.guardrails.wildcard import UNKNOWN

PASS_ROLE = "iam:PassRole"  # noqa: S105  # the name of an action
_MOST = 50
_LONGEST = 1024
_TO = {
    "autoscaling": "ec2.amazonaws.com",
    "cloudformation": "cloudformation.amazonaws.com",
    "cloudtrail": "cloudtrail.amazonaws.com",
    "codebuild": "codebuild.amazonaws.com",
    "codedeploy": "codedeploy.amazonaws.com",
    "codepipeline": "codepipeline.amazonaws.com",
    "ec2": "ec2.amazonaws.com",
    "ecs": "ecs-tasks.amazonaws.com",
    "events": "events.amazonaws.com",
    "firehose": "firehose.amazonaws.com",
    "glue": "glue.amazonaws.com",
    "lambda": "lambda.amazonaws.com",
    "sagemaker": "sagemaker.amazonaws.com",
    "scheduler": "scheduler.amazonaws.com",
    "stepfunctions": "states.amazonaws.com",
}
"""`iam:PassedToService` by service, where it is the same for whatever role the service is passed."""


@cache
def _table() -> dict[str, dict[str, str]]:
    packed = files(__package__ or "bellhop.guardrails").joinpath("passed.json.gz").read_bytes()
    return msgspec.json.decode(gzip.decompress(packed))


def passed(service: str, operation: str, parameters: Mapping[str, Any], where: Where) -> tuple[str, ...]:
    """The ARNs of the roles that a command passes, `UNKNOWN` where they can't be told; none if it passes none.

    Args:
        service: botocore's name of the service.
        operation: the API's name of the operation.
        parameters: the command's.
        where: where it runs: a role that is given by its name is in that account.
    """
    places = _table().get(service, {}).get(operation)
    if places is None:
        return ()
    found: dict[str, None] = {}
    for place in places.split():
        for value in texts_at(parameters, place.removeprefix("@")):
            # An instance profile has a role of any name.
            arn = _role("" if place.startswith("@") else value, where)
            if arn:
                found[arn] = None
    roles = tuple(found)
    return roles if len(roles) <= _MOST else (*roles[:_MOST], UNKNOWN)


def passed_to(service: str, where: Where) -> tuple[str, ...] | None:
    """Who gets the role, as `iam:PassedToService` has it; None if that can't be told."""
    to = _TO.get(service, "")
    return (to,) if to and where.partition == "aws" else None


def _role(value: str, where: Where) -> str:
    if len(value) > _LONGEST or UNKNOWN in value:
        return UNKNOWN
    arn = parse_arn(value)
    if arn is not None:
        return value if arn.service == "iam" else ""
    # A name has no path, and the role may stand in one.
    return f"arn:{where.partition or UNKNOWN}:iam::{where.account or UNKNOWN}:role/{UNKNOWN}{value}"
