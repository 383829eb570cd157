"""`Resource`: one thing in AWS that we want in a certain state, and the steps that lead there or away."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any, ClassVar

from bellhop.errors import AwsRefused, SetupError
from bellhop.setup.place import Aws, Place
from bellhop.setup.plan import Attributes, Change, Difference, Step, compare

OWNER = "bellhop:setup"
"""The tag that says which setup made a resource: its value is the setup's `owner`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What AWS has.

    Args:
        attributes: its state, under the names of `Resource.wanted`.
        owner: the value of its `bellhop:setup` tag, empty if it has none.
        raw: what `write` and `remove` need besides: a policy document, a URL.
        note: what a person should know of it.
    """

    attributes: Attributes
    owner: str = ""
    raw: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Resource(ABC):
    """One thing in AWS that we want in a certain state.

    Args:
        name: its name in AWS.
        place: where it is.
        owner: the setup that wants it: `s3-monitor/photos`.
    """

    kind: ClassVar[str]
    option: ClassVar[str] = ""
    """The command line's option for another name."""
    shared: ClassVar[bool] = False
    """One that isn't ours may still get what `essential` lacks, as policies hold statements of many."""

    name: str
    place: Place
    owner: str

    @abstractmethod
    def wanted(self) -> Attributes:
        """The state that it should be in."""

    @abstractmethod
    def read(self, aws: Aws) -> Found | None:
        """What AWS has, None if there is no such thing."""

    @abstractmethod
    def write(self, aws: Aws, found: Found | None, changed: frozenset[str]) -> None:
        """Bring it into its state: `changed` names the attributes that are not as wanted, all of them for a new one."""

    @abstractmethod
    def remove(self, aws: Aws, found: Found) -> None:
        """Delete it."""

    @abstractmethod
    def declare(self) -> Mapping[str, Any]:
        """Its CloudFormation resources by logical id."""

    def essential(self) -> Attributes:
        """What one that isn't ours must have to be used."""
        return self.wanted()

    def misfits(self, found: Found) -> tuple[Difference, ...]:
        """In what one that isn't ours can't be used as it is."""
        return compare(self.essential(), found.attributes)

    def keep(self, aws: Aws, found: Found) -> str:
        """Why it is not to be deleted although it is ours; empty = it is."""
        del aws, found
        return ""

    def used_by_others(self, aws: Aws, found: Found) -> bool:
        """Whether other setups of Bellhop's need it too."""
        del aws, found
        return False

    def release(self, aws: Aws, found: Found) -> Callable[[], object] | None:
        """How what we added to one that isn't ours is taken out again; None = nothing is in there."""
        del aws, found
        return None


def towards(resource: Resource, aws: Aws) -> Step:
    """The step that brings a resource into its state.

    Raises:
        SetupError: it exists, isn't ours and doesn't fit; or AWS refuses to tell.
    """
    found = _read(resource, aws)
    if found is None:
        act = partial(resource.write, aws, None, frozenset(resource.wanted()))
        return Step(change=Change.CREATE, kind=resource.kind, name=resource.name, act=act)
    ours = found.owner == resource.owner
    differences = compare(resource.wanted(), found.attributes) if ours else resource.misfits(found)
    if differences and not ours and not resource.shared:
        raise SetupError(_foreign(resource, found, differences), fix=_another(resource))
    note = found.note or ("" if ours else "exists and isn't ours: used, never deleted")
    if not differences:
        return Step(change=Change.UNCHANGED, kind=resource.kind, name=resource.name, note=note)
    act = partial(resource.write, aws, found, frozenset(difference.attribute for difference in differences))
    return Step(
        change=Change.UPDATE, kind=resource.kind, name=resource.name, differences=differences, note=note, act=act
    )


def away(resource: Resource, aws: Aws) -> Step | None:
    """The step that removes a resource if it is ours, None if there is no such thing.

    Raises:
        SetupError: AWS refuses to tell.
    """
    found = _read(resource, aws)
    if found is None:
        return None
    kind, name = resource.kind, resource.name
    others = resource.used_by_others(aws, found)
    if others or found.owner != resource.owner:
        act = resource.release(aws, found)
        note = f"belongs to {found.owner}" if found.owner else "isn't ours"
        note = "another of Bellhop's setups uses it" if others else note
        if act:
            return Step(change=Change.UPDATE, kind=kind, name=name, note=f"{note}: only our statements leave", act=act)
        return Step(change=Change.KEEP, kind=kind, name=name, note=note)
    reason = resource.keep(aws, found)
    if reason:
        return Step(change=Change.KEEP, kind=kind, name=name, note=reason)
    return Step(change=Change.DELETE, kind=kind, name=name, act=partial(resource.remove, aws, found))


def _read(resource: Resource, aws: Aws) -> Found | None:
    try:
        return resource.read(aws)
    except AwsRefused as error:
        raise SetupError(f"can't read the {resource.kind} {resource.name}: {error.message}", fix=error.fix) from None


def _foreign(resource: Resource, found: Found, differences: tuple[Difference, ...]) -> str:
    whose = f"belongs to {found.owner}" if found.owner else "wasn't made by Bellhop"
    what = "; ".join(f"{one.attribute} is {one.now}, wanted {one.wanted}" for one in differences)
    return f"the {resource.kind} {resource.name} exists, {whose} and doesn't fit: {what}"


def _another(resource: Resource) -> str:
    return f"choose another name with {resource.option}, or change or delete that one yourself"


def tags(owner: str) -> dict[str, str]:
    """The tags that mark what a setup makes."""
    return {OWNER: owner, "created-by": "bellhop"}


def tag_list(owner: str) -> list[dict[str, str]]:
    """The same tags as most services take them."""
    return [{"Key": key, "Value": value} for key, value in tags(owner).items()]


def owner_in(listed: Iterable[Mapping[str, str]]) -> str:
    """The owner that a service's list of tags tells, empty if none."""
    return next((tag["Value"] for tag in listed if tag["Key"] == OWNER), "")
