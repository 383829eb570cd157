"""Deliveries know the route that led to their channel."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Adds the column, empty for what an older version stores."""
    op.add_column("deliveries", sa.Column("because", sa.Text(), nullable=False, server_default=""))
