"""The questions that wait for a person's yes: bound to the asker, answered once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import msgspec
from sqlalchemy import Connection, insert, select, update

from bellhop.command import Ask, Command
from bellhop.store.tables import questions
from bellhop.store.tickets import pack_command, unpack_command

NAMED = 256
VOID = frozenset({"expired", "edited", "replaced"})
"""How questions end that nobody answered."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A question: who was asked, what would run, and the delivery that shows it.

    Args:
        id: that of the ask.
        channel: where.
        user: who alone may answer.
        name: how to speak of them.
        thread: the platform's id of the message that it stands beneath.
        text: the command as it may be shown: secrets masked.
        delivery: the delivery that shows it; empty if an older version asked.
    """

    id: str
    channel: str
    user: str
    name: str
    thread: str
    text: str
    delivery: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """What pressing a question's button came to: the command, or why it may not run, and whose question it is."""

    command: Command | None
    refusal: str = ""
    name: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Open:
    """A question that waits for its asker: its id, and the command that would run."""

    id: str
    command: Command


def keep_question(connection: Connection, ask: Ask, command: Command, text: str, now: datetime, ends: datetime) -> None:
    """Keeps a command until its asker answers; it bears the ask's id. It is never parsed again.

    Args:
        connection: to write to.
        ask: who asked for it.
        command: what would run.
        text: the command as it may be shown.
        now: the time.
        ends: until when it may be answered.
    """
    connection.execute(
        insert(questions).values(
            id=ask.id,
            channel=ask.channel,
            user=ask.user,
            name=ask.name[:NAMED],
            thread=ask.thread[:128],
            text=text,
            command=msgspec.msgpack.encode(pack_command(command)),
            asked=now,
            expires=ends,
        )
    )


def note_shown(connection: Connection, id: str, delivery: str) -> None:  # noqa: A002  # it is the id
    """Notes which delivery shows a question."""
    connection.execute(update(questions).where(questions.c.id == id).values(delivery=delivery))


def look_at_question(connection: Connection, id: str, channel: str, user: str, now: datetime) -> Claim:  # noqa: A002  # it is the id
    """What answering a question would come to; it stays open."""
    row: Any = connection.execute(select(questions).where(questions.c.id == id, questions.c.channel == channel)).first()
    if row is None:
        return Claim(command=None, refusal="unknown")
    if row.user != user:
        return Claim(command=None, refusal="not-yours", name=row.name)
    if row.answer:
        return Claim(command=None, refusal=row.answer if row.answer in VOID else "answered")
    if row.expires <= now:
        return Claim(command=None, refusal="expired")
    return Claim(command=_unpacked(row))


def claim_question(connection: Connection, id: str, channel: str, user: str, answer: str, now: datetime) -> Claim:  # noqa: A002  # it is the id
    """Answers a question, once: two clicks, or two replicas, give one claim.

    Only the asker may answer, in the channel where it was asked, before it expires.
    """
    claim = look_at_question(connection, id, channel, user, now)
    if claim.command is None or _close(connection, id, answer, now):
        return claim
    return Claim(command=None, refusal="answered")


def expired_questions(connection: Connection, now: datetime) -> list[Question]:
    """Closes the questions that nobody answered in time; each is given once, to one replica."""
    late = connection.execute(select(questions).where(questions.c.answer == "", questions.c.expires <= now)).all()
    return [_question(row) for row in late if _close(connection, row.id, "expired", now)]


def find_question(connection: Connection, id: str) -> Question | None:  # noqa: A002  # it is the id
    """A question, answered or not; None if there is none of that id."""
    row = connection.execute(select(questions).where(questions.c.id == id)).first()
    return _question(row) if row else None


def open_question(connection: Connection, channel: str, user: str, now: datetime, *, id: str = "") -> Open | None:  # noqa: A002  # it is the id
    """A person's question in a channel that still waits, the newest unless an id says which; None if there is none."""
    query = select(questions).where(
        questions.c.channel == channel,
        questions.c.user == user,
        questions.c.answer == "",
        questions.c.expires > now,
        *([questions.c.id == id] if id else []),
    )
    row = connection.execute(query.order_by(questions.c.asked.desc()).limit(1)).first()
    return Open(id=row.id, command=_unpacked(row)) if row else None


def _close(connection: Connection, id: str, answer: str, now: datetime) -> bool:  # noqa: A002  # it is the id
    closed = connection.execute(
        update(questions).where(questions.c.id == id, questions.c.answer == "").values(answer=answer, answered=now)
    )
    return closed.rowcount == 1


def _question(row: Any) -> Question:
    return Question(
        id=row.id,
        channel=row.channel,
        user=row.user,
        name=row.name,
        thread=row.thread,
        text=row.text,
        delivery=row.delivery,
    )


def _unpacked(row: Any) -> Command:
    return unpack_command(msgspec.msgpack.decode(row.command))
