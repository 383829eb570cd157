"""What never runs from chat: operations whose answer is a credential, and patterns that a channel adds."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache, lru_cache
from importlib.resources import files

import msgspec

from bellhop.command import Command
from bellhop.phrase import phrase

AS_AWS = (
    "appsync:ListApiKeys",
    "chatbot:*",
    "codecommit:GetFile",
    "codecommit:GetCommit",
    "codecommit:GetDifferences",
    "cognito-idp:*",
    "cognito-identity:*",
    "connect:GetFederationToken",
    "dynamodb:BatchGetItem",
    "dynamodb:GetItem",
    "ec2:GetPasswordData",
    "ecr:GetAuthorizationToken",
    "gamelift:RequestUploadCredentials",
    "gamelift:GetInstanceAccess",
    "iam:*",
    "identitystore:*",
    "kms:*",
    "lightsail:DownloadDefaultKeyPair",
    "lightsail:GetKeyPair",
    "lightsail:GetKeyPairs",
    "lightsail:UpdateRelationalDatabase",
    "redshift:GetClusterCredentials",
    "s3:GetObject",
    "s3:PutObject",
    "s3:GetBucketPolicy",
    "sdb:*",
    "secretsmanager:*",
    "snowball:GetJobUnlockCode",
    "sso:*",
    "storagegateway:DescribeChapCredentials",
    "sts:*",
)
"""The actions that AWS's own service never runs, as IAM patterns, for whoever wants exactly its limits.

See "Non-supported operations" in https://docs.aws.amazon.com/chatbot/latest/adminguide/understanding-permissions.html
"""

_DECRYPTING = frozenset({"GetParameter", "GetParameters", "GetParametersByPath", "GetParameterHistory"})


@cache
def _credentials() -> frozenset[tuple[str, str]]:
    text = files(__package__ or "bellhop.guardrails").joinpath("credentials.json").read_bytes()
    listed = msgspec.json.decode(text, type=dict[str, list[str]])
    return frozenset((service, name) for service, names in listed.items() for name in names)


def hands_out_secrets(service: str, command: Command) -> str:
    """Why a command's answer would be a secret, as a clause; empty if it is not.

    Args:
        service: botocore's name of the service.
        command: what is asked for; `ssm get-parameter` is a secret only when it decrypts.
    """
    if (service, command.operation) in _credentials():
        return phrase("{action} hands out credentials", action=f"{service}:{command.operation}")
    if service == "ssm" and command.operation in _DECRYPTING and command.parameters.get("WithDecryption"):
        return phrase("{action} with decryption hands out secrets", action=f"{service}:{command.operation}")
    return ""


@cache
def _pattern(action: str) -> re.Pattern[str]:
    # IAM's wildcards are only * and ?, and actions know no case.
    parts = {"*": ".*", "?": "."}
    return re.compile("".join(parts.get(sign) or re.escape(sign) for sign in action), re.IGNORECASE)


@lru_cache(maxsize=256)
def _any_of(patterns: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile("|".join(_pattern(pattern).pattern for pattern in patterns) or r"(?!)", re.IGNORECASE)


def matching(actions: Iterable[str], patterns: Iterable[str]) -> str:
    """The first pattern, such as `iam:*`, that matches one of the actions; empty if none does."""
    wanted, listed = tuple(actions), tuple(patterns)
    gate = _any_of(listed)
    if not any(gate.fullmatch(action) for action in wanted):
        return ""
    return next((pattern for pattern in listed if any(_pattern(pattern).fullmatch(a) for a in wanted)), "")


def overlaps(one: str, other: str) -> bool:
    """Whether two patterns may be about one action: `kms:*` and `kms:Decrypt`."""
    return bool(_pattern(one).fullmatch(other) or _pattern(other).fullmatch(one))


def covered(actions: Iterable[str], patterns: Iterable[str]) -> bool:
    """Whether every one of the actions is matched by a pattern."""
    listed = tuple(patterns)
    return bool(listed) and all(any(_pattern(pattern).fullmatch(action) for pattern in listed) for action in actions)
