"""AWS Chatbot's five metrics as lines in the log that CloudWatch makes metrics of, a minute's worth at a time.

No permission and no call is needed where the log goes to CloudWatch Logs as JSON, as that of an ECS task does.
https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html
"""

from __future__ import annotations

import asyncio
import json
import sys
from collections.abc import Callable
from datetime import UTC, datetime

from bellhop.metrics import CHATBOT

_EVERY = 60.0


class Embedded:
    """Writes a line a minute for each channel in which something was counted.

    Args:
        namespace: of the metrics in CloudWatch.
        write: takes a line; None = standard error, as the log does.
    """

    def __init__(self, namespace: str, write: Callable[[str], object] | None = None) -> None:
        self._namespace = namespace
        self._write = write or _to_log
        self._told = _counts()

    async def run(self) -> None:
        """Writes until cancelled, and what is left then."""
        try:
            while True:
                await asyncio.sleep(_EVERY)
                self.tell(datetime.now(UTC))
        finally:
            self.tell(datetime.now(UTC))

    def tell(self, now: datetime) -> None:
        """Writes what was counted since the last time."""
        counts = _counts()
        for channel in sorted({channel for _, channel in counts}):
            more = {name: counts.get((name, channel), 0) - self._told.get((name, channel), 0) for name in CHATBOT}
            if any(more.values()):
                self._write(json.dumps(self._line(channel, more, now)))
        self._told = counts

    def _line(self, channel: str, more: dict[str, float], now: datetime) -> dict[str, object]:
        metrics = [{"Name": name, "Unit": "Count"} for name in more]
        directive = {"Namespace": self._namespace, "Dimensions": [["ConfigurationName"]], "Metrics": metrics}
        head = {"Timestamp": int(now.timestamp() * 1000), "CloudWatchMetrics": [directive]}
        return {"_aws": head, "ConfigurationName": channel, **more}


def _to_log(line: str) -> None:
    sys.stderr.write(f"{line}\n")


def _counts() -> dict[tuple[str, str], float]:
    """How often each was counted, by metric and channel."""
    return {
        (name, sample.labels["configuration_name"]): sample.value
        for name, counter in CHATBOT.items()
        for family in counter.collect()
        for sample in family.samples
        if sample.name.endswith("_total")
    }
