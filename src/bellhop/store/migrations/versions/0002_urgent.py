"""Answers are found at once, however much news waits before them."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Makes the index that answers are taken by."""
    op.create_index(
        "deliveries_urgent",
        "deliveries",
        ["channel", "state", "seq"],
        sqlite_where=sa.text("urgent IS 1"),
        postgresql_where=sa.text("urgent IS true"),
    )
