"""The events that notification rules tell of, by the service whose resources have them: a table.

https://docs.aws.amazon.com/dtconsole/latest/userguide/concepts.html#events-ref-repositories
"""

from __future__ import annotations

from collections.abc import Sequence

from bellhop.errors import SetupError

_TABLE = {
    "codecommit-repository": """
        comments-on-commits comments-on-pull-requests approvals-status-changed approvals-rule-override
        pull-request-created pull-request-source-updated pull-request-status-changed pull-request-merged
        branches-and-tags-created branches-and-tags-deleted branches-and-tags-updated
    """,
    "codebuild-project": """
        build-state-failed build-state-succeeded build-state-in-progress build-state-stopped
        build-phase-failure build-phase-success
    """,
    "codedeploy-application": """
        deployment-failed deployment-succeeded deployment-started
    """,
    "codepipeline-pipeline": """
        action-execution-succeeded action-execution-failed action-execution-canceled action-execution-started
        stage-execution-started stage-execution-succeeded stage-execution-resumed stage-execution-canceled
        stage-execution-failed
        pipeline-execution-failed pipeline-execution-canceled pipeline-execution-started
        pipeline-execution-resumed pipeline-execution-succeeded pipeline-execution-superseded
        manual-approval-failed manual-approval-needed manual-approval-succeeded
    """,
}

EVENTS: dict[str, tuple[str, ...]] = {
    what.partition("-")[0]: tuple(f"{what}-{event}" for event in events.split()) for what, events in _TABLE.items()
}
"""All 38 ids, by service."""

FAILURES = frozenset(
    {
        "codebuild-project-build-state-failed",
        "codedeploy-application-deployment-failed",
        "codepipeline-pipeline-action-execution-failed",
        "codepipeline-pipeline-pipeline-execution-failed",
        "codepipeline-pipeline-manual-approval-needed",
    }
)
"""What somebody should be woken for: what failed, once and with its error, and what waits for a person.

A build's failed phase, a failed stage and a refused approval are left out, since the failure that they lead to is told.
"""


def chosen(wish: str) -> frozenset[str]:
    """The ids that a wish stands for: `all`, `failures`, or ids with commas between them.

    Raises:
        SetupError: there is no such event.
    """
    if wish == "all":
        return frozenset(one for ids in EVENTS.values() for one in ids)
    if wish == "failures":
        return FAILURES
    ids = frozenset(part.strip() for part in wish.split(",") if part.strip())
    unknown = sorted(ids.difference(*EVENTS.values()))
    if unknown or not ids:
        said = f"{unknown[0]!r} is no event of a notification rule" if unknown else "no events are chosen"
        raise SetupError(said, fix="say all, failures, or some of: " + ", ".join(_nearest(unknown)))
    return ids


def events_of(service: str, ids: frozenset[str]) -> tuple[str, ...]:
    """Those of the ids that resources of a service have, in a fixed order."""
    return tuple(sorted(ids.intersection(EVENTS[service])))


def _nearest(unknown: Sequence[str]) -> list[str]:
    """The ids of the service that was meant, else all."""
    services = [service for service in EVENTS if unknown and unknown[0].startswith(service)] or list(EVENTS)
    return [one for service in services for one in EVENTS[service]]
