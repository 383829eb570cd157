"""Questions know the message that asks, so that its buttons can be taken away."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Adds who was asked, where, what and in which message; older questions keep their buttons."""
    for name, length in (("name", 256), ("thread", 128), ("delivery", 36)):
        op.add_column("questions", sa.Column(name, sa.String(length=length), nullable=False, server_default=""))
    op.add_column("questions", sa.Column("text", sa.Text(), nullable=False, server_default=""))
    op.create_index("questions_by_end", "questions", ["answer", "expires"])
