"""A job of AWS Glue started, runs too long, finished or failed.

https://docs.aws.amazon.com/glue/latest/dg/automating-awsglue-with-cloudwatch-events.html
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

RECOGNISES = (EventBridge(source="aws.glue", detail_type=("Glue Job Run Status", "Glue Job State Change")),)


def tell(event: Event, reader: Reader) -> Notification:
    """Says which job run stands how, and with which error."""
    detail = event.detail
    name, state = detail.text("jobName", default="?"), detail.text("state", default="?")
    run = detail.text("jobRunId", default="")
    return compose(
        event,
        reader,
        kind="glue.job",
        title=reader.say(
            "Glue job {name}: {state}", "Glue 작업 {name}: {state}", name=name, state=state_words(reader, state)
        ),
        feel=feeling(state),
        text=detail.text("message", default=""),
        details=(
            (reader.say("Run", "실행"), run),
            (reader.say("Began", "시작 시각"), reader.moment(detail.time("startedOn"))),
            (
                reader.say("Told after minutes", "알림 기준(분)"),
                detail.text("notificationCondition", "NotifyDelayAfter", default=""),
            ),
        ),
        more=links(
            (
                reader.say("Job run", "작업 실행"),
                page(event.region, "gluestudio/home", f"/job/{escaped(name)}/run/{escaped(run)}"),
            )
        ),
        resource=name,
        thread=f"glue:{run}" if run else "",
        step=Step.UPDATE,
    )
