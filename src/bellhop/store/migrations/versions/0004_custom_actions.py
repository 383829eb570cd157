"""Buttons that a channel gave itself."""

import sqlalchemy as sa
from alembic import op

from bellhop.store.tables import Moment

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Makes the table of custom actions."""
    op.create_table(
        "custom_actions",
        sa.Column("channel", sa.String(length=128), nullable=False),
        sa.Column("name", sa.String(length=64), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("user", sa.String(length=128), nullable=False),
        sa.Column("author", sa.String(length=256), nullable=False),
        sa.Column("changed", Moment(), nullable=False),
        sa.PrimaryKeyConstraint("channel", "name"),
    )
