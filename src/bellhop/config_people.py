"""The people keys of bellhop.yaml as types: `users:`, `groups:`, `elevations:`, `user_roles:`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import timedelta
from typing import Annotated, Any, Literal, cast

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from bellhop.config_mistakes import mistake_at
from bellhop.config_values import Span
from bellhop.guardrail_settings import GuardrailSetting
from bellhop.people import ANYONE, Group, Level, People, Person
from bellhop.standing import account_of

Role = Annotated[str, Field(pattern=r"^arn:aws[a-z-]*:iam::\d{12}:role/.+$")]
UserRoles = Literal["optional", "required"]
GroupId = Annotated[str, Field(pattern=r"^$|^S[A-Z0-9]+$")]


def _listed(value: Any) -> Any:
    return [value] if isinstance(value, str) else value


def _one_an_account(roles: tuple[str, ...]) -> tuple[str, ...]:
    accounts = [account_of(role) for role in roles]
    if twice := [account for account in accounts if accounts.count(account) > 1]:
        raise ValueError(f"two roles in account {twice[0]}: a person has one there; offer the other under `roles:`")
    return roles


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, defer_build=True)


class UserSettings(_Part):
    """A person: their ids on the platforms, and their roles."""

    slack: str = Field(default="", pattern=r"^$|^[UW][A-Z0-9]+$")
    web: str = ""
    role: Annotated[tuple[Role, ...], BeforeValidator(_listed), AfterValidator(_one_an_account)] = ()
    roles: tuple[Role, ...] = ()

    @model_validator(mode="after")
    def _somewhere(self) -> UserSettings:
        if not self.slack and not self.web:
            raise ValueError("wanted the person's id on a platform: {slack: U0123ABCDEF} or {web: the console's name}")
        return self


class GroupSettings(_Part):
    """A group: a list of people's ids, or `{people: […], slack: S0123, roles: […]}`."""

    people: tuple[str, ...] = ()
    slack: GroupId = ""
    roles: tuple[Role, ...] = ()

    @model_validator(mode="before")
    @classmethod
    def _read(cls, value: Any) -> Any:
        return {"people": cast("list[Any]", value)} if isinstance(value, list) else value


class ElevationSettings(_Part):
    """What people may be elevated to for a while."""

    guardrails: tuple[GuardrailSetting, ...] = ()
    role: str = Field(default="", pattern=r"^$|^arn:aws[a-z-]*:iam::\d{12}:role/.+$")
    most: Span = timedelta(hours=1)
    approvers: tuple[str, ...] = Field(min_length=1)
    askers: tuple[str, ...] = ()
    channels: tuple[str, ...] = ()

    @model_validator(mode="after")
    def _complete(self) -> ElevationSettings:
        if not self.guardrails and not self.role:
            raise ValueError("wanted what it adds: `guardrails:`, a `role:`, or both")
        if not timedelta(minutes=1) <= self.most <= timedelta(hours=12):
            raise ValueError("wanted `most` between 1m and 12h")
        return self


def check_people(
    users: Mapping[str, UserSettings],
    groups: Mapping[str, GroupSettings],
    elevations: Mapping[str, ElevationSettings],
    channels: Iterable[str],
) -> None:
    """Looks whether names are known and ids are one person's.

    Raises:
        ValidationError: they are not; it knows its place.
    """
    ids = [(name, one) for name, user in users.items() for one in {user.slack, user.web} if one]
    for name, one in ids:
        if other := [another for another, their in ids if their == one and another != name]:
            raise mistake_at(("users", name), f"{one!r} is {other[0]} already")
    if both := [name for name in users if name in groups]:
        raise mistake_at(("users", both[0]), "there is a group of that name too")
    known = {ANYONE, *users, *groups}
    there = set(channels)
    for name, level in elevations.items():
        for key, listed in (("approvers", level.approvers), ("askers", level.askers)):
            if lost := [one for one in listed if one not in known]:
                what = f"{lost[0]!r} stands neither under `users:` nor `groups:` ('*' = anyone else)"
                raise mistake_at(("elevations", name, key), what)
        if lost := [one for one in level.channels if one not in there]:
            raise mistake_at(("elevations", name, "channels"), f"there is no channel {lost[0]!r}")


def build_people(
    users: Mapping[str, UserSettings],
    groups: Mapping[str, GroupSettings],
    elevations: Mapping[str, ElevationSettings],
    requiring: Iterable[str],
) -> People:
    """The people."""
    return People(
        persons=tuple(
            Person(name=name, ids=frozenset({one.slack, one.web} - {""}), assigned=one.role, offered=one.roles)
            for name, one in users.items()
        ),
        groups={
            name: Group(people=frozenset(one.people), slack=one.slack, offered=one.roles)
            for name, one in groups.items()
        },
        levels={name: _level(name, one) for name, one in elevations.items()},
        requiring=frozenset(requiring),
    )


def _level(name: str, settings: ElevationSettings) -> Level:
    policies = [one.template or one.arn or one.file or "a policy in bellhop.yaml" for one in settings.guardrails]
    return Level(
        name=name,
        role=settings.role,
        most=settings.most,
        approvers=settings.approvers,
        askers=settings.askers,
        channels=settings.channels,
        policies=tuple(policies),
    )
