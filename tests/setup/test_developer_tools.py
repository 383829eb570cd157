"""Notification rules for developer tools: made, made again, repaired, added to, taken away."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from click.testing import CliRunner, Result

from bellhop.aws.session import Clients
from bellhop.errors import SetupError
from bellhop.local import LocalAws
from bellhop.setup.cli import setup_group
from bellhop.setup.developer_events import EVENTS, FAILURES, chosen, events_of
from bellhop.setup.developer_resources import read_resource
from bellhop.setup.developer_tools import DeveloperTools
from bellhop.setup.names import logical_id, rule_name
from bellhop.setup.place import Aws, aws_at
from bellhop.setup.plan import Change, Plan

REGION = "ap-northeast-2"
START = f"{REGION}:123456789012"
PIPELINE = f"arn:aws:codepipeline:{START}:web"
PROJECT = f"arn:aws:codebuild:{START}:project/web"
REPOSITORY = f"arn:aws:codecommit:{START}:web"
APPLICATION = f"arn:aws:codedeploy:{START}:application:web"
TOPIC = f"arn:aws:sns:{START}:bellhop-developer-tools"
NOTIFICATIONS = "codestar-notifications"


@pytest.fixture
def endpoint() -> Iterator[str]:
    with LocalAws() as aws:
        yield aws.endpoint


@pytest.fixture
def aws(clients: Clients) -> Aws:
    return aws_at(clients)


def make_tools(aws: Aws) -> None:
    """A repository, two projects and an application; no pipeline."""
    aws.ask("codecommit", "create_repository", repositoryName="web")
    for name in ("web", "api"):
        aws.ask(
            "codebuild",
            "create_project",
            name=name,
            source={"type": "S3", "location": "bucket/path"},
            artifacts={"type": "NO_ARTIFACTS"},
            environment={"type": "LINUX_CONTAINER", "image": "i", "computeType": "BUILD_GENERAL1_SMALL"},
            serviceRole="arn:aws:iam::123456789012:role/service-role/build",
        )
    aws.ask("codedeploy", "create_application", applicationName="web", computePlatform="Server")


def rules(aws: Aws) -> dict[str, dict[str, Any]]:
    """The notification rules that there are, by the resource."""
    listed = aws.ask(NOTIFICATIONS, "list_notification_rules")["NotificationRules"]
    described = [aws.ask(NOTIFICATIONS, "describe_notification_rule", Arn=one["Arn"]) for one in listed]
    return {one["Resource"]: one for one in described}


def changes(plan: Plan) -> list[tuple[str, str]]:
    return [(step.change.value, step.kind) for step in plan.changes]


def test_there_are_38_events(clients: Clients, aws: Aws) -> None:
    theirs = list(aws.pages(NOTIFICATIONS, "list_event_types", "EventTypes"))
    assert {one["EventTypeId"] for one in theirs} == chosen("all")
    assert [len(EVENTS[service]) for service in ("codecommit", "codebuild", "codedeploy", "codepipeline")] == [
        11,
        6,
        3,
        18,
    ]
    assert chosen("all") > FAILURES


def test_rules_topic_and_subscription_are_made_once(clients: Clients, aws: Aws) -> None:
    wish = DeveloperTools(watched=(PIPELINE, PROJECT), subscribe_sqs="bellhop")
    plan = wish.plan(clients)
    assert plan.title.startswith("tell of 1 CodePipeline pipeline, 1 CodeBuild project in account 123456789012")
    assert [kind for _, kind in changes(plan)] == [
        "SNS topic",
        "SQS queue",
        "SQS queue",
        "SNS subscription",
        "notification rule",
        "notification rule",
    ]
    assert rules(aws) == {}
    plan.apply()
    assert wish.plan(clients).changes == ()
    made = rules(aws)
    assert set(made) == {PIPELINE, PROJECT}
    one = made[PIPELINE]
    assert one["Name"] == "bellhop-developer-tools-codepipeline-web"
    assert (one["DetailType"], one["Status"]) == ("FULL", "ENABLED")
    assert {kind["EventTypeId"] for kind in one["EventTypes"]} == set(EVENTS["codepipeline"])
    assert one["Targets"] == [{"TargetType": "SNS", "TargetAddress": TOPIC, "TargetStatus": "ACTIVE"}]
    assert one["Tags"]["bellhop:setup"] == "developer-tools/bellhop-developer-tools"


def test_what_happens_reaches_the_queue(clients: Clients, aws: Aws) -> None:
    DeveloperTools(watched=(PIPELINE,), events="failures", subscribe_sqs="bellhop").plan(clients).apply()
    for state in ("STARTED", "FAILED"):
        entry = {
            "Source": "aws.codepipeline",
            "DetailType": "CodePipeline Pipeline Execution State Change",
            "Detail": json.dumps({"pipeline": "web", "state": state}),
        }
        aws.ask("events", "put_events", Entries=[entry])
    url = aws.ask("sqs", "get_queue_url", QueueName="bellhop")["QueueUrl"]
    [message] = aws.ask("sqs", "receive_message", QueueUrl=url, MaxNumberOfMessages=10, WaitTimeSeconds=5)["Messages"]
    told = json.loads(json.loads(message["Body"])["Message"])
    assert told["detail"]["state"] == "FAILED"
    assert told["notificationRuleArn"] == rules(aws)[PIPELINE]["Arn"]


@pytest.mark.parametrize(
    "drift",
    [
        {"Status": "DISABLED"},
        {"DetailType": "BASIC"},
        {"EventTypeIds": [EVENTS["codepipeline"][0]]},
        {"Targets": [{"TargetType": "AWSChatbotSlack", "TargetAddress": "arn:aws:chatbot::1:x"}]},
    ],
)
def test_drift_is_repaired_and_targets_of_others_stay(clients: Clients, aws: Aws, drift: dict[str, Any]) -> None:
    wish = DeveloperTools(watched=(PIPELINE,))
    wish.plan(clients).apply()
    aws.ask(NOTIFICATIONS, "update_notification_rule", Arn=rules(aws)[PIPELINE]["Arn"], **drift)
    plan = wish.plan(clients)
    assert changes(plan) == [("change", "notification rule")]
    plan.apply()
    assert wish.plan(clients).changes == ()
    targets = {one["TargetType"] for one in rules(aws)[PIPELINE]["Targets"]}
    assert targets == ({"SNS", "AWSChatbotSlack"} if "Targets" in drift else {"SNS"})


def test_a_topic_that_nobody_may_publish_to_is_repaired(clients: Clients, aws: Aws) -> None:
    wish = DeveloperTools(watched=(PIPELINE,))
    wish.plan(clients).apply()
    closed = json.dumps({"Version": "2012-10-17", "Statement": []})
    aws.ask("sns", "set_topic_attributes", TopicArn=TOPIC, AttributeName="Policy", AttributeValue=closed)
    plan = wish.plan(clients)
    assert "UNREACHABLE" in next(step.note for step in plan.steps if step.kind == "notification rule")
    assert changes(plan) == [("change", "SNS topic")]
    plan.apply()
    assert rules(aws)[PIPELINE]["Targets"][0]["TargetStatus"] == "ACTIVE"


def test_without_arns_all_of_the_region_is_found(clients: Clients, aws: Aws) -> None:
    make_tools(aws)
    plan = DeveloperTools().plan(clients)
    [note] = plan.notes
    assert note.endswith("1 CodeCommit repository, 2 CodeBuild projects, 1 CodeDeploy application.")
    plan.apply()
    assert set(rules(aws)) == {REPOSITORY, PROJECT, PROJECT.replace("/web", "/api"), APPLICATION}


def test_what_is_found_and_has_none_of_the_events_is_named(clients: Clients, aws: Aws) -> None:
    make_tools(aws)
    plan = DeveloperTools(events="failures").plan(clients)
    assert plan.notes[1] == "1 CodeCommit repository not told of, having none of the events (failures): web."
    plan.apply()
    assert REPOSITORY not in rules(aws)
    assert len(rules(aws)) == 3


def test_where_there_is_nothing_it_says_so(clients: Clients) -> None:
    with pytest.raises(SetupError, match="no repository, project, application or pipeline in account"):
        DeveloperTools().plan(clients)


def test_further_resources_are_added_and_single_ones_taken_away(clients: Clients, aws: Aws) -> None:
    DeveloperTools(watched=(PIPELINE,), subscribe_sqs="bellhop").plan(clients).apply()
    DeveloperTools(watched=(PROJECT,), subscribe_sqs="bellhop").plan(clients).apply()
    assert set(rules(aws)) == {PIPELINE, PROJECT}
    plan = DeveloperTools(watched=(PIPELINE,)).plan_destroy(clients)
    assert [(step.change, step.kind) for step in plan.steps] == [
        (Change.DELETE, "notification rule"),
        (Change.KEEP, "SNS topic"),
    ]
    plan.apply()
    assert set(rules(aws)) == {PROJECT}
    assert aws.ask("sns", "get_topic_attributes", TopicArn=TOPIC)
    rest = DeveloperTools(watched=(PROJECT,)).plan_destroy(clients)
    assert [kind for _, kind in changes(rest)] == [
        "notification rule",
        "SQS queue",
        "SNS subscription",
        "SQS queue",
        "SNS topic",
    ]


def test_taking_away_leaves_what_others_made(clients: Clients, aws: Aws) -> None:
    DeveloperTools(watched=(PIPELINE,)).plan(clients).apply()
    aws.ask(
        NOTIFICATIONS,
        "create_notification_rule",
        Name="theirs",
        EventTypeIds=[EVENTS["codebuild"][0]],
        Resource=PROJECT,
        Targets=[{"TargetType": "SNS", "TargetAddress": TOPIC}],
        DetailType="FULL",
    )
    DeveloperTools().plan_destroy(clients).apply()
    assert [one["Name"] for one in rules(aws).values()] == ["theirs"]
    assert DeveloperTools().plan_destroy(clients).steps == ()


def test_a_rule_of_that_name_that_is_not_ours_is_not_touched(clients: Clients, aws: Aws) -> None:
    aws.ask(
        NOTIFICATIONS,
        "create_notification_rule",
        Name="bellhop-developer-tools-codepipeline-web",
        EventTypeIds=[EVENTS["codepipeline"][0]],
        Resource=PIPELINE,
        Targets=[],
        DetailType="FULL",
    )
    with pytest.raises(SetupError, match="wasn't made by Bellhop and doesn't fit") as caught:
        DeveloperTools(watched=(PIPELINE,)).plan(clients)
    assert "--topic" in caught.value.fix


@pytest.mark.parametrize(
    ("wish", "said"),
    [
        ({"watched": ("arn:aws:s3:::photos",)}, "no repository, project"),
        ({"watched": (f"arn:aws:codebuild:{START}:build/web",)}, "no repository, project"),
        ({"watched": (REPOSITORY,), "events": "failures"}, "has none of the events"),
        ({"events": "codebuild-project-build-state-faild"}, "no event of a notification rule"),
        ({"events": " , "}, "no events are chosen"),
        ({"detail": "most"}, "no most detail"),
        ({"topic": "a.fifo"}, "topic name"),
        ({"subscribe_https": "https://a.example.com/sns", "subscribe_sqs": "q"}, "both"),
    ],
)
def test_wishes_that_can_not_be(wish: dict[str, Any], said: str) -> None:
    with pytest.raises(SetupError, match=said):
        DeveloperTools(**wish)


def test_an_unknown_event_is_answered_with_those_of_its_service() -> None:
    with pytest.raises(SetupError) as caught:
        chosen("codedeploy-application-deployment-fail")
    assert "codedeploy-application-deployment-failed" in caught.value.fix
    assert "codebuild" not in caught.value.fix


def test_a_resource_elsewhere_is_an_error_with_its_fix(clients: Clients) -> None:
    with pytest.raises(SetupError, match="must be too") as caught:
        DeveloperTools(watched=(PIPELINE.replace(REGION, "eu-west-1"),)).plan(clients)
    assert caught.value.fix == "run this with --region eu-west-1"


@pytest.mark.parametrize(
    ("arn", "service", "name"),
    [
        (PIPELINE, "codepipeline", "web"),
        (PROJECT, "codebuild", "web"),
        (APPLICATION, "codedeploy", "web"),
        (REPOSITORY, "codecommit", "web"),
    ],
)
def test_arns_are_read(arn: str, service: str, name: str) -> None:
    found = read_resource(arn)
    assert (found.service, found.name, found.arn) == (service, name, arn)
    assert events_of(service, chosen("all")) == tuple(sorted(EVENTS[service]))


def test_names_fit_and_stay_apart() -> None:
    names = {rule_name("bellhop-developer-tools-codebuild-" + "x" * 60 + end) for end in "ab"}
    assert len(names) == 2
    assert all(len(name) <= 64 for name in names)
    assert rule_name("a.b c") == "a-b-c"
    assert logical_id("a-b") != logical_id("ab")
    assert logical_id("codebuild-web").isalnum()


@pytest.fixture
def run(endpoint: str, monkeypatch: pytest.MonkeyPatch) -> Any:
    for name, value in (
        ("ACCESS_KEY_ID", "AKIDEXAMPLE"),
        ("SECRET_ACCESS_KEY", "secret"),
        ("REGION", REGION),
    ):
        monkeypatch.setenv(f"AWS_{name}", value)

    def invoke(*words: str) -> Result:
        return CliRunner().invoke(setup_group, ["developer-tools", "--endpoint", endpoint, *words])

    return invoke


def test_from_the_command_line(run: Any, aws: Aws) -> None:
    make_tools(aws)
    shown = run("--events", "failures")
    assert shown.exit_code == 0
    assert "+ create     notification rule  bellhop-developer-tools-codebuild-web" in shown.stdout
    assert "Note: 1 CodeCommit repository not told of" in shown.stdout
    assert rules(aws) == {}
    applied = json.loads(run("--events", "failures", "--subscribe-sqs", "bellhop", "--apply", "--json").stdout)
    assert applied["applied"] is True
    assert len(applied["notes"]) == 2
    assert len(rules(aws)) == 3
    drifted = run("--events", "all", "--resource", PROJECT, "--subscribe-sqs", "bellhop")
    assert "events: + codebuild-project-build-phase-failure" in drifted.stdout
    gone = run("--destroy", "--yes")
    assert gone.stdout.rstrip().endswith("7 deleted.")
    assert rules(aws) == {}


def test_a_template_needs_arns(run: Any) -> None:
    assert run("--template").exit_code == 2
    assert "AWS::CodeStarNotifications::NotificationRule" in run("--template", "--resource", PIPELINE).stdout
