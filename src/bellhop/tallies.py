"""What a send is measured and counted by: how long it waited and took, what became of it, its part of the trace."""

from __future__ import annotations

from collections.abc import Generator
from contextlib import contextmanager
from datetime import UTC, datetime
from time import monotonic

from bellhop import tracing
from bellhop.channel import Channel
from bellhop.metrics import BROKEN, DELIVERIES, DELIVERY_SECONDS, FAILURE, SENDING, SUCCESS, WAITING, of
from bellhop.store.outbox import Leased


@contextmanager
def measured(leased: Leased, channel: Channel) -> Generator[None]:
    """Measures a try to send a delivery, and traces it: its wait in the outbox, if it is the first, and the send."""
    began, first, trace = monotonic(), leased.delivery.attempts <= 1, leased.delivery.trace
    if first:
        WAITING.observe(_since(leased.accepted))
        tracing.begin("wait", trace, since=leased.accepted).end()
    span = tracing.begin("deliver", trace, delivery=leased.delivery.id, channel=channel.name, platform=channel.platform)
    try:
        yield
    except BaseException as error:
        span.end(str(error) or type(error).__name__)
        raise
    span.end()
    SENDING.observe(monotonic() - began)
    of(DELIVERY_SECONDS, channel.platform).observe(_since(leased.accepted))


def count_sent(channel: str) -> None:
    """Counts a message that was posted and noted."""
    of(DELIVERIES, channel, "sent").inc()
    of(SUCCESS, channel).inc()
    of(BROKEN, channel).set(0)


def count_failed(channel: str, result: str) -> None:
    """Counts a try that failed: retry, broken, or rejected for good."""
    DELIVERIES.labels(channel, result).inc()
    FAILURE.labels(channel).inc()
    if result == "broken":
        BROKEN.labels(channel).set(1)


def _since(moment: datetime) -> float:
    """Seconds since a moment; a clock that jumped back makes none of them negative."""
    return max(0.0, (datetime.now(UTC) - moment).total_seconds())
