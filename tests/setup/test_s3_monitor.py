"""The S3 monitor in an AWS: made, made again, repaired, shared, taken away."""

import json
from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest

from bellhop.aws.refusal import ask
from bellhop.aws.session import Clients
from bellhop.errors import SetupError
from bellhop.setup.place import Aws, Place
from bellhop.setup.plan import Change, Plan
from bellhop.setup.s3_monitor import S3Monitor

REGION = "ap-northeast-2"
ACCOUNT = "123456789012"
HTTPS = "https://bellhop.example.com/sns"


class World:
    """What AWS has, asked for in few words."""

    def __init__(self, clients: Clients) -> None:
        self.clients = clients

    def ask(self, service: str, operation: str, **parameters: Any) -> dict[str, Any]:
        return ask(self.clients.client(service), operation, **parameters)

    def refuse(self, service: str, operation: str, code: str = "AccessDenied") -> Callable[[], None]:
        """These clients are refused an operation, until the answer is called."""
        answer = {"Error": {"Code": code, "Message": "not authorized"}, "ResponseMetadata": {"RequestId": "r"}}
        event, events = f"before-call.{service}.{operation}", self.clients.client(service).meta.events

        class Response:
            status_code = 403
            headers: dict[str, str] = {}  # noqa: RUF012  # nobody writes to it

        def forbid(**_: object) -> tuple[Response, dict[str, Any]]:
            return Response(), answer

        events.register(event, forbid)
        return lambda: events.unregister(event, forbid)

    def sns(self, name: str) -> str:
        return f"arn:aws:sns:{REGION}:{ACCOUNT}:{name}"

    def topic_sids(self, name: str) -> set[str]:
        policy = self.ask("sns", "get_topic_attributes", TopicArn=self.sns(name))["Attributes"]["Policy"]
        return {statement["Sid"] for statement in json.loads(policy)["Statement"]}

    def exists(self, service: str, operation: str, **parameters: Any) -> bool:
        return Aws(self.clients, Place(partition="aws", region=REGION, account=ACCOUNT)).find(
            (
                "NotFound",
                "TrailNotFoundException",
                "ResourceNotFoundException",
                "NoSuchBucket",
                "AWS.SimpleQueueService.NonExistentQueue",
            ),
            service,
            operation,
            **parameters,
        ) is not None  # fmt: skip  # the formatter would part what is compared


@pytest.fixture
def world(clients: Clients) -> World:
    return World(clients)


def kinds(plan: Plan, change: Change) -> list[str]:
    return [step.kind for step in plan.steps if step.change is change]


def lines(plan: Plan) -> set[tuple[str, str]]:
    return {(step.change.value, step.kind) for step in plan.steps}


def test_a_plan_changes_nothing(clients: Clients, bucket: str) -> None:
    monitor = S3Monitor(bucket=bucket)
    first, second = monitor.plan(clients), monitor.plan(clients)
    assert first == second
    assert first.count(Change.CREATE) == 5
    assert kinds(first, Change.UNCHANGED) == ["S3 bucket to watch"]
    assert first.title == f"watch s3://{bucket} in account {ACCOUNT}, {REGION}"


