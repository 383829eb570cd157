"""A canary of CloudWatch Synthetics passed, failed or changed its state.

https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Synthetics_Canaries_event_examples.html
"""

from __future__ import annotations

from bellhop.event import Event
from bellhop.events.condition import state_words
from bellhop.events.console import escaped, page
from bellhop.events.layout import compose, links
from bellhop.events.picking import feeling
from bellhop.events.recognise import EventBridge
from bellhop.message import Tone
from bellhop.notification import Notification, Severity, Step
from bellhop.reader import Reader

RECOGNISES = (
    EventBridge(
        source="aws.synthetics",
        detail_type=(
            "Synthetics Canary Status Change",
            "Synthetics Canary TestRun Failure",
            "Synthetics Canary TestRun Successful",
        ),
    ),
)


def tell(event: Event, reader: Reader) -> Notification:
    """Says which canary failed or passed, why, and how long it took."""
    detail = event.detail
    name = detail.text("canary-name", default="?")
    state = detail.text("test-run-status", default="") or detail.text("current-state", default="?")
    reason = detail.text("state-reason", default="").strip('" ')
    began, ended = detail.time("canary-run-timeline", "started"), detail.time("canary-run-timeline", "completed")
    failed = state in ("FAILED", "ERROR")
    return compose(
        event,
        reader,
        kind="synthetics.canary",
        title=reader.say(
            "Canary {name}: {state}", "카나리 {name}: {state}", name=name, state=state_words(reader, state)
        ),
        feel=(Tone.BAD, Severity.HIGH) if failed else feeling(state),
        text=reason if reason != "null" else "",
        details=(
            (reader.say("Before", "이전 상태"), state_words(reader, detail.text("previous-state", default=""))),
            (
                reader.say("Took", "걸린 시간"),
                reader.duration(ended - began) if began and ended and ended >= began else "",
            ),
            (reader.say("Artifacts", "결과물"), detail.text("artifact-location", default="")),
        ),
        more=links(
            (
                reader.say("Canary", "카나리"),
                page(event.region, "cloudwatch/home", f"synthetics:canary/detail/{escaped(name)}"),
            )
        ),
        thread=f"synthetics:{event.account}:{event.region}:{name}",
        step=Step.UPDATE if failed else Step.CLOSE,
    )
