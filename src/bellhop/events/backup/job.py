"""AWS Backup began, finished or failed to back up, copy, restore or scan something.

https://docs.aws.amazon.com/aws-backup/latest/devguide/eventbridge.html
"""

from __future__ import annotations

from bellhop.arn import parse_arn
from bellhop.event import Event
from bellhop.events.condition import state_words
from bellhop.events.layout import compose
from bellhop.events.picking import feeling
from bellhop.events.recognise import EventBridge
from bellhop.notification import Notification, Step
from bellhop.reader import Reader

RECOGNISES = (
    EventBridge(
        source="aws.backup",
        detail_type=tuple(f"{sort} Job State Change" for sort in ("Backup", "Copy", "Restore", "Scan", "Report")),
    ),
)


def tell(event: Event, reader: Reader) -> Notification:
    """Says which job for which resource stands how, why it failed, and how much was moved."""
    detail = event.detail
    sort = event.detail_type.partition(" ")[0]
    state = detail.text("state", default="") or detail.text("status", default="?")
    target = detail.text("resourceArn", default="") or next(iter(event.resources), "")
    arn = parse_arn(target)
    values = {
        "sort": sort,
        "name": (arn.name if arn else target) or detail.text("resourceType", default="?"),
        "state": state_words(reader, state),
    }
    job = next(
        (text for key, value in detail.items() if key.endswith("JobId") and (text := value.text(default=""))), ""
    )
    size = detail.number("backupSizeInBytes", default=0)
    return compose(
        event,
        reader,
        kind="backup.job",
        title=reader.say("{sort} job for {name}: {state}", "{name} {sort} 작업: {state}", **values),
        feel=feeling(state),
        text=detail.text("statusMessage", default="").strip('"'),
        details=(
            (reader.say("Resource"), target),
            (reader.say("Type"), detail.text("resourceType", default="")),
            (
                reader.say("Vault", "볼트"),
                detail.text("backupVaultName", default="") or detail.text("destinationBackupVaultArn", default=""),
            ),
            (reader.say("Size"), reader.size(size) if size else ""),
            (reader.say("Scan result", "검사 결과"), detail.text("scanResult", "scanResultStatus", default="")),
            (reader.say("Began", "시작 시각"), reader.moment(detail.time("creationDate"))),
            (reader.say("Ended", "종료 시각"), reader.moment(detail.time("completionDate"))),
            (reader.say("Job", "작업"), job),
        ),
        resource=target,
        thread=f"backup:{job}" if job else "",
        step=Step.UPDATE,
    )
