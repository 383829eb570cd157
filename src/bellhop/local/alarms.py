"""CloudWatch alarms that are evaluated: one thread looks at each alarm, on every new datum and on a steady tick.

A period of an alarm lasts `period / speed` seconds here, and its windows end now: an upload turns the seed's alarm
at once, and it recovers one (shortened) period later. AWS aligns periods to the clock and looks once a minute.
"""

from __future__ import annotations

import json
import threading
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

import structlog

from bellhop.local import alarm_messages, metrics
from bellhop.local.alarm_messages import Change
from bellhop.local.backends import backend, backends
from bellhop.local.evaluation import Condition, Datapoint, judge
from bellhop.local.times import millis_offset, naive_utc, now

if TYPE_CHECKING:
    from collections.abc import Callable

    from bellhop.local.rules import Rules

log = structlog.get_logger(__name__)

TICK = 0.2
"""Seconds between looks at the alarms when no datum comes."""


class Alarms:
    """The evaluator, and the patches by which it hears of data and alarms.

    Args:
        rules: EventBridge, which is told of each change.
        speed: how many seconds of an alarm's period pass in one second; 1.0 is AWS's pace.
    """

    def __init__(self, *, rules: Rules, speed: float) -> None:
        self._rules = rules
        self._speed = speed
        self._news = threading.Event()
        self._stopping = False
        self._lock = threading.RLock()
        self._thread = threading.Thread(target=self._run, name="local-aws-alarms", daemon=True)

    def start(self) -> None:
        """Begin to evaluate."""
        self._thread.start()

    def stop(self) -> None:
        """End, after the look that is under way."""
        self._stopping = True
        self._news.set()
        self._thread.join()

    def put_metric_data(self, original: Callable[..., Any]) -> Callable[..., Any]:
        """Keep the data for the alarms and wake the evaluator."""

        def put_metric_data(cloudwatch: Any, namespace: str, metric_data: list[dict[str, Any]]) -> None:
            original(cloudwatch, namespace, metric_data)
            metrics.keep(cloudwatch, namespace, metric_data)
            self._news.set()

        return put_metric_data

    def put_metric_alarm(self, original: Callable[..., Any]) -> Callable[..., Any]:
        """Begin a new alarm as INSUFFICIENT_DATA; leave the state of one that is only changed."""

        def put_metric_alarm(cloudwatch: Any, name: str, *args: Any, **kwargs: Any) -> Any:
            with self._lock:
                before = cloudwatch.alarms.get(name)
                alarm = original(cloudwatch, name, *args, **kwargs)
                alarm.state_value = "INSUFFICIENT_DATA"
                if before:
                    for kept in ("state_value", "state_reason", "state_reason_data", "state_updated_timestamp"):
                        setattr(alarm, kept, getattr(before, kept))
                    alarm.history = before.history
                if alarm.rule or alarm.metric_data_queries:
                    log.warning("the local AWS does not evaluate composite and metric math alarms", alarm=name)
            self._news.set()
            return alarm

        return put_metric_alarm

    def set_alarm_state(self, original: Callable[..., Any]) -> Callable[..., Any]:
        """Fire the actions of the new state, and leave it for one period unless new data says otherwise."""

        def set_alarm_state(cloudwatch: Any, alarm_name: str, reason: str, reason_data: str, state_value: str) -> None:
            with self._lock:
                alarm = cloudwatch.alarms.get(alarm_name)
                change = self._change(cloudwatch, alarm) if alarm else None
                original(cloudwatch, alarm_name, reason, reason_data, state_value)
                alarm.held_since = naive_utc(now())
                if change and change.old_state != state_value:
                    self._tell(change)

        return set_alarm_state

    def _run(self) -> None:
        while not self._stopping:
            self._news.wait(TICK)
            self._news.clear()
            for cloudwatch in backends("cloudwatch"):
                for alarm in list(cloudwatch.alarms.values()):
                    self._look(cloudwatch, alarm)

    def _look(self, cloudwatch: Any, alarm: Any) -> None:
        if alarm.rule or alarm.metric_data_queries or getattr(alarm, "given_up", False):
            return
        try:
            with self._lock:
                if cloudwatch.alarms.get(alarm.name) is alarm:
                    self._evaluate(cloudwatch, alarm)
        except Exception:
            alarm.given_up = True  # until it is changed: one entry in the log is enough
            log.exception("an alarm can't be evaluated", alarm=alarm.name)

    def _evaluate(self, cloudwatch: Any, alarm: Any) -> None:
        at = naive_utc(now())
        which = metrics.series(alarm.namespace, alarm.metric_name, [(d.name, d.value) for d in alarm.dimensions])
        length = timedelta(seconds=float(alarm.period) / self._speed)
        held: datetime | None = getattr(alarm, "held_since", None)
        if held and at < held + length and not metrics.between(cloudwatch, which, held, at, alarm.unit):
            return
        points: list[Datapoint] = []
        for number in range(int(alarm.evaluation_periods)):
            end = at - number * length
            samples = metrics.between(cloudwatch, which, end - length, end, alarm.unit)
            name = alarm.extended_statistic or alarm.statistic
            value = metrics.statistic(samples, name) if samples else None
            points.append(Datapoint(start=end - length, value=value, samples=sum(s.count for s in samples)))
        verdict = judge(_condition(alarm), points, alarm.state_value)
        if verdict.state == alarm.state_value:
            return
        change = self._change(cloudwatch, alarm)
        alarm.update_state(verdict.reason, _reason_data(alarm, points, at), verdict.state)
        self._tell(change)

    def _change(self, cloudwatch: Any, alarm: Any) -> Change:
        return Change(
            alarm=alarm,
            account=cloudwatch.account_id,
            old_state=alarm.state_value,
            old_reason=alarm.state_reason,
            old_reason_data=alarm.state_reason_data,
            old_time=alarm.state_updated_timestamp,
        )

    def _tell(self, change: Change) -> None:
        alarm = change.alarm
        self._rules.put(alarm.region_name, alarm_messages.event(change), account=change.account)
        if not alarm.actions_enabled:
            return
        actions = {"ALARM": alarm.alarm_actions, "OK": alarm.ok_actions}.get(
            alarm.state_value, alarm.insufficient_data_actions
        )
        for action in actions:
            try:
                _act(action, change)
            except Exception:
                log.exception("an alarm action failed", alarm=alarm.name, action=action)


