"""The phrases of the middle in Korean, by their English templates: why a command is none, may not run or failed."""

from __future__ import annotations

from bellhop.showing.korean import aws, grammar, guardrails, refused, values

PHRASES = {**grammar.PHRASES, **values.PHRASES, **refused.PHRASES, **guardrails.PHRASES, **aws.PHRASES}
"""English template → Korean template, with the same names in it. No particle stands right behind a value, since which
one fits depends on the value's last sound."""
