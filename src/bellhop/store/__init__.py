"""What must survive: events, deliveries, receipts, questions, the audit log; in SQLite or PostgreSQL."""

from bellhop.store import chat_tables as chat_tables  # so that `metadata` holds every table, whoever asks for it
from bellhop.store import chores as chores  # as above
from bellhop.store.engine import Store

__all__ = ["Store"]
