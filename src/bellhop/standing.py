"""`Standing`: what a person is in a channel at a moment: in which groups, as which roles, and whether elevated."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from bellhop.arn import parse_arn
from bellhop.channel import Channel


@dataclass(frozen=True, slots=True, kw_only=True)
class Elevated:
    """More rights for a while, which somebody else said yes to.

    Args:
        id: of the request.
        level: its name under `elevations:` in bellhop.yaml.
        until: when it ends (aware).
        approver: how whoever approved is addressed, without `@`.
        role: ARN of the role that commands run as meanwhile; empty = the one that they run as anyway.
    """

    id: str
    level: str
    until: datetime
    approver: str = ""
    role: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """What a person is in a channel.

    Args:
        user: the platform's id of the person.
        groups: the names under `groups:` in bellhop.yaml that the person is in.
        unsure: the people of some group are not known now, so that the person may be in more.
        roles: ARNs of the person's own roles, at most one an account.
        needs_role: nothing runs for a person without a role of their own.
        elevated: the elevation that lasts, or None.
    """

    user: str = ""
    groups: tuple[str, ...] = ()
    unsure: bool = False
    roles: tuple[str, ...] = ()
    needs_role: bool = False
    elevated: Elevated | None = None

    def own_role(self, channel: Channel) -> str:
        """The person's own role in the account that a channel works in; empty if there is none."""
        return next((role for role in self.roles if _fits(role, channel)), "")

    def elevated_at(self, channel: Channel) -> Elevated | None:
        """The elevation as far as it reaches: one that has a role counts in that role's account only."""
        lasts = self.elevated
        return lasts if lasts and (not lasts.role or _fits(lasts.role, channel)) else None

    def at(self, channel: Channel) -> Channel:
        """The channel as the person works in it: with the role of their elevation, their own or else the channel's."""
        lasts = self.elevated_at(channel)
        role = (lasts.role if lasts else "") or self.own_role(channel)
        return replace(channel, role=role) if role else channel


def _fits(role: str, channel: Channel) -> bool:
    place = channel.account or account_of(channel.role)
    return not place or account_of(role) == place


def account_of(role: str) -> str:
    """The account of a role's ARN, 12 digits; empty if it is none."""
    arn = parse_arn(role)
    return arn.account if arn else ""


def role_name(role: str) -> str:
    """What people call a role: the last part of its ARN."""
    return role.rpartition("/")[2]
