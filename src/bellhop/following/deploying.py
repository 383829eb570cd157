"""Runs of Systems Manager, Step Functions, the developer tools, ECS and CloudFormation."""

from __future__ import annotations

from collections.abc import Iterator

from bellhop.following.row import Run, Way


def rows() -> Iterator[Run]:
    """The rows of these services."""
    yield from _runbooks()
    yield from _remote_commands()
    yield from _step_functions()
    yield from _builds()
    yield from _pipelines()
    yield from _services()
    yield from _stacks()
    yield from _change_sets()


def _runbooks() -> Iterator[Run]:
    execution, steps = "d.AutomationExecution", "d.AutomationExecution.StepExecutions"
    yield Run(
        starts=("ssm:StartAutomationExecution",),
        what=("The runbook", "런북"),
        look=("ssm", "get-automation-execution"),
        asks={"AutomationExecutionId": "o.AutomationExecutionId"},
        state=f"{execution}.AutomationExecutionStatus",
        good=frozenset({"Success", "CompletedWithSuccess"}),
        bad=frozenset({"Failed", "TimedOut", "Cancelled", "CompletedWithFailure", "Rejected", "Exited"}),
        count=(f"length({steps}[?StepStatus=='Success'] || `[]`)", f"length({steps} || `[]`)"),
        now=f"{execution}.CurrentStepName || ({steps}[?StepStatus=='InProgress'].StepName | [0])",
        why=f"{execution}.FailureMessage || ({steps}[?FailureMessage].FailureMessage | [0])",
        ways=(
            Way(
                label=("Show steps", "단계 보기"),
                words=(
                    "ssm",
                    "describe-automation-step-executions",
                    "--automation-execution-id",
                    "=p.AutomationExecutionId",
                ),
            ),
        ),
    )


def _remote_commands() -> Iterator[Run]:
    yield Run(
        starts=("ssm:SendCommand",),
        what=("Run Command", "Run Command"),
        look=("ssm", "list-commands"),
        asks={"CommandId": "o.Command.CommandId"},
        state="d.Commands[0].Status",
        good=frozenset({"Success"}),
        bad=frozenset({"Failed", "TimedOut", "Cancelled"}),
        count=("d.Commands[0].CompletedCount", "d.Commands[0].TargetCount"),
        why="d.Commands[0].StatusDetails",
        ways=(
            Way(
                label=("Show output", "출력 보기"),
                words=("ssm", "list-command-invocations", "--command-id", "=p.CommandId", "--details"),
            ),
        ),
    )


def _step_functions() -> Iterator[Run]:
    yield Run(
        starts=("stepfunctions:StartExecution",),
        what=("The execution", "실행"),
        look=("stepfunctions", "describe-execution"),
        asks={"executionArn": "o.executionArn"},
        state="d.status",
        good=frozenset({"SUCCEEDED"}),
        bad=frozenset({"FAILED", "TIMED_OUT", "ABORTED"}),
        why="join(': ', [d.error, d.cause][?@])",
        ways=(
            Way(
                label=("Show history", "기록 보기"),
                words=(
                    *("stepfunctions", "get-execution-history", "--execution-arn", "=p.executionArn"),
                    *("--reverse-order", "--max-items", "10"),
                ),
            ),
        ),
    )


def _builds() -> Iterator[Run]:
    build = "d.builds[0]"
    yield Run(
        starts=("codebuild:StartBuild", "codebuild:RetryBuild"),
        what=("The build", "빌드"),
        look=("codebuild", "batch-get-builds"),
        asks={"ids": "[o.build.id]"},
        state=f"{build}.buildStatus",
        good=frozenset({"SUCCEEDED"}),
        bad=frozenset({"FAILED", "FAULT", "TIMED_OUT", "STOPPED"}),
        now=f"{build}.currentPhase",
        why=f"{build}.phases[?phaseStatus!='SUCCEEDED'].contexts[].message | [0]",
        ways=(
            Way(
                label=("Show log", "로그 보기"),
                words=(
                    *("logs", "get-log-events", "--log-group-name", f"={build}.logs.groupName"),
                    *("--log-stream-name", f"={build}.logs.streamName", "--limit", "30"),
                ),
            ),
            Way(
                label=("Build again", "다시 빌드"), words=("codebuild", "retry-build", "--id", "=p.ids[0]"), failed=True
            ),
        ),
    )


