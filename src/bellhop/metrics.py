"""What Bellhop counts and measures, for Prometheus. What each means for a person stands in docs/operations.md."""

from __future__ import annotations

from functools import lru_cache
from typing import TypeVar

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram

REGISTRY = CollectorRegistry()
_QUICK = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30)
_PATIENT = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 1800, 7200)


def _counter(name: str, text: str, *labels: str) -> Counter:
    return Counter(f"bellhop_{name}", text, labels, registry=REGISTRY)


def _gauge(name: str, text: str, *labels: str) -> Gauge:
    return Gauge(f"bellhop_{name}", text, labels, registry=REGISTRY)


def _histogram(name: str, text: str, *labels: str, buckets: tuple[float, ...] = _QUICK) -> Histogram:
    return Histogram(f"bellhop_{name}", text, labels, registry=REGISTRY, buckets=buckets)


_Metric = TypeVar("_Metric", Counter, Gauge, Histogram)


@lru_cache(maxsize=4096)
def of(metric: _Metric, *labels: str) -> _Metric:
    """`metric.labels(…)`, looked up once: what every event is counted by would take 10 µs each time."""
    return metric.labels(*labels)


# In
EVENTS = _counter("events", "Envelopes accepted, by the door they came by.", "source")
REFUSED = _counter("refused", "Posts refused, by reason.", "reason")
BUSY = _counter("busy", "Posts that SNS was asked to send again, since the store could not take them.")
QUEUE_FAILURES = _counter("queue_failures", "Polls of a queue that failed, or whose messages could not be taken.")
PROBLEMS = _counter("event_problems", "Events that their module failed on and that were shown raw.", "type")

# Stages
STAGE_SECONDS = _histogram(
    "stage_seconds", "How long a stage took: tell, store, wait (in the outbox), send.", "stage", buckets=_PATIENT
)
TELLING, STORING, WAITING, SENDING = (STAGE_SECONDS.labels(stage=stage) for stage in ("tell", "store", "wait", "send"))
DELIVERY_SECONDS = _histogram(
    "delivery_seconds",
    "From the store to the screen: accepted until the platform took it.",
    "platform",
    buckets=_PATIENT,
)
COMMIT_SECONDS = _histogram("commit_seconds", "A transaction of the writer, with the sync to disk.")
COMMIT_WRITES = _histogram(
    "commit_writes", "Writes that shared a transaction.", buckets=(1, 2, 5, 10, 25, 50, 100, 500)
)
STORE_TROUBLE = _counter("store_trouble", "Transactions that the database refused: locked, full or gone.")

# Out
DELIVERIES = _counter(
    "deliveries", "Deliveries that ended or were put back, by what became of them.", "channel", "result"
)
BROKEN = _gauge("channel_broken", "1 while a channel is switched off.", "channel")
BACKLOG = _gauge("backlog", "Deliveries of a channel that wait or are being sent.", "channel")
BACKLOG_AGE = _gauge("backlog_age_seconds", "How long the oldest of them has waited.", "channel")
DEAD = _gauge("dead_letters", "Deliveries of a channel that were given up and can be sent again.", "channel")
LEASED = _gauge("channel_leased", "1 while a replica sends to a channel.", "channel")

# Commands
COMMANDS = _counter("commands", "Commands asked for, by verdict and outcome.", "verdict", "outcome")
DECISIONS = _counter(
    "decisions", "What the guardrails decided, by verdict and the kind of access.", "verdict", "access"
)
COMMAND_SECONDS = _histogram("command_seconds", "Time from a command to its answer.", buckets=_PATIENT)

# The store
REMOVED = _counter("removed", "Rows that were removed since they are kept no longer.", "table")
STORE_BYTES = _gauge("store_bytes", "What the store's rows take.")
STORE_UP = _gauge("store_up", "1 if the store could be read when this was asked.")

# The heartbeat
BEATS = _counter("heartbeats", "Heartbeats, by what became of them: sent, back, lost, failed.", "result")
BEAT_SECONDS = _gauge("heartbeat_seconds", "How long the newest heartbeat that came back was on its way.")
BEAT_BACK = _gauge("heartbeat_back_timestamp_seconds", "When a heartbeat came back last.")
BEAT_LOST = _gauge("heartbeat_lost", "1 while heartbeats do not come back.")

# What AWS Chatbot measures, with its names and its one dimension.
# https://docs.aws.amazon.com/chatbot/latest/adminguide/monitoring-cloudwatch.html
PROCESSED = _counter("chatbot_events_processed", "EventsProcessed: events for a channel.", "configuration_name")
THROTTLED = _counter(
    "chatbot_events_throttled",
    "EventsThrottled: events for a channel that came too fast to be sent one by one and are told by a digest.",
    "configuration_name",
)
UNSUPPORTED = _counter(
    "chatbot_unsupported_events",
    "UnsupportedEvents: events for a channel that have no layout of their own and were shown as they are.",
    "configuration_name",
)
SUCCESS = _counter(
    "chatbot_message_delivery_success", "MessageDeliverySuccess: messages that a channel took.", "configuration_name"
)
FAILURE = _counter(
    "chatbot_message_delivery_failure",
    "MessageDeliveryFailure: tries that a channel did not take.",
    "configuration_name",
)
CHATBOT = {
    "EventsThrottled": THROTTLED,
    "EventsProcessed": PROCESSED,
    "UnsupportedEvents": UNSUPPORTED,
    "MessageDeliverySuccess": SUCCESS,
    "MessageDeliveryFailure": FAILURE,
}
"""AWS Chatbot's five."""
