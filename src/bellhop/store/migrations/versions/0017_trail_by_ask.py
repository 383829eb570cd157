"""An index of the audit trail by ask; and what was asked before there was a trail becomes part of it."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_AT_ONCE = 1000


def upgrade() -> None:
    """Makes the index, and a record for each old row; they are sealed once Bellhop runs."""
    op.create_index("trail_by_ask", "trail", ["ask"])
    connection = op.get_bind()
    old = sa.text(
        'SELECT * FROM audit WHERE NOT EXISTS (SELECT 1 FROM trail WHERE trail.ask = audit.id) ORDER BY "at", id'
    )
    rows = connection.execute(old).mappings().all()
    add = sa.text('INSERT INTO trail ("at", ask, body) VALUES (:at, :ask, :body)')
    for start in range(0, len(rows), _AT_ONCE):
        connection.execute(add, [_record(row) for row in rows[start : start + _AT_ONCE]])


def _record(row: Any) -> dict[str, Any]:
    known = {
        "event": "recalled",
        "id": row["id"],
        "at": (_EPOCH + timedelta(microseconds=row["at"])).isoformat(),
        "channel": row["channel"],
        "user": row["user"],
        "name": row["name"],
        "text": row["text"],
        "service": row["service"],
        "operation": row["operation"],
        "region": row["region"],
        "decision": row["verdict"],
        "because": row["because"],
        "outcome": row["outcome"],
    }
    body = json.dumps(known, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return {"at": row["at"], "ask": row["id"], "body": body}
