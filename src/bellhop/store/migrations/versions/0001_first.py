"""The first tables."""

import sqlalchemy as sa
from alembic import op

from bellhop.store.tables import Moment

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

Serial = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Makes every table."""
    op.create_table(
        "audit",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.Column("channel", sa.String(length=128), nullable=False),
        sa.Column("user", sa.String(length=128), nullable=False),
        sa.Column("name", sa.String(length=256), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("service", sa.String(length=64), nullable=False),
        sa.Column("operation", sa.String(length=128), nullable=False),
        sa.Column("account", sa.String(length=12), nullable=False),
        sa.Column("region", sa.String(length=32), nullable=False),
        sa.Column("verdict", sa.String(length=16), nullable=False),
        sa.Column("because", sa.Text(), nullable=False),
        sa.Column("outcome", sa.String(length=64), nullable=False),
        sa.Column("finished", Moment(), nullable=True),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_table(
        "channels",
        sa.Column("name", sa.String(length=128), nullable=False),
        sa.Column("holder", sa.String(length=64), nullable=False),
        sa.Column("held_until", Moment(), nullable=False),
        sa.Column("broken", sa.Text(), nullable=False),
        sa.Column("broken_since", Moment(), nullable=True),
        sa.PrimaryKeyConstraint("name"),
    )
    op.create_table(
        "deliveries",
        sa.Column("seq", Serial, autoincrement=True, nullable=False),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("event", sa.BigInteger(), nullable=True),
        sa.Column("notification", sa.BigInteger(), nullable=True),
        sa.Column("channel", sa.String(length=128), nullable=False),
        sa.Column("type", sa.String(length=128), nullable=False),
        sa.Column("message", sa.Text(), nullable=False),
        sa.Column("thread", sa.String(length=512), nullable=False),
        sa.Column("step", sa.String(length=16), nullable=False),
        sa.Column("summary", sa.Text(), nullable=False),
        sa.Column("reply_to", sa.String(length=128), nullable=False),
        sa.Column("replaces", sa.String(length=128), nullable=False),
        sa.Column("expanded", sa.Boolean(), nullable=False),
        sa.Column("urgent", sa.Boolean(), nullable=False),
        sa.Column("at", Moment(), nullable=True),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("created", Moment(), nullable=False),
        sa.Column("due", Moment(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("first_attempt", Moment(), nullable=True),
        sa.Column("unsure", sa.Boolean(), nullable=False),
        sa.Column("holder", sa.String(length=64), nullable=False),
        sa.Column("finished", Moment(), nullable=True),
        sa.Column("error", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("seq"),
        sa.UniqueConstraint("id"),
    )
    op.create_index("deliveries_by_channel", "deliveries", ["channel", "state", "seq"], unique=False)
    op.create_index("deliveries_by_state", "deliveries", ["state", "due"], unique=False)
    op.create_index(op.f("ix_deliveries_event"), "deliveries", ["event"], unique=False)
    op.create_table(
        "events",
        sa.Column("id", Serial, autoincrement=True, nullable=False),
        sa.Column("key", sa.String(length=512), nullable=False),
        sa.Column("source", sa.String(length=32), nullable=False),
        sa.Column("topic", sa.String(length=512), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("received", Moment(), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("repeats", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("key"),
    )
    op.create_index("events_by_state", "events", ["state", "id"], unique=False)
    op.create_table(
        "notifications",
        sa.Column("id", Serial, autoincrement=True, nullable=False),
        sa.Column("event", sa.BigInteger(), nullable=False),
        sa.Column("type", sa.String(length=128), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("severity", sa.String(length=16), nullable=False),
        sa.Column("resource", sa.Text(), nullable=False),
        sa.Column("thread", sa.String(length=512), nullable=False),
        sa.Column("own_layout", sa.Boolean(), nullable=False),
        sa.Column("problem", sa.Text(), nullable=False),
        sa.Column("at", Moment(), nullable=True),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(op.f("ix_notifications_event"), "notifications", ["event"], unique=False)
    op.create_table(
        "questions",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("channel", sa.String(length=128), nullable=False),
        sa.Column("user", sa.String(length=128), nullable=False),
        sa.Column("command", sa.LargeBinary(), nullable=False),
        sa.Column("asked", Moment(), nullable=False),
        sa.Column("expires", Moment(), nullable=False),
        sa.Column("answered", Moment(), nullable=True),
        sa.Column("answer", sa.String(length=16), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_table(
        "receipts",
        sa.Column("id", Serial, autoincrement=True, nullable=False),
        sa.Column("delivery", sa.String(length=36), nullable=False),
        sa.Column("channel", sa.String(length=128), nullable=False),
        sa.Column("receipt", sa.String(length=128), nullable=False),
        sa.Column("receipt_thread", sa.String(length=128), nullable=False),
        sa.Column("posted", Moment(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(op.f("ix_receipts_delivery"), "receipts", ["delivery"], unique=False)
    op.create_index("receipts_by_place", "receipts", ["channel", "receipt"], unique=False)
    op.create_table(
        "threads",
        sa.Column("channel", sa.String(length=128), nullable=False),
        sa.Column("key", sa.String(length=512), nullable=False),
        sa.Column("delivery", sa.String(length=36), nullable=False),
        sa.Column("receipt", sa.String(length=128), nullable=False),
        sa.Column("receipt_thread", sa.String(length=128), nullable=False),
        sa.Column("opened", Moment(), nullable=False),
        sa.Column("closed", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("channel", "key"),
    )
    op.create_table(
        "web_messages",
        sa.Column("id", Serial, autoincrement=True, nullable=False),
        sa.Column("channel", sa.String(length=128), nullable=False),
        sa.Column("delivery", sa.String(length=36), nullable=False),
        sa.Column("posted", Moment(), nullable=False),
        sa.Column("changed", sa.BigInteger(), nullable=False),
        sa.Column("thread", sa.BigInteger(), nullable=True),
        sa.Column("type", sa.String(length=128), nullable=False),
        sa.Column("author", sa.String(length=128), nullable=False),
        sa.Column("message", sa.Text(), nullable=False),
        sa.Column("expanded", sa.Boolean(), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("delivery"),
    )
    op.create_index("web_messages_by_change", "web_messages", ["changed"], unique=False)
    op.create_index("web_messages_by_channel", "web_messages", ["channel", "id"], unique=False)
    op.create_table(
        "tickets",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("channel", sa.String(length=128), nullable=False),
        sa.Column("user", sa.String(length=128), nullable=False),
        sa.Column("thread", sa.String(length=128), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.Column("made", Moment(), nullable=False),
        sa.Column("expires", Moment(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("tickets_by_person", "tickets", ["channel", "user", "kind", "made"], unique=False)
    op.create_index("tickets_by_end", "tickets", ["expires"], unique=False)
    op.create_table(
        "aliases",
        sa.Column("channel", sa.String(length=128), nullable=False),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("user", sa.String(length=128), nullable=False),
        sa.Column("author", sa.String(length=256), nullable=False),
        sa.Column("made", Moment(), nullable=False),
        sa.PrimaryKeyConstraint("channel", "name"),
    )
    op.create_table(
        "preferences",
        sa.Column("channel", sa.String(length=128), nullable=False),
        sa.Column("name", sa.String(length=32), nullable=False),
        sa.Column("value", sa.String(length=128), nullable=False),
        sa.Column("user", sa.String(length=128), nullable=False),
        sa.Column("changed", Moment(), nullable=False),
        sa.PrimaryKeyConstraint("channel", "name"),
    )
    op.create_table(
        "schedules",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("channel", sa.String(length=128), nullable=False),
        sa.Column("user", sa.String(length=128), nullable=False),
        sa.Column("name", sa.String(length=256), nullable=False),
        sa.Column("rule", sa.String(length=128), nullable=False),
        sa.Column("timezone", sa.String(length=64), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("confirmed", sa.Boolean(), nullable=False),
        sa.Column("made", Moment(), nullable=False),
        sa.Column("due", Moment(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(op.f("ix_schedules_channel"), "schedules", ["channel"], unique=False)
    op.create_index(op.f("ix_schedules_due"), "schedules", ["due"], unique=False)
    op.create_table(
        "jobs",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("channel", sa.String(length=128), nullable=False),
        sa.Column("user", sa.String(length=128), nullable=False),
        sa.Column("name", sa.String(length=256), nullable=False),
        sa.Column("thread", sa.String(length=128), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("holder", sa.String(length=64), nullable=False),
        sa.Column("started", Moment(), nullable=False),
        sa.Column("beat", Moment(), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("delivery", sa.String(length=36), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("jobs_by_state", "jobs", ["state", "beat"], unique=False)
    op.create_table(
        "feedback",
        sa.Column("id", Serial, autoincrement=True, nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.Column("channel", sa.String(length=128), nullable=False),
        sa.Column("user", sa.String(length=128), nullable=False),
        sa.Column("name", sa.String(length=256), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
