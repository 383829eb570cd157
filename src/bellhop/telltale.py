"""What tells a secret by its name or by its looks, wherever it stands: in AWS's answers, in commands, in news. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Any, cast

HIDDEN = "****"
"""What stands where a secret was."""

SECRET_NAME = re.compile(
    r"(?:password|passphrase|secret|secretstring|secretbinary|plaintext|presignedurl|^userdata"
    r"|^(?:proxy)?authorization|^(?:set)?cookie|connectionstring|connectionuri"
    r"|(?:secret|secretaccess|shared|private|api|auth|stream)key"
    r"|(?:session|access|refresh|id|auth|authorization|security|bearer|oauth)token)$"
)
"""Names of members that hold secrets, in lower case and without signs."""

_LABELLED = (
    ("name", "value"),
    ("Name", "Value"),
    ("key", "value"),
    ("Key", "Value"),
    ("ParameterKey", "ParameterValue"),
    ("OutputKey", "OutputValue"),
    ("OptionName", "Value"),
)
_TELLTALES = (
    (
        "K",
        ("PRIVATE KEY",),
        re.compile(r"-----BEGIN ([A-Z ]*)PRIVATE KEY-----.*?(?:-----END \1PRIVATE KEY-----|$)", re.DOTALL),
        HIDDEN,
    ),
    ("X", ("X-Amz-",), re.compile(r"(X-Amz-(?:Signature|Credential|Security-Token)=)[^&\s\"']+"), rf"\1{HIDDEN}"),
    ("=", ("Signature=", "sig="), re.compile(r"([?&](?:Signature|sig)=)[^&\s\"']+"), rf"\1{HIDDEN}"),
    ("@", ("@",), re.compile(r"(\w://[^/\s:@]*:)[^/\s@]+(?=@)"), rf"\1{HIDDEN}"),
    # JSON Web Tokens, of GitHub, of Slack, and a webhook of Slack's: whoever has one may use it.
    ("J", ("eyJ",), re.compile(r"\beyJ[\w-]{8,}\.eyJ[\w-]{8,}\.[\w-]{8,}"), HIDDEN),
    ("_", ("gho_", "ghp_", "ghs_", "ghu_", "ghr_"), re.compile(r"\bgh[opsur]_\w{30,}"), HIDDEN),
    ("_", ("github_pat_",), re.compile(r"\bgithub_pat_\w{30,}"), HIDDEN),
    ("x", ("xox", "xapp-"), re.compile(r"\b(?:xox[abeprs]-[\w-]{10,}|xapp-[\w-]{10,})"), HIDDEN),
    (
        "k",
        ("hooks.slack.com/",),
        re.compile(r"(hooks\.slack\.com/(?:services|workflows|triggers)/)[\w/-]+"),
        rf"\1{HIDDEN}",
    ),
)
"""A rare character in a secret of each kind, which is looked for fastest; what else it has in it; what it looks like as
a whole; and what stands in its place."""
_NAMING = ("passw", "pwd", "secret", "token", "sharedaccesskey", "accountkey", "apikey", "api_key", "authorization")
"""What one of the names in `_NAMED` has in it, in lower case."""
_NAMED = re.compile(
    r"((?:password|passwd|\bpwd|secret_?access_?key|session_?token|client_?secret|api_?key|accountkey"
    r"|sharedaccesskey)\\?[\"']?\s{0,3}[=:]\s{0,3}\\?[\"']?|\bauthorization\\?[\"']?\s?[=:]\s?\\?[\"']?"
    r"(?:bearer|basic)\s+)(?!\{\{|arn:|\$|\*{4}|null\b|true\b|false\b|none\b)[^\s\"'&;,<>(){}\\]{3,}",
    re.IGNORECASE,
)
"""What a log line, a connection string or JSON in a text calls a secret; `{{resolve:…}}` and ARNs only name one."""

_HINTS = (
    *("passw", "passphrase", "pwd", "secret", "token", "api_key", "apikey", "api-key", "private", "accountkey"),
    *("sharedaccess", "authorization", "cookie", "connectionstring", "connectionuri", "userdata", "signed", "x-amz-"),
    *("sig=", "signature=", "eyj", "github_pat", "ghp_", "gho_", "ghs_", "ghu_", "ghr_", "xox", "xapp-", "hooks.slack"),
    *("environment", "plaintext", "streamkey", "authkey"),
)
_SIGNED_IN = re.compile(r"://[^/\s:@]*:[^/\s@]+@")


def suspicious(text: str) -> bool:
    """Whether a closer look at what arrived is worth its time; most of it bears no trace of a secret."""
    lower = text.lower()
    for hint in _HINTS:  # a loop, as any() takes half as long again
        if hint in lower:
            return True
    return "@" in text and _SIGNED_IN.search(text) is not None


@lru_cache(maxsize=4096)
def secret_name(name: str) -> bool:
    """Whether what bears this name is a secret: `DB_PASSWORD`, `detail.accessToken`."""
    return bool(SECRET_NAME.search(re.sub(r"[-_. ]", "", name).lower()))


def hide(value: Any) -> Any:
    """A copy of a JSON value in which secrets, and all values of environment variables, are `****`."""
    if isinstance(value, Mapping):
        return _hide_members(cast("Mapping[str, Any]", value))
    if isinstance(value, list):
        return [hide(item) for item in cast("list[Any]", value)]
    return without_telltales(value) if isinstance(value, str) else value


def _hide_members(value: Mapping[str, Any]) -> dict[str, Any]:
    labelled = labelled_secret(value)
    hidden: dict[str, Any] = {}
    for key, item in value.items():
        if item and isinstance(item, str) and (key == labelled or secret_name(key)):
            hidden[key] = HIDDEN
        elif key.lower().endswith(("environment", "environmentvariables", "environment-variables")):
            hidden[key] = _hide_environment(item)
        else:
            hidden[key] = hide(item)
    return hidden


def _hide_environment(value: Any) -> Any:
    """Its variables by name alone: `[{"name", "value"}]`, `{"Variables": {NAME: value}}`."""
    if isinstance(value, Mapping):
        members = cast("Mapping[str, Any]", value)
        if isinstance(held := members.get("Variables", members.get("variables")), Mapping):
            plain = dict.fromkeys(cast("Mapping[str, Any]", held), HIDDEN)
            return {key: plain if key.lower() == "variables" else hide(item) for key, item in members.items()}
        values = ("value",) if "name" in {key.lower() for key in members} else ()
        return {key: HIDDEN if key.lower() in values else _hide_environment(item) for key, item in members.items()}
    if isinstance(value, list):
        return [_hide_environment(item) for item in cast("list[Any]", value)]
    return hide(value)


def labelled_secret(value: Mapping[str, Any]) -> str:
    """Which member holds a secret because its neighbour says so: `{"name": "DB_PASSWORD", "value": …}`."""
    if "Value" in value and (value.get("Type") == "SecureString" or value.get("IsValueSecret") is True):
        return "Value"
    for label, content in _LABELLED:
        name = value.get(label)
        if content in value and isinstance(name, str) and SECRET_NAME.search(re.sub(r"[-_.]", "", name).lower()):
            return content
    return ""


def telltale(text: str) -> bool:
    """Whether `without_telltales` may change a text; quick, since hardly any text needs a closer look."""
    for sign, hints, _, _ in _TELLTALES:
        if sign in text and _any(hints, text):
            return True
    return _any(_NAMING, text.lower())


def without_telltales(value: str) -> str:
    """A text without what looks like a secret: signatures, passwords in URLs, keys, tokens."""
    for sign, hints, pattern, instead in _TELLTALES:
        if sign in value and _any(hints, value):
            value = pattern.sub(instead, value)
    return _NAMED.sub(rf"\1{HIDDEN}", value) if _any(_NAMING, value.lower()) else value


def _any(hints: tuple[str, ...], text: str) -> bool:
    for hint in hints:  # noqa: SIM110  # a loop, as any() takes half as long again
        if hint in text:
            return True
    return False
