"""Channels: leased to one replica at a time, made to wait, switched off and on."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from sqlalchemy import Connection, bindparam, exists, or_, select, update
from sqlalchemy.dialects import postgresql, sqlite

from bellhop.delivery import State
from bellhop.store.tables import channels, deliveries

DIALECTS = {"sqlite": sqlite, "postgresql": postgresql}


def add_channels(connection: Connection, names: Sequence[str], now: datetime) -> None:
    """Makes channels known, so that they can be leased; those that are known stay as they are."""
    statement = DIALECTS[connection.dialect.name].insert(channels).on_conflict_do_nothing()
    connection.execute(statement, [{"name": name, "held_until": now} for name in sorted(names)])


DISABLED = "the organization's chat policy: "
"""How the reason begins for which a channel is off that the organization disabled."""


def keep_disabled(connection: Connection, names: Sequence[str], disabled: Mapping[str, str], now: datetime) -> None:
    """Switches off the channels that the organization disabled, and on those that it does not disable any more."""
    allowed = [name for name in names if name not in disabled]
    was = channels.c.name.in_(allowed), channels.c.broken.startswith(DISABLED, autoescape=True)
    connection.execute(update(channels).where(*was).values(broken="", broken_since=None))
    for name, why in disabled.items():
        values = {"broken": f"{DISABLED}{why}", "broken_since": now}
        connection.execute(update(channels).where(channels.c.name == name).values(**values))


def due_channels(connection: Connection, holder: str, now: datetime) -> list[str]:
    """The channels that have something to send, that are on, and that nobody else holds."""
    return list(connection.execute(_DUE, {"me": holder, "now": now}).scalars())


_MINE_OR_FREE = or_(channels.c.holder == bindparam("me"), channels.c.held_until <= bindparam("now"))
_DUE = select(channels.c.name).where(
    channels.c.broken == "",
    _MINE_OR_FREE,
    exists().where(deliveries.c.channel == channels.c.name, deliveries.c.state.in_((State.PENDING, State.LEASED))),
)


def take_channels(
    connection: Connection, names: Collection[str], holder: str, now: datetime, until: datetime
) -> frozenset[str]:
    """Leases channels, or keeps their leases; gives the names of those that were got."""
    values = {"which": sorted(names), "me": holder, "now": now, "until": until}
    if connection.execute(_TAKE, values).rowcount == len(names):
        return frozenset(names)
    mine = channels.c.name.in_(names), channels.c.holder == holder, channels.c.broken == ""
    return frozenset(connection.execute(select(channels.c.name).where(*mine)).scalars())


_TAKE = (
    update(channels)
    .where(channels.c.name.in_(bindparam("which", expanding=True)), channels.c.broken == "", _MINE_OR_FREE)
    .values(holder=bindparam("me"), held_until=bindparam("until"))
)


def free_channel(connection: Connection, channel: str, holder: str, until: datetime) -> None:
    """Gives a lease back; nobody sends to the channel before `until`."""
    free_channels(connection, (channel,), holder, until)


def free_channels(connection: Connection, names: Sequence[str], holder: str, until: datetime) -> None:
    """Gives leases back; nobody sends to these channels before `until`."""
    connection.execute(_FREE, {"which": names, "me": holder, "until": until})


_FREE = (
    update(channels)
    .where(channels.c.name.in_(bindparam("which", expanding=True)), channels.c.holder == bindparam("me"))
    .values(holder="", held_until=bindparam("until"))
)


def renew_channels(connection: Connection, names: Sequence[str], holder: str, until: datetime) -> frozenset[str]:
    """Keeps leases while sending; gives the names of those that were kept: the others are lost."""
    mine = channels.c.holder == holder, channels.c.name.in_(names)
    connection.execute(update(channels).where(*mine).values(held_until=until))
    return frozenset(connection.execute(select(channels.c.name).where(*mine)).scalars())


def free_all(connection: Connection, now: datetime) -> None:
    """Ends every lease: for a database that only this process uses, when it starts."""
    connection.execute(update(channels).where(channels.c.holder != "").values(holder="", held_until=now))


def break_channel(connection: Connection, channel: str, reason: str, now: datetime) -> None:
    """Switches a channel off; its deliveries are kept."""
    connection.execute(update(channels).where(channels.c.name == channel).values(broken=reason, broken_since=now))