def test_everything_is_made_as_the_seed_says(clients: Clients, world: World, bucket: str) -> None:
    S3Monitor(bucket=bucket, subscribe_https=HTTPS).plan(clients).apply()
    name, topic = f"bellhop-{bucket}", world.sns(f"bellhop-{bucket}")

    [selector] = world.ask("cloudtrail", "get_event_selectors", TrailName=name)["EventSelectors"]
    assert selector["ReadWriteType"] == "All"
    assert selector["DataResources"] == [{"Type": "AWS::S3::Object", "Values": [f"arn:aws:s3:::{bucket}/"]}]
    assert world.ask("cloudtrail", "get_trail_status", Name=name)["IsLogging"] is True

    rule = world.ask("events", "describe_rule", Name=name)
    assert rule["State"] == "ENABLED"
    assert json.loads(rule["EventPattern"]) == {
        "source": ["aws.s3"],
        "detail-type": ["AWS API Call via CloudTrail"],
        "detail": {"eventSource": ["s3.amazonaws.com"], "requestParameters": {"bucketName": [bucket]}},
    }
    [target] = world.ask("events", "list_targets_by_rule", Rule=name)["Targets"]
    assert target["Arn"] == topic

    [alarm] = world.ask("cloudwatch", "describe_alarms", AlarmNames=[name])["MetricAlarms"]
    assert (alarm["Namespace"], alarm["MetricName"], alarm["Statistic"]) == ("AWS/Events", "Invocations", "Sum")
    assert alarm["Dimensions"] == [{"Name": "RuleName", "Value": name}]
    assert (alarm["ComparisonOperator"], alarm["Threshold"], alarm["Period"]) == ("GreaterThanThreshold", 0.0, 60)
    assert alarm["AlarmActions"] == alarm["OKActions"] == [topic]

    policy = world.ask("sns", "get_topic_attributes", TopicArn=topic)["Attributes"]["Policy"]
    allowed = {
        one["Principal"]["Service"]: one["Condition"]
        for one in json.loads(policy)["Statement"]
        if one["Sid"].startswith("Bellhop")
    }
    assert allowed == {
        "events.amazonaws.com": {"ArnEquals": {"aws:SourceArn": rule["Arn"]}},
        "cloudwatch.amazonaws.com": {"StringEquals": {"aws:SourceAccount": ACCOUNT}},
    }

    logs = f"{bucket}-cloudtrail-logs-{ACCOUNT}"
    statements = json.loads(world.ask("s3", "get_bucket_policy", Bucket=logs)["Policy"])["Statement"]
    assert [one["Action"] for one in statements] == ["s3:GetBucketAcl", "s3:PutObject"]
    assert {one["Condition"]["StringEquals"]["aws:SourceArn"] for one in statements} == {
        f"arn:aws:cloudtrail:{REGION}:{ACCOUNT}:trail/{name}"
    }
    block = world.ask("s3", "get_public_access_block", Bucket=logs)["PublicAccessBlockConfiguration"]
    assert all(block.values())


def test_an_https_subscription_is_retried_for_an_hour_and_loses_nothing(
    clients: Clients, world: World, bucket: str
) -> None:
    S3Monitor(bucket=bucket, subscribe_https=HTTPS).plan(clients).apply()
    topic = world.sns(f"bellhop-{bucket}")
    [one] = world.ask("sns", "list_subscriptions_by_topic", TopicArn=topic)["Subscriptions"]
    assert (one["Protocol"], one["Endpoint"]) == ("https", HTTPS)
    has = world.ask("sns", "get_subscription_attributes", SubscriptionArn=one["SubscriptionArn"])["Attributes"]
    assert json.loads(has["DeliveryPolicy"])["healthyRetryPolicy"]["numRetries"] == 64
    dead = json.loads(has["RedrivePolicy"])["deadLetterTargetArn"]
    assert dead == f"arn:aws:sqs:{REGION}:{ACCOUNT}:bellhop-{bucket}-undelivered"
    url = world.ask("sqs", "get_queue_url", QueueName=dead.rpartition(":")[2])["QueueUrl"]
    queue = world.ask("sqs", "get_queue_attributes", QueueUrl=url, AttributeNames=["All"])["Attributes"]
    [statement] = json.loads(queue["Policy"])["Statement"]
    assert statement["Condition"] == {"ArnEquals": {"aws:SourceArn": topic}}
    assert queue["MessageRetentionPeriod"] == "1209600"


def test_a_queue_hears_what_the_topic_tells(clients: Clients, world: World, bucket: str) -> None:
    queue = f"q-{uuid4().hex[:8]}"
    S3Monitor(bucket=bucket, subscribe_sqs=queue).plan(clients).apply()
    world.ask("sns", "publish", TopicArn=world.sns(f"bellhop-{bucket}"), Message="hello")
    url = world.ask("sqs", "get_queue_url", QueueName=queue)["QueueUrl"]
    [message] = world.ask("sqs", "receive_message", QueueUrl=url)["Messages"]
    assert json.loads(message["Body"])["Message"] == "hello"
    has = world.ask("sqs", "get_queue_attributes", QueueUrl=url, AttributeNames=["All"])["Attributes"]
    assert json.loads(has["RedrivePolicy"])["deadLetterTargetArn"].endswith("-undelivered")
    assert (has["VisibilityTimeout"], has["ReceiveMessageWaitTimeSeconds"]) == ("60", "20")


