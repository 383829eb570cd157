"""What a failed send means for its channel: how long it waits, when others go first, what is logged and counted."""

from __future__ import annotations

import random
import uuid
from datetime import UTC, datetime, timedelta

import structlog

from bellhop.channel import Channel
from bellhop.delivery import Delivery
from bellhop.errors import DeliveryError
from bellhop.message import Message, Text, Tone, facts
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
    if failure.permanent or failure.retry_after is not None or leased.since is None:
        return False
    return datetime.now(UTC) - leased.since > patience


def hopeless(channel: Channel, leased: Leased, failure: DeliveryError) -> str:
    """Why a delivery ends as a dead letter, or empty if it is to be tried again.

    A channel that is of no use is switched off, and its deliveries wait: no patience counts then.
    """
    if failure.rejected:
        return failure.message
    lasted = datetime.now(UTC) - (leased.since or datetime.now(UTC))
    if failure.permanent or not channel.patience or lasted <= channel.patience:
        return ""
    maybe = "; it may have been posted all the same" if failure.unsure or leased.unsure else ""
    return f"failed {leased.delivery.attempts + 1} times in {Reader().duration(lasted)}: {failure.message}{maybe}"


NOTICE = "bellhop.dead_letter"


def dead_letter_notice(channel: Channel, dead: Delivery, reason: str) -> Delivery | None:
    """What tells a channel that it did not get something; None of such a notice itself."""
    if dead.type == NOTICE:
        return None
    reader = Reader(locale=channel.locale, timezone=channel.timezone)
    message = Message(
        title=reader.say("A message could not be posted here", "여기에 올리지 못한 메시지가 있습니다"),
        tone=Tone.WARN,
        blocks=(
            Text(text=dead.message.title),
            facts((reader.say("Reason", "이유"), reason)),
            Text(
                text=reader.say(
                    "It is kept. To send it again: bellhop deliveries retry {id}",
                    "메시지는 보관되어 있습니다. 다시 보내려면: bellhop deliveries retry {id}",
                    id=dead.id,
                ),
                small=True,
            ),
        ),
    )
    return Delivery(id=str(uuid.uuid4()), channel=dead.channel, type=NOTICE, message=message)


def gave_up(channel: Channel, stuck: Leased, failure: DeliveryError, now: datetime) -> str:
    """Logs and counts that a stuck delivery becomes a dead letter; gives the reason."""
    delivery = stuck.delivery
    lasted = Reader().duration(now - (stuck.since or now))
    reason = f"failed {delivery.attempts + 1} times in {lasted} while others came through: {failure.message}"
    count_failed(channel.name, "rejected")
    _log.error("deliver.gave_up", channel=channel.name, delivery=delivery.id, error=reason, fix=failure.fix)
    return reason


def note_dead(channel: Channel, dead: Delivery, failure: DeliveryError, reason: str) -> None:
    """Logs and counts a dead letter."""
    count_failed(channel.name, "rejected")
    _log.error("deliver.rejected", channel=channel.name, delivery=dead.id, error=reason, fix=failure.fix)


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
