"""Which notification-rule events an EventBridge event of a developer tool is, of which resource: pure.

https://docs.aws.amazon.com/dtconsole/latest/userguide/concepts.html#events
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from bellhop.local.optional import fields, items

_BUILD = {"FAILED": "failed", "SUCCEEDED": "succeeded", "IN_PROGRESS": "in-progress", "STOPPED": "stopped"}
_PHASE = {"SUCCEEDED": "success", "FAILED": "failure", "FAULT": "failure", "TIMED_OUT": "failure"}
_DEPLOYMENT = {"START": "started", "SUCCESS": "succeeded", "FAILURE": "failed"}
_APPROVAL = {"STARTED": "needed", "SUCCEEDED": "succeeded", "FAILED": "failed"}
_PIPELINE = ("FAILED", "CANCELED", "STARTED", "RESUMED", "SUCCEEDED", "SUPERSEDED")
_STAGE = ("STARTED", "SUCCEEDED", "RESUMED", "CANCELED", "FAILED")
_ACTION = ("SUCCEEDED", "FAILED", "CANCELED", "STARTED")
_REPOSITORY = {
    "referenceCreated": "branches-and-tags-created",
    "referenceDeleted": "branches-and-tags-deleted",
    "referenceUpdated": "branches-and-tags-updated",
    "commentOnCommitCreated": "comments-on-commits",
    "commentOnPullRequestCreated": "comments-on-pull-requests",
    "pullRequestCreated": "pull-request-created",
    "pullRequestSourceBranchUpdated": "pull-request-source-updated",
    "pullRequestStatusChanged": "pull-request-status-changed",
    "pullRequestMergeStatusUpdated": "pull-request-merged",
    "pullRequestApprovalStateChanged": "approvals-status-changed",
    "pullRequestApprovalRuleOverridden": "approvals-rule-override",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Occurrence:
    """What happened: the ARN of the resource that rules are about, and the ids of the events that it is."""

    resource: str
    ids: tuple[str, ...]


def occurrence(event: Mapping[str, Any]) -> Occurrence | None:
    """What an EventBridge event is to notification rules, None if it is nothing to them."""
    service = str(event.get("source", "")).removeprefix("aws.")
    if service not in _READ:
        return None
    name, ids = _READ[service](str(event.get("detail-type", "")), fields(event.get("detail")))
    if not ids:
        return None
    if not name:  # a repository is named by the event's resources only
        return Occurrence(resource=next(iter(items(event.get("resources"))), ""), ids=ids)
    resource = f"arn:aws:{service}:{event['region']}:{event['account']}:{name}"
    return Occurrence(resource=resource, ids=ids)


def _build(detail_type: str, detail: Mapping[str, Any]) -> tuple[str, tuple[str, ...]]:
    phase = detail_type == "CodeBuild Build Phase Change"
    state = detail.get("completed-phase-status" if phase else "build-status", "")
    end = _PHASE.get(state) if phase else _BUILD.get(state)
    start = "codebuild-project-build-phase" if phase else "codebuild-project-build-state"
    return f"project/{detail.get('project-name')}", (f"{start}-{end}",) if end else ()


def _deployment(_: str, detail: Mapping[str, Any]) -> tuple[str, tuple[str, ...]]:
    end = _DEPLOYMENT.get(detail.get("state", ""))
    name = f"application:{detail.get('application')}"
    return name, (f"codedeploy-application-deployment-{end}",) if end else ()


def _commit(_: str, detail: Mapping[str, Any]) -> tuple[str, tuple[str, ...]]:
    end = _REPOSITORY.get(detail.get("event", ""))
    merged = detail.get("event") == "pullRequestMergeStatusUpdated" and detail.get("isMerged") in ("False", False)
    return "", (f"codecommit-repository-{end}",) if end and not merged else ()


def _pipeline(detail_type: str, detail: Mapping[str, Any]) -> tuple[str, tuple[str, ...]]:
    return str(detail.get("pipeline", "")), tuple(
        f"codepipeline-pipeline-{end}" for end in _pipeline_ends(detail_type, detail)
    )


def _pipeline_ends(detail_type: str, detail: Mapping[str, Any]) -> Iterator[str]:
    state = str(detail.get("state", ""))
    what = detail_type.removeprefix("CodePipeline ").partition(" ")[0].lower()
    if state in {"pipeline": _PIPELINE, "stage": _STAGE, "action": _ACTION}.get(what, ()):
        yield f"{what}-execution-{state.lower()}"
    if what == "action" and fields(detail.get("type")).get("category") == "Approval" and state in _APPROVAL:
        yield f"manual-approval-{_APPROVAL[state]}"


_READ = {"codebuild": _build, "codecommit": _commit, "codedeploy": _deployment, "codepipeline": _pipeline}
