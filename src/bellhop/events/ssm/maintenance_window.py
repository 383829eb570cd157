"""A maintenance window, or a task or target of one, changed its state.

https://docs.aws.amazon.com/systems-manager/latest/userguide/monitoring-eventbridge-events.html
"""

from __future__ import annotations

from bellhop.event import Event
from bellhop.events.condition import state_words
from bellhop.events.layout import compose
from bellhop.events.picking import feeling
from bellhop.events.recognise import EventBridge
from bellhop.notification import Notification, Step
from bellhop.reader import Reader

RECOGNISES = (
    EventBridge(
        source="aws.ssm",
        detail_type=(
            "Maintenance Window Execution State-change Notification",
            "Maintenance Window State-change Notification",
            "Maintenance Window Target Registration Notification",
            "Maintenance Window Task Execution State-change Notification",
            "Maintenance Window Task Registration Notification",
            "Maintenance Window Task Target Invocation State-change Notification",
        ),
    ),
)


def tell(event: Event, reader: Reader) -> Notification:
    """Says which part of which window stands how."""
    detail = event.detail
    status, window = detail.text("status", default="?"), detail.text("window-id", default="?")
    part = state_words(
        reader,
        event.detail_type.removeprefix("Maintenance Window ").partition(" Notification")[0].replace("State-change", ""),
    )
    return compose(
        event,
        reader,
        kind="ssm.maintenance_window",
        title=reader.say(
            "Maintenance window {window} {part}: {status}",
            "유지 관리 기간 {window} {part}: {status}",
            window=window,
            part=part,
            status=state_words(reader, status),
        ),
        feel=feeling(status),
        details=(
            (reader.say("Began", "시작 시각"), reader.moment(detail.time("start-time"))),
            (reader.say("Ended", "종료 시각"), reader.moment(detail.time("end-time"))),
            (reader.say("Owner", "소유자"), detail.text("owner-information", default="")),
            *(
                (key, detail.text(key, default=""))
                for key in ("window-target-id", "window-task-id", "window-execution-id")
            ),
        ),
        thread=f"ssm:{detail.text('window-execution-id', default='')}" if detail.has("window-execution-id") else "",
        step=Step.REPLY,
    )