def _act(action: str, change: Change) -> None:
    service, region, account = action.split(":")[2:5]
    if service != "sns":
        log.warning("the local AWS knows only SNS as an alarm action", alarm=change.alarm.name, action=action)
        return
    backend("sns", region, account).publish(
        alarm_messages.sns_message(change), arn=action, subject=alarm_messages.subject(change.alarm)
    )


def _condition(alarm: Any) -> Condition:
    return Condition(
        comparison=alarm.comparison_operator,
        threshold=float(alarm.threshold),
        periods=int(alarm.evaluation_periods),
        needed=int(alarm.datapoints_to_alarm or alarm.evaluation_periods),
        missing=alarm.treat_missing_data or "missing",
    )


def _reason_data(alarm: Any, points: list[Datapoint], at: datetime) -> str:
    present = [p for p in points if p.value is not None]
    return json.dumps(
        {
            "version": "1.0",
            "queryDate": millis_offset(at),
            **({"startDate": millis_offset(present[-1].start)} if present else {}),
            **({"unit": alarm.unit} if alarm.unit else {}),
            "statistic": alarm.extended_statistic or alarm.statistic,
            "period": int(alarm.period),
            "recentDatapoints": [p.value for p in reversed(present)],
            "threshold": float(alarm.threshold),
            "evaluatedDatapoints": [
                {"timestamp": millis_offset(p.start)}
                | ({"sampleCount": p.samples, "value": p.value} if p.value is not None else {})
                for p in points
            ],
        },
        separators=(",", ":"),
    )
