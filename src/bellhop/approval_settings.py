"""The key `approvals` of bellhop.yaml as types, and what is wrong with them."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from datetime import timedelta
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, field_validator

from bellhop.approval import ApprovalRule
from bellhop.command import Access
from bellhop.config_mistakes import Source
from bellhop.config_values import Span
from bellhop.guardrails.actions import Actions
from bellhop.guardrails.approvals import Gate, resource_pattern
from bellhop.people import ANYONE, People
from bellhop.yamlfile import Place

_ACTION = r"^\*$|^[A-Za-z0-9*?-]+:[A-Za-z0-9*?]+$"
_ARN = r"^\*$|^arn:.+$"
_SLACK_PERSON = re.compile(r"[UW][A-Z0-9]{5,}")
_SOONEST, _LATEST = timedelta(minutes=1), timedelta(days=30)


class ApprovalSettings(BaseModel):
    """Commands that run only after others said yes."""

    model_config = ConfigDict(extra="forbid", frozen=True, defer_build=True)

    name: str = Field(default="", max_length=100)
    actions: tuple[Annotated[str, Field(pattern=_ACTION)], ...] = Field(min_length=1)
    access: tuple[Literal["list", "read", "write", "permissions-management", "tagging"], ...] = ()
    accounts: tuple[Annotated[str, Field(pattern=r"^\d{12}$")], ...] = ()
    resources: tuple[Annotated[str, Field(pattern=_ARN)], ...] = ()
    channels: tuple[str, ...] = ()
    approvers: tuple[str, ...] = Field(min_length=1)
    needs: int = Field(default=1, ge=1, le=20)
    self_approval: bool = False
    reason: bool = True
    expires: Span = timedelta(hours=1)
    remind: Span = timedelta(minutes=15)

    @field_validator("expires")
    @classmethod
    def _in_time(cls, span: timedelta) -> timedelta:
        if not _SOONEST <= span <= _LATEST:
            raise ValueError("wanted a span between 1m and 30d")
        return span

    @field_validator("remind")
    @classmethod
    def _not_at_once(cls, span: timedelta) -> timedelta:
        if span and span < _SOONEST:
            raise ValueError("wanted a span of 1m or more, or 0 for no reminders")
        return span

    def build(self, place: str) -> Gate:
        """The rule and what it is about; `place` says where it stands."""
        rule = ApprovalRule(
            place=place,
            name=self.name,
            approvers=self.approvers,
            needs=self.needs,
            self_approval=self.self_approval,
            reason=self.reason,
            expires=self.expires,
            remind=self.remind,
        )
        return Gate(
            rule=rule,
            actions=Actions(self.actions),
            access=frozenset(map(Access, self.access)),
            accounts=frozenset(self.accounts),
            resources=tuple(map(resource_pattern, self.resources)),
        )


def build_gates(settings: Sequence[ApprovalSettings], channel: str, source: Source) -> tuple[Gate, ...]:
    """The approval rules of a channel."""
    return tuple(
        setting.build(f"{source.file.name}, line {source.line(('approvals', number))}")
        for number, setting in enumerate(settings)
        if not setting.channels or channel in setting.channels
    )


def mistaken_approvals(
    settings: Sequence[ApprovalSettings], channels: Collection[str], people: People, console: Collection[str]
) -> Iterator[tuple[Place, str]]:
    """What is wrong with approval rules beside what else bellhop.yaml says: where, within `approvals`, and what.

    Args:
        settings: the rules.
        channels: the names of the channels.
        people: under `users:` and `groups:`.
        console: the names of the console's users.
    """
    users = {person.name for person in people.persons}
    for number, setting in enumerate(settings):
        for channel in setting.channels:
            if channel not in channels:
                yield (number, "channels"), f"there is no channel {channel!r}"
        for who in setting.approvers:
            if who in people.groups and who in console:
                yield (number, "approvers"), f"{who!r} is both a group and a user of the console: rename the group"
            elif who not in {ANYONE, *users, *people.groups, *console} and not _SLACK_PERSON.fullmatch(who):
                wanted = "wanted a name under `users:` or `groups:`, a user of the console, a Slack user's id or '*'"
                yield (number, "approvers"), f"{who!r} is nobody: {wanted}"
        known = people.known(setting.approvers)
        if known is not None and len(known) < setting.needs:
            yield (number, "needs"), f"{setting.needs} have to agree, but only {len(known)} may"
