"""`Single`: a setup of one thing in IAM, which is the same in every region."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator
from dataclasses import dataclass

from bellhop.aws.session import Clients
from bellhop.setup.place import Aws, Place, aws_at
from bellhop.setup.plan import Plan
from bellhop.setup.resource import Resource, away, towards


@dataclass(frozen=True, slots=True, kw_only=True)
class Single(ABC):
    """One role or policy.

    Args:
        region: where to ask; empty = the clients', or us-east-1.
    """

    region: str = ""

    @property
    @abstractmethod
    def owner(self) -> str:
        """What its `bellhop:setup` tag says."""

    @property
    @abstractmethod
    def purpose(self) -> str:
        """What it is for, after "to"."""

    @property
    @abstractmethod
    def undoing(self) -> str:
        """The same of taking it away."""

    @abstractmethod
    def resource(self, place: Place) -> Resource:
        """It, as wanted."""

    @abstractmethod
    def leaving(self, place: Place) -> Resource:
        """It, as it is to go."""

    @abstractmethod
    def notes(self, place: Place) -> tuple[str, ...]:
        """What a person should know besides."""

    def plan(self, clients: Clients) -> Plan:
        """The step from what AWS has to what is wanted.

        Raises:
            SetupError: something of that name isn't ours, or AWS refuses.
        """
        aws = self._aws(clients)
        step = towards(self.resource(aws.place), aws)
        return Plan(title=_title(self.purpose, aws), steps=(step,), notes=self.notes(aws.place))

    def plan_destroy(self, clients: Clients) -> Plan:
        """The step that takes it away, if it is there.

        Raises:
            SetupError: AWS refuses to tell.
        """
        aws = self._aws(clients)
        step = away(self.leaving(aws.place), aws)
        return Plan(title=_title(self.undoing, aws), steps=(step,) if step else ())

    def resources(self, place: Place) -> Iterator[Resource]:
        """What it is made of, for a template."""
        yield self.resource(place)

    def _aws(self, clients: Clients) -> Aws:
        return aws_at(clients, self.region or clients.region or "us-east-1")


def _title(what: str, aws: Aws) -> str:
    return f"{what} in account {aws.place.account}"
