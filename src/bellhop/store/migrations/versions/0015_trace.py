"""Deliveries know the trace that they belong to."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Adds the column, empty for what an older version stores."""
    op.add_column("deliveries", sa.Column("trace", sa.String(length=55), nullable=True))