@pytest.mark.parametrize("door", [{"subscribe_https": HTTPS}, {"subscribe_sqs": "again"}, {}])
def test_a_second_time_nothing_changes(clients: Clients, bucket: str, door: dict[str, str]) -> None:
    door = {key: f"q-{uuid4().hex[:8]}" if value == "again" else value for key, value in door.items()}
    monitor = S3Monitor(bucket=bucket, **door)  # pyright: ignore[reportArgumentType]  # the names are the door's
    monitor.plan(clients).apply()
    again = monitor.plan(clients)
    assert again.changes == ()


@pytest.mark.parametrize(("read", "write", "records"), [(False, True, "WriteOnly"), (True, False, "ReadOnly")])
def test_reads_or_writes_only(
    clients: Clients, world: World, bucket: str, read: bool, write: bool, records: str
) -> None:
    S3Monitor(bucket=bucket).plan(clients).apply()
    narrower = S3Monitor(bucket=bucket, read=read, write=write).plan(clients)
    assert lines(narrower) >= {("change", "CloudTrail trail")}
    assert len(narrower.changes) == 1
    narrower.apply()
    [selector] = world.ask("cloudtrail", "get_event_selectors", TrailName=f"bellhop-{bucket}")["EventSelectors"]
    assert selector["ReadWriteType"] == records


def drift_topic(world: World, bucket: str, name: str) -> None:
    topic = world.sns(name)
    world.ask("sns", "set_topic_attributes", TopicArn=topic, AttributeName="Policy", AttributeValue='{"Statement": []}')


def drift_subscription(world: World, bucket: str, name: str) -> None:
    [one] = world.ask("sns", "list_subscriptions_by_topic", TopicArn=world.sns(name))["Subscriptions"]
    arn = one["SubscriptionArn"]
    for key, value in (("RawMessageDelivery", "true"), ("RedrivePolicy", "{}"), ("DeliveryPolicy", "{}")):
        world.ask("sns", "set_subscription_attributes", SubscriptionArn=arn, AttributeName=key, AttributeValue=value)


def drift_undelivered(world: World, bucket: str, name: str) -> None:
    url = world.ask("sqs", "get_queue_url", QueueName=f"{name}-undelivered")["QueueUrl"]
    kept = world.ask("sqs", "get_queue_attributes", QueueUrl=url, AttributeNames=["Policy"])["Attributes"]
    # moto forgets a policy that isn't given again; AWS doesn't
    world.ask("sqs", "set_queue_attributes", QueueUrl=url, Attributes={**kept, "MessageRetentionPeriod": "60"})


def drift_logs(world: World, bucket: str, name: str) -> None:
    logs = f"{bucket}-cloudtrail-logs-{ACCOUNT}"
    world.ask("s3", "delete_bucket_policy", Bucket=logs)
    world.ask("s3", "delete_public_access_block", Bucket=logs)


def drift_trail(world: World, bucket: str, name: str) -> None:
    world.ask("cloudtrail", "stop_logging", Name=name)
    world.ask("cloudtrail", "update_trail", Name=name, IsMultiRegionTrail=True)


def drift_rule(world: World, bucket: str, name: str) -> None:
    world.ask("events", "disable_rule", Name=name)
    world.ask("events", "remove_targets", Rule=name, Ids=["bellhop-topic"])


def drift_alarm(world: World, bucket: str, name: str) -> None:
    world.ask("cloudwatch", "disable_alarm_actions", AlarmNames=[name])


