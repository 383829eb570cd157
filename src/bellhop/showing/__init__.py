"""What a person reads of a command: its answer, the question whether it shall run, the reason why it did not."""

from __future__ import annotations

from bellhop.showing.answer import answer
from bellhop.showing.question import question
from bellhop.showing.refusal import refusal

__all__ = ["answer", "question", "refusal"]
