from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from botocore.exceptions import ClientError

from bellhop.local.notification_events import occurrence
from bellhop.setup.developer_events import EVENTS

if TYPE_CHECKING:
    from tests.local.conftest import World

PIPELINE = "arn:aws:codepipeline:ap-northeast-2:123456789012:web"
PROJECT = "arn:aws:codebuild:ap-northeast-2:123456789012:project/web"
STARTED = "codepipeline-pipeline-pipeline-execution-started"


def open_topic(world: World, *, closed: bool = False) -> str:
    arn = world.topic("tools")
    statement = {
        "Effect": "Allow",
        "Principal": {"Service": ["codestar-notifications.amazonaws.com"]},
        "Action": "SNS:Publish",
        "Resource": arn,
    }
    document = {"Version": "2012-10-17", "Statement": [] if closed else [statement]}
    world.client("sns").set_topic_attributes(TopicArn=arn, AttributeName="Policy", AttributeValue=json.dumps(document))
    return arn


def rule(world: World, topic: str, *ids: str, resource: str = PIPELINE, name: str = "rule", **more: Any) -> str:
    made = world.client("codestar-notifications").create_notification_rule(
        Name=name,
        EventTypeIds=list(ids),
        Resource=resource,
        Targets=[{"TargetType": "SNS", "TargetAddress": topic}],
        **{"DetailType": "FULL", **more},
    )
    return str(made["Arn"])


def put(world: World, source: str, detail_type: str, **detail: Any) -> None:
    entry = {"Source": source, "DetailType": detail_type, "Detail": json.dumps(detail), "Resources": [PIPELINE]}
    assert world.client("events").put_events(Entries=[entry])["FailedEntryCount"] == 0


def test_an_event_reaches_the_topic_in_the_form_of_a_notification_rule(world: World) -> None:
    topic = open_topic(world)
    arn = rule(world, topic, STARTED)
    kind = "CodePipeline Pipeline Execution State Change"
    put(world, "aws.codepipeline", kind, pipeline="web", state="SUCCEEDED")
    put(world, "aws.codepipeline", kind, pipeline="other", state="STARTED")
    put(world, "aws.codepipeline", kind, pipeline="web", state="STARTED")
    [text] = world.eventually(world.sink.messages)
    message = json.loads(text)
    assert list(message) == [
        "account",
        "detailType",
        "region",
        "source",
        "time",
        "notificationRuleArn",
        "detail",
        "resources",
        "additionalAttributes",
    ]
    assert message["notificationRuleArn"] == arn
    assert message["detailType"] == kind
    assert message["detail"] == {"pipeline": "web", "state": "STARTED"}
    assert message["resources"] == [PIPELINE]


def test_a_pipeline_that_is_started_tells_of_itself(world: World) -> None:
    topic = open_topic(world)
    role = "arn:aws:iam::123456789012:role/pipeline"
    world.client("iam").create_role(
        RoleName="pipeline",
        AssumeRolePolicyDocument=json.dumps(
            {
                "Version": "2012-10-17",
                "Statement": [
                    {
                        "Effect": "Allow",
                        "Principal": {"Service": "codepipeline.amazonaws.com"},
                        "Action": "sts:AssumeRole",
                    }
                ],
            }
        ),
    )
    kind = {"category": "Source", "owner": "AWS", "provider": "S3", "version": "1"}
    stages = [
        {"name": name, "actions": [{"name": name, "actionTypeId": {**kind, "category": category}}]}
        for name, category in (("Source", "Source"), ("Build", "Build"))
    ]
    pipeline = {
        "name": "web",
        "roleArn": role,
        "artifactStore": {"type": "S3", "location": "artifacts"},
        "stages": stages,
    }
    world.client("codepipeline").create_pipeline(pipeline=pipeline)
    rule(world, topic, *EVENTS["codepipeline"])
    identity = world.client("codepipeline").start_pipeline_execution(name="web")["pipelineExecutionId"]
    world.eventually(lambda: len(world.sink.messages()) == 2)
    told = [json.loads(text)["detail"] for text in world.sink.messages()]
    assert {(one["state"], one["execution-id"]) for one in told} == {("STARTED", identity), ("SUCCEEDED", identity)}


def test_a_build_tells_of_its_beginning_and_end_once(world: World) -> None:
    topic = open_topic(world)
    codebuild = world.client("codebuild")
    codebuild.create_project(
        name="web",
        source={"type": "S3", "location": "bucket/path"},
        artifacts={"type": "NO_ARTIFACTS"},
        environment={"type": "LINUX_CONTAINER", "image": "i", "computeType": "BUILD_GENERAL1_SMALL"},
        serviceRole="arn:aws:iam::123456789012:role/service-role/build",
    )
    rule(world, topic, *EVENTS["codebuild"], resource=PROJECT)
    looked, stopped = (codebuild.start_build(projectName="web")["build"]["id"] for _ in range(2))
    codebuild.stop_build(id=stopped)
    for _ in range(2):
        codebuild.batch_get_builds(ids=[looked, stopped])
    world.eventually(lambda: len(world.sink.messages()) >= 4)
    states = sorted(json.loads(text)["detail"]["build-status"] for text in world.sink.messages())
    assert states == ["IN_PROGRESS", "IN_PROGRESS", "STOPPED", "SUCCEEDED"]


