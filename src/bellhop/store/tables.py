"""The tables. Alembic's migrations make them; a test holds the two together."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    TypeDecorator,
    text,
)

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


class Moment(TypeDecorator[datetime]):
    """An aware datetime, kept as microseconds since 1970: the same on every database, and it sorts."""

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Any) -> int | None:  # noqa: ARG002  # SQLAlchemy's
        """Microseconds since 1970."""
        return microseconds(value)

    def process_result_value(self, value: int | None, dialect: Any) -> datetime | None:  # noqa: ARG002  # SQLAlchemy's
        """An aware datetime in UTC."""
        return None if value is None else moment(value)


def microseconds(moment: datetime | None) -> int | None:
    """A moment as the store keeps it."""
    return None if moment is None else (moment - _EPOCH) // _MICROSECOND


def moment(value: int) -> datetime:
    """What `microseconds` made of a moment, as an aware datetime in UTC."""
    return _EPOCH + timedelta(microseconds=value)


metadata = MetaData()
_Serial = BigInteger().with_variant(Integer, "sqlite")

events = Table(
    "events",
    metadata,
    Column("id", _Serial, primary_key=True, autoincrement=True),
    Column("key", String(512), nullable=False, unique=True),
    Column("source", String(32), nullable=False),
    Column("topic", String(512), nullable=False, default=""),
    Column("subject", Text, nullable=False, default=""),
    Column("body", Text, nullable=False),
    Column("received", Moment, nullable=False),
    Column("state", String(16), nullable=False, default="new"),
    Column("reason", Text, nullable=False, default=""),
    Column("repeats", Integer, nullable=False, default=0),
    Index("events_by_state", "state", "id"),
)
"""Everything that was ever accepted. state: new → routed, or silent with a reason."""

notifications = Table(
    "notifications",
    metadata,
    Column("id", _Serial, primary_key=True, autoincrement=True),
    Column("event", BigInteger, nullable=False, index=True),
    Column("type", String(128), nullable=False),
    Column("title", Text, nullable=False),
    Column("severity", String(16), nullable=False),
    Column("resource", Text, nullable=False, default=""),
    Column("thread", String(512), nullable=False, default=""),
    Column("own_layout", Boolean, nullable=False),
    Column("problem", Text, nullable=False, default=""),
    Column("at", Moment),
)
"""What each event was told as."""

deliveries = Table(
    "deliveries",
    metadata,
    Column("seq", _Serial, primary_key=True, autoincrement=True),
    Column("id", String(36), nullable=False, unique=True),
    Column("event", BigInteger, index=True),
    Column("notification", BigInteger),
    Column("channel", String(128), nullable=False),
    Column("type", String(128), nullable=False),
    Column("message", Text, nullable=False),
    Column("thread", String(512), nullable=False, default=""),
    Column("step", String(16), nullable=False, default="open"),
    Column("summary", Text, nullable=False, default=""),
    Column("reply_to", String(128), nullable=False, default=""),
    Column("replaces", String(128), nullable=False, default=""),
    Column("expanded", Boolean, nullable=False, default=False),
    Column("urgent", Boolean, nullable=False, default=False),
    Column("at", Moment),
    Column("state", String(16), nullable=False),
    Column("reason", Text, nullable=False, default=""),
    Column("created", Moment, nullable=False),
    Column("due", Moment, nullable=False),
    Column("attempts", Integer, nullable=False, default=0),
    Column("first_attempt", Moment),
    Column("unsure", Boolean, nullable=False, default=False),
    Column("holder", String(64), nullable=False, default=""),
    Column("finished", Moment),
    Column("error", Text, nullable=False, default=""),
    Column("digest", String(36)),
    Column("chapters", Text),
    Column("because", Text, nullable=False, default="", server_default=""),
    Column("trace", String(55)),
    Column("again", Moment),
    Index("deliveries_by_channel", "channel", "state", "seq"),
    Index("deliveries_by_state", "state", "due"),
    Index(
        "deliveries_urgent",
        "channel",
        "state",
        "seq",
        sqlite_where=text("urgent IS 1"),
        postgresql_where=text("urgent IS true"),
    ),
    Index(
        "deliveries_by_digest",
        "digest",
        "seq",
        sqlite_where=text("digest IS NOT NULL"),
        postgresql_where=text("digest IS NOT NULL"),
    ),
)
"""The outbox. urgent: an answer that a person waits for goes before the news. digest: what tells it in its place.

