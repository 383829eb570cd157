"""What a delivery says of the parts of its story, and what was told of a story so far."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Adds both; stories that are open begin to be remembered with their next event."""
    op.add_column("deliveries", sa.Column("chapters", sa.Text(), nullable=True))
    op.add_column("threads", sa.Column("tale", sa.Text(), nullable=True))
