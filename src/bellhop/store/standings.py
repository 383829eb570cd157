"""What people chose to be, and what they were elevated to: roles, and elevations from the asking to the end."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Literal

from sqlalchemy import Column, Connection, Index, Integer, String, Table, Text, delete, insert, or_, select, update

from bellhop.standing import Elevated
from bellhop.store.tables import Moment, metadata
from bellhop.store.trail import add_record

user_roles = Table(
    "user_roles",
    metadata,
    Column("channel", String(128), primary_key=True),
    Column("user", String(128), primary_key=True),
    Column("account", String(12), primary_key=True),
    Column("role", String(2048), nullable=False),
    Column("changed", Moment, nullable=False),
)
"""The role that a person chose for an account, in a channel."""

elevations = Table(
    "elevations",
    metadata,
    Column("id", String(36), primary_key=True),
    Column("channel", String(128), nullable=False),
    Column("user", String(128), nullable=False),
    Column("name", String(256), nullable=False, default=""),
    Column("level", String(64), nullable=False),
    Column("role", String(2048), nullable=False, default=""),
    Column("why", Text, nullable=False),
    Column("thread", String(128), nullable=False, default=""),
    Column("seconds", Integer, nullable=False),
    Column("asked", Moment, nullable=False),
    Column("expires", Moment, nullable=False),
    Column("state", String(16), nullable=False),
    Column("approver", String(128), nullable=False, default=""),
    Column("approver_name", String(256), nullable=False, default=""),
    Index("elevations_by_person", "channel", "user", "state"),
    Index("elevations_by_end", "state", "expires"),
)
"""state: asked → granted → ended; or asked → refused, expired. expires: of the question, then of what was granted."""

Answer = Literal["granted", "refused"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Elevation:
    """A request to be elevated, and what became of it.

    Args:
        id: a UUID.
        channel: where it was asked, and where it holds.
        user: the platform's id of who asked.
        name: how they are addressed, without `@`.
        level: what they asked for.
        role: ARN of the role that the level had when they asked, or empty.
        why: the reason that they gave.
        thread: the platform's id of the message that is answered beneath.
        span: for how long.
        asked: when (aware).
        expires: when the question ends, or what was granted (aware).
        state: asked, granted, ended, refused or expired.
        approver: the platform's id of who answered, or empty.
        approver_name: how they are addressed, without `@`.
    """

    id: str
    channel: str
    user: str
    name: str
    level: str
    role: str
    why: str
    thread: str
    span: timedelta
    asked: datetime
    expires: datetime
    state: str = "asked"
    approver: str = ""
    approver_name: str = ""

    @property
    def elevated(self) -> Elevated:
        """What was granted."""
        return Elevated(id=self.id, level=self.level, until=self.expires, approver=self.approver_name, role=self.role)


def keep_role(connection: Connection, channel: str, user: str, account: str, role: str, now: datetime) -> None:
    """Keeps the role that a person chose for an account in a channel; an empty one takes the choice back."""
    mine = (user_roles.c.channel == channel, user_roles.c.user == user, user_roles.c.account == account)
    connection.execute(delete(user_roles).where(*mine))
    if role:
        values = {"channel": channel, "user": user, "account": account, "role": role, "changed": now}
        connection.execute(insert(user_roles).values(**values))


def chosen_roles(connection: Connection, channel: str, user: str) -> tuple[str, ...]:
    """The roles that a person chose in a channel."""
    query = select(user_roles.c.role).where(user_roles.c.channel == channel, user_roles.c.user == user)
    return tuple(connection.execute(query).scalars())


def ask_elevation(connection: Connection, wanted: Elevation) -> None:
    """Keeps a request, in the place of one of the same person that nobody has answered yet."""
    mine = (elevations.c.channel == wanted.channel, elevations.c.user == wanted.user, elevations.c.state == "asked")
    connection.execute(update(elevations).where(*mine).values(state="expired"))
    connection.execute(
        insert(elevations).values(
            id=wanted.id,
            channel=wanted.channel,
            user=wanted.user,
            name=wanted.name,
            level=wanted.level,
            role=wanted.role,
            why=wanted.why,
            thread=wanted.thread,
            seconds=int(wanted.span.total_seconds()),
            asked=wanted.asked,
            expires=wanted.expires,
            state="asked",
        )
    )
    _record(connection, wanted, "asked", wanted.user, wanted.name, wanted.asked)


def answer_elevation(
    connection: Connection, asked: Elevation, answer: Answer, user: str, name: str, now: datetime
) -> Elevation | None:
    """Answers a request, once; what was granted before ends. None if it was answered already, or has expired."""
    until = now + asked.span if answer == "granted" else asked.expires
    waits = (elevations.c.id == asked.id, elevations.c.state == "asked", elevations.c.expires > now)
    said = {"state": answer, "approver": user, "approver_name": name, "expires": until}
    if connection.execute(update(elevations).where(*waits).values(**said)).rowcount != 1:
        return None
    if answer == "granted":
        same = (elevations.c.channel == asked.channel, elevations.c.user == asked.user, elevations.c.id != asked.id)
        before = update(elevations).where(*same, elevations.c.state == "granted").values(state="ended")
        connection.execute(before)
    _record(connection, asked, answer, user, name, now)
    return find_elevation(connection, asked.id)


def end_elevation(connection: Connection, one: Elevation, user: str, name: str, now: datetime) -> bool:
    """Ends what was granted, or a request that nobody answered; False if another replica or person did already."""
    state = "ended" if one.state == "granted" else "expired"
    where = (elevations.c.id == one.id, elevations.c.state == one.state)
    if connection.execute(update(elevations).where(*where).values(state=state)).rowcount != 1:
        return False
    _record(connection, one, state, user, name, now)
    return True


def find_elevation(connection: Connection, id: str) -> Elevation | None:  # noqa: A002  # it is the id
    """A request by its id."""
    row = connection.execute(select(elevations).where(elevations.c.id == id)).first()
    return _elevation(row) if row else None


def lasting(connection: Connection, channel: str, user: str, now: datetime) -> Elevation | None:
    """What a person is elevated to in a channel, or None."""
    where = (elevations.c.channel == channel, elevations.c.user == user)
    query = select(elevations).where(*where, elevations.c.state == "granted", elevations.c.expires > now)
    row = connection.execute(query.order_by(elevations.c.asked.desc()).limit(1)).first()
    return _elevation(row) if row else None


def list_elevations(connection: Connection, channel: str, now: datetime) -> list[Elevation]:
    """What lasts in a channel and what waits for an answer, the newest first."""
    where = (elevations.c.channel == channel, elevations.c.state.in_(("asked", "granted")), elevations.c.expires > now)
    return [
        _elevation(row)
        for row in connection.execute(select(elevations).where(*where).order_by(elevations.c.asked.desc()))
    ]


def past_elevations(connection: Connection, now: datetime) -> list[Elevation]:
    """What has come to its end and was not ended yet, in any channel."""
    over = or_(elevations.c.state == "asked", elevations.c.state == "granted")
    return [_elevation(row) for row in connection.execute(select(elevations).where(over, elevations.c.expires <= now))]


def _elevation(row: Any) -> Elevation:
    return Elevation(
        id=row.id,
        channel=row.channel,
        user=row.user,
        name=row.name,
        level=row.level,
        role=row.role,
        why=row.why,
        thread=row.thread,
        span=timedelta(seconds=row.seconds),
        asked=row.asked,
        expires=row.expires,
        state=row.state,
        approver=row.approver,
        approver_name=row.approver_name,
    )


def _record(connection: Connection, one: Elevation, event: str, user: str, name: str, now: datetime) -> None:
    text = f"elevate {one.level} {int(one.span.total_seconds())}s for @{one.name} because {one.why}"
    facts = {"channel": one.channel, "user": user, "name": name, "text": text, "decision": event}
    add_record(connection, "elevation", one.id, facts, now)
