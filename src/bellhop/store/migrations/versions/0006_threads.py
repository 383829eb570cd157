"""When a thread's parent was posted: a channel may want a new thread after some time."""

import sqlalchemy as sa
from alembic import op

from bellhop.store.tables import Moment

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Adds the time to threads; those that are open count from when their story began."""
    op.add_column("threads", sa.Column("began", Moment(), nullable=True))
