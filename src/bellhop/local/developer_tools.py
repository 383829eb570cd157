"""Builds, deployments and pipelines that tell of themselves: moto's change state without a word.

moto runs nothing: a build that is started succeeds when somebody looks at it, a pipeline at once, a deployment never.
https://docs.aws.amazon.com/codepipeline/latest/userguide/detect-state-changes-cloudwatch-events.html
"""

from __future__ import annotations

import json
import uuid
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from bellhop.local.times import now, seconds_z

if TYPE_CHECKING:
    from bellhop.local.rules import Rules


class DeveloperTools:
    """Makes what moto's calls are replaced with, which tell EventBridge of each change."""

    def __init__(self, *, rules: Rules) -> None:
        self._rules = rules

    def start_build(self, original: Callable[..., Any]) -> Callable[..., Any]:
        """Tell that a build is in progress."""

        def start_build(codebuild: Any, *args: Any, **kwargs: Any) -> Any:
            build = original(codebuild, *args, **kwargs)
            self._build(codebuild, build)
            return build

        return start_build

    def stop_build(self, original: Callable[..., Any]) -> Callable[..., Any]:
        """Tell that a build was stopped."""

        def stop_build(codebuild: Any, build_id: str) -> Any:
            build = original(codebuild, build_id)
            if build:
                self._build(codebuild, build)
            return build

        return stop_build

    def batch_get_builds(self, original: Callable[..., Any]) -> Callable[..., Any]:
        """Tell of a build that succeeds, which moto's do as they are looked at; a stopped one stays so."""

        def batch_get_builds(codebuild: Any, ids: list[str]) -> Any:
            held = [build for builds in codebuild.build_metadata_history.values() for build in builds]
            before = {build["id"]: build["buildStatus"] for build in held}
            found = original(codebuild, ids)
            for build in found:
                if before[build["id"]] == "STOPPED":
                    build["buildStatus"] = "STOPPED"
                elif before[build["id"]] != build["buildStatus"]:
                    self._build(codebuild, build)
            return found

        return batch_get_builds

    def start_pipeline_execution(self, original: Callable[..., Any]) -> Callable[..., Any]:
        """Tell that an execution started, and how it ended."""

        def start_pipeline_execution(codepipeline: Any, name: str, *args: Any, **kwargs: Any) -> Any:
            identity = original(codepipeline, name, *args, **kwargs)
            pipeline = codepipeline.pipelines[name]
            ended = str(pipeline.executions[identity].status).upper()
            for state in ("STARTED", ended):
                detail = {
                    "pipeline": name,
                    "execution-id": identity,
                    "execution-trigger": {
                        "trigger-type": "StartPipelineExecution",
                        "trigger-detail": f"arn:aws:iam::{codepipeline.account_id}:user/local-user",
                    },
                    "state": state,
                    "version": float(pipeline.pipeline["version"]),
                }
                kind = "CodePipeline Pipeline Execution State Change"
                self._tell(codepipeline, "codepipeline", kind, [pipeline.metadata["pipelineArn"]], detail)
            return identity

        return start_pipeline_execution

    def create_deployment(self, original: Callable[..., Any]) -> Callable[..., Any]:
        """Tell that a deployment started."""

        def create_deployment(codedeploy: Any, application: str, group: str, *args: Any, **kwargs: Any) -> Any:
            identity = original(codedeploy, application, group, *args, **kwargs)
            start = f"arn:aws:codedeploy:{codedeploy.region_name}:{codedeploy.account_id}:"
            detail = {
                "region": codedeploy.region_name,
                "application": application,
                "deploymentGroup": group,
                "deploymentId": identity,
                "instanceGroupId": str(codedeploy.deployment_groups[application][group].deployment_group_id),
                "state": "START",
            }
            resources = [f"{start}deploymentgroup:{application}/{group}", f"{start}application:{application}"]
            self._tell(codedeploy, "codedeploy", "CodeDeploy Deployment State-change Notification", resources, detail)
            return identity

        return create_deployment

    def _build(self, codebuild: Any, build: dict[str, Any]) -> None:
        detail = {
            "build-status": build["buildStatus"],
            "project-name": build["projectName"],
            "build-id": build["arn"],
            "additional-information": {
                "build-number": float(build["buildNumber"]),
                "build-complete": build["buildStatus"] != "IN_PROGRESS",
                "initiator": build["initiator"],
                "source": {"type": build["source"]["type"], "location": build["source"]["location"]},
                "source-version": build["sourceVersion"],
                "logs": {"deep-link": build["logs"]["deepLink"]},
                "phases": [_phase(phase) for phase in build["phases"]],
            },
            "current-phase": build["currentPhase"],
            "version": "1",
        }
        self._tell(codebuild, "codebuild", "CodeBuild Build State Change", [build["arn"]], detail)

    def _tell(self, state: Any, service: str, detail_type: str, resources: list[str], detail: dict[str, Any]) -> None:
        event = {
            "version": "0",
            "id": str(uuid.uuid4()),
            "detail-type": detail_type,
            "source": f"aws.{service}",
            "account": state.account_id,
            "time": seconds_z(now()),
            "region": state.region_name,
            "resources": resources,
            "detail": detail,
        }
        self._rules.put(state.region_name, event, account=state.account_id)


def _phase(phase: dict[str, Any]) -> dict[str, Any]:
    told: dict[str, Any] = {"phase-type": phase["phaseType"], "phase-context": []}
    if "phaseStatus" in phase:
        told |= {"phase-status": phase["phaseStatus"], "duration-in-seconds": float(phase.get("durationInSeconds", 0))}
    return told


def list_repositories(response: Any) -> str:
    """Answer CodeCommit's ListRepositories, which moto lacks, by name."""
    held = response.codecommit_backend.repositories
    listed = [
        {"repositoryName": name, "repositoryId": held[name].repository_metadata["repositoryId"]}
        for name in sorted(held, reverse=response._get_param("order") == "descending")  # noqa: SLF001  # moto's own way
    ]
    return json.dumps({"repositories": listed})
