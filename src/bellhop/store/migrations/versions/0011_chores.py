"""What one replica does for all of them."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Adds the table."""
    op.create_table(
        "chores",
        sa.Column("name", sa.String(length=64), primary_key=True),
        sa.Column("holder", sa.String(length=64), nullable=False),
        sa.Column("held_until", sa.BigInteger(), nullable=False),
        sa.Column("done", sa.BigInteger()),
        sa.Column("note", sa.Text(), nullable=False),
    )
