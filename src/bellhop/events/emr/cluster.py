"""A cluster of Amazon EMR, or a step, instance group or scaling of one, changed its state.

https://docs.aws.amazon.com/emr/latest/ManagementGuide/emr-manage-cloudwatch-events.html
"""

from __future__ import annotations

from bellhop.event import Event
from bellhop.events.condition import state_words
from bellhop.events.console import escaped, page
from bellhop.events.layout import compose, links
from bellhop.events.picking import feeling
from bellhop.events.recognise import EventBridge
from bellhop.message import Tone
from bellhop.notification import Notification, Severity
from bellhop.reader import Reader

RECOGNISES = (
    EventBridge(
        source="aws.emr",
        detail_type=(
            "EMR Auto Scaling Policy State Change",
            "EMR Cluster State Change",
            "EMR Configuration Error",
            "EMR Instance Fleet State Change",
            "EMR Instance Group State Change",
            "EMR Instance Group Status Notification",
            "EMR Step Status Change",
        ),
    ),
)


def tell(event: Event, reader: Reader) -> Notification:
    """Says what of which cluster stands how, in the words of EMR."""
    detail = event.detail
    cluster, state = detail.text("clusterId", default="?"), detail.text("state", default="?")
    reason = detail.inner("stateChangeReason")
    part = detail.text("name", default="") or detail.text("instanceGroupId", default="") or cluster
    sort = (
        event.detail_type.removeprefix("EMR ")
        .removesuffix(" Change")
        .removesuffix(" State")
        .removesuffix(" Status")
        .lower()
    )
    bad = detail.text("severity", default="") in ("ERROR", "CRITICAL")
    return compose(
        event,
        reader,
        kind="emr.cluster",
        title=reader.say(
            "EMR {sort} {part}: {state}",
            "EMR {sort} {part}: {state}",
            sort=sort,
            part=part,
            state=state_words(reader, state),
        ),
        feel=(Tone.BAD, Severity.HIGH) if bad else feeling(state),
        text=detail.text("message", default=""),
        details=(
            (reader.say("Reason"), reason.text("message", default="") or reason.text("code", default="")),
            (reader.say("Cluster", "클러스터"), cluster),
            (reader.say("On failure", "실패 시"), state_words(reader, detail.text("actionOnFailure", default=""))),
            (reader.say("Instances", "인스턴스"), detail.text("runningInstanceCount", default="")),
        ),
        more=links(
            (reader.say("Cluster", "클러스터"), page(event.region, "emr/home", f"/clusterDetails/{escaped(cluster)}"))
        ),
        resource=cluster,
    )
