"""Findings that Security Hub gathers: what is over, and what else came along.

https://docs.aws.amazon.com/securityhub/latest/userguide/securityhub-findings-format.html
"""

from __future__ import annotations

from bellhop.events.layout import clip
from bellhop.payload import Payload


def resolved(finding: Payload) -> bool:
    """Whether a finding needs nobody any more."""
    return (
        finding.text("Workflow", "Status", default="") == "RESOLVED"
        or finding.text("RecordState", default="") == "ARCHIVED"
    )


def titles(others: list[Payload]) -> str:
    """The titles of further findings on one line."""
    return clip(
        "; ".join(item.text("Title", default="") or item.text("finding_info", "title", default="?") for item in others),
        600,
    )
