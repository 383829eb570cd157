"""How each channel stands: what waits and since when, what was given up, who sends, what is switched off."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Label, Select, func, select

from bellhop.delivery import State
from bellhop.store.tables import channels, deliveries


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """How a channel stands.

    Args:
        channel: its name.
        waiting: deliveries that wait or are being sent.
        oldest: when the oldest of them was accepted (aware), or None.
        dead: dead letters.
        leased: a replica sends to it now.
        broken: why it is switched off, or empty.
    """

    channel: str
    waiting: int
    oldest: datetime | None
    dead: int
    leased: bool
    broken: str


def standings(connection: Connection, now: datetime) -> list[Standing]:
    """How every channel stands; each figure is read from an index, however much the store holds."""
    return [
        Standing(
            channel=row.name,
            waiting=row.pending + row.leased,
            oldest=min((at for at in (row.pending_since, row.leased_since) if at), default=None),
            dead=row.dead,
            leased=bool(row.holder) and row.held_until > now,
            broken=row.broken,
        )
        for row in connection.execute(_STANDINGS)
    ]


def _many(state: State) -> Label[Any]:
    mine = deliveries.c.channel == channels.c.name, deliveries.c.state == state
    return select(func.count()).select_from(deliveries).where(*mine).scalar_subquery().label(state.value)


def _since(state: State) -> Label[Any]:
    mine = deliveries.c.channel == channels.c.name, deliveries.c.state == state
    first = select(deliveries.c.created).where(*mine).order_by(deliveries.c.seq).limit(1)
    return first.scalar_subquery().label(f"{state.value}_since")


_STANDINGS: Select[Any] = select(
    channels,
    *(_many(state) for state in (State.PENDING, State.LEASED, State.DEAD)),
    *(_since(state) for state in (State.PENDING, State.LEASED)),
).order_by(channels.c.name)
