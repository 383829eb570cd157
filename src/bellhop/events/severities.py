"""How bad a security finding is: labels and scores as tone and severity."""

from __future__ import annotations

from bellhop.message import Tone
from bellhop.notification import Severity

_LABELS = {
    "CRITICAL": (Tone.BAD, Severity.CRITICAL),
    "HIGH": (Tone.BAD, Severity.HIGH),
    "MEDIUM": (Tone.WARN, Severity.MEDIUM),
    "LOW": (Tone.INFO, Severity.LOW),
    "INFORMATIONAL": (Tone.INFO, Severity.INFO),
    "UNTRIAGED": (Tone.WARN, Severity.LOW),
}


def by_label(label: str) -> tuple[Tone, Severity]:
    """`CRITICAL`, `High`, … as tone and severity; what is not known is a low warning."""
    return _LABELS.get(label.upper(), (Tone.WARN, Severity.LOW))


def guardduty_label(score: float) -> str:
    """GuardDuty's word for its score from 0 to 10.

    https://docs.aws.amazon.com/guardduty/latest/ug/guardduty_findings-severity.html
    """
    return "CRITICAL" if score >= 9 else "HIGH" if score >= 7 else "MEDIUM" if score >= 4 else "LOW"
