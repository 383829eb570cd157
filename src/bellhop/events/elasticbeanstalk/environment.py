"""Something happened to an environment of Elastic Beanstalk: a deployment, its health, its instances.

https://docs.aws.amazon.com/elasticbeanstalk/latest/dg/using-features.managing.sns.html
"""

from __future__ import annotations

import re

from bellhop.event import Event
from bellhop.events.layout import clip, compose, links
from bellhop.events.picking import feeling
from bellhop.events.recognise import EventBridge, Prose
from bellhop.message import Tone
from bellhop.notification import Notification, Severity
from bellhop.payload import parse_time
from bellhop.reader import Reader

RECOGNISES = (
    EventBridge(source="aws.elasticbeanstalk", detail={"EnvironmentName": [{"exists": True}]}),
    Prose(subject=r"^AWS Elastic Beanstalk Notification"),
    Prose(text=r"\s*Timestamp: [^\n]+\nMessage: "),
)

_FIELD = re.compile(r"^([A-Z][\w ]{2,30}): +(\S.*)$", re.MULTILINE)


def tell(event: Event, reader: Reader) -> Notification:
    """Says what happened to which environment, in the words of Elastic Beanstalk, and how healthy it is."""
    fields = {label: value.strip() for label, value in _FIELD.findall(event.text)}
    detail = event.detail
    said = fields.get("Message", "") or detail.text("Message", default="?")
    name = fields.get("Environment", "") or detail.text("EnvironmentName", default="?")
    status = detail.text("Status", default="")
    bad = detail.text("Severity", default="") in ("ERROR", "FATAL") or "to Severe" in said or "to Degraded" in said
    return compose(
        event,
        reader,
        kind="elasticbeanstalk.environment",
        title=reader.say(
            "Beanstalk {name}: {said}", "Beanstalk {name}: {said}", name=name, said=clip(status or said, 200)
        ),
        feel=(Tone.BAD, Severity.HIGH) if bad or "ail" in said else feeling(said.rpartition(" to ")[2]),
        text=said if status or len(said) > 200 else "",
        details=(
            (
                reader.say("Application", "애플리케이션"),
                fields.get("Application", "") or detail.text("ApplicationName", default=""),
            ),
            (reader.say("Severity", "심각도"), detail.text("Severity", default="")),
            (reader.say("Process", "처리"), fields.get("NotificationProcessId", "")),
        ),
        more=links((reader.say("Environment", "환경"), fields.get("Environment URL", ""))),
        resource=name,
        at=parse_time(fields.get("Timestamp", "")) or detail.time("EventDate"),
    )
