"""Requests for approval, and what people said to them: a request ends once, whoever clicks when on which replica."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Literal

import msgspec
from sqlalchemy import (
    Boolean,
    Column,
    Connection,
    Index,
    Integer,
    LargeBinary,
    String,
    Table,
    Text,
    delete,
    insert,
    or_,
    select,
    update,
)

from bellhop.approval import Vote
from bellhop.command import Command
from bellhop.store.tables import Moment, metadata
from bellhop.store.tickets import pack_command, unpack_command
from bellhop.store.trail import add_record

approvals = Table(
    "approvals",
    metadata,
    Column("id", String(36), primary_key=True),
    Column("channel", String(128), nullable=False),
    Column("user", String(128), nullable=False),
    Column("name", String(256), nullable=False, default=""),
    Column("thread", String(128), nullable=False, default=""),
    Column("text", Text, nullable=False),
    Column("reason", Text, nullable=False, default=""),
    Column("command", LargeBinary, nullable=False),
    Column("asked", Moment, nullable=False),
    Column("expires", Moment, nullable=False),
    Column("remind", Moment, nullable=True),
    Column("reminded", Integer, nullable=False, default=0),
    Column("state", String(16), nullable=False),
    Column("changed", Moment, nullable=False),
    Column("delivery", String(36), nullable=False, default=""),
    Index("approvals_by_state", "state", "expires"),
)
"""state: waiting → approved, denied, withdrawn, expired, edited or void."""

votes = Table(
    "votes",
    metadata,
    Column("approval", String(36), primary_key=True),
    Column("user", String(128), primary_key=True),
    Column("name", String(256), nullable=False, default=""),
    Column("yes", Boolean, nullable=False),
    Column("reason", Text, nullable=False, default=""),
    Column("at", Moment, nullable=False),
)
"""What somebody said to a request."""

WAITING = "waiting"
_REASON = 500
_ID = re.compile(r"(?=[0-9a-f]*\d)[0-9a-f]{8}(?:-[0-9a-f-]{27})?", re.IGNORECASE)
State = Literal["approved", "denied", "withdrawn", "expired", "edited", "void"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """A command that waits for others' yes, and what became of it.

    Args:
        id: that of the ask, which the audit log bears.
        channel: where it was asked.
        user: the platform's id of who asked.
        name: how they are addressed, without `@`.
        thread: the platform's id of the message that everything stands beneath, or empty.
        text: the command as it may be shown: secrets masked.
        reason: why it is wanted.
        packed: the command that runs in the end, as `packed_command` gives it.
        asked: when (aware).
        expires: until when it waits (aware).
        remind: when those who may agree are told again, or None.
        reminded: how often they were.
        state: see `approvals`.
        delivery: the delivery that shows it, or empty.
        votes: what was said to it, the oldest first.
    """

    id: str
    channel: str
    user: str
    name: str
    thread: str
    text: str
    reason: str
    packed: bytes
    asked: datetime
    expires: datetime
    remind: datetime | None = None
    reminded: int = 0
    state: str = WAITING
    delivery: str = ""
    votes: tuple[Vote, ...] = ()

    @property
    def command(self) -> Command:
        """What runs in the end; it is never parsed again.

        Raises:
            BellhopError: another version of Bellhop kept it.
        """
        return unpack_command(msgspec.msgpack.decode(self.packed))


def packed_command(command: Command) -> bytes:
    """A command as it is kept."""
    return msgspec.msgpack.encode(pack_command(command))


def keep_request(connection: Connection, request: Request) -> bool:
    """Keeps a request; False if it is there already."""
    if connection.execute(select(approvals.c.id).where(approvals.c.id == request.id)).first():
        return False
    connection.execute(
        insert(approvals).values(
            id=request.id,
            channel=request.channel,
            user=request.user,
            name=request.name[:256],
            thread=request.thread[:128],
            text=request.text,
            reason=request.reason[:_REASON],
            command=request.packed,
            asked=request.asked,
            expires=request.expires,
            remind=request.remind,
            state=WAITING,
            changed=request.asked,
        )
    )
    _record(
        connection, request.id, request.asked, says="asked", user=request.user, name=request.name, why=request.reason
    )
    return True


def note_request_shown(connection: Connection, id: str, delivery: str) -> None:  # noqa: A002  # it is the id
    """Notes which delivery shows a request."""
    connection.execute(update(approvals).where(approvals.c.id == id).values(delivery=delivery))


def named_in(text: str) -> tuple[str, str]:
    """The beginning of a request's id that a text starts with, or empty; and the rest of the text."""
    first, _, rest = text.strip().partition(" ")
    return (first.lower(), rest.strip()) if _ID.fullmatch(first) else ("", text.strip())


