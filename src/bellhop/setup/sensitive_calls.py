"""The API calls that a person should know of at once, as a choice of events that is no event type of its own."""

from __future__ import annotations

from typing import Any

from bellhop.events.sensitive import SENSITIVE

NAME = "cloudtrail.sensitive_calls"
SENTENCE = "Somebody changed rights, sign-in, network access, keys, guards or records, or deleted data."
_EACH = 40
"""So many names of calls are well within what EventBridge takes in one pattern."""


def pattern() -> dict[str, Any]:
    """The pattern that catches these calls, and no others, of any service.

    https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-service-event-cloudtrail.html
    """
    calls = sorted(SENSITIVE)
    return {
        "$or": [
            {
                "source": [{"prefix": "aws."}],
                "detail-type": ["AWS API Call via CloudTrail"],
                "detail": {"eventName": names},
            }
            for names in (calls[at : at + _EACH] for at in range(0, len(calls), _EACH))
        ]
    }
