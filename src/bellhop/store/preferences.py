"""Preferences: what people of a channel chose instead of what bellhop.yaml says, and each of them for themselves."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sqlalchemy import Connection, delete, insert, select

from bellhop.channel import ACCOUNT_DAYS, Channel, Threading
from bellhop.store.chat_tables import preferences, tickets
from bellhop.store.tickets import Ticket, keep_ticket, newest_ticket

NAMES = ("locale", "timezone", "region", "output", "threading", "window")


_ACCOUNT = "account"


@dataclass(frozen=True, slots=True, kw_only=True)
class Chosen:
    """The account that a person's commands run in, and until when that is remembered (aware)."""

    account: str
    until: datetime


def read_preferences(connection: Connection, channel: str) -> dict[str, str]:
    """What was chosen in a channel, by `NAMES`; what was not is not there."""
    query = select(preferences.c.name, preferences.c.value).where(preferences.c.channel == channel)
    return {row.name: row.value for row in connection.execute(query)}


def read_all_preferences(connection: Connection) -> dict[str, dict[str, str]]:
    """As `read_preferences`, of every channel by its name."""
    found: dict[str, dict[str, str]] = {}
    for row in connection.execute(select(preferences.c.channel, preferences.c.name, preferences.c.value)):
        found.setdefault(row.channel, {})[row.name] = row.value
    return found


def keep_preference(connection: Connection, channel: str, name: str, value: str, user: str, now: datetime) -> None:
    """Keeps a choice; an empty value takes it back."""
    where = (preferences.c.channel == channel, preferences.c.name == name)
    connection.execute(delete(preferences).where(*where))
    if value:
        connection.execute(insert(preferences).values(channel=channel, name=name, value=value, user=user, changed=now))


def preferring(channel: Channel, chosen: Mapping[str, str]) -> Channel:
    """A channel as its people prefer it."""
    return replace(
        channel,
        locale=chosen.get("locale", channel.locale),
        timezone=chosen.get("timezone", channel.timezone),
        region=chosen.get("region", channel.region),
        threading=Threading(chosen.get("threading", channel.threading)),
        window=timedelta(seconds=int(chosen["window"])) if "window" in chosen else channel.window,
    )


def chosen_account(connection: Connection, channel: str, user: str, now: datetime) -> Chosen | None:
    """The account that a person chose in a channel, while it is remembered."""
    ticket = newest_ticket(connection, _ACCOUNT, channel, user, "", now)
    return Chosen(account=ticket.body["account"], until=ticket.expires) if ticket else None


def keep_account(connection: Connection, channel: str, user: str, account: str, now: datetime) -> Chosen:
    """Remembers a person's account in a channel, in the place of the one before."""
    mine = (tickets.c.kind == _ACCOUNT, tickets.c.channel == channel, tickets.c.user == user)
    connection.execute(delete(tickets).where(*mine))
    chosen = Chosen(account=account, until=now + timedelta(days=ACCOUNT_DAYS))
    ticket = Ticket(
        id=secrets.token_urlsafe(9),
        kind=_ACCOUNT,
        channel=channel,
        user=user,
        thread="",
        body={"account": account},
        made=now,
        expires=chosen.until,
    )
    keep_ticket(connection, ticket)
    return chosen