def find_request(connection: Connection, id: str) -> Request | None:  # noqa: A002  # it is the id
    """A request, whatever became of it; None if there is none of that id."""
    row = connection.execute(select(approvals).where(approvals.c.id == id)).first()
    return _request(connection, row) if row else None


def waiting_requests(connection: Connection, channel: str) -> list[Request]:
    """The requests of a channel that wait, the oldest first."""
    query = select(approvals).where(approvals.c.channel == channel, approvals.c.state == WAITING)
    return [_request(connection, row) for row in connection.execute(query.order_by(approvals.c.asked)).all()]


def cast_vote(
    connection: Connection,
    id: str,  # noqa: A002  # it is the id
    vote: Vote,
    enough: Callable[[Sequence[Vote]], bool],
) -> Request | None:
    """Notes what somebody said, in the place of what they said before; None if the request waits no more.

    The request that is given is `approved` or `denied` for the one vote that ended it, and `waiting` otherwise.

    Args:
        connection: to write to.
        id: the request's.
        vote: what was said.
        enough: whether some votes are all that is needed; one no is the end.
    """
    # The row is written first: a second vote of the same moment waits here, and then sees the first.
    if not _change(connection, id, vote.at):
        return None
    connection.execute(delete(votes).where(votes.c.approval == id, votes.c.user == vote.user))
    connection.execute(
        insert(votes).values(
            approval=id, user=vote.user, name=vote.name[:256], yes=vote.yes, reason=vote.reason[:_REASON], at=vote.at
        )
    )
    says = "approves" if vote.yes else "denies"
    _record(connection, id, vote.at, says=says, user=vote.user, name=vote.name, why=vote.reason)
    request = find_request(connection, id)
    if request is None:
        return None
    state = "denied" if not vote.yes else "approved" if vote.yes and enough(request.votes) else ""
    if not state:
        return request
    connection.execute(update(approvals).where(approvals.c.id == id).values(state=state))
    return replace(request, state=state)


def end_request(connection: Connection, id: str, state: State, now: datetime) -> Request | None:  # noqa: A002  # it is the id
    """Ends a request without a vote; None if it has ended already."""
    if not _change(connection, id, now):
        return None
    connection.execute(update(approvals).where(approvals.c.id == id).values(state=state))
    _record(connection, id, now, says=state)
    return find_request(connection, id)


def due_requests(connection: Connection, now: datetime) -> list[Request]:
    """The waiting requests whose time is over, or that are to be told again."""
    late = or_(approvals.c.expires <= now, approvals.c.remind <= now)
    query = select(approvals).where(approvals.c.state == WAITING, late).order_by(approvals.c.asked)
    return [_request(connection, row) for row in connection.execute(query).all()]


def take_reminder(connection: Connection, request: Request, following: datetime | None) -> bool:
    """Takes the turn to tell of a request again; False if another replica did."""
    row = approvals.c
    taken = connection.execute(
        update(approvals)
        .where(row.id == request.id, row.state == WAITING, row.reminded == request.reminded)
        .values(reminded=request.reminded + 1, remind=following)
    )
    return taken.rowcount == 1


def _change(connection: Connection, id: str, now: datetime) -> bool:  # noqa: A002  # it is the id
    changed = connection.execute(
        update(approvals).where(approvals.c.id == id, approvals.c.state == WAITING).values(changed=now)
    )
    return changed.rowcount == 1


def _record(connection: Connection, id: str, now: datetime, **facts: str) -> None:  # noqa: A002  # it is the id
    add_record(connection, "approval", id, facts, now)


def _request(connection: Connection, row: Any) -> Request:
    found = connection.execute(select(votes).where(votes.c.approval == row.id).order_by(votes.c.at)).all()
    return Request(
        id=row.id,
        channel=row.channel,
        user=row.user,
        name=row.name,
        thread=row.thread,
        text=row.text,
        reason=row.reason,
        packed=row.command,
        asked=row.asked,
        expires=row.expires,
        remind=row.remind,
        reminded=row.reminded,
        state=row.state,
        delivery=row.delivery,
        votes=tuple(Vote(user=one.user, name=one.name, yes=one.yes, reason=one.reason, at=one.at) for one in found),
    )
