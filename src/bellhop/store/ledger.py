"""The audit log, and the questions that wait for a person's yes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import msgspec
from sqlalchemy import Connection, insert, select, update

from bellhop.command import Ask, Command, Decision
from bellhop.errors import BellhopError
from bellhop.store.tables import audit, questions

_VERSION = 1


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
    return True


def note_outcome(connection: Connection, id: str, outcome: str, now: datetime) -> None:  # noqa: A002  # it is the id
    """Writes what came of a command: `ok`, AWS's error code, `cancelled`, `understood-not`, `failed`."""
    connection.execute(update(audit).where(audit.c.id == id).values(outcome=outcome[:64], finished=now))


def keep_question(connection: Connection, ask: Ask, command: Command, now: datetime, expires: datetime) -> None:
    """Keeps a command until its asker answers; it bears the ask's id. It is never parsed again."""
    packed = msgspec.msgpack.encode(
        {"version": _VERSION, "command": msgspec.to_builtins(command, builtin_types=(bytes, datetime))}
    )
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
    return Claim(command=_unpack(row.command))


def _unpack(packed: bytes) -> Command:
    try:
        value = msgspec.msgpack.decode(packed)
        return Command(**value["command"]) if value["version"] == _VERSION else _too_old()
    except (msgspec.DecodeError, KeyError, TypeError):
        return _too_old()


def _too_old() -> Command:
    raise BellhopError("this question was asked by another version of Bellhop", fix="type the command again")
