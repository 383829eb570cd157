"""The audit log: who asked for what, what was decided, and what came of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, insert, select, update

from bellhop.command import Ask, Command, Decision
from bellhop.store.tables import audit
from bellhop.store.trail import add_record


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
