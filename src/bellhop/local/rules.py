"""EventBridge: which rules an event triggers, what they count, and that PutEvents never fails on a target.

https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-monitoring.html
"""

from __future__ import annotations

import json
import uuid
from datetime import datetime
from typing import TYPE_CHECKING, Any, cast

import structlog
from moto.events.exceptions import ValidationException

from bellhop.local.backends import ACCOUNT, backend
from bellhop.local.patterns import matches
from bellhop.local.times import now, seconds_z

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from bellhop.local.background import Background
    from bellhop.local.metrics import Counter
    from bellhop.local.targets import Targets

log = structlog.get_logger(__name__)

READ_ONLY_TOO = "ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS"
"""The state of a rule that also wants read-only management events."""

AT_ONCE = 10
"""PutEvents takes as many entries."""


class Rules:
    """Offers events to the rules of a bus, and counts."""

    def __init__(self, *, targets: Targets, background: Background, count: Counter) -> None:
        self._targets = targets
        self._background = background
        self._count = count
        self._listeners: list[Callable[[Mapping[str, Any]], None]] = []

    def listen(self, listener: Callable[[Mapping[str, Any]], None]) -> None:
        """Call a listener with every event that a default bus is offered, as AWS's own services hear them."""
        self._listeners.append(listener)

    def put(
        self,
        region: str,
        event: Mapping[str, Any],
        *,
        bus: str = "default",
        account: str = ACCOUNT,
        read_only_management: bool = False,
    ) -> None:
        """Offer an event to each rule of a bus; `read_only_management` ones only to the rules that want them."""
        if bus == "default":
            self._let_hear(event)
        for rule in list(backend("events", region, account).event_buses[bus].rules.values()):
            if not read_only_management or rule.state == READ_ONLY_TOO:
                try:
                    self._offer(rule, event)
                except Exception:
                    log.exception("a rule could not be asked", rule=rule.name, pattern=rule.event_pattern.dump())

    def _let_hear(self, event: Mapping[str, Any]) -> None:
        for listener in self._listeners:
            try:
                listener(event)
            except Exception:
                log.exception("an event could not be heard", detail_type=event["detail-type"])

    def _offer(self, rule: Any, event: Mapping[str, Any]) -> None:
        written_pattern = rule.event_pattern.dump()
        if rule.state not in ("ENABLED", READ_ONLY_TOO) or not written_pattern:
            return
        if not matches(json.loads(written_pattern), event):
            return
        dimensions = {"RuleName": str(rule.name)}
        if rule.event_bus_name != "default":
            dimensions["EventBusName"] = str(rule.event_bus_name)
        self._metric(rule, "MatchedEvents", dimensions)
        self._metric(rule, "TriggeredRules", dimensions)
        for target in list(rule.targets):
            self._metric(rule, "Invocations", dimensions)
            self._background.submit(f"rule {rule.name}", _delivery(self, rule, target, event, dimensions))

    def deliver(
        self, rule: Any, target: Mapping[str, Any], event: Mapping[str, Any], dimensions: Mapping[str, str]
    ) -> None:
        """Bring an event to one target; one that can't be reached counts as a failed invocation."""
        try:
            self._targets.deliver(rule, target, event)
        except Exception:
            log.exception("a rule's target failed", rule=rule.name, target=target["Arn"])
            self._metric(rule, "FailedInvocations", dimensions)

    def _metric(self, rule: Any, name: str, dimensions: Mapping[str, str]) -> None:
        self._count(rule.region_name, "AWS/Events", name, dimensions, account=rule.account_id)

    def send_to_targets(self, _: Callable[..., Any]) -> Callable[..., Any]:
        """Make what moto's `Rule.send_to_targets` is replaced with; replays of archives come this way."""

        def send_to_targets(rule: Any, original_event: Mapping[str, Any], transform_input: bool = True) -> None:  # noqa: ARG001  # moto's signature
            self._offer(rule, original_event)

        return send_to_targets

    def put_events(self, _: Callable[..., Any]) -> Callable[..., Any]:
        """Make what moto's PutEvents is replaced with."""

        def put_events(events: Any, entries: list[dict[str, Any]]) -> list[dict[str, str]]:
            if len(entries) > AT_ONCE:
                raise ValidationException(
                    "1 validation error detected: Value '[PutEventsRequestEntry]' at 'entries' failed to satisfy "
                    "constraint: Member must have length less than or equal to 10"
                )
            return [self._entry(events, entry) for entry in entries]

        return put_events

    def _entry(self, events: Any, entry: Mapping[str, Any]) -> dict[str, str]:
        for key in ("Source", "DetailType", "Detail"):
            if not entry.get(key):
                why = f"Parameter {key} is not valid. Reason: {key} is a required argument."
                return {"ErrorCode": "InvalidArgument", "ErrorMessage": why}
        detail = _object(entry["Detail"])
        if detail is None:
            return {"ErrorCode": "MalformedDetail", "ErrorMessage": "Detail is malformed."}
        bus = events.describe_event_bus(str(entry.get("EventBusName") or "default").rpartition("/")[2])
        event: dict[str, Any] = {
            "version": "0",
            "id": str(uuid.uuid4()),
            "detail-type": entry["DetailType"],
            "source": entry["Source"],
            "account": events.account_id,
            "time": _time(entry.get("Time")),
            "region": events.region_name,
            "resources": entry.get("Resources") or [],
            "detail": detail,
        }
        self.put(events.region_name, event, bus=bus.name, account=events.account_id)
        return {"EventId": event["id"]}


def _delivery(
    rules: Rules, rule: Any, target: Mapping[str, Any], event: Mapping[str, Any], dimensions: Mapping[str, str]
) -> Callable[[], None]:
    return lambda: rules.deliver(rule, target, event, dimensions)


def _object(text: str) -> dict[str, Any] | None:
    try:
        value = json.loads(text)
    except ValueError:
        return None
    return cast("dict[str, Any]", value) if isinstance(value, dict) else None


def _time(time: Any) -> str:
    if isinstance(time, (int, float)):
        time = datetime.fromtimestamp(time, tz=now().tzinfo)
    return seconds_z(time) if isinstance(time, datetime) else str(time or seconds_z(now()))
