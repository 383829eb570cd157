"""Takes secrets out of AWS's answers, and out of commands before they are echoed, logged or stored.

Four rules, each on its own enough: the paths of `secret_paths.json` (made from the models' `sensitive` traits and read
by people), the trait together with a telling name, a telling name alone, and a few telltale values.
"""

from __future__ import annotations

import re
import shlex
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any, cast

import msgspec
from botocore import xform_name
from botocore.model import OperationModel

from bellhop.command import Command
from bellhop.telltale import HIDDEN, SECRET_NAME, labelled_secret, without_telltales

_TOLD_BY_TRAIT = re.compile(r"secret|password|passphrase|token|credential|privatekey|keymaterial")
_PAGING = re.compile(r"(?:next|client|request|idempotency|continuation|change)token$|^marker$")
_TO_BE_SEEN = re.compile(r"^payload$|name$|description$")
"""Inputs that often bear the trait, and that people must see before they confirm."""

_Rules = dict[str, Any]


@cache
def _paths() -> dict[str, dict[str, list[str]]]:
    return msgspec.json.decode(files("bellhop.aws").joinpath("secret_paths.json").read_bytes())


@cache
def _rules(service: str, operation: str) -> _Rules:
    """The operation's paths as a tree: `a[].b{}` becomes `{"a": {"[]": {"b": {"{}": {}}}}}`."""
    tree: _Rules = {}
    for path in _paths().get(service, {}).get(operation, ()):
        branch = tree
        for step in re.sub(r"(\[\]|\{\})", r".\1", path).split("."):
            branch = branch.setdefault(step, {})
    return tree


def redact(model: OperationModel, answer: Mapping[str, Any]) -> dict[str, Any]:
    """A copy of an answer in which secrets are `****`, everything else as it was.

    Args:
        model: the operation that AWS answered.
        answer: as botocore parsed it, in the API's own spelling.
    """
    rules = _rules(model.service_model.service_name, model.name)
    return cast("dict[str, Any]", _Walk(inputs=False).value(answer, model.output_shape, rules))


def hide_inputs(model: OperationModel, parameters: Mapping[str, Any]) -> dict[str, Any]:
    """A copy of a command's parameters in which secrets are `****`, for logs, the audit record and echoes."""
    return cast("dict[str, Any]", _Walk(inputs=True).value(parameters, model.input_shape, {}))


def mask_text(command: Command, model: OperationModel) -> str:
    """A command as it was typed, the values of secret options `****`: `--master-user-password ****`.

    No secret is left in the text: where it stands elsewhere than behind its option, the command is spelled anew.
    """
    shown = hide_inputs(model, command.parameters)
    secret = [name for name, value in command.parameters.items() if shown[name] != value]
    if not secret:
        return without_telltales(command.text)  # a payload is to be seen, but for what looks like a secret in it
    options = {option_of(name) for name in secret} | {"--cli-input-json", "--cli-input-yaml"}
    text = masked_options(command.text, options)
    if HIDDEN in text and not any(hidden in text for hidden in secret_texts(command, model)):
        return without_telltales(text)
    spelled = (f"{option_of(name)} {HIDDEN if name in secret else _spelled(value)}" for name, value in shown.items())
    return without_telltales(" ".join([command.service, command.verb, *spelled]))


def secret_options(shape: Any) -> set[str]:
    """The options of an operation, by its input shape or None, that bear a secret as a whole."""
    probe = dict.fromkeys(getattr(shape, "members", {}), "anything")
    hidden = cast("dict[str, Any]", _Walk(inputs=True).value(probe, shape, {}))
    return {option_of(name) for name in probe if hidden[name] == HIDDEN}


def secret_texts(command: Command, model: OperationModel) -> list[str]:
    """The secrets that a command bears, longest first; none of three characters or less."""
    left = set(_leaves(hide_inputs(model, command.parameters)))
    return sorted(set(_leaves(command.parameters)) - left, key=len, reverse=True)


class _Walk:
    """One pass over a value beside its shape."""

    def __init__(self, *, inputs: bool) -> None:
        self._inputs = inputs

    def value(self, value: Any, shape: Any, rules: _Rules) -> Any:
        """The value with its secrets hidden; `shape` is None where the model ends, `rules` are paths from here."""
        if isinstance(value, Mapping):
            return self._mapping(cast("Mapping[str, Any]", value), shape, rules)
        if isinstance(value, list | tuple):
            items = cast("list[Any]", value)
            member, below = getattr(shape, "member", None), rules.get("[]")
            return [HIDDEN if below == {} else self.value(item, member, below or {}) for item in items]
        return without_telltales(value) if isinstance(value, str) else value

    def _mapping(self, value: Mapping[str, Any], shape: Any, rules: _Rules) -> dict[str, Any]:
        members: Mapping[str, Any] = getattr(shape, "members", {})
        each = getattr(shape, "value", None)
        labelled = labelled_secret(value)
        hidden: dict[str, Any] = {}
        for key, item in value.items():
            below = rules.get(key, rules.get("{}"))
            member = members.get(key, each)
            if item and (below == {} or key == labelled or self._secret(key, item, member)):
                hidden[key] = HIDDEN
            else:
                hidden[key] = self.value(item, member, below or {})
        return hidden

    def _secret(self, key: str, item: Any, member: Any) -> bool:
        name = re.sub(r"[-_.]", "", key).lower()
        misplaced = self._inputs and getattr(member, "type_name", "") in {"string", "blob"}
        if not (isinstance(item, str | bytes) or misplaced) or _PAGING.search(name):
            return False
        sensitive = bool(member is not None and member.metadata.get("sensitive"))
        if self._inputs and sensitive and not _TO_BE_SEEN.search(name):
            return True
        return bool(SECRET_NAME.search(name) or (sensitive and _TOLD_BY_TRAIT.search(name)))


_WORD = re.compile(r"""(?:"(?:\\.|[^"\\])*"|'[^']*'|[^\s"'])+|["']""")
_OPTION = re.compile(r"--?([A-Za-z][\w-]*)(=?)")


def option_of(name: str) -> str:
    """The CLI's option for a member: `--master-user-password`."""
    return "--" + xform_name(name, "-")


def _spelled(value: Any) -> str:
    return shlex.quote(value if isinstance(value, str) else msgspec.json.encode(value).decode())


def masked_options(text: str, options: set[str]) -> str:
    """The text with all that follows one of the options, up to the next option, masked; `--pass` is an option too."""
    words = list(_WORD.finditer(text))
    named = [_OPTION.match(word.group()) for word in words]
    pieces: list[str] = []
    done = 0
    for index, option in enumerate(named):
        if option is None or not any(known.startswith("--" + option.group(1).lower()) for known in options):
            continue
        after = next((later for later in range(index + 1, len(words)) if named[later]), len(words))
        first = words[index].start() + option.end() if option.group(2) else words[index].end()
        pieces += [text[done:first], HIDDEN if option.group(2) else f" {HIDDEN}"]
        done = words[after - 1].end()
    return "".join([*pieces, text[done:]])


def _leaves(value: Any) -> list[str]:
    """Every text in a value; short ones say nothing about a leak."""
    if isinstance(value, Mapping):
        return [leaf for item in cast("Mapping[str, Any]", value).values() for leaf in _leaves(item)]
    if isinstance(value, list | tuple):
        return [leaf for item in cast("list[Any]", value) for leaf in _leaves(item)]
    text = value.decode("utf-8", "replace") if isinstance(value, bytes) else str(value)
    return [text] if len(text) > 3 else []
