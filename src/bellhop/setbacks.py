"""What a failed send means for its channel: how long it waits, when others go first, what is logged and counted."""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta

import structlog

from bellhop.channel import Channel
from bellhop.errors import DeliveryError
from bellhop.reader import Reader
from bellhop.store.outbox import Leased
from bellhop.tallies import count_failed

_LONGEST_WAIT = 300.0
_log = structlog.get_logger(__name__)


def wait_after(failure: DeliveryError, leased: Leased) -> float:
    """Seconds until the next try: as long as the platform says, else doubling, with jitter, five minutes at most."""
    if failure.retry_after is not None:
        return failure.retry_after
    doubled = 2.0 ** min(leased.delivery.attempts, 10)
    return min(_LONGEST_WAIT, doubled) * random.uniform(0.5, 1.0)  # noqa: S311  # jitter is no secret


def is_stuck(leased: Leased, failure: DeliveryError, patience: timedelta) -> bool:
    """Whether a delivery has failed for so long that another one is to show whose fault it is.

    If that fails as well, the platform is at fault, and everything is kept; so it is if nothing else waits. Not if the
    platform said when to come again, or that the channel is of no use: then no other would fare better.
    """
    first = leased.delivery.first_attempt
    if failure.permanent or failure.retry_after is not None or first is None:
        return False
    return datetime.now(UTC) - first > patience


def gave_up(channel: Channel, stuck: Leased, failure: DeliveryError, now: datetime) -> str:
    """Logs and counts that a stuck delivery becomes a dead letter; gives the reason."""
    delivery = stuck.delivery
    lasted = Reader().duration(now - (delivery.first_attempt or now))
    reason = f"failed {delivery.attempts + 1} times in {lasted} while others came through: {failure.message}"
    count_failed(channel.name, "rejected")
    _log.error("deliver.gave_up", channel=channel.name, delivery=delivery.id, error=reason, fix=failure.fix)
    return reason


def note_failure(channel: Channel, leased: Leased, failure: DeliveryError, wait: float) -> None:
    """Logs and counts a failure that is tried again."""
    count_failed(channel.name, "broken" if failure.permanent else "retry")
    _log.warning(
        "deliver.failed",
        channel=channel.name,
        delivery=leased.delivery.id,
        error=failure.message,
        fix=failure.fix,
        permanent=failure.permanent,
        unsure=failure.unsure,
        wait=round(wait, 1),
    )