def test_a_topic_that_does_not_let_it_publish_hears_nothing_and_is_unreachable(world: World) -> None:
    topic = open_topic(world, closed=True)
    heard = world.queue("heard")
    arn = rule(world, topic, STARTED)
    client = world.client("codestar-notifications")
    assert client.describe_notification_rule(Arn=arn)["Targets"][0]["TargetStatus"] == "UNREACHABLE"
    world.rule("too", {"source": ["aws.codepipeline"]}, heard.arn)
    put(world, "aws.codepipeline", "CodePipeline Pipeline Execution State Change", pipeline="web", state="STARTED")
    heard.bodies(1)
    assert world.sink.messages() == []


def test_rules_are_described_changed_listed_and_deleted(world: World) -> None:
    client, topic = world.client("codestar-notifications"), open_topic(world)
    arn = rule(world, topic, STARTED, Tags={"team": "web"})
    client.update_notification_rule(
        Arn=arn, DetailType="BASIC", Status="DISABLED", EventTypeIds=[EVENTS["codepipeline"][0]]
    )
    has = client.describe_notification_rule(Arn=arn)
    assert (has["DetailType"], has["Status"], has["Tags"]) == ("BASIC", "DISABLED", {"team": "web"})
    assert [one["EventTypeId"] for one in has["EventTypes"]] == [EVENTS["codepipeline"][0]]
    assert has["Targets"] == [{"TargetType": "SNS", "TargetAddress": topic, "TargetStatus": "ACTIVE"}]
    assert has["CreatedTimestamp"] <= has["LastModifiedTimestamp"]
    for name, value, number in (("RESOURCE", PIPELINE, 1), ("RESOURCE", PROJECT, 0), ("TARGET_ADDRESS", topic, 1)):
        listed = client.list_notification_rules(Filters=[{"Name": name, "Value": value}])["NotificationRules"]
        assert len(listed) == number
    client.tag_resource(Arn=arn, Tags={"a": "b"})
    client.untag_resource(Arn=arn, TagKeys=["team"])
    assert client.list_tags_for_resource(Arn=arn)["Tags"] == {"a": "b"}
    client.delete_notification_rule(Arn=arn)
    with pytest.raises(ClientError, match="ResourceNotFoundException"):
        client.describe_notification_rule(Arn=arn)


def test_a_disabled_rule_is_silent(world: World) -> None:
    topic = open_topic(world)
    off = rule(world, topic, STARTED, Status="DISABLED", name="off")
    on = rule(world, topic, STARTED, name="on")
    put(world, "aws.codepipeline", "CodePipeline Pipeline Execution State Change", pipeline="web", state="STARTED")
    world.eventually(world.sink.messages)
    assert [json.loads(text)["notificationRuleArn"] for text in world.sink.messages()] == [on]
    assert off != on


def test_targets_are_added_listed_and_taken_away(world: World) -> None:
    client, topic = world.client("codestar-notifications"), open_topic(world)
    arn = rule(world, topic, STARTED)
    slack = "arn:aws:chatbot::123456789012:chat-configuration/slack-channel/ops"
    client.subscribe(Arn=arn, Target={"TargetType": "AWSChatbotSlack", "TargetAddress": slack})
    targets = client.list_targets()["Targets"]
    assert {(one["TargetType"], one["TargetStatus"]) for one in targets} == {
        ("SNS", "ACTIVE"),
        ("AWSChatbotSlack", "ACTIVE"),
    }
    client.unsubscribe(Arn=arn, TargetAddress=slack)
    with pytest.raises(ClientError, match="is the target of 1 notification rules"):
        client.delete_target(TargetAddress=topic)
    client.delete_target(TargetAddress=topic, ForceUnsubscribeAll=True)
    assert client.list_targets()["Targets"] == []


def test_the_38_event_types_come_in_pages(world: World) -> None:
    client = world.client("codestar-notifications")
    found: list[dict[str, str]] = []
    further: dict[str, Any] = {}
    while True:
        answer = client.list_event_types(MaxResults=15, **further)
        found.extend(answer["EventTypes"])
        if "NextToken" not in answer:
            break
        further = {"NextToken": answer["NextToken"]}
    assert len({one["EventTypeId"] for one in found}) == len(found) == 38
    builds = client.list_event_types(Filters=[{"Name": "SERVICE_NAME", "Value": "CodeBuild"}])["EventTypes"]
    assert len(builds) == 6
    assert {one["ResourceType"] for one in builds} == {"Project"}
    with pytest.raises(ClientError, match="ValidationException"):
        client.list_event_types(NextToken="never")


