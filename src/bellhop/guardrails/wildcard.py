"""IAM's patterns: `*`, `?` and policy variables, against values of which a part may be unknown.

A value's unknown parts are written as `UNKNOWN`. A pattern answers two questions: does it match for sure, whatever the
unknown parts are (asked of an Allow), and may it match (asked of a Deny)? For a value that is known they are one.
https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_resource.html
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache

UNKNOWN = "\0"
"""Stands for any text, the empty one too, in a value that is not wholly known."""

Look = Callable[[str], "tuple[str, ...] | None"]
"""A context key's values: () if the request has none, None if that can't be known."""

_VARIABLE = re.compile(r"\$\{([^}]*)\}")
_DEFAULT = re.compile(r"^\s*([^,]+?)\s*,\s*'(.*)'\s*$", re.DOTALL)
_LITERAL = frozenset({"*", "?", "$"})
_ANY, _ONE, _SEGMENT = ("any",), ("one",), ("segment",)
_LOOSE: frozenset[object] = frozenset({_ANY, _SEGMENT, UNKNOWN})
_LONGEST = 2048
"""Longer values with unknown parts are not looked at: they may be anything."""
Sign = str | tuple[str]


@dataclass(frozen=True, slots=True)
class Variable:
    """`${key}` or `${key, 'default'}`."""

    key: str
    default: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Pattern:
    """A pattern ready for matching.

    Args:
        text: as it was written.
        parts: signs and variables, in order.
        whole: the pattern as a regular expression if it has no variables.
        exact: no wildcards and no variables: a plain comparison does.
    """

    text: str
    parts: tuple[Sign | Variable, ...]
    whole: re.Pattern[str] | None
    exact: str | None

    def surely(self, value: str, look: Look) -> bool:
        """Whether it matches whatever the unknown parts are."""
        if self.exact is not None:
            return self.exact == value
        if self.whole is not None:
            return self.whole.fullmatch(value) is not None
        signs = _fill(self.parts, look)
        return signs is not None and UNKNOWN not in signs and _regex(signs).fullmatch(value) is not None

    def maybe(self, value: str, look: Look) -> bool:
        """Whether it matches for some text in the unknown places."""
        if self.whole is not None and UNKNOWN not in value:
            return self.whole.fullmatch(value) is not None
        signs = _fill(self.parts, look)
        return signs is not None and _meet(signs, tuple(value))


def read_pattern(text: str, *, variables: bool, wildcards: bool = True, arn: bool = False) -> Pattern:
    """Reads a pattern.

    Args:
        text: as written in a policy.
        variables: `${…}` counts: the policy's version is 2012-10-17.
        wildcards: `*` and `?` count.
        arn: it is a resource: fields that lack are wildcards, and `*` stays in its field unless it ends it.

    Raises:
        ValueError: a variable that can't be read.
    """
    parts: list[Sign | Variable] = []
    written = _completed(text) if arn else text
    place = 0
    for found in _VARIABLE.finditer(written) if variables else ():
        parts += _signs(written[place : found.start()], wildcards)
        parts.append(_variable(found[1]))
        place = found.end()
    parts += _signs(written[place:], wildcards)
    if arn:
        parts = _within_fields(parts)
    plain = [part for part in parts if not isinstance(part, Variable)]
    if len(plain) < len(parts):
        return Pattern(text=text, parts=tuple(parts), whole=None, exact=None)
    known = all(isinstance(part, str) for part in plain)
    exact = "".join(str(part) for part in plain) if known else None
    return Pattern(text=text, parts=tuple(parts), whole=_regex(tuple(plain)), exact=exact)


def _completed(text: str) -> str:
    lacking = 5 - _VARIABLE.sub("", text).count(":")
    return text + ":*" * lacking if text.startswith("arn:") and lacking > 0 and not text.endswith("*") else text


def _signs(text: str, wildcards: bool) -> list[Sign | Variable]:
    known: dict[str, Sign] = {"*": _ANY, "?": _ONE} if wildcards else {}
    return [known.get(sign, sign) for sign in text]


def _variable(inner: str) -> str | Variable:
    if inner in _LITERAL:
        return inner
    if found := _DEFAULT.match(inner):
        return Variable(found[1].lower(), found[2])
    if not inner.strip() or "," in inner:
        raise ValueError(f"${{{inner}}} is no policy variable; wanted ${{key}} or ${{key, 'default'}}")
    return Variable(inner.strip().lower(), None)


def _within_fields(parts: list[Sign | Variable]) -> list[Sign | Variable]:
    """`*` in one of the five fields before the resource passes a colon only if it is the field's last sign."""
    colons = 0
    found = list(parts)
    for place, part in enumerate(parts):
        colons += part == ":"
        if part == _ANY and colons < 5 and place + 1 < len(parts) and parts[place + 1] != ":":
            found[place] = _SEGMENT
    return found


def _fill(parts: Sequence[Sign | Variable], look: Look) -> tuple[Sign, ...] | None:
    """The signs with each variable's value in its place; None if one has neither value nor default."""
    signs: list[Sign] = []
    for part in parts:
        if not isinstance(part, Variable):
            signs.append(part)
            continue
        values = look(part.key)
        if values is None or len(values) > 1:
            signs.append(UNKNOWN)
        elif values:
            signs += values[0]
        elif part.default is None:
            return None
        else:
            signs += part.default
    return tuple(signs)


@lru_cache(maxsize=4096)
def _regex(signs: tuple[Sign, ...]) -> re.Pattern[str]:
    known = {_ANY: ".*", _ONE: f"[^{UNKNOWN}]", _SEGMENT: f"[^:{UNKNOWN}]*"}
    if _SEGMENT in signs:
        return re.compile("".join(re.escape(s) if isinstance(s, str) else known[s] for s in signs), re.DOTALL)
    chunks = [""]
    for sign in signs:
        if sign == _ANY:
            chunks.append("")
        else:
            chunks[-1] += re.escape(sign) if isinstance(sign, str) else known[sign]
    first, *between = chunks
    if not between:
        return re.compile(first, re.DOTALL)
    # What stands between wildcards is taken where it comes first, for good: no text makes this slow.
    middle = "".join(f"(?>.*?{chunk})" for chunk in between[:-1])
    return re.compile(f"{first}{middle}.*{between[-1]}", re.DOTALL)


def _meet(left: Sequence[Sign], right: Sequence[str]) -> bool:
    """Whether some text is one that both sides allow: a walk over the pairs of places that can be reached."""
    if len(right) > _LONGEST or not _begin_alike(left, right):
        return len(right) > _LONGEST
    reached, todo = {(0, 0)}, [(0, 0)]
    while todo:
        i, j = todo.pop()
        if i == len(left) and j == len(right):
            return True
        steps: list[tuple[int, int]] = []
        if i < len(left) and left[i] in _LOOSE:
            steps += [(i + 1, j), *([(i, j + 1)] if j < len(right) else [])]
        if j < len(right) and right[j] == UNKNOWN:
            steps += [(i, j + 1), *([(i + 1, j)] if i < len(left) else [])]
        if i < len(left) and j < len(right) and (left[i] == _ONE or left[i] == right[j]):
            steps.append((i + 1, j + 1))
        for step in steps:
            if step not in reached:
                reached.add(step)
                todo.append(step)
    return False


def _begin_alike(left: Sequence[Sign], right: Sequence[str]) -> bool:
    for mine, other in zip(left, right, strict=False):
        if mine in _LOOSE or other == UNKNOWN:
            return True
        if mine not in {_ONE, other}:
            return False
    return True
