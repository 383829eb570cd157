"""The audit trail."""

import sqlalchemy as sa
from alembic import op

from bellhop.store.tables import Moment

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

_SERIAL = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Makes the table."""
    op.create_table(
        "trail",
        sa.Column("id", _SERIAL, autoincrement=True, nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.Column("ask", sa.String(length=36), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("place", sa.BigInteger(), nullable=True),
        sa.Column("hash", sa.String(length=64), nullable=True),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("place"),
    )
    op.create_index("trail_by_time", "trail", ["at"])