again: when a person sent it again."""

receipts = Table(
    "receipts",
    metadata,
    Column("id", _Serial, primary_key=True, autoincrement=True),
    Column("delivery", String(36), nullable=False, index=True),
    Column("channel", String(128), nullable=False),
    Column("receipt", String(128), nullable=False),
    Column("receipt_thread", String(128), nullable=False, default=""),
    Column("posted", Moment, nullable=False),
    Index("receipts_by_place", "channel", "receipt"),
)
"""What the platforms say was posted; the newest receipt of a place is what stands there now."""

threads = Table(
    "threads",
    metadata,
    Column("channel", String(128), primary_key=True),
    Column("key", String(512), primary_key=True),
    Column("delivery", String(36), nullable=False),
    Column("receipt", String(128), nullable=False),
    Column("receipt_thread", String(128), nullable=False, default=""),
    Column("opened", Moment, nullable=False),
    Column("closed", Boolean, nullable=False, default=False),
    Column("began", Moment),
    Column("tale", Text),
)
"""The newest story of each key in each channel, and where its parent message stands."""

channels = Table(
    "channels",
    metadata,
    Column("name", String(128), primary_key=True),
    Column("holder", String(64), nullable=False, default=""),
    Column("held_until", Moment, nullable=False),
    Column("broken", Text, nullable=False, default=""),
    Column("broken_since", Moment),
)
"""Which replica sends to a channel now, and why a channel is switched off."""

questions = Table(
    "questions",
    metadata,
    Column("id", String(36), primary_key=True),
    Column("channel", String(128), nullable=False),
    Column("user", String(128), nullable=False),
    Column("command", LargeBinary, nullable=False),
    Column("asked", Moment, nullable=False),
    Column("expires", Moment, nullable=False),
    Column("answered", Moment),
    Column("answer", String(16), nullable=False, default=""),
    Column("name", String(256), nullable=False, default=""),
    Column("thread", String(128), nullable=False, default=""),
    Column("text", Text, nullable=False, default=""),
    Column("delivery", String(36), nullable=False, default=""),
    Index("questions_by_end", "answer", "expires"),
)
"""Commands that wait for a person's yes: bound to the asker, answered once. delivery: the message that asks."""

audit = Table(
    "audit",
    metadata,
    Column("id", String(36), primary_key=True),
    Column("at", Moment, nullable=False),
    Column("channel", String(128), nullable=False),
    Column("user", String(128), nullable=False),
    Column("name", String(256), nullable=False, default=""),
    Column("text", Text, nullable=False),
    Column("service", String(64), nullable=False, default=""),
    Column("operation", String(128), nullable=False, default=""),
    Column("account", String(12), nullable=False, default=""),
    Column("region", String(32), nullable=False, default=""),
    Column("verdict", String(16), nullable=False),
    Column("because", Text, nullable=False),
    Column("outcome", String(64), nullable=False, default=""),
    Column("finished", Moment),
)
"""Who asked for what, what was decided and why, what came of it; written before anything runs."""

web_messages = Table(
    "web_messages",
    metadata,
    Column("id", _Serial, primary_key=True, autoincrement=True),
    Column("channel", String(128), nullable=False),
    Column("delivery", String(36), nullable=False, unique=True),
    Column("posted", Moment, nullable=False),
    Column("changed", BigInteger, nullable=False, default=0),
    Column("thread", BigInteger),
    Column("type", String(128), nullable=False),
    Column("author", String(128), nullable=False, default=""),
    Column("message", Text, nullable=False),
    Column("expanded", Boolean, nullable=False, default=False),
    Column("state", String(16), nullable=False, default="posted"),
    Index("web_messages_by_channel", "channel", "id"),
    Index("web_messages_by_change", "changed"),
)
"""What stands in the web console's channels.

delivery: what stands there now, or the id of the command that a person's words were taken as. changed: microseconds
since 1970, rising with every change. author: a person's name, empty for Bellhop. state: posted or updated."""

pictures = Table(
    "pictures",
    metadata,
    Column("id", String(36), primary_key=True),
    Column("delivery", String(36), nullable=False),
    Column("content", LargeBinary, nullable=False),
    Column("made", Moment, nullable=False),
    Column("expires", Moment, nullable=False, index=True),
)
"""PNGs that messages show by a signed link, until they expire."""

keys = Table(
    "keys",
    metadata,
    Column("name", String(64), primary_key=True),
    Column("value", LargeBinary, nullable=False),
    Column("made", Moment, nullable=False),
)
"""What this Bellhop signs with, the same on every replica."""
