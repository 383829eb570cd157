"""A plan, vault, recovery point or setting of AWS Backup changed.

https://docs.aws.amazon.com/aws-backup/latest/devguide/eventbridge.html
"""

from __future__ import annotations

from bellhop.arn import parse_arn
from bellhop.event import Event
from bellhop.events.condition import state_words
from bellhop.events.layout import compose
from bellhop.events.picking import feeling, scalars
from bellhop.events.recognise import EventBridge
from bellhop.notification import Notification
from bellhop.reader import Reader

RECOGNISES = (
    EventBridge(
        source="aws.backup",
        detail_type=tuple(
            f"{sort} State Change"
            for sort in ("Backup Plan", "Backup Vault", "Recovery Point", "Region Setting", "Framework", "Report Plan")
        ),
    ),
)


def tell(event: Event, reader: Reader) -> Notification:
    """Says what of AWS Backup changed, how it stands, and which resource a recovery point keeps."""
    detail = event.detail
    sort = event.detail_type.removesuffix(" State Change")
    state = detail.text("state", default="") or detail.text("status", default="?")
    arn = parse_arn(next(iter(event.resources), ""))
    name = (
        detail.text("backupVaultName", default="")
        or detail.text("backupPlanId", default="")
        or (arn.name if arn else "")
    )
    return compose(
        event,
        reader,
        kind="backup.change",
        title=f"{sort} {name}: {state_words(reader, state)}" if name else f"{sort}: {state_words(reader, state)}",
        feel=feeling(state),
        text=detail.text("statusMessage", default=""),
        details=(
            (reader.say("Resource"), detail.text("resourceArn", default="")),
            *scalars(detail, name, state, detail.text("resourceArn", default=""), limit=8),
        ),
    )
