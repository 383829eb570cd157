"""Alerts by Alertmanager, of Amazon Managed Service for Prometheus or of anybody's own."""

from __future__ import annotations

from bellhop.event import Event
from bellhop.events.layout import clip, compose, links
from bellhop.message import Tone
from bellhop.notification import Notification, Severity, Step
from bellhop.reader import Reader


def of_document(event: Event, reader: Reader) -> Notification:
    """What its webhook and its JSON template say: the same, taken apart already."""
    detail, common = event.detail, event.detail.at("commonLabels")
    firing = detail.text("status", default="") == "firing"
    alerts = [*detail.each("alerts")]
    names = dict.fromkeys(alert.text("labels", "alertname", default="") for alert in alerts)
    name = ", ".join(filter(None, names)) or common.text("alertname", default="") or reader.say("alert", "알림")
    said = dict.fromkeys(
        alert.text("annotations", key, default="") for alert in alerts for key in ("summary", "description")
    )
    levels = dict.fromkeys(alert.text("labels", "severity", default="") for alert in alerts)
    title = ("FIRING: {name}", "발생: {name}") if firing else ("RESOLVED: {name}", "해결: {name}")
    return compose(
        event,
        reader,
        kind="prometheus.alert",
        title=reader.say(*title, name=name),
        feel=(Tone.BAD, Severity.HIGH) if firing else (Tone.GOOD, Severity.INFO),
        text="\n".join(clip(line, 600) for line in list(filter(None, said))[:5]),
        details=(
            (reader.say("Severity", "심각도"), ", ".join(filter(None, levels))),
            (reader.say("Began", "시작 시각"), reader.moment(alerts[0].time("startsAt")) if alerts else ""),
            *(
                (label, value.text(default=""))
                for label, value in [*common.items()][:8]
                if label not in ("alertname", "severity")
            ),
            (reader.say("Alerts", "알림 수"), str(len(alerts)) if len(alerts) > 1 else ""),
        ),
        more=links(
            *((reader.say("Source", "원본"), alert.text("generatorURL", default="")) for alert in alerts[:3]),
            ("Alertmanager", detail.text("externalURL", default="")),
        ),
        resource=name,
        thread=f"prometheus:{event.topic}:{detail.text('groupKey', default=name)}",
        step=Step.OPEN if firing else Step.CLOSE,
    )
