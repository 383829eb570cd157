"""What Bellhop counts, for Prometheus."""

from __future__ import annotations

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram

REGISTRY = CollectorRegistry()

EVENTS = Counter("bellhop_events", "Envelopes accepted, by the door they came by.", ["source"], registry=REGISTRY)
REFUSED = Counter("bellhop_refused", "Posts refused, by reason.", ["reason"], registry=REGISTRY)
PROBLEMS = Counter(
    "bellhop_event_problems", "Events that their module failed on and that were shown raw.", ["type"], registry=REGISTRY
)
DELIVERIES = Counter(
    "bellhop_deliveries",
    "Deliveries that ended or were put back, by what became of them.",
    ["channel", "result"],
    registry=REGISTRY,
)
BROKEN = Gauge("bellhop_channel_broken", "1 while a channel is switched off.", ["channel"], registry=REGISTRY)
COMMANDS = Counter(
    "bellhop_commands", "Commands asked for, by verdict and outcome.", ["verdict", "outcome"], registry=REGISTRY
)
REMOVED = Counter(
    "bellhop_removed", "Rows that were removed since they are kept no longer.", ["table"], registry=REGISTRY
)
STORE_BYTES = Gauge("bellhop_store_bytes", "What the store's rows take.", registry=REGISTRY)
COMMAND_SECONDS = Histogram("bellhop_command_seconds", "Time from a command to its answer.", registry=REGISTRY)
