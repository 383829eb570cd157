"""Jobs: commands that go on in the background, and what is left of them after a restart."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, delete, insert, select, update

from bellhop.store.chat_tables import jobs
from bellhop.store.tables import receipts

RUNNING, STOPPING = "running", "stopping"


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """A command that goes on in the background.

    Args:
        id: that of the ask.
        channel: where it was asked.
        user: who asked.
        name: how to address them.
        thread: the platform's id of the message that it answers beneath.
        text: the command as it may be shown.
        started: when.
        state: running → stopping, done, cancelled or interrupted.
        delivery: the message that tells how far it is.
    """

    id: str
    channel: str
    user: str
    name: str
    thread: str
    text: str
    started: datetime
    state: str = RUNNING
    delivery: str = ""


def keep_job(connection: Connection, job: Job, holder: str) -> None:
    """Notes that a job runs here."""
    connection.execute(
        insert(jobs).values(
            id=job.id,
            channel=job.channel,
            user=job.user,
            name=job.name,
            thread=job.thread,
            text=job.text,
            holder=holder,
            started=job.started,
            beat=job.started,
            state=job.state,
            delivery=job.delivery,
        )
    )


def beat(connection: Connection, id: str, now: datetime) -> str:  # noqa: A002  # it is the id
    """Says that a job lives; gives its state, `stopping` if somebody asked for its end."""
    connection.execute(update(jobs).where(jobs.c.id == id).values(beat=now))
    return connection.execute(select(jobs.c.state).where(jobs.c.id == id)).scalar_one_or_none() or STOPPING


def ask_to_stop(connection: Connection, id: str, channel: str, user: str) -> Job | None:  # noqa: A002  # it is the id
    """Asks a running job to end, if it is this person's; gives the job as it was, None if there is none of that id."""
    row = connection.execute(select(jobs).where(jobs.c.id == id, jobs.c.channel == channel)).first()
    if row is None:
        return None
    connection.execute(
        update(jobs).where(jobs.c.id == id, jobs.c.user == user, jobs.c.state == RUNNING).values(state=STOPPING)
    )
    return _job(row)


def end_job(connection: Connection, id: str, state: str) -> bool:  # noqa: A002  # it is the id
    """Ends a job, once; False if it has ended."""
    ended = connection.execute(
        update(jobs).where(jobs.c.id == id, jobs.c.state.in_((RUNNING, STOPPING))).values(state=state)
    )
    return ended.rowcount == 1


def silent_jobs(connection: Connection, since: datetime) -> list[Job]:
    """The unfinished jobs that nobody said anything of since a moment: their replica is gone."""
    query = select(jobs).where(jobs.c.state.in_((RUNNING, STOPPING)), jobs.c.beat < since)
    return [_job(row) for row in connection.execute(query)]


def forget_jobs(connection: Connection, before: datetime) -> None:
    """Deletes what ended before a moment."""
    connection.execute(delete(jobs).where(jobs.c.state.not_in((RUNNING, STOPPING)), jobs.c.beat < before))


def place_of(connection: Connection, delivery: str) -> str:
    """The platform's id of a delivery's message, or empty if it was not posted yet."""
    query = select(receipts.c.receipt).where(receipts.c.delivery == delivery).order_by(receipts.c.id.desc()).limit(1)
    return connection.execute(query).scalar_one_or_none() or ""


def _job(row: Any) -> Job:
    return Job(
        id=row.id,
        channel=row.channel,
        user=row.user,
        name=row.name,
        thread=row.thread,
        text=row.text,
        started=row.started,
        state=row.state,
        delivery=row.delivery,
    )
