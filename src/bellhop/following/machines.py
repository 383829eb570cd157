"""Runs of Glue, Batch and Athena, and of machines: EC2 and RDS."""

from __future__ import annotations

from collections.abc import Iterator

from bellhop.following.row import Run, Way


def rows() -> Iterator[Run]:
    """The rows of these services."""
    yield from _jobs()
    yield from _queries()
    yield from _instances()
    yield from _databases()


def _jobs() -> Iterator[Run]:
    yield Run(
        starts=("glue:StartJobRun",),
        what=("The job run", "작업 실행"),
        look=("glue", "get-job-run"),
        asks={"JobName": "i.JobName", "RunId": "o.JobRunId"},
        state="d.JobRun.JobRunState",
        good=frozenset({"SUCCEEDED"}),
        bad=frozenset({"FAILED", "STOPPED", "TIMEOUT", "ERROR", "EXPIRED"}),
        why="d.JobRun.ErrorMessage",
        ways=(
            Way(
                label=("Show run", "실행 보기"),
                words=("glue", "get-job-run", "--job-name", "=p.JobName", "--run-id", "=p.RunId"),
            ),
        ),
    )
    yield Run(
        starts=("batch:SubmitJob",),
        what=("The job", "작업"),
        look=("batch", "describe-jobs"),
        asks={"jobs": "[o.jobId]"},
        state="d.jobs[0].status",
        good=frozenset({"SUCCEEDED"}),
        bad=frozenset({"FAILED"}),
        why="d.jobs[0].statusReason || d.jobs[0].container.reason",
        ways=(
            Way(
                label=("Show log", "로그 보기"),
                words=(
                    *("logs", "get-log-events", "--log-group-name", "/aws/batch/job"),
                    *("--log-stream-name", "=d.jobs[0].container.logStreamName", "--limit", "30"),
                ),
            ),
        ),
    )


def _queries() -> Iterator[Run]:
    yield Run(
        starts=("athena:StartQueryExecution",),
        what=("The query", "쿼리"),
        look=("athena", "get-query-execution"),
        asks={"QueryExecutionId": "o.QueryExecutionId"},
        state="d.QueryExecution.Status.State",
        good=frozenset({"SUCCEEDED"}),
        bad=frozenset({"FAILED", "CANCELLED"}),
        why="d.QueryExecution.Status.StateChangeReason",
        ways=(
            Way(
                label=("Show results", "결과 보기"),
                words=("athena", "get-query-results", "--query-execution-id", "=p.QueryExecutionId"),
            ),
        ),
    )


def _instances() -> Iterator[Run]:
    show = Way(
        label=("Show instance", "인스턴스 보기"),
        words=("ec2", "describe-instances", "--instance-ids", "=p.InstanceIds[0]"),
    )
    found = "d.Reservations[].Instances[]"
    for start, end in (
        ("StartInstances", "running"),
        ("StopInstances", "stopped"),
        ("TerminateInstances", "terminated"),
    ):
        yield Run(
            starts=(f"ec2:{start}",),
            what=("The change of the instances", "인스턴스 변경"),
            look=("ec2", "describe-instances"),
            asks={"InstanceIds": "i.InstanceIds"},
            state=f"{found}.State.Name",
            good=frozenset({end}),
            bad=frozenset({"running", "stopped", "terminated"} - {end}) if start == "StartInstances" else frozenset(),
            why=f"{found}.StateReason.Message | [0]",
            ways=(show,),
        )
    yield Run(
        starts=("ec2:RebootInstances",),
        what=("The reboot", "재부팅"),
        look=("ec2", "describe-instance-status"),
        asks={"InstanceIds": "i.InstanceIds"},
        state="d.InstanceStatuses[].InstanceStatus.Status",
        good=frozenset({"ok"}),
        bad=frozenset({"impaired"}),
        ways=(show,),
        patience=30.0,
    )


_BROKEN = frozenset(
    {
        *("failed", "storage-full", "incompatible-network", "incompatible-parameters", "incompatible-restore"),
        *("restore-error", "inaccessible-encryption-credentials"),
    }
)


def _databases() -> Iterator[Run]:
    for kind, describe, many in (
        ("DBInstance", "describe-db-instances", "DBInstances"),
        ("DBCluster", "describe-db-clusters", "DBClusters"),
    ):
        state = "DBInstanceStatus" if kind == "DBInstance" else "Status"
        for verb, end in (("Start", "available"), ("Reboot", "available"), ("Stop", "stopped")):
            yield Run(
                starts=(f"rds:{verb}{kind}",),
                what=("The database", "데이터베이스"),
                look=("rds", describe),
                asks={f"{kind}Identifier": f"i.{kind}Identifier"},
                state=f"d.{many}[0].{state}",
                good=frozenset({end}),
                bad=_BROKEN,
                ways=(
                    Way(
                        label=("Show events", "이벤트 보기"),
                        words=(
                            *("rds", "describe-events", "--duration", "60"),
                            *("--source-type", "db-instance" if kind == "DBInstance" else "db-cluster"),
                            *("--source-identifier", f"=p.{kind}Identifier"),
                        ),
                    ),
                ),
                patience=10.0,
            )
