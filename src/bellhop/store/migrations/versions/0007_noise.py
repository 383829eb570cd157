"""What keeps channels quiet: marks, digests, silences, alerts, and which digest tells a delivery."""

import sqlalchemy as sa
from alembic import op

from bellhop.store.tables import Moment

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Makes the tables, and the deliveries' column."""
    op.add_column("deliveries", sa.Column("digest", sa.String(length=36), nullable=True))
    op.create_index(
        "deliveries_by_digest",
        "deliveries",
        ["digest", "seq"],
        sqlite_where=sa.text("digest IS NOT NULL"),
        postgresql_where=sa.text("digest IS NOT NULL"),
    )
    op.create_table(
        "marks",
        sa.Column("key", sa.LargeBinary(length=16), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.Column("expires", Moment(), nullable=False),
        sa.PrimaryKeyConstraint("key"),
    )
    op.create_index("marks_by_end", "marks", ["expires"])
    op.create_table(
        "digests",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("channel", sa.String(length=128), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("opened", Moment(), nullable=False),
        sa.Column("changed", Moment(), nullable=False),
        sa.Column("due", Moment(), nullable=True),
        sa.Column("members", sa.Integer(), nullable=False),
        sa.Column("told", sa.Integer(), nullable=False),
        sa.Column("told_at", Moment(), nullable=True),
        sa.Column("ended", Moment(), nullable=True),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("digests_by_due", "digests", ["due"])
    op.create_table(
        "silences",
        sa.Column("id", sa.String(length=16), nullable=False),
        sa.Column("channel", sa.String(length=128), nullable=False),
        sa.Column("match", sa.LargeBinary(), nullable=False),
        sa.Column("until", Moment(), nullable=False),
        sa.Column("name", sa.String(length=256), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("made", Moment(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_silences_until", "silences", ["until"])
    op.create_table(
        "alerts",
        sa.Column("delivery", sa.String(length=36), nullable=False),
        sa.Column("channel", sa.String(length=128), nullable=False),
        sa.Column("thread", sa.String(length=512), nullable=False),
        sa.Column("type", sa.String(length=128), nullable=False),
        sa.Column("opened", Moment(), nullable=False),
        sa.Column("due", Moment(), nullable=True),
        sa.Column("reminded", sa.Integer(), nullable=False),
        sa.Column("by", sa.String(length=256), nullable=False),
        sa.Column("acknowledged", Moment(), nullable=True),
        sa.PrimaryKeyConstraint("delivery"),
    )
    op.create_index("alerts_by_due", "alerts", ["due"])
    op.create_index("alerts_by_thread", "alerts", ["channel", "thread"])