@pytest.mark.parametrize(
    ("drift", "kind", "differing"),
    [
        (drift_topic, "SNS topic", 2),
        (drift_subscription, "SNS subscription", 3),
        (drift_undelivered, "SQS queue", 1),
        (drift_logs, "S3 bucket for logs", 3),
        (drift_trail, "CloudTrail trail", 2),
        (drift_rule, "EventBridge rule", 2),
        (drift_alarm, "CloudWatch alarm", 1),
    ],
)
def test_what_drifts_is_found_and_repaired(
    clients: Clients,
    world: World,
    bucket: str,
    drift: Callable[[World, str, str], None],
    kind: str,
    differing: int,
) -> None:
    monitor = S3Monitor(bucket=bucket, subscribe_https=HTTPS)
    monitor.plan(clients).apply()
    drift(world, bucket, f"bellhop-{bucket}")
    plan = monitor.plan(clients)
    [step] = plan.changes
    assert (step.change, step.kind, len(step.differences)) == (Change.UPDATE, kind, differing)
    plan.apply()
    assert monitor.plan(clients).changes == ()


@pytest.mark.parametrize("gone", ["alarm", "rule", "subscription"])
def test_what_was_deleted_is_made_again(clients: Clients, world: World, bucket: str, gone: str) -> None:
    monitor, name = S3Monitor(bucket=bucket, subscribe_https=HTTPS), f"bellhop-{bucket}"
    monitor.plan(clients).apply()
    if gone == "alarm":
        world.ask("cloudwatch", "delete_alarms", AlarmNames=[name])
    elif gone == "rule":
        world.ask("events", "remove_targets", Rule=name, Ids=["bellhop-topic"])
        world.ask("events", "delete_rule", Name=name)
    else:
        [one] = world.ask("sns", "list_subscriptions_by_topic", TopicArn=world.sns(name))["Subscriptions"]
        world.ask("sns", "unsubscribe", SubscriptionArn=one["SubscriptionArn"])
    plan = monitor.plan(clients)
    [step] = plan.changes
    assert step.change is Change.CREATE
    plan.apply()
    assert monitor.plan(clients).changes == ()


def test_an_unconfirmed_subscription_is_asked_for_again(clients: Clients, world: World, bucket: str) -> None:
    monitor = S3Monitor(bucket=bucket, subscribe_https=HTTPS)
    monitor.plan(clients).apply()
    events = clients.client("sns").meta.events

    def pending(parsed: dict[str, Any], **_: object) -> None:
        for one in parsed["Subscriptions"]:
            one["SubscriptionArn"] = "PendingConfirmation"

    events.register("after-call.sns.ListSubscriptionsByTopic", pending)
    asked: list[str] = []

    def remember(params: dict[str, Any], **_: object) -> None:
        asked.append(params["body"]["Endpoint"])

    events.register("before-call.sns.Subscribe", remember)
    plan = monitor.plan(clients)
    [step] = plan.changes
    assert step.note == "waits until the endpoint confirms it"
    plan.apply()
    assert asked == [HTTPS]


# --- what exists already -------------------------------------------------------------------------------------------


def test_a_topic_of_somebody_elses_is_used_and_given_back(clients: Clients, world: World, bucket: str) -> None:
    topic = f"alerts-{uuid4().hex[:8]}"
    world.ask("sns", "create_topic", Name=topic)
    before = world.topic_sids(topic)
    monitor = S3Monitor(bucket=bucket, topic=topic)
    plan = monitor.plan(clients)
    step = next(step for step in plan.steps if step.kind == "SNS topic")
    assert step.change is Change.UPDATE
    assert "isn't ours" in step.note
    plan.apply()
    assert len(world.topic_sids(topic) - before) == 2
    assert monitor.plan(clients).changes == ()
    assert not world.ask("sns", "list_tags_for_resource", ResourceArn=world.sns(topic))["Tags"]

    monitor.plan_destroy(clients).apply()
    assert world.topic_sids(topic) == before


def test_a_trail_of_somebody_elses_that_records_enough_is_used(clients: Clients, world: World, bucket: str) -> None:
    trail, logs = f"all-{uuid4().hex[:8]}", f"logs-{uuid4().hex[:8]}"
    where = {"LocationConstraint": REGION}
    world.ask("s3", "create_bucket", Bucket=logs, CreateBucketConfiguration=where)
    world.ask("cloudtrail", "create_trail", Name=trail, S3BucketName=logs)
    world.ask("cloudtrail", "start_logging", Name=trail)
    everything = {"Type": "AWS::S3::Object", "Values": ["arn:aws:s3"]}
    selector = {"ReadWriteType": "All", "IncludeManagementEvents": True, "DataResources": [everything]}
    world.ask("cloudtrail", "put_event_selectors", TrailName=trail, EventSelectors=[selector])
    monitor = S3Monitor(bucket=bucket, trail=trail, log_bucket=logs, read=False)
    plan = monitor.plan(clients)
    assert ("unchanged", "CloudTrail trail") in lines(plan)
    plan.apply()
    monitor.plan_destroy(clients).apply()
    assert world.exists("cloudtrail", "get_trail", Name=trail)
    assert world.exists("s3", "get_bucket_location", Bucket=logs)
    assert not world.exists("s3", "get_bucket_policy", Bucket=f"{bucket}-cloudtrail-logs-{ACCOUNT}")


