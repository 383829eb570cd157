"""What somebody typed, as it may be kept: without its secrets, also where it was no command.

Of a command that was understood its model says what is secret. Of any other text as much is known as can be read in
it: the operation that it begins with, options and keys whose names tell of a secret, and what looks like one. Rather
too much is masked there than too little.
"""

from __future__ import annotations

import re

from botocore.model import OperationModel

from bellhop.aws.redact import hide_inputs, mask_text, masked_options, option_of, secret_options, secret_texts
from bellhop.command import Command
from bellhop.errors import BellhopError, NotUnderstood
from bellhop.syntax import Grammar
from bellhop.syntax.chat import normalise
from bellhop.telltale import HIDDEN, without_telltales

MOST = 8192
"""Characters that are kept; a chat's command has no more."""

_TOLD = r"[\w.-]*(?:pass(?!ive|port|through)|pwd|secret|token|credential|private-?_?key|api-?_?key|auth(?!or))[\w.-]*"
_NO_SECRET = re.compile(
    r"(?:id|ids|arn|arns|name|names|type|types|version|prefix|policy|days|length|enabled|status|stages?)$"
    r"|^-*(?:next|starting|client-request|idempotency|continuation)-?token$"
)
"""What bears such a name and is none: `--secret-id` names one, `--next-token` turns a page."""

_WORD_IS = re.compile(
    rf"(?<![\w-])(?P<name>{_TOLD}|비밀번호|암호)(?P<is>[\"']?\s*(?:[:=]|is\b|은|는)\s*)", re.IGNORECASE
)
_DASHES = re.compile(r"(?<!\S)[\u2013\u2014]-?(?=\w)")
"""What phones make of two dashes."""

_VALUE = re.compile(r"\"(?:\\.|[^\"\\])*\"?|'[^']*'?|[^\s,;}&]+")
_LABELLED = re.compile(
    rf"((?:name|key)[\"']?\s*[:=]\s*[\"']?{_TOLD}[\"']?\s*[,;]\s*[\"']?(?:\w*value)[\"']?\s*[:=]\s*)"
    r"(\"(?:\\.|[^\"\\])*\"?|'[^']*'?|[^\s,;}]+)",
    re.IGNORECASE,
)
_TELLING_OPTION = re.compile(rf"--?{_TOLD}", re.IGNORECASE)
_ACCESS_KEY = re.compile(
    r"(?<![\w/+=])(?=[\w/+]*[A-Z])(?=[\w/+]*[a-z])(?=[\w/+]*\d)[A-Za-z0-9/+]{40}(?![\w/+=])",
)
"""An AWS secret access key: forty characters of base64."""


def typed_text(text: str, grammar: Grammar, command: Command | None = None) -> str:
    """A chat text as it may be kept.

    Args:
        text: as it was heard, the mention included or not; 8,192 characters of it are kept.
        grammar: knows the models.
        command: what was understood; None if nothing was, or a built-in.
    """
    try:
        plain = normalise(text)
    except NotUnderstood:
        plain = text
    if command is not None:
        masked = _of_command(plain, command, grammar.model(command))
    else:
        plain = _DASHES.sub("--", plain)
        masked = _guessed(masked_options(plain, _options_in(plain, grammar)))
    return masked if len(masked) <= MOST else f"{masked[:MOST]} … ({len(masked):,} characters)"


def _of_command(text: str, command: Command, model: OperationModel) -> str:
    """Masked by the model, and wherever one of the command's secrets stands besides: behind an alias, in JSON."""
    secrets = secret_texts(command, model)
    hidden = hide_inputs(model, command.parameters)
    options = {option_of(name) for name, value in command.parameters.items() if hidden[name] != value}
    masked = masked_options(text, options | {"--cli-input-json", "--cli-input-yaml"}) if options else text
    for secret in secrets:
        masked = masked.replace(secret, HIDDEN)
    return mask_text(command, model) if secrets and HIDDEN not in masked else without_telltales(masked)


def _options_in(text: str, grammar: Grammar) -> set[str]:
    """The options of a text that may bear a secret: by their names, and by the model that it begins to name."""
    found = {
        option.lower().replace("_", "-")
        for option in _TELLING_OPTION.findall(text)
        if not _NO_SECRET.search(option.lower())
    }
    found |= {f"-{option}" for option in found if not option.startswith("--")}
    if "securestring" in text.lower():
        found.add("--value")
    return found | _modelled(text, grammar)


def _modelled(text: str, grammar: Grammar) -> set[str]:
    service, verb, *_ = [*text.split(maxsplit=2), "", ""]
    try:
        return secret_options(grammar.models.operation(service.lower(), verb.lower()).input_shape)
    except (BellhopError, KeyError):
        return set()


def _guessed(text: str) -> str:
    text = _LABELLED.sub(rf"\1{HIDDEN}", text)
    pieces, done = list[str](), 0
    for found in _WORD_IS.finditer(text):
        value = _VALUE.match(text, found.end())
        if value is None or found.start() < done or _NO_SECRET.search(found["name"].lower()):
            continue
        pieces += [text[done : found.end()], HIDDEN]
        done = value.end()
    return _ACCESS_KEY.sub(HIDDEN, without_telltales("".join([*pieces, text[done:]])))
