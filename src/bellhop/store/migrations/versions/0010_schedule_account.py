"""Schedules keep the account that they were made in."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Adds it; the schedules of a channel with one account need none."""
    op.add_column("schedules", sa.Column("account", sa.String(length=12), nullable=False, server_default=""))
