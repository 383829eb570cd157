"""Picks out of any event's detail, by well-known names, what a person wants to know first."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from bellhop.events.layout import clip, words
from bellhop.message import Fact, Tone
from bellhop.notification import Severity
from bellhop.payload import Payload

_STATE = (
    "state",
    "status",
    "currentstate",
    "newstate",
    "newstatus",
    "statevalue",
    "executionstatus",
    "jobstatus",
    "jobstate",
    "jobrunstate",
    "laststatus",
    "teststatus",
    "testrunstatus",
    "phase",
    "result",
    "outcome",
    "eventname",
    "operation",
    "action",
    "severity",
)
_NAME = (
    "name",
    "resourcename",
    "displayname",
    "resource",
    "resourcearn",
    "arn",
    "jobname",
    "clustername",
    "functionname",
    "projectname",
    "instanceid",
    "resourceid",
    "sourceidentifier",
    "id",
)
_REASON = (
    "reason",
    "statusreason",
    "statereason",
    "statusmessage",
    "statemessage",
    "statechangereason",
    "failurereason",
    "stoppedreason",
    "errormessage",
    "error",
    "cause",
    "exception",
    "errordetails",
)
_ACTOR = (
    "actor",
    "user",
    "username",
    "useridentity",
    "useridentityarn",
    "userarn",
    "calleruserarn",
    "initiator",
    "initiatedby",
    "startedby",
    "requestedby",
    "createdby",
    "author",
    "principal",
)
_HEADLINE = (
    "title",
    "subject",
    "headline",
    "summary",
    "message",
    "description",
    "text",
    "eventdescription",
    "alertname",
)
_INNER = ("message", "value", "name", "code", "status", "state", "arn", "type", "userName")

_BAD = re.compile(
    r"fail|error|critical|fault|denied|unhealthy|abort|timed.?out|timeout|unavailable|impaired|breach|^alarm$|firing|^high$|dead",
    re.IGNORECASE,
)
_WARN = re.compile(
    r"warn|stop|cancel|terminat|delet|expir|degrad|insufficient|interrupt|^medium$|disabled|suspend|stale",
    re.IGNORECASE,
)
_GOOD = re.compile(
    r"succe|complet|^ok$|healthy|active|available|resolved|^passed$|ready|enabled|finished|^pass$|created",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What was found; each empty if nothing bears such a name."""

    name: str = ""
    state: str = ""
    reason: str = ""
    actor: str = ""
    headline: str = ""


def pick(detail: Payload) -> Found:
    """Looks at the top of an object for names that AWS's services use, spelt in any way."""
    named: dict[str, Payload] = {}
    for key, value in detail.items():
        named.setdefault(_plain(key), value)
    return Found(
        name=clip(_first(named, _NAME) or _ending(named, ("name", "arn", "id")), 120),
        state=clip(_first(named, _STATE) or _ending(named, ("status", "state")), 60),
        reason=_first(named, _REASON),
        actor=clip(_first(named, _ACTOR), 200),
        headline=clip(_first(named, _HEADLINE), 300),
    )


def _plain(key: str) -> str:
    return key.replace("-", "").replace("_", "").replace(" ", "").lower()


def _first(named: dict[str, Payload], keys: tuple[str, ...]) -> str:
    return next((text for key in keys if key in named and (text := _text(named[key]))), "")


def _ending(named: dict[str, Payload], endings: tuple[str, ...]) -> str:
    return next(
        (text for ending in endings for key, value in named.items() if key.endswith(ending) and (text := _text(value))),
        "",
    )


def _text(value: Payload) -> str:
    text = value.text(default="").strip()
    return text or next((inner for key in _INNER if (inner := value.text(key, default="").strip())), "")


def scalars(detail: Payload, *said: str, limit: int) -> tuple[Fact, ...]:
    """The first plain values of an object, one level deep, without what was said already."""
    facts: list[Fact] = []
    for label, value in _walk(detail):
        text = value.text(default="").strip()
        if text and len(text) <= 300 and not any(text in already for already in said):
            facts.append(Fact(label=_label(label), value=text))
        if len(facts) == limit:
            break
    return tuple(facts)


_DIGIT = re.compile(r"(?<=\d)(?=[A-Z])")


def _label(key: str) -> str:
    """A key as people read it: `lifecycle.deleteAfterDays` gives `Lifecycle delete after days`."""
    said = words(_DIGIT.sub(" ", key.replace(".", " ")))
    return clip(said[:1].upper() + said[1:], 60)


def _walk(detail: Payload) -> Iterator[tuple[str, Payload]]:
    deeper: list[tuple[str, Payload]] = []
    for key, value in detail.items():
        if isinstance(value.value, dict):
            deeper.append((key, value))
        else:
            yield key, value
    for key, value in deeper:
        for inner_key, inner in value.items():
            yield f"{key}.{inner_key}", inner


def feeling(state: str) -> tuple[Tone, Severity]:
    """How a state feels, by its word: `FAILED` is bad, `STOPPED` a warning, `SUCCEEDED` good."""
    if _BAD.search(state):
        return Tone.BAD, Severity.MEDIUM
    if _WARN.search(state):
        return Tone.WARN, Severity.LOW
    if _GOOD.search(state):
        return Tone.GOOD, Severity.INFO
    return Tone.INFO, Severity.INFO
