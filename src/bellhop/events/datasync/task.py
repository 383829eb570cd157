"""A task of AWS DataSync, or a run of one, or an agent or location changed its state.

https://docs.aws.amazon.com/datasync/latest/userguide/monitoring-overview.html
"""

from __future__ import annotations

from bellhop.arn import parse_arn
from bellhop.event import Event
from bellhop.events.condition import state_words
from bellhop.events.console import escaped, page
from bellhop.events.layout import compose, links
from bellhop.events.picking import feeling
from bellhop.events.recognise import EventBridge
from bellhop.notification import Notification, Step
from bellhop.reader import Reader

RECOGNISES = (
    EventBridge(
        source="aws.datasync",
        detail_type=(
            "DataSync Agent State Change",
            "DataSync Location State Change",
            "DataSync Task Execution State Change",
            "DataSync Task State Change",
        ),
    ),
)


def tell(event: Event, reader: Reader) -> Notification:
    """Says what of DataSync stands how, and leads to the task."""
    state = event.detail.text("State", default="?")
    arn = parse_arn(next(iter(event.resources), ""))
    name = arn.name if arn else "?"
    sort = event.detail_type.removeprefix("DataSync ").removesuffix(" State Change").lower()
    return compose(
        event,
        reader,
        kind="datasync.task",
        title=reader.say("DataSync {sort} {name}: {state}", sort=sort, name=name, state=state_words(reader, state)),
        feel=feeling(state),
        more=links(
            (
                reader.say("Task", "작업"),
                page(event.region, "datasync/home", f"/tasks/{escaped(name.partition('/')[0])}"),
            )
        ),
        thread=next(iter(event.resources), ""),
        step=Step.UPDATE,
    )
