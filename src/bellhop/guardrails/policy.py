"""IAM policy documents as values: every statement knows the file and line that it stands in.

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, cast

from bellhop.errors import ConfigError
from bellhop.guardrails.actions import Actions
from bellhop.guardrails.conditions import Condition, read_condition
from bellhop.guardrails.lines import Place, read_document
from bellhop.guardrails.wildcard import UNKNOWN, Pattern, read_pattern
from bellhop.phrase import phrase

Effect = Literal["Allow", "Deny"]
_VERSIONS = ("2012-10-17", "2008-10-17")
_DOCUMENT = frozenset({"Version", "Id", "Statement"})
_ELEMENTS = frozenset({"Sid", "Effect", "Action", "NotAction", "Resource", "NotResource", "Condition"})
_OTHERS = frozenset({"Principal", "NotPrincipal"})
_ACTION = re.compile(r"\*|[A-Za-z0-9-]+:[A-Za-z0-9*?]+|[A-Za-z0-9*?-]*[*?][A-Za-z0-9*?-]*(?::[A-Za-z0-9*?]+)?")


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """One statement.

    Args:
        effect: what it does where it matches.
        sid: its name, or empty.
        number: which of the document it is, from 1.
        place: `file:line` of its beginning.
        actions: the actions that it is about, `NotAction` included.
        resources: the patterns of `Resource` or `NotResource`.
        all_but: they are `NotResource`.
        conditions: all of them must hold.
    """

    effect: Effect
    sid: str
    number: int
    place: str
    actions: Actions
    resources: tuple[Pattern, ...]
    all_but: bool
    conditions: tuple[Condition, ...]

    @property
    def title(self) -> str:
        """How it is spoken of: `Deny statement "NoSecrets" (policies/ops.json:12)`."""
        name = f'"{self.sid}"' if self.sid else str(self.number)
        return phrase("{effect} statement {name} ({place})", effect=self.effect, name=name, place=self.place)


@dataclass(frozen=True, slots=True, kw_only=True)
class Statements:
    """Statements about one action, of one effect.

    Args:
        listed: all of them.
        gate: matches every resource that any of them matches but the `ungated` ones; None if they are few.
        ungated: those whose resources are not known until they are asked, or that are about all but some.
    """

    listed: tuple[Statement, ...]
    gate: re.Pattern[str] | None = None
    ungated: tuple[Statement, ...] = ()

    def for_resource(self, resource: str) -> tuple[Statement, ...]:
        """Those that may be about a resource: one expression spares hundreds."""
        if self.gate is None or UNKNOWN in resource or self.gate.fullmatch(resource):
            return self.listed
        return self.ungated


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """A policy document.

    Args:
        name: how it is spoken of: a template's name, a file, an ARN.
        statements: in the document's order.
        document: the document itself, for session policies.
        managed: ARN of the managed policy that it is, or stands for; empty if there is none.
    """

    name: str
    statements: tuple[Statement, ...]
    document: Mapping[str, Any] = field(repr=False)
    managed: str = ""
    _found: dict[str, tuple[Statements, ...]] = field(default_factory=dict[str, "tuple[Statements, ...]"], repr=False)

    def about(self, action: str) -> tuple[Statements, ...]:
        """The statements about an action, denying ones first."""
        found = self._found.get(action)
        if found is None:
            if len(self._found) > _KEPT:
                self._found.clear()
            about = [statement for statement in self.statements if statement.actions.match(action)]
            effects: tuple[Effect, ...] = ("Deny", "Allow")
            found = tuple(_gathered([one for one in about if one.effect == effect]) for effect in effects)
            self._found[action] = found
        return found


_KEPT = 2048
_FEW = 4


def _is_plain(statement: Statement) -> bool:
    return not statement.all_but and all(pattern.whole for pattern in statement.resources)


def _gathered(about: list[Statement]) -> Statements:
    plain = [one for one in about if _is_plain(one)]
    if len(plain) <= _FEW:
        return Statements(listed=tuple(about))
    wholes = {pattern.whole.pattern for one in plain for pattern in one.resources if pattern.whole}
    others = tuple(one for one in about if not _is_plain(one))
    return Statements(listed=tuple(about), gate=re.compile("|".join(sorted(wholes)), re.DOTALL), ungated=others)


def read_policy(text: str, *, name: str, file: str, managed: str = "") -> Policy:
    """Reads a policy document.

    Args:
        text: JSON, or YAML if the file's name ends so.
        name: how the policy is spoken of.
        file: how its file is spoken of.
        managed: the ARN of the managed policy that it is.

    Raises:
        ConfigError: every mistake has its file, line and element, and says what was wanted.
    """
    value, lines = read_document(text, file)
    return policy_of(value, name=name, file=file, lines=lines, managed=managed)


def policy_of(
    value: Any, *, name: str, file: str, lines: Mapping[Place, int], root: Place = (), managed: str = ""
) -> Policy:
    """The policy in a value that was read already: one that stands in the midst of bellhop.yaml.

    Args:
        value: the document.
        name: how the policy is spoken of.
        file: the file that it stands in.
        lines: the lines of the file's keys and elements.
        root: where in the file the document stands.
        managed: the ARN of the managed policy that it stands for.

    Raises:
        ConfigError: as `read_policy`.
    """
    reader = _Reader(file, lines)
    document = reader.mapping(value, root, _DOCUMENT)
    version = str(document.get("Version", _VERSIONS[1]))  # YAML reads a bare one as a date
    if version not in _VERSIONS:
        raise reader.wrong((*root, "Version"), f"wanted {_VERSIONS[0]}, not {version!r}")
    if "Statement" not in document:
        raise reader.wrong(root, "a policy needs Statement")
    listed: Any = document["Statement"]
    place = (*root, "Statement")
    single = isinstance(listed, dict)
    statements: Any = [listed] if single else listed
    if not isinstance(statements, list) or not statements:
        raise reader.wrong(place, "wanted a list of statements")
    found = [
        reader.statement(one, place if single else (*place, at), at + 1, variables=version == _VERSIONS[0])
        for at, one in enumerate(cast("list[Any]", statements))
    ]
    return Policy(name=name, statements=tuple(found), document=document, managed=managed)


class _Reader:
    """Reads elements, and says where a mistake is."""

    def __init__(self, file: str, lines: Mapping[Place, int]) -> None:
        self._file = file
        self._lines = lines

    def wrong(self, place: Place, message: str) -> ConfigError:
        key = ".".join(str(part) for part in place)
        return ConfigError(message, file=self._file, line=self.line(place), key=key)

    def line(self, place: Place) -> int:
        while place and place not in self._lines:
            place = place[:-1]
        return self._lines.get(place, 1)

    def mapping(self, value: Any, place: Place, known: frozenset[str]) -> dict[str, Any]:
        if not isinstance(value, dict):
            raise self.wrong(place, f"wanted {', '.join(sorted(known))}")
        found = cast("dict[str, Any]", value)
        for key in found:
            if key not in known:
                near = difflib.get_close_matches(key, known, n=1)
                hint = f"; did you mean {near[0]!r}?" if near else ""
                if key in _OTHERS:
                    hint = (
                        ": guardrails hold for whoever asks; narrow them by Condition on bellhop:User or bellhop:Group"
                    )
                raise self.wrong((*place, key), f"no element {key!r} here{hint}")
        return found

    def statement(self, value: Any, place: Place, number: int, *, variables: bool) -> Statement:
        element = self.mapping(value, place, _ELEMENTS)
        effect = element.get("Effect")
        if effect not in {"Allow", "Deny"}:
            raise self.wrong((*place, "Effect"), f"wanted Allow or Deny, not {effect!r}")
        action, resource = self._which(element, place, "Action"), self._which(element, place, "Resource")
        patterns = self.words(element[action], (*place, action))
        for pattern in patterns:
            if not _ACTION.fullmatch(pattern):
                raise self.wrong((*place, action), f"{pattern!r} is no action; wanted one such as s3:Get*")
        return Statement(
            effect=effect,
            sid=str(element.get("Sid", "")),
            number=number,
            place=f"{self._file}:{self.line(place)}",
            actions=Actions(patterns, all_but=action == "NotAction"),
            resources=tuple(
                self._resource(one, (*place, resource), variables)
                for one in self.words(element[resource], (*place, resource))
            ),
            all_but=resource == "NotResource",
            conditions=tuple(self._conditions(element.get("Condition", {}), (*place, "Condition"), variables)),
        )

    def _which(self, element: dict[str, Any], place: Place, name: str) -> str:
        there = [key for key in (name, f"Not{name}") if key in element]
        if len(there) != 1:
            raise self.wrong(
                place, f"a statement needs either {name} or Not{name}" + ("; it has both" if there else "")
            )
        return there[0]

    def words(self, value: Any, place: Place) -> tuple[str, ...]:
        """One text or a list of them."""
        listed: list[Any] = cast("list[Any]", value) if isinstance(value, list) else [value]
        if not listed or not all(isinstance(one, str) and one for one in listed):
            raise self.wrong(place, "wanted a text or a list of texts")
        return tuple(listed)

    def _resource(self, text: str, place: Place, variables: bool) -> Pattern:
        # As IAM has it: what begins with a wildcard looks as if it matched anywhere in an ARN, and does not.
        if not (text.strip("*") == "" or text.startswith(("arn:", "${"))):
            raise self.wrong(place, f"{text!r} is no resource; wanted an ARN or *")
        try:
            return read_pattern(text, variables=variables, arn=True)
        except ValueError as error:
            raise self.wrong(place, str(error)) from None

    def _conditions(self, value: Any, place: Place, variables: bool) -> list[Condition]:
        if not isinstance(value, dict) or not all(
            isinstance(one, dict) for one in cast("dict[str, Any]", value).values()
        ):
            raise self.wrong(place, "wanted {operator: {key: value}}")
        found: list[Condition] = []
        for operator, keys in cast("dict[str, dict[str, Any]]", value).items():
            for key, given in keys.items():
                values = tuple(
                    _plain(one) for one in (cast("list[Any]", given) if isinstance(given, list) else [given])
                )
                try:
                    found.append(read_condition(operator, key, values, variables=variables))
                except ValueError as error:
                    raise self.wrong((*place, operator, key), str(error)) from None
        return found


def _plain(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)
