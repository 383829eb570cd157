"""Run Command finished or failed on one instance or on all of them.

https://docs.aws.amazon.com/systems-manager/latest/userguide/monitoring-rc-notifications.html
"""

from __future__ import annotations

from bellhop.event import Event
from bellhop.events.condition import state_words
from bellhop.events.console import escaped, page
from bellhop.events.layout import compose, links
from bellhop.events.picking import feeling
from bellhop.events.recognise import Bare, EventBridge
from bellhop.message import Code
from bellhop.notification import Notification, Step
from bellhop.reader import Reader

RECOGNISES = (
    EventBridge(
        source="aws.ssm",
        detail_type=("EC2 Command Invocation Status-change Notification", "EC2 Command Status-change Notification"),
    ),
    Bare(keys=("commandId", "documentName", "status")),
)


def tell(event: Event, reader: Reader) -> Notification:
    """Says which document ran where, and how it ended."""
    detail = event.detail
    status = detail.text("status", default="?")
    document = detail.text("document-name", default="") or detail.text("documentName", default="?")
    instance = detail.text("instance-id", default="") or detail.text("instanceId", default="")
    command = detail.text("command-id", default="") or detail.text("commandId", default="")
    where = reader.say(" on {instance}", " ({instance})", instance=instance) if instance else ""
    commands = "\n".join(detail.texts("parameters", "commands"))
    return compose(
        event,
        reader,
        kind="ssm.command",
        title=reader.say(
            "Run Command {document}{where}: {status}",
            document=document,
            where=where,
            status=state_words(reader, status),
        ),
        feel=feeling(status),
        details=(
            (reader.say("Command", "명령"), command),
            (
                reader.say("Asked for", "요청 시각"),
                reader.moment(detail.time("requested-date-time") or detail.time("requestedDateTime")),
            ),
            (reader.say("Instances", "인스턴스"), ", ".join(detail.texts("instanceIds")[:10])),
        ),
        blocks=(Code(text=commands, fold=True),) if commands else (),
        more=links(
            (reader.say("Command", "명령"), page(event.region, f"systems-manager/run-command/{escaped(command)}"))
        ),
        thread=f"ssm:{command}" if command else "",
        step=Step.REPLY if instance else Step.UPDATE,
    )