@pytest.mark.parametrize(
    ("wrong", "code", "said"),
    [
        (
            {"resource": "arn:aws:sqs:ap-northeast-2:123456789012:photos"},
            "ValidationException",
            "no repository, project",
        ),
        ({"resource": PIPELINE.replace("ap-northeast-2", "eu-west-1")}, "ValidationException", "is not in account"),
        ({"resource": PROJECT}, "ValidationException", "has no event"),
        ({"DetailType": "ALL"}, "ValidationException", "enum value set"),
        ({"name": "no/slash"}, "ValidationException", "pattern"),
        ({"name": "x" * 65}, "ValidationException", "at most 64"),
        ({"name": "taken"}, "ResourceAlreadyExistsException", "taken"),
    ],
)
def test_what_aws_would_refuse_is_refused(world: World, wrong: dict[str, str], code: str, said: str) -> None:
    topic = open_topic(world)
    rule(world, topic, STARTED, name="taken")
    with pytest.raises(ClientError, match=said) as caught:
        rule(world, topic, STARTED, **wrong)  # pyright: ignore[reportArgumentType]  # all of them text
    assert f"({code})" in str(caught.value)


def test_a_resource_has_ten_rules_and_no_more(world: World) -> None:
    topic = open_topic(world)
    for number in range(10):
        rule(world, topic, STARTED, name=f"rule-{number}")
    with pytest.raises(ClientError, match="LimitExceededException"):
        rule(world, topic, STARTED, name="one-more")


def test_calls_of_it_are_recorded_by_cloudtrail(world: World) -> None:
    world.trail(EventSelectors=[{"ReadWriteType": "All", "IncludeManagementEvents": True}])
    queue = world.queue()
    world.rule("calls", {"source": ["aws.codestar-notifications"]}, queue.arn)
    rule(world, open_topic(world), STARTED)
    assert queue.bodies(1)[0]["detail"]["eventName"] == "CreateNotificationRule"


def test_repositories_can_be_listed(world: World) -> None:
    client = world.client("codecommit")
    for name in ("web", "app"):
        client.create_repository(repositoryName=name)
    assert [one["repositoryName"] for one in client.list_repositories()["repositories"]] == ["app", "web"]


def event(source: str, detail_type: str, **detail: Any) -> dict[str, Any]:
    where = {"account": "123456789012", "region": "ap-northeast-2", "resources": ["arn:aws:codecommit:r:a:web"]}
    return {"source": source, "detail-type": detail_type, "detail": detail, **where}


@pytest.mark.parametrize(
    ("happened", "ids", "resource"),
    [
        (
            event("aws.codepipeline", "CodePipeline Action Execution State Change", pipeline="p", state="FAILED"),
            ("codepipeline-pipeline-action-execution-failed",),
            "codepipeline:ap-northeast-2:123456789012:p",
        ),
        (
            event(
                "aws.codepipeline",
                "CodePipeline Action Execution State Change",
                pipeline="p",
                state="STARTED",
                type={"category": "Approval"},
            ),
            ("codepipeline-pipeline-action-execution-started", "codepipeline-pipeline-manual-approval-needed"),
            "codepipeline:ap-northeast-2:123456789012:p",
        ),
        (
            event(
                "aws.codebuild",
                "CodeBuild Build Phase Change",
                **{"project-name": "b", "completed-phase-status": "FAULT"},
            ),
            ("codebuild-project-build-phase-failure",),
            "codebuild:ap-northeast-2:123456789012:project/b",
        ),
        (
            event(
                "aws.codedeploy", "CodeDeploy Deployment State-change Notification", application="a", state="FAILURE"
            ),
            ("codedeploy-application-deployment-failed",),
            "codedeploy:ap-northeast-2:123456789012:application:a",
        ),
        (
            event("aws.codecommit", "CodeCommit Repository State Change", event="referenceUpdated"),
            ("codecommit-repository-branches-and-tags-updated",),
            "codecommit:r:a:web",
        ),
    ],
)
def test_what_an_event_is_to_notification_rules(happened: dict[str, Any], ids: tuple[str, ...], resource: str) -> None:
    found = occurrence(happened)
    assert found is not None
    assert found.ids == ids
    assert found.resource == f"arn:aws:{resource}"


@pytest.mark.parametrize(
    "happened",
    [
        event("aws.s3", "Object Created"),
        event("aws.codepipeline", "CodePipeline Pipeline Execution State Change", pipeline="p", state="STOPPING"),
        event(
            "aws.codecommit",
            "CodeCommit Pull Request State Change",
            event="pullRequestMergeStatusUpdated",
            isMerged="False",
        ),
    ],
)
def test_what_is_nothing_to_notification_rules(happened: dict[str, Any]) -> None:
    assert occurrence(happened) is None
