"""A statement's conditions: they hold, they don't, or that can't be known before the call."""

from __future__ import annotations

import difflib
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

from bellhop.guardrails.operators import OPERATORS, Compare
from bellhop.guardrails.wildcard import Look

_IF_EXISTS = "IfExists"


class Quantifier(Enum):
    """How a condition looks at a key of several values."""

    ONE = ""
    ALL = "ForAllValues:"
    ANY = "ForAnyValue:"


@dataclass(frozen=True, slots=True, kw_only=True)
class Condition:
    """One operator on one key.

    Args:
        operator: as written, `ForAnyValue:StringLikeIfExists`.
        key: as written, `aws:RequestedRegion`.
        values: as written.
        lower: the key in lower case: keys know no case.
        compares: one comparison a value; empty for `Null`.
        negated: it holds if no value compares.
        if_exists: it holds if the request lacks the key.
        quantifier: how it looks at several values.
    """

    operator: str
    key: str
    values: tuple[str, ...]
    lower: str
    compares: tuple[Compare, ...]
    negated: bool
    if_exists: bool
    quantifier: Quantifier

    def holds(self, look: Look) -> bool | None:
        """Whether it holds; None if that can't be known.

        https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-logic-multiple-context-keys-or-values.html
        """
        given = look(self.lower)
        if not self.compares:
            return None if given is None else any((not given) == (value.lower() == "true") for value in self.values)
        if given is None:
            return None
        if not given:
            return self.if_exists or self.quantifier is Quantifier.ALL or self._holds_without()
        found = [self._one(value, look) for value in given]
        if self.quantifier is Quantifier.ALL:
            return _all(found)
        if self.quantifier is Quantifier.ANY:
            return _any(found)
        # AWS leaves open what a condition without a set operator makes of several values.
        return found[0] if len(found) == 1 else None

    def _holds_without(self) -> bool:
        return self.negated and self.quantifier is Quantifier.ONE

    def _one(self, value: str, look: Look) -> bool | None:
        found = _any([compare(value, look) for compare in self.compares])
        return found if not self.negated or found is None else not found


def _all(found: Sequence[bool | None]) -> bool | None:
    return False if False in found else None if None in found else True


def _any(found: Sequence[bool | None]) -> bool | None:
    return True if True in found else None if None in found else False


def read_condition(operator: str, key: str, values: tuple[str, ...], *, variables: bool) -> Condition:
    """Reads a condition.

    Raises:
        ValueError: an operator that there isn't, or a value that does not fit it.
    """
    quantifier = next((q for q in (Quantifier.ALL, Quantifier.ANY) if operator.startswith(q.value)), Quantifier.ONE)
    base = operator.removeprefix(quantifier.value)
    if not values:
        raise ValueError(f"{key} has no values")
    if base == "Null":
        if wrong := [value for value in values if value.lower() not in {"true", "false"}]:
            raise ValueError(f"Null wants true or false, not {wrong[0]!r}")
        compares: tuple[Compare, ...] = ()
        negated = if_exists = False
    else:
        if_exists = base.endswith(_IF_EXISTS)
        found = OPERATORS.get(base.removesuffix(_IF_EXISTS))
        if found is None:
            near = difflib.get_close_matches(base.removesuffix(_IF_EXISTS), [*OPERATORS, "Null"], n=1)
            raise ValueError(f"there is no operator {operator!r}" + (f"; did you mean {near[0]!r}?" if near else ""))
        compares = tuple(found.read(value, variables) for value in values)
        negated = found.negated
    return Condition(
        operator=operator,
        key=key,
        values=values,
        lower=key.lower(),
        compares=compares,
        negated=negated,
        if_exists=if_exists,
        quantifier=quantifier,
    )
