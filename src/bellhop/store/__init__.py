"""What must survive: events, deliveries, receipts, questions, the audit log; in SQLite or PostgreSQL."""

# So that `metadata` holds every table, whoever asks for it.
from bellhop.store import approvals as approvals
from bellhop.store import chat_tables as chat_tables
from bellhop.store import chores as chores
from bellhop.store import noise_tables as noise_tables
from bellhop.store import standings as standings
from bellhop.store.engine import Store

__all__ = ["Store"]
