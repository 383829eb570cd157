"""Alertmanager fires or resolves alerts, in the text that it writes to a topic by default, or as JSON.

https://docs.aws.amazon.com/prometheus/latest/userguide/AMP-alertmanager-receiver.html
https://docs.aws.amazon.com/prometheus/latest/userguide/AMP-alertmanager-receiver-JSON.html
"""

from __future__ import annotations

import re

from bellhop.event import Event, Form
from bellhop.events.layout import compose, links
from bellhop.events.prometheus import of_document
from bellhop.events.recognise import Bare, Prose
from bellhop.message import Code, Tone
from bellhop.notification import Notification, Severity, Step
from bellhop.reader import Reader

RECOGNISES = (
    Prose(text=r"\s*(?:Alerts (?:Firing|Resolved):|\[(?:FIRING|RESOLVED)(?::\d+)?\])"),
    Bare(keys=("alerts", "status"), where={"status": ["firing", "resolved"]}),
)

_NAME = re.compile(r"^ *-? *alertname *= *(\S.*)$", re.MULTILINE)
_SEVERITY = re.compile(r"^ *-? *severity *= *(\S.*)$", re.MULTILINE)
_SUMMARY = re.compile(r"^ *-? *(?:summary|description|message) *= *(\S.*)$", re.MULTILINE)
_SOURCE = re.compile(r"^ *Source: *(https?://\S+)", re.MULTILINE)


def tell(event: Event, reader: Reader) -> Notification:
    """Says which alerts fire or are over, with their annotations and labels."""
    if event.form is Form.JSON:
        return of_document(event, reader)
    text = event.text.strip()
    firing = text.startswith(("Alerts Firing", "[FIRING"))
    names = _found(_NAME, text)
    said = _found(_SUMMARY, text)
    name = ", ".join(names) or event.subject or reader.say("alert", "알림")
    return compose(
        event,
        reader,
        kind="prometheus.alert",
        title=reader.say("FIRING: {name}", "발생: {name}", name=name)
        if firing
        else reader.say("RESOLVED: {name}", "해결: {name}", name=name),
        feel=(Tone.BAD, Severity.HIGH) if firing else (Tone.GOOD, Severity.INFO),
        text="\n".join(said),
        details=((reader.say("Severity", "심각도"), ", ".join(_found(_SEVERITY, text))),),
        blocks=(Code(text=text, fold=True),),
        more=links(*((reader.say("Source", "원본"), url) for url in _SOURCE.findall(text)[:3])),
        resource=name,
        thread=f"prometheus:{event.topic}:{name}",
        step=Step.OPEN if firing else Step.CLOSE,
    )


def _found(pattern: re.Pattern[str], text: str) -> list[str]:
    return list(dict.fromkeys(value.strip() for value in pattern.findall(text)))