def test_a_trail_that_records_something_else_is_an_error_with_its_fix(
    clients: Clients, world: World, bucket: str
) -> None:
    trail, logs = f"other-{uuid4().hex[:8]}", f"logs-{uuid4().hex[:8]}"
    world.ask("s3", "create_bucket", Bucket=logs, CreateBucketConfiguration={"LocationConstraint": REGION})
    world.ask("cloudtrail", "create_trail", Name=trail, S3BucketName=logs)
    with pytest.raises(SetupError, match=f"recording of s3://{bucket} is none") as caught:
        S3Monitor(bucket=bucket, trail=trail).plan(clients)
    assert "--trail" in caught.value.fix


@pytest.mark.parametrize("option", ["rule", "alarm"])
def test_a_rule_or_an_alarm_of_another_monitor_is_an_error_with_its_fix(
    clients: Clients, bucket: str, option: str
) -> None:
    other = f"{bucket}-2"
    S3Monitor(bucket=other, create_bucket=True).plan(clients).apply()
    with pytest.raises(SetupError, match=f"belongs to s3-monitor/{other} and doesn't fit") as caught:
        S3Monitor(bucket=bucket, **{option: f"bellhop-{other}"}).plan(clients)  # pyright: ignore[reportArgumentType]  # a name
    assert f"--{option}" in caught.value.fix


def test_a_topic_that_aws_may_not_encrypt_for_is_an_error_with_its_fix(
    clients: Clients, world: World, bucket: str
) -> None:
    topic = f"secret-{uuid4().hex[:8]}"
    world.ask("sns", "create_topic", Name=topic, Attributes={"KmsMasterKeyId": "alias/aws/sns"})
    with pytest.raises(SetupError, match="encrypted with alias/aws/sns") as caught:
        S3Monitor(bucket=bucket, topic=topic).plan(clients)
    assert "key of your own" in caught.value.fix


def test_two_monitors_share_a_topic_a_queue_and_a_log_bucket(clients: Clients, world: World, bucket: str) -> None:
    other, topic, queue, logs = f"{bucket}-2", f"t-{uuid4().hex}", f"q-{uuid4().hex}", f"logs-{uuid4().hex}"
    shared = {"topic": topic, "subscribe_sqs": queue, "log_bucket": logs}
    one = S3Monitor(bucket=bucket, **shared)  # pyright: ignore[reportArgumentType]  # all of them text
    two = S3Monitor(bucket=other, create_bucket=True, **shared)  # pyright: ignore[reportArgumentType]  # as above
    one.plan(clients).apply()
    two.plan(clients).apply()
    assert one.plan(clients).changes == two.plan(clients).changes == ()

    one.plan_destroy(clients).apply()
    assert two.plan(clients).changes == (), "the other works as before"
    two.plan_destroy(clients).apply()
    one.plan_destroy(clients).apply()
    assert not world.exists("sns", "get_topic_attributes", TopicArn=world.sns(topic))
    assert not world.exists("sqs", "get_queue_url", QueueName=queue)
    assert not world.exists("s3", "get_bucket_location", Bucket=logs)


# --- the watched bucket --------------------------------------------------------------------------------------------


def test_a_missing_bucket_is_an_error_or_made(clients: Clients, world: World) -> None:
    name = f"new-{uuid4().hex[:8]}"
    with pytest.raises(SetupError, match="there is no bucket") as caught:
        S3Monitor(bucket=name).plan(clients)
    assert "--create-bucket" in caught.value.fix
    S3Monitor(bucket=name, create_bucket=True).plan(clients).apply()
    assert world.ask("s3", "get_bucket_location", Bucket=name)["LocationConstraint"] == REGION


