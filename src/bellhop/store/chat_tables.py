"""The tables of what people do in chat: tickets, aliases, preferences, schedules, jobs, feedback."""

from __future__ import annotations

from sqlalchemy import BigInteger, Boolean, Column, Index, Integer, LargeBinary, String, Table, Text

from bellhop.store.tables import Moment, metadata

_Serial = BigInteger().with_variant(Integer, "sqlite")

tickets = Table(
    "tickets",
    metadata,
    Column("id", String(36), primary_key=True),
    Column("kind", String(16), nullable=False),
    Column("channel", String(128), nullable=False),
    Column("user", String(128), nullable=False),
    Column("thread", String(128), nullable=False, default=""),
    Column("body", LargeBinary, nullable=False),
    Column("made", Moment, nullable=False),
    Column("expires", Moment, nullable=False),
    Index("tickets_by_person", "channel", "user", "kind", "made"),
    Index("tickets_by_end", "expires"),
)
"""What stands behind a button, or waits for a follow-up, for some minutes: the rest of a list, a form, a log."""

aliases = Table(
    "aliases",
    metadata,
    Column("channel", String(128), primary_key=True),
    Column("name", String(100), primary_key=True),
    Column("text", Text, nullable=False),
    Column("user", String(128), nullable=False),
    Column("author", String(256), nullable=False, default=""),
    Column("made", Moment, nullable=False),
)
"""Commands that a channel has given a name of its own."""

custom_actions = Table(
    "custom_actions",
    metadata,
    Column("channel", String(128), primary_key=True),
    Column("name", String(64), primary_key=True),
    Column("body", Text, nullable=False),
    Column("user", String(128), nullable=False),
    Column("author", String(256), nullable=False, default=""),
    Column("changed", Moment, nullable=False),
)
"""Buttons that a channel gave itself. body: JSON of what they say, when they are shown and what they run."""

preferences = Table(
    "preferences",
    metadata,
    Column("channel", String(128), primary_key=True),
    Column("name", String(32), primary_key=True),
    Column("value", String(128), nullable=False),
    Column("user", String(128), nullable=False),
    Column("changed", Moment, nullable=False),
)
"""What people of a channel chose instead of what bellhop.yaml says."""

schedules = Table(
    "schedules",
    metadata,
    Column("id", String(36), primary_key=True),
    Column("channel", String(128), nullable=False, index=True),
    Column("user", String(128), nullable=False),
    Column("name", String(256), nullable=False, default=""),
    Column("rule", String(128), nullable=False),
    Column("timezone", String(64), nullable=False),
    Column("text", Text, nullable=False),
    Column("confirmed", Boolean, nullable=False, default=False),
    Column("made", Moment, nullable=False),
    Column("due", Moment, nullable=False, index=True),
    Column("account", String(12), nullable=False, default="", server_default=""),
)
"""Commands that run at set times. due: the next time; confirmed: its author said yes to a command that changes AWS."""

jobs = Table(
    "jobs",
    metadata,
    Column("id", String(36), primary_key=True),
    Column("channel", String(128), nullable=False),
    Column("user", String(128), nullable=False),
    Column("name", String(256), nullable=False, default=""),
    Column("thread", String(128), nullable=False, default=""),
    Column("text", Text, nullable=False),
    Column("holder", String(64), nullable=False),
    Column("started", Moment, nullable=False),
    Column("beat", Moment, nullable=False),
    Column("state", String(16), nullable=False, default="running"),
    Column("delivery", String(36), nullable=False, default=""),
    Index("jobs_by_state", "state", "beat"),
)
"""Commands that go on in the background. state: running → stopping, done, cancelled or interrupted.

beat: when its replica last said that it lives; delivery: the message that tells how far it is."""

feedback = Table(
    "feedback",
    metadata,
    Column("id", _Serial, primary_key=True, autoincrement=True),
    Column("at", Moment, nullable=False),
    Column("channel", String(128), nullable=False),
    Column("user", String(128), nullable=False),
    Column("name", String(256), nullable=False, default=""),
    Column("text", Text, nullable=False),
)
"""What people said about Bellhop."""

files = Table(
    "files",
    metadata,
    Column("id", String(36), primary_key=True),
    Column("channel", String(128), nullable=False),
    Column("name", String(128), nullable=False),
    Column("content", LargeBinary, nullable=False),
    Column("uploaded", Boolean, nullable=False, default=False),
    Column("made", Moment, nullable=False),
    Column("expires", Moment, nullable=False, index=True),
)
"""Files that answers came with, for a day. uploaded: a platform that takes files was given it, or is about to be."""

trail = Table(
    "trail",
    metadata,
    Column("id", _Serial, primary_key=True, autoincrement=True),
    Column("at", Moment, nullable=False),
    Column("ask", String(36), nullable=False),
    Column("body", Text, nullable=False),
    Column("place", BigInteger, unique=True),
    Column("hash", String(64)),
    Index("trail_by_time", "at"),
    Index("trail_by_ask", "ask"),
)
"""The audit trail. place and hash are set when a record is sealed, and nothing of it changes any more."""
