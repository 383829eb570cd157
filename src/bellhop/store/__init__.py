"""What must survive: events, deliveries, receipts, questions, the audit log; in SQLite or PostgreSQL."""

from bellhop.store.engine import Store

__all__ = ["Store"]
