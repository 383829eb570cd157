"""AWS IoT Device Defender saw a thing behave as it should not, or behave again.

https://docs.aws.amazon.com/iot/latest/developerguide/device-defender-detect.html
"""

from __future__ import annotations

from bellhop.event import Event
from bellhop.events.condition import state_words
from bellhop.events.layout import compose
from bellhop.events.recognise import Bare
from bellhop.message import Tone
from bellhop.notification import Notification, Severity, Step
from bellhop.reader import Reader

RECOGNISES = (Bare(keys=("violationEventType", "thingName")),)


def tell(event: Event, reader: Reader) -> Notification:
    """Says which thing breaks which behavior of which profile, and with which value."""
    detail = event.detail
    kind = detail.text("violationEventType")
    value = next((inner.text(default="") or ", ".join(inner.texts()) for _, inner in detail.items("metricValue")), "")
    values = {
        "thing": detail.text("thingName"),
        "name": detail.text("behavior", "name", default="?"),
        "what": state_words(reader, kind),
    }
    over = kind != "in-alarm"
    return compose(
        event,
        reader,
        kind="iot.violation",
        title=reader.say("IoT thing {thing}, {name}: {what}", "IoT 사물 {thing} {name}: {what}", **values),
        feel=(Tone.GOOD, Severity.INFO) if over else (Tone.BAD, Severity.HIGH),
        details=(
            (reader.say("Profile", "보안 프로필"), detail.text("securityProfileName", default="")),
            (reader.say("Metric"), detail.text("behavior", "metric", default="")),
            (reader.say("Value", "값"), value),
        ),
        resource=values["thing"],
        thread=f"iot:{values['thing']}:{values['name']}",
        step=Step.CLOSE if over else Step.UPDATE,
        at=detail.time("violationEventTime"),
    )
