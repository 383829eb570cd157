"""The audit log: who asked for what, what was decided, and what came of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType
from typing import Any

from sqlalchemy import Connection, insert, select, update

from bellhop.command import Ask, Command, Decision
from bellhop.store.tables import audit
from bellhop.store.trail import add_record, records_of

_NOTHING: Mapping[str, Any] = MappingProxyType({})


def note_command(
    connection: Connection,
    ask: Ask,
    text: str,
    command: Command | None,
    decision: Decision,
    now: datetime,
    facts: Mapping[str, Any] = _NOTHING,
) -> bool:
    """Writes who asked for what and what was decided; False if this ask stands there already.

    Args:
        connection: to write to.
        ask: who asked, where.
        text: the command as it may be shown: secrets masked.
        command: what was understood, or None.
        decision: what may happen, and why.
        now: the time.
        facts: what else is known, as `bellhop.evidence` gives it.
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
    add_record(connection, "asked", ask.id, _facts(ask, text, command, decision, facts), now)
    return True


def amend_command(
    connection: Connection,
    ask: Ask,
    text: str,
    command: Command,
    decision: Decision,
    now: datetime,
    facts: Mapping[str, Any] = _NOTHING,
) -> None:
    """Writes the command that a built-in came to (`run`, `again`) into its record, before it runs."""
    add_record(connection, "understood", ask.id, _facts(ask, text, command, decision, facts), now)
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


def note_answer(connection: Connection, id: str, ask: Ask, answer: str, now: datetime) -> None:  # noqa: A002  # it is the id
    """Writes what somebody answered to a question, before anything comes of it.

    Args:
        connection: the transaction in which the answer is claimed.
        id: of the ask that the question is about.
        ask: who answered, where; its own id does not matter.
        answer: `run` and `approve` are a yes, anything else is none.
        now: the time.
    """
    add_record(connection, "answered", id, {**_whose(ask), "answer": answer}, now)


def note_call(
    connection: Connection,
    ask: Ask,
    text: str,
    command: Command,
    decision: Decision,
    now: datetime,
    facts: Mapping[str, Any],
) -> None:
    """Writes that AWS is about to be called besides, for the same ask: as `note_command` has it."""
    add_record(connection, "called", ask.id, _facts(ask, text, command, decision, facts), now)


def note_return(connection: Connection, ask: Ask, outcome: str, now: datetime, facts: Mapping[str, Any]) -> None:
    """Writes what came of such a call."""
    add_record(connection, "returned", ask.id, {**_whose(ask), "outcome": outcome, **facts}, now)


def note_outcome(
    connection: Connection,
    id: str,  # noqa: A002  # it is the id
    outcome: str,
    now: datetime,
    facts: Mapping[str, Any] = _NOTHING,
) -> None:
    """Writes what came of a command.

    Args:
        connection: to write to.
        id: the ask's.
        outcome: `ok`, AWS's error code, `cancelled`, `understood-not`, `failed`.
        now: the time.
        facts: where it ran, the request ids, and how many seconds it took; else the time since it was asked counts.
    """
    asked = connection.execute(select(audit).where(audit.c.id == id)).first()
    connection.execute(update(audit).where(audit.c.id == id).values(outcome=outcome[:64], finished=now))
    whose = {"channel": asked.channel, "user": asked.user, "name": asked.name} if asked else {}
    took = {"seconds": round((now - asked.at).total_seconds(), 3)} if asked else {}
    approvers = _approvers(connection, id, asked.user) if asked else []
    also = {"approvers": approvers} if approvers else {}
    add_record(connection, "ended", id, {**whose, "outcome": outcome, **took, **also, **facts}, now)


def _approvers(connection: Connection, id: str, asker: str) -> list[str]:  # noqa: A002  # it is the id
    """The ids of those who said yes, besides whoever asked, in that order."""
    records = records_of(connection, (id,))
    yes = (one["user"] for one in records if one["event"] == "answered" and one["answer"] in ("run", "approve"))
    lasting = (who for one in records for who in one.get("approvers", ()))
    return list(dict.fromkeys(who for who in (*yes, *lasting) if who != asker))


def _whose(ask: Ask) -> dict[str, str]:
    return {"channel": ask.channel, "user": ask.user, "name": ask.name}


def _facts(
    ask: Ask, text: str, command: Command | None, decision: Decision, facts: Mapping[str, Any]
) -> dict[str, Any]:
    known = {"service": command.service, "operation": command.operation, "region": command.region} if command else {}
    decided = {"decision": decision.verdict.value, "because": decision.because}
    return {**_whose(ask), "text": text, **known, **decided, **facts}


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
