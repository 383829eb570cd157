"""The policy templates that AWS's console offers, by name, each a policy document in this folder.

`read-only` stands for ReadOnlyAccess by what a command does instead of a list of thousands of actions: the key
`bellhop:ReadOnly` is true for commands that only look. Its Deny is AWS's.
https://docs.aws.amazon.com/chatbot/latest/adminguide/chatbot-iam-policies.html
"""

from __future__ import annotations

from functools import cache
from importlib.resources import files

from bellhop.guardrails.policy import Policy, read_policy

_AWS = "arn:aws:iam::aws:policy/"
TEMPLATES = {
    "notification": "",
    "read-only": f"{_AWS}ReadOnlyAccess",
    "lambda-invoke": "",
    "support": f"{_AWS}AWSSupportAccess",
    "incident-manager": f"{_AWS}AWSIncidentManagerResolverAccess",
    "resource-explorer": f"{_AWS}AWSResourceExplorerReadOnlyAccess",
    "q": f"{_AWS}AmazonQFullAccess",
    "operations-assistant": f"{_AWS}AIOpsOperatorAccess",
}
"""Their names, and the managed policies that AWS gives to the roles made from them."""

DEFAULT = ("notification", "read-only")
"""What a channel may do that names no guardrails."""


@cache
def template(name: str) -> Policy:
    """A template's policy; raises KeyError for a name that is none."""
    managed = TEMPLATES[name]
    text = files(__package__ or __name__).joinpath(f"{name}.json").read_text(encoding="utf-8")
    return read_policy(text, name=name, file=f"templates/{name}.json", managed=managed)
