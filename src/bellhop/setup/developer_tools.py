"""Developer tools: what becomes of commits, builds, deployments and pipelines is told in a channel."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import ClassVar

from bellhop.errors import AwsRefused, SetupError
from bellhop.setup.blueprint import Blueprint
from bellhop.setup.developer_events import chosen, events_of
from bellhop.setup.developer_resources import KINDS, DeveloperResource, check_here, discover, read_resource
from bellhop.setup.names import logical_id, rule_name
from bellhop.setup.notification_rule import NotificationRule, described
from bellhop.setup.place import Aws, Place
from bellhop.setup.plan import Change, Step
from bellhop.setup.policy import Statement, publish
from bellhop.setup.resource import OWNER, Resource, away


@dataclass(frozen=True, slots=True, kw_only=True)
class DeveloperTools(Blueprint):
    """What is wanted: a notification rule for each resource, all of them telling one topic.

    Setting up more resources later adds to what is there; taking away names some, or means all.
    https://docs.aws.amazon.com/dtconsole/latest/userguide/set-up-sns.html

    Args:
        watched: ARNs of repositories, projects, applications and pipelines; none = all of the region.
        events: `all`, `failures`, or ids with commas between them.
        detail: `full` or `basic`.
        found: what AWS has of them; filled in by `settled`.

    Raises:
        SetupError: an ARN of something else, an unknown event, or a resource that has none of the events.
    """

    usual_topic: ClassVar[str] = "bellhop-developer-tools"

    watched: tuple[str, ...] = ()
    events: str = "all"
    detail: str = "full"
    found: tuple[DeveloperResource, ...] | None = None

    def __post_init__(self) -> None:
        Blueprint.__post_init__(self)  # super() does not work in a class with slots that dataclass makes anew
        ids = chosen(self.events)
        if self.detail not in ("full", "basic"):
            raise SetupError(f"there is no {self.detail} detail", fix="say full or basic")
        for resource in map(read_resource, self.watched):
            if not events_of(resource.service, ids):
                what = f"a {KINDS[resource.service].noun} has none of the events: {self.events}"
                raise SetupError(what, fix="add --events all, or leave this out: " + resource.arn)

    @property
    def owner(self) -> str:
        """`developer-tools/<topic>`."""
        return f"developer-tools/{self.topic_name}"

    @property
    def purpose(self) -> str:
        """Telling of so many of this and that."""
        return f"tell of {self._counted()}"

    @property
    def undoing(self) -> str:
        """Telling no more."""
        return f"stop telling of {self._counted()}"

    def settled(self, aws: Aws) -> DeveloperTools:
        """With all of the region, if none are named.

        Raises:
            SetupError: there are none, or AWS refuses to list them.
        """
        if self.watched:
            return self
        found = tuple(discover(aws))
        if not found:
            where = f"account {aws.place.account}, {aws.place.region}"
            raise SetupError(
                f"there is no repository, project, application or pipeline in {where}",
                fix="run this with another --region or other credentials",
            )
        return replace(self, found=found)

    def statements(self, place: Place) -> tuple[Statement, ...]:
        """For notification rules; the service sends no source that a condition could look at."""
        arn = place.arn("sns", self.topic_name)
        return (publish("Notifications", self.owner, "codestar-notifications.amazonaws.com", arn, {}),)

    def sources(self, place: Place) -> Iterator[Resource]:
        """A rule for each resource that has some of the events.

        Raises:
            SetupError: a resource is in another region or account.
        """
        ids = chosen(self.events)
        for resource in self._told_of():
            check_here(resource, place)
            if events := events_of(resource.service, ids):
                yield self._rule(place, resource, events)

    def steps_away(self, aws: Aws) -> Iterator[Step]:
        """The rules of what is named, else all; the topic stays while other rules tell it."""
        try:
            rules = list(described(aws, "TARGET_ADDRESS", aws.place.arn("sns", self.topic_name)))
        except AwsRefused as error:
            raise SetupError(f"can't list the notification rules: {error.message}", fix=error.fix) from None
        ours = [one for one in rules if one.get("Tags", {}).get(OWNER) == self.owner]
        going = [one for one in ours if not self.watched or one["Resource"] in self.watched]
        for one in going:
            rule = self._rule(aws.place, read_resource(one["Resource"]), ())
            step = away(replace(rule, name=one["Name"]), aws)
            yield from (step,) if step else ()
        left = len(ours) - len(going)
        if left:
            yield Step(change=Change.KEEP, kind="SNS topic", name=self.topic_name, note=f"{left} more rules tell it")
        else:
            yield from (step for resource in self.door(aws.place).leaving(aws) if (step := away(resource, aws)))

    def notes(self) -> tuple[str, ...]:
        """What was found, and what of it is told of nothing."""
        if self.found is None:
            return ()
        silent = [one for one in self.found if not events_of(one.service, chosen(self.events))]
        said = [f"no --resource is given, so all of the region are taken: {self._counted()}."]
        if silent:
            names = ", ".join(one.name for one in silent)
            said.append(f"{_count(silent)} not told of, having none of the events ({self.events}): {names}.")
        return tuple(said)

    def _told_of(self) -> tuple[DeveloperResource, ...]:
        named = dict.fromkeys(self.watched)
        return tuple(map(read_resource, named)) if self.watched else self.found or ()

    def _counted(self) -> str:
        return _count(self._told_of()) or "developer tools"

    def _rule(self, place: Place, resource: DeveloperResource, events: tuple[str, ...]) -> NotificationRule:
        return NotificationRule(
            name=rule_name(f"{self.topic_name}-{resource.service}-{resource.name}"),
            place=place,
            owner=self.owner,
            resource=resource.arn,
            events=events,
            detail=self.detail.upper(),
            topic_arn=place.arn("sns", self.topic_name),
            logical_id=logical_id(f"{resource.service}-{resource.name}"),
        )


def _count(resources: tuple[DeveloperResource, ...] | list[DeveloperResource]) -> str:
    """`2 CodeBuild projects, 1 CodePipeline pipeline`."""
    counted = Counter(one.service for one in resources)
    kinds = ((number, KINDS[service]) for service, number in counted.items())
    return ", ".join(f"{number} {kind.noun if number == 1 else kind.nouns}" for number, kind in kinds)