def test_a_bucket_in_another_region_is_an_error_that_names_it(clients: Clients, bucket: str) -> None:
    with pytest.raises(SetupError, match=f"is in {REGION}") as caught:
        S3Monitor(bucket=bucket, region="eu-west-1").plan(clients)
    assert f"--region {REGION}" in caught.value.fix


@pytest.mark.parametrize(
    ("wishes", "said"),
    [
        ({"bucket": "No Bucket"}, "bucket name"),
        ({"bucket": "photos", "topic": "a.fifo"}, "topic name"),
        ({"bucket": "photos", "log_bucket": "photos"}, "log bucket is the watched bucket"),
        ({"bucket": "photos", "read": False, "write": False}, "neither reads nor writes"),
        ({"bucket": "photos", "subscribe_https": "bellhop.example.com"}, "no URL"),
        ({"bucket": "photos", "subscribe_https": HTTPS, "subscribe_sqs": "q"}, "both"),
    ],
)
def test_wishes_that_can_not_be(wishes: dict[str, Any], said: str) -> None:
    with pytest.raises(SetupError, match=said):
        S3Monitor(**wishes)


def test_messages_never_cross_a_real_network_in_the_clear(clients: Clients, bucket: str) -> None:
    clients.endpoint = ""
    with pytest.raises(SetupError, match="in the clear"):
        S3Monitor(bucket=bucket, subscribe_https="http://bellhop.example.com/sns").plan(clients)


# --- destroying ----------------------------------------------------------------------------------------------------


def test_destroying_takes_away_what_was_made_and_no_more(clients: Clients, world: World, bucket: str) -> None:
    queue, name = f"q-{uuid4().hex[:8]}", f"bellhop-{bucket}"
    S3Monitor(bucket=bucket, subscribe_sqs=queue).plan(clients).apply()
    plan = S3Monitor(bucket=bucket).plan_destroy(clients)
    assert plan.count(Change.DELETE) == 8, "the queue is found without being named"
    plan.apply()
    assert world.exists("s3", "get_bucket_location", Bucket=bucket), "the watched bucket is never touched"
    assert not world.exists("sns", "get_topic_attributes", TopicArn=world.sns(name))
    assert not world.exists("cloudtrail", "get_trail", Name=name)
    assert not world.exists("events", "describe_rule", Name=name)
    assert not world.exists("s3", "get_bucket_location", Bucket=f"{bucket}-cloudtrail-logs-{ACCOUNT}")
    assert not world.exists("sqs", "get_queue_url", QueueName=queue)
    assert not world.exists("sqs", "get_queue_url", QueueName=f"{name}-undelivered")
    assert not world.ask("cloudwatch", "describe_alarms", AlarmNames=[name])["MetricAlarms"]
    assert S3Monitor(bucket=bucket).plan_destroy(clients).steps == ()


def test_logs_are_kept_unless_they_are_to_go(clients: Clients, world: World, bucket: str) -> None:
    monitor, logs = S3Monitor(bucket=bucket), f"{bucket}-cloudtrail-logs-{ACCOUNT}"
    monitor.plan(clients).apply()
    world.ask("s3", "put_object", Bucket=logs, Key=f"AWSLogs/{ACCOUNT}/CloudTrail/a.json.gz", Body=b"x")
    plan = monitor.plan_destroy(clients)
    [step] = [step for step in plan.steps if step.kind == "S3 bucket for logs"]
    assert step.change is Change.KEEP
    assert "--purge-logs" in step.note
    plan.apply()
    assert world.exists("s3", "get_bucket_location", Bucket=logs)
    monitor.plan_destroy(clients, purge_logs=True).apply()
    assert not world.exists("s3", "get_bucket_location", Bucket=logs)


