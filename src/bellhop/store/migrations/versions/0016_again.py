"""Deliveries know when a person sent them again, from which their patience counts anew."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Adds the column, empty for all that stands there, and for what an older version stores."""
    op.add_column("deliveries", sa.Column("again", sa.BigInteger()))
