"""The tables of what keeps channels quiet: marks, digests, silences, alerts."""

from __future__ import annotations

from sqlalchemy import Column, Index, Integer, LargeBinary, String, Table, Text

from bellhop.store.tables import Moment, metadata

marks = Table(
    "marks",
    metadata,
    Column("key", LargeBinary(16), primary_key=True),
    Column("body", LargeBinary, nullable=False),
    Column("expires", Moment, nullable=False),
    Index("marks_by_end", "expires"),
)
"""What is remembered of things between events: repeats, types and resources that storm, threads that flap."""

digests = Table(
    "digests",
    metadata,
    Column("id", String(36), primary_key=True),
    Column("channel", String(128), nullable=False),
    Column("kind", String(16), nullable=False),
    Column("name", Text, nullable=False, default=""),
    Column("opened", Moment, nullable=False),
    Column("changed", Moment, nullable=False),
    Column("due", Moment),
    Column("members", Integer, nullable=False),
    Column("told", Integer, nullable=False, default=0),
    Column("told_at", Moment),
    Column("ended", Moment),
    Index("digests_by_due", "due"),
)
"""Messages in the place of several. due: when it is looked at next, never if null. told: how many its message tells."""

silences = Table(
    "silences",
    metadata,
    Column("id", String(16), primary_key=True),
    Column("channel", String(128), nullable=False),
    Column("match", LargeBinary, nullable=False),
    Column("until", Moment, nullable=False, index=True),
    Column("name", String(256), nullable=False),
    Column("why", Text, nullable=False, default=""),
    Column("made", Moment, nullable=False),
)
"""What people muted or snoozed. channel: empty = all of them."""

alerts = Table(
    "alerts",
    metadata,
    Column("delivery", String(36), primary_key=True),
    Column("channel", String(128), nullable=False),
    Column("thread", String(512), nullable=False, default=""),
    Column("type", String(128), nullable=False),
    Column("opened", Moment, nullable=False),
    Column("due", Moment),
    Column("reminded", Integer, nullable=False, default=0),
    Column("by", String(256), nullable=False, default=""),
    Column("acknowledged", Moment),
    Index("alerts_by_due", "due"),
    Index("alerts_by_thread", "channel", "thread"),
)
"""What somebody should acknowledge. due: when it is told again, never if null. by: who acknowledged it."""