def _pipelines() -> Iterator[Run]:
    yield Run(
        starts=("codepipeline:StartPipelineExecution",),
        what=("The pipeline", "파이프라인"),
        look=("codepipeline", "get-pipeline-execution"),
        asks={"pipelineName": "i.name", "pipelineExecutionId": "o.pipelineExecutionId"},
        state="d.pipelineExecution.status",
        good=frozenset({"Succeeded"}),
        bad=frozenset({"Failed", "Stopped", "Superseded", "Cancelled"}),
        why="d.pipelineExecution.statusSummary",
        ways=(
            Way(
                label=("Show stages", "단계 보기"),
                words=("codepipeline", "get-pipeline-state", "--name", "=p.pipelineName"),
            ),
        ),
    )


def _services() -> Iterator[Run]:
    numbers = "d.deploymentInfo.deploymentOverview"
    yield Run(
        starts=("deploy:CreateDeployment",),
        what=("The deployment", "배포"),
        look=("deploy", "get-deployment"),
        asks={"deploymentId": "o.deploymentId"},
        state="d.deploymentInfo.status",
        good=frozenset({"Succeeded"}),
        bad=frozenset({"Failed", "Stopped"}),
        count=(f"{numbers}.Succeeded", f"sum(values({numbers} || `{{}}`))"),
        why="d.deploymentInfo.errorInformation.message",
        ways=(
            Way(
                label=("Show targets", "대상 보기"),
                words=("deploy", "list-deployment-targets", "--deployment-id", "=p.deploymentId"),
            ),
        ),
    )
    first = "d.services[0].deployments[?status=='PRIMARY'] | [0]"
    yield Run(
        starts=("ecs:UpdateService",),
        what=("The service's deployment", "서비스 배포"),
        look=("ecs", "describe-services"),
        asks={"cluster": "o.service.clusterArn || i.cluster", "services": "[o.service.serviceArn || i.service]"},
        state=f"{first}.rolloutState",
        good=frozenset({"COMPLETED"}),
        bad=frozenset({"FAILED"}),
        count=(f"{first}.runningCount", f"{first}.desiredCount"),
        why=f"{first}.rolloutStateReason",
        ways=(
            Way(
                label=("Show service", "서비스 보기"),
                words=("ecs", "describe-services", "--cluster", "=p.cluster", "--services", "=p.services[0]"),
            ),
        ),
    )


_ROLLED_BACK = frozenset(
    {
        *("CREATE_FAILED", "ROLLBACK_COMPLETE", "ROLLBACK_FAILED", "DELETE_FAILED", "UPDATE_FAILED"),
        *("UPDATE_ROLLBACK_COMPLETE", "UPDATE_ROLLBACK_FAILED", "IMPORT_ROLLBACK_COMPLETE", "IMPORT_ROLLBACK_FAILED"),
    }
)


def _stacks() -> Iterator[Run]:
    events = Way(
        label=("Show events", "이벤트 보기"),
        words=("cloudformation", "describe-stack-events", "--stack-name", "=p.StackName", "--max-items", "10"),
    )
    for start, stack, end in (
        ("CreateStack", "o.StackId", {"CREATE_COMPLETE"}),
        ("UpdateStack", "o.StackId", {"UPDATE_COMPLETE"}),
        ("DeleteStack", "i.StackName", {"DELETE_COMPLETE"}),
        ("ExecuteChangeSet", "i.StackName", {"CREATE_COMPLETE", "UPDATE_COMPLETE", "IMPORT_COMPLETE"}),
    ):
        yield Run(
            starts=(f"cloudformation:{start}",),
            what=("The stack", "스택"),
            look=("cloudformation", "describe-stacks"),
            asks={"StackName": stack},
            state="d.Stacks[0].StackStatus",
            good=frozenset(end),
            bad=_ROLLED_BACK,
            why="d.Stacks[0].StackStatusReason",
            ways=(events,),
            gone=start == "DeleteStack",
        )


def _change_sets() -> Iterator[Run]:
    yield Run(
        starts=("cloudformation:CreateChangeSet",),
        what=("The change set", "변경 세트"),
        look=("cloudformation", "describe-change-set"),
        asks={"ChangeSetName": "o.Id", "StackName": "o.StackId"},
        state="d.Status",
        good=frozenset({"CREATE_COMPLETE"}),
        bad=frozenset({"FAILED"}),
        why="d.StatusReason",
        ways=(
            Way(
                label=("Show changes", "변경 내용 보기"),
                words=("cloudformation", "describe-change-set", "--change-set-name", "=p.ChangeSetName"),
            ),
            Way(
                label=("Execute", "실행"),
                words=("cloudformation", "execute-change-set", "--change-set-name", "=p.ChangeSetName"),
            ),
        ),
    )
