"""`Plan`: what would change in AWS, step by step, and the doing of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from bellhop.errors import AwsRefused, SetupError

Attributes = Mapping[str, Any]
"""A resource as plain JSON values under names that a person reads."""


class Change(StrEnum):
    """What happens to a resource."""

    CREATE = "create"
    UPDATE = "change"
    UNCHANGED = "unchanged"
    DELETE = "delete"
    KEEP = "keep"


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """An attribute that is not as wanted; None = not there."""

    attribute: str
    now: Any
    wanted: Any


def compare(wanted: Attributes, found: Attributes) -> tuple[Difference, ...]:
    """Every wanted attribute that is found otherwise; what is found and not wanted is nobody's business."""
    return tuple(
        Difference(attribute=attribute, now=found.get(attribute), wanted=value)
        for attribute, value in wanted.items()
        if found.get(attribute) != value
    )


def _nothing() -> None:
    """What is done for a resource that stays as it is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """What happens to one resource.

    Args:
        change: what happens.
        kind: `SNS topic`, `CloudWatch alarm`.
        name: the resource's name in AWS.
        differences: what a change changes.
        note: why it is kept, or that it isn't ours.
        act: does it; raises AwsRefused.
    """

    change: Change
    kind: str
    name: str
    differences: tuple[Difference, ...] = ()
    note: str = ""
    act: Callable[[], object] = field(default=_nothing, repr=False, compare=False)

    @property
    def alters(self) -> bool:
        """Whether AWS is another after it."""
        return self.change in (Change.CREATE, Change.UPDATE, Change.DELETE)


class Progress(StrEnum):
    """Where a step stands while a plan is applied."""

    BEGUN = "begun"
    DONE = "done"
    FAILED = "failed"


Watch = Callable[[Step, Progress], None]


def _unwatched(_step: Step, _progress: Progress) -> None:
    """For those who only want it done."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """The steps from what AWS has to what is wanted, in the order that they are done.

    Args:
        title: what it is a plan of, where.
        steps: one for every resource, unchanged ones too.
        notes: sentences that a person should know besides.
    """

    title: str
    steps: tuple[Step, ...]
    notes: tuple[str, ...] = ()

    @property
    def changes(self) -> tuple[Step, ...]:
        """The steps that alter something."""
        return tuple(step for step in self.steps if step.alters)

    def count(self, change: Change) -> int:
        """How many steps are of a kind."""
        return sum(step.change is change for step in self.steps)

    def apply(self, watch: Watch = _unwatched) -> None:
        """Do every step that alters something, in order.

        Every step can be done again, so that a plan made anew goes on where this one stopped.

        Args:
            watch: is told of each step, when it begins and when it ends.

        Raises:
            SetupError: AWS refused a step; says which, what is done by then, and the fix.
        """
        for done, step in enumerate(self.changes):
            watch(step, Progress.BEGUN)
            try:
                step.act()
            except (AwsRefused, SetupError) as error:
                watch(step, Progress.FAILED)
                raise self._stopped(step, done, error) from None
            watch(step, Progress.DONE)

    def _stopped(self, step: Step, done: int, error: AwsRefused | SetupError) -> SetupError:
        count = f"{done} of {len(self.changes)} steps are done and stay; run the same command again to continue"
        fix = f"{error.fix}; then run the same command again" if error.fix else "run the same command again"
        return SetupError(f"can't {step.change} the {step.kind} {step.name}: {error.message}\n  {count}", fix=fix)
