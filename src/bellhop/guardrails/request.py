"""What a policy is asked: an action on a resource, and what is known before the call."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from bellhop.arn import parse_arn
from bellhop.guardrails.wildcard import UNKNOWN

_LONGEST = 2048


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """The condition keys of a request, as far as they are known before the call.

    Args:
        known: values by lower-case key; () says that the request surely has none.
        absent: beginnings of lower-case keys, such as `aws:requesttag/`, that the request surely lacks unless known.
    """

    known: Mapping[str, tuple[str, ...]] = field(default_factory=dict[str, tuple[str, ...]])
    absent: tuple[str, ...] = ()

    def look(self, key: str) -> tuple[str, ...] | None:
        """A key's values; () if the request has none, None if that can't be known."""
        values = self.known.get(key)
        if values is None:
            return () if self.absent and key.startswith(self.absent) else None
        return None if any(len(value) > _LONGEST for value in values) else values


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """One action on one resource.

    Args:
        action: as in `lambda:InvokeFunction`.
        resource: an ARN with `UNKNOWN` for the parts that are not known, or `*` if the action knows no resources.
        context: the condition keys.
    """

    action: str
    resource: str
    context: Context

    def look(self, key: str) -> tuple[str, ...] | None:
        """A key's values; the resource's account is read from its ARN."""
        if key == "aws:resourceaccount" and key not in self.context.known:
            arn = parse_arn(self.resource)
            return (arn.account,) if arn and arn.account and UNKNOWN not in arn.account else None
        return self.context.look(key)
