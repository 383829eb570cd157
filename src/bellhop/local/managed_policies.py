"""AWS's own IAM policies, there from the start as in AWS, though moto reads all of them or none.

https://docs.aws.amazon.com/aws-managed-policy/latest/reference/what-is-managed-policies.html
"""

from __future__ import annotations

import functools
import json
from collections.abc import Callable
from typing import Any

from moto.iam.aws_managed_policies import aws_managed_policies_data
from moto.iam.models import AWSManagedPolicy


def with_managed_policies(original: Callable[..., Any]) -> Callable[..., Any]:
    """Make what moto's attaching of a policy is replaced with: one of AWS's is brought when it is named."""

    def on_policy(iam: Any, policy_arn: str, *args: Any, **kwargs: Any) -> Any:
        data = _policies().get(policy_arn)
        if data and policy_arn not in iam.managed_policies:
            made = AWSManagedPolicy.from_data(data["name"], iam.account_id, iam.region_name, data)
            iam.managed_policies[policy_arn] = made
        return original(iam, policy_arn, *args, **kwargs)

    return on_policy


@functools.cache
def _policies() -> dict[str, dict[str, Any]]:
    """Moto's copy of them, by ARN; some have a path before their name."""
    held: dict[str, dict[str, Any]] = json.loads(aws_managed_policies_data)
    return {f"arn:aws:iam::aws:policy{data['Path']}{name}": {**data, "name": name} for name, data in held.items()}
