"""Who asks, and what is known about a request before the call: the keys that conditions may look at."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, cast

from bellhop.command import Access, Command
from bellhop.guardrails.request import Context
from bellhop.guardrails.resources import Where

_TAGGED = ("aws:requesttag/", "aws:tagkeys")
_ROLE_LACKS = ("aws:username", "aws:multifactorauthage", "aws:calledvia")
_TAG = re.compile(r"^tag|Tag")
_AROUND = frozenset({"tagspecifications", "tagspecification", "tagging"})
_OURS = ("bellhop:",)
_OURS_BUT_GROUPS = tuple(f"bellhop:{key}" for key in ("user", "channel", "platform", "access", "readonly", "elevation"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Asker:
    """Who asks for a command, from where, and as which role it would run.

    Args:
        user: the platform's id of the person.
        channel: the channel's name in bellhop.yaml.
        platform: `slack`, `web`, …
        groups: the groups in bellhop.yaml that the person is in.
        unsure: they may be in more: a Slack group's people are not known now.
        elevation: the level that they are elevated to, or empty.
        refused: why nothing runs for them, as a clause; empty if nothing speaks against it.
        remedy: what would help then.
        role: ARN of the role that is assumed, or empty.
        where: the region that the command runs in, and the account.
        tags: the role's tags as far as they are known.
        now: the time; None = unknown.
    """

    user: str = ""
    channel: str = ""
    platform: str = ""
    groups: tuple[str, ...] = ()
    unsure: bool = False
    elevation: str = ""
    refused: str = ""
    remedy: str = ""
    role: str = ""
    where: Where = field(default_factory=Where)
    tags: Mapping[str, str] = field(default_factory=dict[str, str])
    now: datetime | None = None


def context_of(command: Command, asker: Asker, *, access: Access, read_only: bool) -> Context:
    """The condition keys of a command, as far as they are known before the call.

    Args:
        command: what is asked for.
        asker: who asks.
        access: the operation's access level: `bellhop:Access`.
        read_only: whether it only looks: `bellhop:ReadOnly`.
    """
    known: dict[str, tuple[str, ...]] = {
        "bellhop:user": _one(asker.user),
        "bellhop:channel": _one(asker.channel),
        "bellhop:platform": _one(asker.platform),
        **({} if asker.unsure else {"bellhop:group": asker.groups}),
        "bellhop:elevation": _one(asker.elevation),
        "aws:securetransport": ("true",),
        "aws:viaawsservice": ("false",),
        "aws:principalisawsservice": ("false",),
        "bellhop:access": (access.value,),
        "bellhop:readonly": ("true" if read_only else "false",),
        **{f"aws:principaltag/{key.lower()}": (value,) for key, value in asker.tags.items()},
    }
    if asker.where.region:
        known["aws:requestedregion"] = (asker.where.region,)
    if asker.now is not None:
        moment = asker.now.astimezone(UTC)
        known["aws:currenttime"] = (moment.strftime("%Y-%m-%dT%H:%M:%SZ"),)
        known["aws:epochtime"] = (str(int(moment.timestamp())),)
    if asker.where.account:
        known["aws:principalaccount"] = (asker.where.account,)
    absent = _OURS_BUT_GROUPS if asker.unsure else _OURS
    if asker.role:
        known["aws:principalarn"] = (asker.role,)
        known["aws:principaltype"] = ("AssumedRole",)
        known["aws:multifactorauthpresent"] = ("false",)  # we assume it without one
        absent += _ROLE_LACKS
    tags = _tags(command.parameters)
    if tags is not None:
        keys, given = tags
        known["aws:tagkeys"] = keys
        known.update({f"aws:requesttag/{key.lower()}": (value,) for key, value in given.items()})
        absent += _TAGGED
    return Context(known=known, absent=absent)


def _one(text: str) -> tuple[str, ...]:
    return (text,) if text else ()


def _tags(parameters: Mapping[str, Any]) -> tuple[tuple[str, ...], dict[str, str]] | None:
    """The keys and values of the tags in a command; None if it has some in a form that isn't known."""
    found: dict[str, str] = {}
    keys: list[str] = []
    for name, value in _tagging(parameters):
        read = _read_tags(value, by_key=name.lower() == "tagkeys")
        if read is None:
            return None
        keys += [key for key, _ in read]
        found.update({key: text for key, text in read if text is not None})
    return tuple(dict.fromkeys(keys)), found


def _tagging(value: Any) -> Iterator[tuple[str, Any]]:
    """The outermost parameters with `tag` in their names, however deep they stand."""
    if isinstance(value, Mapping):
        for name, inner in cast("Mapping[str, Any]", value).items():
            if _TAG.search(name) and (isinstance(inner, str) or name.lower() not in _AROUND):
                yield name, inner
            else:
                yield from _tagging(inner)
    elif isinstance(value, list):
        for inner in cast("list[Any]", value):
            yield from _tagging(inner)


def _read_tags(value: Any, *, by_key: bool) -> list[tuple[str, str | None]] | None:
    if isinstance(value, Mapping):
        pairs = list(cast("Mapping[str, Any]", value).items())
        return pairs if all(isinstance(text, str) for _, text in pairs) else None
    if not isinstance(value, list):
        return None
    read: list[tuple[str, str | None]] = []
    for one in cast("list[Any]", value):
        if isinstance(one, str) and by_key:
            read.append((one, None))
            continue
        tag = {str(k).lower(): v for k, v in cast("Mapping[str, Any]", one).items()} if isinstance(one, Mapping) else {}
        key, text = tag.get("key", tag.get("tagkey")), tag.get("value", tag.get("tagvalue", ""))
        if not isinstance(key, str) or not isinstance(text, str):
            return None
        read.append((key, text))
    return read
