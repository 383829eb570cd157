"""The third loop: what people say is answered. Every command is in the audit log before it runs."""

from bellhop.answer.ears import Answer

__all__ = ["Answer"]
