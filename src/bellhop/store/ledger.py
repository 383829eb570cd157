"""The audit log, and the questions that wait for a person's yes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import msgspec
from sqlalchemy import Connection, insert, select, update

from bellhop.command import Ask, Command, Decision
from bellhop.store.tables import audit, questions
from bellhop.store.tickets import pack_command, unpack_command
from bellhop.store.trail import add_record


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """What pressing a question's button came to: the command, or why it may not run."""

    command: Command | None
    refusal: str = ""


def note_command(
    connection: Connection, ask: Ask, text: str, command: Command | None, decision: Decision, now: datetime
) -> bool:
    """Writes who asked for what and what was decided; False if this ask stands there already.

    Args:
        connection: to write to.
        ask: who asked, where.
        text: the command as it may be shown: secrets masked.
        command: what was understood, or None.
        decision: what may happen, and why.
        now: the time.
    """
    if connection.execute(select(audit.c.id).where(audit.c.id == ask.id)).first():
        return False
    connection.execute(
        insert(audit).values(
            id=ask.id,
            at=now,
            channel=ask.channel,
            user=ask.user,
            name=ask.name,
            text=text,
            service=command.service if command else "",
            operation=command.operation if command else "",
            region=command.region if command else "",
            verdict=decision.verdict,
            because=decision.because,
        )
    )
    whose = {"channel": ask.channel, "user": ask.user, "name": ask.name}
    add_record(connection, "asked", ask.id, {**whose, **_facts(text, command, decision)}, now)
    return True


def amend_command(
    connection: Connection, ask: Ask, text: str, command: Command, decision: Decision, now: datetime
) -> None:
    """Writes the command that a built-in came to (`run`, `again`) into its record, before it runs."""
    whose = {"channel": ask.channel, "user": ask.user, "name": ask.name}
    add_record(connection, "understood", ask.id, {**whose, **_facts(text, command, decision)}, now)
    connection.execute(
        update(audit)
        .where(audit.c.id == ask.id)
        .values(
            text=text,
            service=command.service,
            operation=command.operation,
            region=command.region,
            verdict=decision.verdict,
            because=decision.because,
        )
    )


def note_outcome(connection: Connection, id: str, outcome: str, now: datetime) -> None:  # noqa: A002  # it is the id
    """Writes what came of a command: `ok`, AWS's error code, `cancelled`, `understood-not`, `failed`."""
    connection.execute(update(audit).where(audit.c.id == id).values(outcome=outcome[:64], finished=now))
    add_record(connection, "ended", id, {"outcome": outcome}, now)


def _facts(text: str, command: Command | None, decision: Decision) -> dict[str, str]:
    known = {"service": command.service, "operation": command.operation, "region": command.region} if command else {}
    return {"text": text, **known, "decision": decision.verdict.value, "because": decision.because}


def keep_question(connection: Connection, ask: Ask, command: Command, now: datetime, expires: datetime) -> None:
    """Keeps a command until its asker answers; it bears the ask's id. It is never parsed again."""
    packed = msgspec.msgpack.encode(pack_command(command))
    connection.execute(
        insert(questions).values(
            id=ask.id, channel=ask.channel, user=ask.user, command=packed, asked=now, expires=expires
        )
    )


def claim_question(connection: Connection, id: str, channel: str, user: str, answer: str, now: datetime) -> Claim:  # noqa: A002  # it is the id
    """Answers a question, once: two clicks, or two replicas, give one claim.

    Only the asker may answer, in the channel where it was asked, before it expires.
    """
    row: Any = connection.execute(select(questions).where(questions.c.id == id, questions.c.channel == channel)).first()
    if row is None:
        return Claim(command=None, refusal="unknown")
    if row.user != user:
        return Claim(command=None, refusal="not-yours")
    if row.answer:
        return Claim(command=None, refusal="answered")
    if row.expires <= now:
        return Claim(command=None, refusal="expired")
    mine = connection.execute(
        update(questions).where(questions.c.id == id, questions.c.answer == "").values(answer=answer, answered=now)
    )
    if mine.rowcount != 1:
        return Claim(command=None, refusal="answered")
    return Claim(command=_unpacked(row))


@dataclass(frozen=True, slots=True, kw_only=True)
class Open:
    """A question that waits for its asker: its id, and the command that would run."""

    id: str
    command: Command


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Past:
    """A command of the audit log: when, who, what, and what came of it."""

    id: str
    at: datetime
    user: str
    name: str
    text: str
    verdict: str
    outcome: str


def past_commands(connection: Connection, channel: str, *, user: str = "", limit: int = 10) -> list[Past]:
    """The newest AWS commands that were understood in a channel, newest first; of one person if `user` is given."""
    query = select(audit).where(audit.c.channel == channel, audit.c.service != "")
    if user:
        query = query.where(audit.c.user == user)
    return [
        Past(
            id=row.id,
            at=row.at,
            user=row.user,
            name=row.name,
            text=row.text,
            verdict=row.verdict,
            outcome=row.outcome,
        )
        for row in connection.execute(query.order_by(audit.c.at.desc()).limit(limit))
    ]


_LATELY = 200


def recent_services(connection: Connection, channel: str) -> tuple[str, ...]:
    """The services of the newest commands of a channel, the latest used first."""
    query = select(audit.c.service).where(audit.c.channel == channel, audit.c.service != "")
    return tuple(dict.fromkeys(connection.execute(query.order_by(audit.c.at.desc()).limit(_LATELY)).scalars()))


def _unpacked(row: Any) -> Command:
    return unpack_command(msgspec.msgpack.decode(row.command))