def test_purging_takes_logs_only(clients: Clients, world: World, bucket: str) -> None:
    monitor, logs = S3Monitor(bucket=bucket), f"{bucket}-cloudtrail-logs-{ACCOUNT}"
    monitor.plan(clients).apply()
    world.ask("s3", "put_object", Bucket=logs, Key="diary.txt", Body=b"x")
    with pytest.raises(SetupError, match="can't delete the S3 bucket for logs"):
        monitor.plan_destroy(clients, purge_logs=True).apply()
    assert world.ask("s3", "list_objects_v2", Bucket=logs)["KeyCount"] == 1


def test_a_queue_with_messages_is_kept(clients: Clients, world: World, bucket: str) -> None:
    queue = f"q-{uuid4().hex[:8]}"
    monitor = S3Monitor(bucket=bucket, subscribe_sqs=queue)
    monitor.plan(clients).apply()
    world.ask("sns", "publish", TopicArn=world.sns(f"bellhop-{bucket}"), Message="unread")
    plan = monitor.plan_destroy(clients)
    assert ("keep", "SQS queue") in lines(plan)
    plan.apply()
    assert world.exists("sqs", "get_queue_url", QueueName=queue)


def test_what_bears_no_mark_is_never_deleted(clients: Clients, world: World, bucket: str) -> None:
    name = f"bellhop-{bucket}"
    S3Monitor(bucket=bucket).plan(clients).apply()
    arn = f"arn:aws:cloudwatch:{REGION}:{ACCOUNT}:alarm:{name}"
    world.ask("cloudwatch", "untag_resource", ResourceARN=arn, TagKeys=["bellhop:setup"])
    plan = S3Monitor(bucket=bucket).plan_destroy(clients)
    assert ("keep", "CloudWatch alarm") in lines(plan)
    plan.apply()
    assert world.ask("cloudwatch", "describe_alarms", AlarmNames=[name])["MetricAlarms"]


# --- AWS refuses ---------------------------------------------------------------------------------------------------


def test_a_denial_while_planning_names_the_permission(clients: Clients, world: World, bucket: str) -> None:
    world.refuse("sns", "GetTopicAttributes", "AuthorizationError")
    with pytest.raises(SetupError, match=f"can't read the SNS topic bellhop-{bucket}") as caught:
        S3Monitor(bucket=bucket).plan(clients)
    assert "allow sns:GetTopicAttributes" in caught.value.fix


def test_a_denial_half_way_tells_what_is_done_and_goes_on_from_there(
    clients: Clients, world: World, bucket: str
) -> None:
    allow = world.refuse("cloudtrail", "CreateTrail", "AccessDeniedException")
    monitor = S3Monitor(bucket=bucket)
    with pytest.raises(SetupError, match="can't create the CloudTrail trail") as caught:
        monitor.plan(clients).apply()
    assert "2 of 5 steps are done" in caught.value.message
    assert "allow cloudtrail:CreateTrail" in caught.value.fix
    assert "run the same command again" in caught.value.fix
    allow()
    rest = monitor.plan(clients)
    assert len(rest.changes) == 3
    rest.apply()
    assert monitor.plan(clients).changes == ()


def test_a_bucket_policy_that_cloudtrail_does_not_see_yet_is_waited_for(
    clients: Clients, world: World, bucket: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    allow = world.refuse("cloudtrail", "CreateTrail", "InsufficientS3BucketPolicyException")
    waits: list[float] = []

    def sleep(seconds: float) -> None:
        waits.append(seconds)
        if len(waits) == 3:
            allow()

    def sleepless(clients: Clients, place: Place) -> Aws:
        return Aws(clients, place, sleep=sleep)

    monkeypatch.setattr("bellhop.setup.place.Aws", sleepless)
    S3Monitor(bucket=bucket).plan(clients).apply()
    assert len(waits) == 3
    assert world.exists("cloudtrail", "get_trail", Name=f"bellhop-{bucket}")


def test_a_target_that_eventbridge_does_not_take_is_told(clients: Clients, world: World, bucket: str) -> None:
    def fail(parsed: dict[str, Any], **_: object) -> None:
        parsed.update(FailedEntryCount=1, FailedEntries=[{"ErrorCode": "X", "ErrorMessage": "no such topic"}])

    clients.client("events").meta.events.register("after-call.events.PutTargets", fail)
    with pytest.raises(SetupError, match="did not take the target: no such topic"):
        S3Monitor(bucket=bucket).plan(clients).apply()
