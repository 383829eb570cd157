"""The people of bellhop.yaml: their ids on the platforms, groups and roles, and what they may be elevated to."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta

from bellhop.channel import Channel
from bellhop.standing import Elevated, Standing, account_of

ANYONE = "*"
"""Stands for every person, where names of people and groups are listed."""

Members = Mapping[str, frozenset[str]]
"""The people of Slack's user groups by the group's id, as far as they are known."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Somebody under `users:`.

    Args:
        name: the name there.
        ids: their ids on the platforms.
        assigned: ARNs of the roles that they have without choosing, at most one an account.
        offered: ARNs of the roles that they may choose.
    """

    name: str
    ids: frozenset[str]
    assigned: tuple[str, ...] = ()
    offered: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """A group under `groups:`.

    Args:
        people: ids on the platforms, or names under `users:`.
        slack: the id of a Slack user group whose people are in it too, or empty.
        offered: ARNs of the roles that its people may choose.
    """

    people: frozenset[str] = frozenset()
    slack: str = ""
    offered: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Level:
    """Something that people may be elevated to, under `elevations:`.

    Args:
        name: its name there.
        role: ARN of the role that commands run as meanwhile; empty = as which they run anyway.
        most: how long it lasts at most.
        approvers: names of people and groups who may say yes.
        askers: names of people and groups who may ask; empty = everybody.
        channels: where; empty = everywhere.
        policies: how its policies are spoken of.
    """

    name: str
    role: str
    most: timedelta
    approvers: tuple[str, ...]
    askers: tuple[str, ...] = ()
    channels: tuple[str, ...] = ()
    policies: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class People:
    """All of them.

    Args:
        persons: under `users:`.
        groups: under `groups:`, by name.
        levels: under `elevations:`, by name.
        requiring: the names of the channels where nobody runs anything without a role of their own.
    """

    persons: tuple[Person, ...] = ()
    groups: Mapping[str, Group]
    levels: Mapping[str, Level]
    requiring: frozenset[str] = frozenset()

    def person(self, user: str) -> Person | None:
        """Whose id on a platform that is."""
        return next((one for one in self.persons if user in one.ids), None)

    def same(self, one: str, other: str) -> bool:
        """Whether two ids are of one person."""
        return one == other or ((found := self.person(one)) is not None and found is self.person(other))

    def called(self, user: str) -> frozenset[str]:
        """Every id of a person, and their name; empty for nobody."""
        found = self.person(user)
        return frozenset({user, found.name, *found.ids} if found else {user}) - {""}

    def groups_of(self, user: str, members: Members) -> tuple[str, ...]:
        """The names of the groups that a person is in, as far as their people are known."""
        mine = self.called(user)
        return tuple(
            name
            for name, group in self.groups.items()
            if mine & group.people or mine & members.get(group.slack, frozenset())
        )

    def unsure(self, members: Members) -> bool:
        """Whether the people of some group are not known."""
        return any(group.slack and group.slack not in members for group in self.groups.values())

    def is_among(self, user: str, names: Iterable[str], members: Members) -> bool:
        """Whether a person is one of some people and groups, by their names."""
        known = self.called(user) | set(self.groups_of(user, members))
        return bool(user) and any(name == ANYONE or name in known for name in names)

    def known(self, names: Iterable[str], members: Members | None = None) -> frozenset[str] | None:
        """Those who are among some people and groups: names under `users:`, else ids; None if not all are known."""
        found: set[str] = set()
        for name in names:
            group = self.groups.get(name, Group(people=frozenset({name})))
            if name == ANYONE or (group.slack and group.slack not in (members or {})):
                return None
            found |= group.people | (members or {}).get(group.slack, frozenset())
        persons = {one: person.name for person in self.persons for one in person.ids}
        return frozenset(persons.get(one, one) for one in found)

    def offered(self, user: str, members: Members) -> tuple[str, ...]:
        """The roles that a person may choose: what they have anyway, what is offered to them and to their groups."""
        found = self.person(user)
        own = (*found.assigned, *found.offered) if found else ()
        shared = [role for name in self.groups_of(user, members) for role in self.groups[name].offered]
        return tuple(dict.fromkeys([*own, *shared]))

    def standing(
        self,
        channel: Channel,
        user: str,
        *,
        members: Members | None = None,
        chosen: Iterable[str] = (),
        elevated: Elevated | None = None,
    ) -> Standing:
        """What a person is in a channel.

        Args:
            channel: where.
            user: the platform's id of the person.
            members: of Slack's user groups; None = none is known.
            chosen: roles that the person chose there; those that are not offered any more don't count.
            elevated: what they were elevated to, and still are.
        """
        members = members or {}
        offered, found = self.offered(user, members), self.person(user)
        mine = [role for role in chosen if role in offered]
        mine += found.assigned if found else ()
        level = self.levels.get(elevated.level) if elevated else None
        if elevated and (level is None or level.role != elevated.role):
            elevated = None  # bellhop.yaml has it no more, or it is not what was said yes to
        return Standing(
            user=user,
            groups=self.groups_of(user, members),
            unsure=self.unsure(members),
            roles=tuple({account_of(role): role for role in reversed(mine)}.values()),
            needs_role=channel.name in self.requiring,
            elevated=elevated,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Circle:
    """People, and those of Slack's user groups as they are known at a moment."""

    people: People
    members: Members

    def is_among(self, user: str, names: Iterable[str]) -> bool:
        """Whether a person is one of some people and groups."""
        return self.people.is_among(user, names, self.members)

    def same(self, one: str, other: str) -> bool:
        """Whether two ids are of one person."""
        return self.people.same(one, other)


NOBODY = People(groups={}, levels={})
"""Where nobody is configured."""
