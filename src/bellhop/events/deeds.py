"""API calls as people say them: `DeleteBucketEncryption` → `deleted bucket encryption`."""

from __future__ import annotations

import re
from functools import lru_cache

_WORD = re.compile(r"[A-Z]{2,}s?(?=[A-Z]|\b|\d|$)(?![a-z])|[A-Z]{2,}(?=[A-Z][a-z])|[A-Z]?[a-z]+|[A-Z]+|\d+")
_VERSION = re.compile(r"_?(?:20\d{2}_?\d{2}_?\d{2})(?:v\d+)?$")
_PAST = {
    "begin": "began",
    "describe": "looked at",
    "get": "read",
    "head": "looked at",
    "put": "put",
    "reset": "reset",
    "run": "ran",
    "send": "sent",
    "set": "set",
    "split": "split",
    "write": "wrote",
    **{verb: verb + verb[-1] + "ed" for verb in ("drop", "ship", "stop", "submit", "swap", "tag", "untag")},
}
_VERBS = frozenset(
    """abort accept acknowledge activate add adjust admin allocate analyze apply approve archive assign
    associate assume attach authenticate authorize backup cancel change check clone close complete configure
    confirm connect convert copy create deactivate decode decrypt delete deploy deprecate deregister detach
    detect disable disassociate discover disconnect download enable encrypt enter evaluate execute exit export
    extend fail federate flush forget generate grant import increase initialize initiate insert install
    invalidate invite invoke issue join leave link list lock lookup merge migrate modify monitor move notify
    open peer poll post predict prepare promote provision publish purchase purge push query read reboot rebuild
    receive record redeem refresh register reject release remove rename renew replace replicate request resend
    resize resolve respond restart restore resume retire retry revoke rollback rotate sample scan schedule
    search select share sign simulate skip start subscribe suspend switch sync synchronize terminate test
    transfer translate unarchive unassign undeploy unlink unlock unmonitor unsubscribe update upgrade upload
    validate verify vote""".split()  # noqa: SIM905  # a hundred quoted words read worse
)


@lru_cache(maxsize=4096)
def wording(call: str) -> tuple[str, ...]:
    """An API call's name in words, abbreviations kept: `CreateDBInstance` → `create`, `DB`, `instance`."""
    parts = _WORD.findall(_VERSION.sub("", call))
    words = tuple(part if part[:2].isupper() and len(part) > 1 else part.lower() for part in parts)
    # `BatchGetItem` is a `GetItem`, `AdminCreateUser` a `CreateUser`.
    return words[1:] if words[1:] and words[0] in ("admin", "batch") and _is_verb(words[1]) else words


def wanted(call: str) -> str:
    """What somebody wanted to do: `delete bucket encryption`; `call ConsoleLogin` where the name is no verb."""
    parts = wording(call)
    return " ".join(parts) if parts and _is_verb(parts[0]) else f"call {call}"


@lru_cache(maxsize=4096)
def done(call: str) -> str:
    """What somebody did: `deleted bucket encryption`; `called ConsoleLogin` where the name is no verb."""
    parts = wording(call)
    if not parts or not _is_verb(parts[0]):
        return f"called {call}"
    return " ".join((_past(parts[0]), *parts[1:]))


def _is_verb(word: str) -> bool:
    return word in _PAST or word in _VERBS


def _past(verb: str) -> str:
    if verb in _PAST:
        return _PAST[verb]
    if verb.endswith("e"):
        return f"{verb}d"
    return f"{verb[:-1]}ied" if verb.endswith("y") and verb[-2] not in "aeiou" else f"{verb}ed"
