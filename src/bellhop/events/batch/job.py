"""A job in AWS Batch was queued, runs, succeeded or failed, or a queue is blocked.

https://docs.aws.amazon.com/batch/latest/userguide/batch_cwe_events.html
"""

from __future__ import annotations

from bellhop.event import Event
from bellhop.events.condition import state_words
from bellhop.events.console import escaped, page
from bellhop.events.layout import compose, links
from bellhop.events.picking import feeling
from bellhop.events.recognise import EventBridge
from bellhop.notification import Notification, Step
from bellhop.reader import Reader

RECOGNISES = (EventBridge(source="aws.batch", detail_type=("Batch Job Queue Blocked", "Batch Job State Change")),)


def tell(event: Event, reader: Reader) -> Notification:
    """Says which job stands how, why, with which exit code, after how many attempts."""
    detail = event.detail
    name, status = detail.text("jobName", default="?"), detail.text("status", default="?")
    attempts = [*detail.each("attempts")]
    container = attempts[-1].at("container") if attempts else detail.at("container")
    log = container.text("logStreamName", default="") or detail.text("container", "logStreamName", default="")
    job = detail.text("jobId", default="")
    return compose(
        event,
        reader,
        kind="batch.job",
        title=reader.say(
            "Batch job {name}: {state}", "Batch 작업 {name}: {state}", name=name, state=state_words(reader, status)
        ),
        feel=feeling(status),
        text=detail.text("statusReason", default=""),
        details=(
            (reader.say("Reason"), container.text("reason", default="")),
            (reader.say("Exit code", "종료 코드"), container.text("exitCode", default="")),
            (reader.say("Attempts", "시도 횟수"), str(len(attempts)) if attempts else ""),
            (reader.say("Queue", "대기열"), detail.text("jobQueue", default="").rpartition("/")[2]),
            (reader.say("Began", "시작 시각"), reader.moment(detail.time("startedAt"))),
            (reader.say("Ended", "종료 시각"), reader.moment(detail.time("stoppedAt"))),
            (reader.say("Log stream", "로그 스트림"), log),
        ),
        more=links((reader.say("Job", "작업"), page(event.region, "batch/home", f"jobs/detail/{escaped(job)}"))),
        thread=f"batch:{job}" if job else "",
        step=Step.UPDATE,
    )
