"""Roles that people chose, and elevations."""

import sqlalchemy as sa
from alembic import op

from bellhop.store.tables import Moment

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Makes the tables."""
    op.create_table(
        "user_roles",
        sa.Column("channel", sa.String(length=128), nullable=False),
        sa.Column("user", sa.String(length=128), nullable=False),
        sa.Column("account", sa.String(length=12), nullable=False),
        sa.Column("role", sa.String(length=2048), nullable=False),
        sa.Column("changed", Moment(), nullable=False),
        sa.PrimaryKeyConstraint("channel", "user", "account"),
    )
    op.create_table(
        "elevations",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("channel", sa.String(length=128), nullable=False),
        sa.Column("user", sa.String(length=128), nullable=False),
        sa.Column("name", sa.String(length=256), nullable=False),
        sa.Column("level", sa.String(length=64), nullable=False),
        sa.Column("role", sa.String(length=2048), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("thread", sa.String(length=128), nullable=False),
        sa.Column("seconds", sa.Integer(), nullable=False),
        sa.Column("asked", Moment(), nullable=False),
        sa.Column("expires", Moment(), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("approver", sa.String(length=128), nullable=False),
        sa.Column("approver_name", sa.String(length=256), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("elevations_by_person", "elevations", ["channel", "user", "state"])
    op.create_index("elevations_by_end", "elevations", ["state", "expires"])
