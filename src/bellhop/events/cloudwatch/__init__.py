"""An alarm's condition and figures in words, and what metric and composite alarms have in common.

https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/AlarmThatSendsEmail.html
"""

from __future__ import annotations

import re
from datetime import timedelta

from bellhop.event import Event
from bellhop.events.alarms import Alarm, metrics
from bellhop.events.console import alarm as alarm_page
from bellhop.events.layout import clip, footer, links, whole
from bellhop.events.places import in_place
from bellhop.message import Action, Block, Fact, Link, Message, Text, Tone, facts
from bellhop.notification import Notification, Severity, Step
from bellhop.reader import Reader

_SIGNS = {
    "GreaterThanThreshold": ">",
    "GreaterThanOrEqualToThreshold": "≥",
    "LessThanThreshold": "<",
    "LessThanOrEqualToThreshold": "≤",
    "greater than": ">",
    "greater than or equal to": "≥",
    "less than": "<",
    "less than or equal to": "≤",
}
_BANDS = {
    "LessThanLowerOrGreaterThanUpperThreshold": ("outside the expected band", "예상 범위 벗어남"),
    "LessThanLowerThreshold": ("below the expected band", "예상 범위 미만"),
    "GreaterThanUpperThreshold": ("above the expected band", "예상 범위 초과"),
}
_REASON = re.compile(
    r"Thresholds? Crossed: (?:(?P<of>\d+) out of the last (?P<last>\d+)|(?P<lone>\d+)) datapoints?"
    r"(?: \[(?P<values>[^\]]*)\])? (?:was|were) (?:not )?"
    r"(?P<sign>greater than or equal to|greater than|less than or equal to|less than) the (?P<band>lower |upper )?"
    r"thresholds? [(\[](?P<threshold>[^)\]]+)[)\]](?:.*?minimum (?P<minimum>\d+) datapoint)?"
)


def condition(alarm: Alarm, reader: Reader) -> str:
    """When the alarm goes off: `Invocations > 0 for 1 datapoint within 1 min`; empty where nothing tells."""
    compared = _compared(alarm, reader)
    if not compared:
        return ""
    trigger, found = alarm.definition, _REASON.match(alarm.reason)
    watched = metrics(alarm)
    what = f"{(watched[0].name if watched else '') or reader.say('metric', '지표')} {compared}"
    last = whole(trigger.number("EvaluationPeriods", default=0)) or _counted(found, "last")
    needed = whole(trigger.number("DatapointsToAlarm", default=0)) or _counted(found, "minimum") or last
    periods = (trigger.number("Period", default=0), *(metric.period for metric in watched))
    period = next(filter(None, periods), 0) or alarm.data.number("period", default=0)
    if not last or not period:
        return what
    return _over(what, needed, last, reader.duration(timedelta(seconds=min(last * period, 864000))), reader)


def _compared(alarm: Alarm, reader: Reader) -> str:
    """What the figure is held against, `> 0` or `outside the expected band`; empty where nothing tells."""
    found = _REASON.match(alarm.reason)
    comparison = alarm.definition.text("ComparisonOperator", default="")
    band = _BANDS.get(comparison)
    if band or (found and found["band"]):
        return reader.say(*(band or _BANDS["LessThanLowerOrGreaterThanUpperThreshold"]))
    sign = _SIGNS.get(comparison) or (_SIGNS[found["sign"]] if found else "")
    threshold = alarm.definition.text("Threshold", default="") or alarm.data.text("threshold", default="")
    threshold = threshold or (found["threshold"] if found else "")
    return f"{sign} {_plain(threshold)}" if sign and threshold else ""


def _counted(found: re.Match[str] | None, name: str) -> int:
    return int(found[name] or 0) if found else 0


def _over(what: str, needed: int, last: int, window: str, reader: Reader) -> str:
    if needed == last == 1:
        return reader.say(
            "{what} for 1 datapoint within {window}",
            "{what} ({window} 동안 데이터 포인트 1개)",
            what=what,
            window=window,
        )
    some = reader.say("{needed} of {last}", "{last}개 중 {needed}", needed=needed, last=last)
    return reader.say(
        "{what} for {points} datapoints within {window}",
        "{what} ({window} 동안 데이터 포인트 {points}개)",
        what=what,
        points=f"{needed}" if needed == last else some,
        window=window,
    )


def _plain(number: str) -> str:
    return number.removesuffix(".0")


def value(alarm: Alarm) -> str:
    """The newest figures that decided, `1` or `45.2, 44.9`; empty where not told."""
    found = _REASON.match(alarm.reason)
    figures = [item.text(default="") for item in alarm.data.each("recentDatapoints")][-3:]
    if not figures and found and found["values"]:
        figures = re.findall(r"(-?[\d.]+(?:[eE][-+]?\d+)?) \(", found["values"])[:3]
    return ", ".join(_plain(figure) for figure in figures if figure)


_TONES = {"ALARM": Tone.BAD, "OK": Tone.GOOD, "INSUFFICIENT_DATA": Tone.WARN}
_SEVERITIES = {"ALARM": Severity.HIGH, "OK": Severity.INFO, "INSUFFICIENT_DATA": Severity.LOW}
_STEPS = {"ALARM": Step.OPEN, "OK": Step.CLOSE}


def told(
    event: Event,
    reader: Reader,
    *,
    kind: str,
    alarm: Alarm,
    details: tuple[Fact | tuple[str, str] | None, ...],
    blocks: tuple[Block, ...] = (),
    more: tuple[Link, ...] = (),
    actions: tuple[Action, ...] = (),
) -> Notification:
    """The notification of an alarm: what metric and composite alarms have in common around their own facts."""
    state = alarm.state
    title = f'{state or reader.say("Alarm", "경보")}: "{alarm.name}"{in_place(alarm.region, reader)}'
    message = Message(
        title=clip(title, 300),
        tone=_TONES.get(state, Tone.INFO),
        blocks=(
            *((Text(text=alarm.description),) if alarm.description else ()),
            facts(
                *details,
                (reader.say("Since", "시작"), reader.moment(alarm.since)),
                (reader.say("Before", "이전 상태"), _before(alarm, reader)),
                (reader.say("Actions held back", "보류된 작업"), alarm.quiet),
            ),
            *blocks,
            *((Text(text=alarm.reason),) if alarm.reason else ()),
        ),
        links=(*links((reader.say("Alarm", "경보"), alarm_page(alarm.region, alarm.name))), *more),
        actions=actions,
        footer=footer(event, reader),
    )
    return Notification(
        type=kind,
        message=message,
        severity=_SEVERITIES.get(state, Severity.LOW),
        resource=alarm.arn,
        thread=alarm.arn,
        step=_STEPS.get(state, Step.UPDATE),
        at=alarm.since or event.time,
    )


def _before(alarm: Alarm, reader: Reader) -> str:
    """The state before, and how long it had held where that is known."""
    if not alarm.since or not alarm.before_since or alarm.before_since >= alarm.since:
        return alarm.before
    span = reader.duration(alarm.since - alarm.before_since)
    return reader.say("{state} for {span}", "{span} 동안 {state}", state=alarm.before, span=span)
