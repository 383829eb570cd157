"""The seed's main job: an upload turns the alarm, and the rule's other target tells who did what."""

from __future__ import annotations

import gzip
import json
import time
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tests.local.conftest import World

ALARM_KEYS = [
    *("AlarmName", "AlarmDescription", "AWSAccountId", "AlarmConfigurationUpdatedTimestamp", "NewStateValue"),
    *("NewStateReason", "StateChangeTime", "Region", "AlarmArn", "OldStateValue", "OKActions", "AlarmActions"),
    *("InsufficientDataActions", "Trigger"),
]
TRIGGER_KEYS = [
    *("MetricName", "Namespace", "StatisticType", "Statistic", "Unit", "Dimensions", "Period", "EvaluationPeriods"),
    *("DatapointsToAlarm", "ComparisonOperator", "Threshold", "TreatMissingData", "EvaluateLowSampleCountPercentile"),
]


def set_up(world: World) -> None:
    """Set up what `bellhop setup s3-monitor` sets up: trail, rule by bucket name, alarm on its Invocations."""
    topic = world.topic()
    world.bucket("watched")
    watched = {"Type": "AWS::S3::Object", "Values": ["arn:aws:s3:::watched/"]}
    world.trail(EventSelectors=[{"IncludeManagementEvents": False, "DataResources": [watched]}])
    detail = {"eventSource": ["s3.amazonaws.com"], "requestParameters": {"bucketName": ["watched"]}}
    pattern = {"source": ["aws.s3"], "detail-type": ["AWS API Call via CloudTrail"], "detail": detail}
    world.rule("s3-monitor", pattern, topic)
    dimensions = [{"Name": "RuleName", "Value": "s3-monitor"}]
    world.alarm("s3-activity", topic, Namespace="AWS/Events", MetricName="Invocations", Dimensions=dimensions)
    world.eventually(lambda: world.sink.alarms("OK"))
    world.sink.posts.clear()


def test_an_upload_is_told_and_turns_the_alarm_which_recovers(world: World) -> None:
    set_up(world)
    began = time.monotonic()
    world.client("s3").put_object(Bucket="watched", Key="reports/July 1.csv", Body=b"a,b\n")
    notice = world.eventually(lambda: world.sink.alarms("ALARM"), within=5)[0]
    assert time.monotonic() - began < 1
    assert notice["Subject"] == 'ALARM: "s3-activity" in Asia Pacific (Seoul)'
    alarm: dict[str, Any] = json.loads(notice["Message"])
    assert list(alarm) == ALARM_KEYS
    assert list(alarm["Trigger"]) == TRIGGER_KEYS
    assert (alarm["OldStateValue"], alarm["NewStateValue"]) == ("OK", "ALARM")
    assert alarm["Region"] == "Asia Pacific (Seoul)"
    assert alarm["Trigger"]["Period"] == 60
    assert alarm["Trigger"]["Statistic"] == "SUM"
    assert alarm["NewStateReason"].startswith("Threshold Crossed: 1 out of the last 1 datapoints [1.0 (")
    assert alarm["NewStateReason"].endswith(
        ")] was greater than the threshold (0.0) (minimum 1 datapoint for OK -> ALARM transition)."
    )

    recovery = json.loads(world.eventually(lambda: world.sink.alarms("OK"))[0]["Message"])
    assert time.monotonic() - began >= 1, "a period of 60 s at 60 times the speed lasts a second"
    assert (recovery["OldStateValue"], recovery["NewStateValue"]) == ("ALARM", "OK")
    assert recovery["NewStateReason"] == (
        "Threshold Crossed: no datapoints were received for 1 period and "
        "1 missing datapoint was treated as [NonBreaching]."
    )


def test_the_rules_target_gets_who_did_what(world: World) -> None:
    set_up(world)
    world.client("s3").put_object(Bucket="watched", Key="reports/July 1.csv", Body=b"a,b\n")
    told = world.eventually(lambda: [m for m in world.sink.messages() if "eventName" in m])
    event: dict[str, Any] = json.loads(told[0])
    assert (event["source"], event["detail-type"]) == ("aws.s3", "AWS API Call via CloudTrail")
    record = event["detail"]
    assert record["eventName"] == "PutObject"
    assert record["awsRegion"] == "ap-northeast-2"
    assert record["sourceIPAddress"] == "127.0.0.1"
    assert record["userAgent"].startswith("[Boto3/")
    assert record["userIdentity"]["type"] == "IAMUser"
    assert record["userIdentity"]["accessKeyId"] == "AKIDEXAMPLE"
    assert record["userIdentity"]["arn"] == "arn:aws:iam::123456789012:user/local-user"
    assert record["requestParameters"]["bucketName"] == "watched"
    assert record["requestParameters"]["key"] == "reports/July 1.csv"
    assert record["additionalEventData"]["bytesTransferredIn"] == 4
    assert record["resources"] == [
        {"type": "AWS::S3::Object", "ARN": "arn:aws:s3:::watched/reports/July 1.csv"},
        {"accountId": "123456789012", "type": "AWS::S3::Bucket", "ARN": "arn:aws:s3:::watched"},
    ]
    assert (record["managementEvent"], record["eventCategory"], record["readOnly"]) == (False, "Data", False)


def test_another_bucket_is_nobodys_business(world: World) -> None:
    set_up(world)
    world.bucket("other")
    world.client("s3").put_object(Bucket="other", Key="a", Body=b"")
    world.client("s3").put_object(Bucket="watched", Key="b", Body=b"")
    world.eventually(lambda: world.sink.alarms("ALARM"))
    world.eventually(lambda: world.sink.alarms("OK"))
    told = [json.loads(m)["detail"]["requestParameters"] for m in world.sink.messages() if "eventName" in m]
    assert [each["bucketName"] for each in told] == ["watched"]


def test_the_trails_log_file_is_delivered(world: World) -> None:
    set_up(world)
    s3 = world.client("s3")
    s3.put_object(Bucket="watched", Key="a", Body=b"")
    listed = world.eventually(lambda: s3.list_objects_v2(Bucket="trail-logs").get("Contents"))
    assert listed[0]["Key"].startswith("AWSLogs/123456789012/CloudTrail/ap-northeast-2/")
    file = s3.get_object(Bucket="trail-logs", Key=listed[0]["Key"])["Body"].read()
    assert [r["eventName"] for r in json.loads(gzip.decompress(file))["Records"]] == ["PutObject"]
