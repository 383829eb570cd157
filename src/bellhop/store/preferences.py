"""Preferences: what people of a channel chose instead of what bellhop.yaml says."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta

from sqlalchemy import Connection, delete, insert, select

from bellhop.channel import Channel, Threading
from bellhop.store.chat_tables import preferences

NAMES = ("locale", "timezone", "region", "output", "threading", "window")


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
