"""What Amazon ECS tells of a service: its deployments, and whether it has what it is asked for."""

from __future__ import annotations

from bellhop.event import Event
from bellhop.events.condition import state_words
from bellhop.events.console import escaped, page
from bellhop.events.layout import compose, links
from bellhop.events.picking import feeling
from bellhop.message import Tone
from bellhop.notification import Notification, Severity, Step
from bellhop.reader import Reader

_FEELS = {"ERROR": (Tone.BAD, Severity.HIGH), "WARN": (Tone.WARN, Severity.MEDIUM)}


def service(event: Event, reader: Reader, kind: str) -> Notification:
    """Says which service has what, and why."""
    detail = event.detail
    _, cluster, name = (*next(iter(event.resources), "").split("/"), "", "", "")[:3]
    state = detail.text("eventName", default="?")
    values = {"name": name or cluster or "?", "what": state_words(reader, state.removeprefix("SERVICE_"))}
    return compose(
        event,
        reader,
        kind=kind,
        title=reader.say("ECS service {name}: {what}", "ECS 서비스 {name}: {what}", **values),
        feel=_FEELS.get(detail.text("eventType", default=""), feeling(state)),
        text=detail.text("reason", default=""),
        details=(
            (reader.say("Cluster", "클러스터"), cluster if name else ""),
            (reader.say("Deployment", "배포"), detail.text("deploymentId", default="")),
            (reader.say("Providers", "용량 공급자"), ", ".join(detail.texts("capacityProviderArns"))),
        ),
        more=links(
            (
                reader.say("Service", "서비스"),
                page(event.region, f"ecs/v2/clusters/{escaped(cluster)}/services/{escaped(name)}/health")
                if name
                else "",
            )
        ),
        thread=detail.text("deploymentId", default=""),
        step=Step.UPDATE if detail.has("deploymentId") else Step.OPEN,
    )
