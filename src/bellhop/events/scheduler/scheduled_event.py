"""An EventBridge rule with a schedule fired.

https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-rule-schedule.html
"""

from __future__ import annotations

from bellhop.arn import parse_arn
from bellhop.event import Event
from bellhop.events.console import escaped, page
from bellhop.events.layout import compose, links
from bellhop.events.picking import scalars
from bellhop.events.recognise import EventBridge
from bellhop.notification import Notification
from bellhop.reader import Reader

RECOGNISES = (EventBridge(source=("aws.events", "aws.scheduler"), detail_type="Scheduled Event"),)


def tell(event: Event, reader: Reader) -> Notification:
    """Says which rule fired."""
    rule = parse_arn(next(iter(event.resources), ""))
    name = rule.name if rule else "?"
    return compose(
        event,
        reader,
        kind="scheduler.scheduled_event",
        title=reader.say("Schedule {name} fired", "{name} 일정 실행", name=name),
        details=scalars(event.detail, limit=6),
        more=links(
            (reader.say("Rule", "규칙"), page(event.region, "events/home", f"/eventbus/default/rules/{escaped(name)}"))
        ),
    )
