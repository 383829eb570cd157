"""Events of AWS services: EventBridge rules, made from what the event modules say that they recognise."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import ClassVar

from bellhop.errors import AwsRefused, SetupError
from bellhop.setup import sensitive_calls
from bellhop.setup.blueprint import Blueprint
from bellhop.setup.event_types import chosen, left_out, pattern_of
from bellhop.setup.names import numbered
from bellhop.setup.packing import packed
from bellhop.setup.place import Aws, Place
from bellhop.setup.plan import Step
from bellhop.setup.policy import Statement, publish
from bellhop.setup.resource import Resource, away
from bellhop.setup.rule import Rule


@dataclass(frozen=True, slots=True, kw_only=True)
class EventRules(Blueprint):
    """What is wanted: rules on the default event bus for some types of events, all of them telling one topic.

    Setting up other types later replaces them: rules that are no longer needed go.

    Args:
        types: `all`, or names with commas between them.

    Raises:
        SetupError: an unknown type.
    """

    usual_topic: ClassVar[str] = "bellhop-events"

    types: str = "all"

    def __post_init__(self) -> None:
        Blueprint.__post_init__(self)  # super() does not work in a class with slots that dataclass makes anew
        chosen(self.types)

    @property
    def owner(self) -> str:
        """`events/<topic>`."""
        return f"events/{self.topic_name}"

    @property
    def purpose(self) -> str:
        """Telling of so many types."""
        return f"tell of {self._counted()}"

    @property
    def undoing(self) -> str:
        """Telling no more, whatever types there were."""
        return f"stop telling of events through {self.topic_name}"

    def statements(self, place: Place) -> tuple[Statement, ...]:
        """For rules that are named after the topic."""
        rules = place.arn("events", f"rule/{numbered(self.topic_name)}*")
        arn = place.arn("sns", self.topic_name)
        condition = {"ArnLike": {"aws:SourceArn": rules}}
        return (publish("Events", self.owner, "events.amazonaws.com", arn, condition),)

    def sources(self, place: Place) -> Iterator[Resource]:
        """The rules."""
        names = chosen(self.types)
        patterns = packed(pattern for name in names if (pattern := pattern_of(name)))
        for number, pattern in enumerate(patterns, 1):
            yield replace(
                self._rule(place, number),
                pattern=pattern,
                description=f"{number} of {len(patterns)}: {self._counted()}",
            )

    def steps(self, aws: Aws) -> Iterator[Step]:
        """As usual, and then the rules of ours that are too many."""
        yield from Blueprint.steps(self, aws)
        wanted = {resource.name for resource in self.sources(aws.place)}
        yield from (step for step in self._steps_away(aws) if step.alters and step.name not in wanted)

    def steps_away(self, aws: Aws) -> Iterator[Step]:
        """Every rule of ours, and then the rest."""
        yield from self._steps_away(aws)
        yield from (step for resource in self.door(aws.place).leaving(aws) if (step := away(resource, aws)))

    def notes(self) -> tuple[str, ...]:
        """What `all` leaves out, and what else the sensitive calls need."""
        names = ", ".join(left_out())
        all_of_it = f"all does not stand for what tells of every API call; name it if you want it: {names}."
        calls = (
            f"{sensitive_calls.NAME} needs a CloudTrail trail; calls of IAM, Organizations and other global services"
            " come in us-east-1 alone: set it up there too."
        )
        wanted = sensitive_calls.NAME in chosen(self.types)
        return (*((all_of_it,) if self.types == "all" else ()), *((calls,) if wanted else ()))

    def _steps_away(self, aws: Aws) -> Iterator[Step]:
        start = numbered(self.topic_name)
        try:
            listed = list(aws.pages("events", "list_rules", "Rules", NamePrefix=start))
        except AwsRefused as error:
            raise SetupError(f"can't list the EventBridge rules: {error.message}", fix=error.fix) from None
        for one in listed:
            if re.fullmatch(r"\d+", one["Name"].removeprefix(start)):
                step = away(replace(self._rule(aws.place, 0), name=one["Name"]), aws)
                yield from (step,) if step else ()

    def _rule(self, place: Place, number: int) -> Rule:
        return Rule(
            name=f"{numbered(self.topic_name)}{number}",
            place=place,
            owner=self.owner,
            pattern={},
            topic_arn=place.arn("sns", self.topic_name),
            description="",
            logical_id=f"Rule{number}",
        )

    def _counted(self) -> str:
        names = chosen(self.types)
        return names[0] if len(names) == 1 else f"{len(names)} types of events"
