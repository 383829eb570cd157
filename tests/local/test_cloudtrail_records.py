from __future__ import annotations

import http.client
import json
import urllib.request
from typing import TYPE_CHECKING, Any

import boto3
import pytest
from botocore.exceptions import ClientError

if TYPE_CHECKING:
    from tests.local.conftest import Queue, World

SOURCE = {"detail-type": ["AWS API Call via CloudTrail"], "source": ["aws.s3"]}


@pytest.fixture
def records(world: World) -> Queue:
    """A queue that gets each S3 call on the bucket `bkt`, but for its creation."""
    world.bucket("bkt")
    world.trail()
    queue = world.queue()
    world.rule("all", SOURCE | {"detail": {"requestParameters": {"bucketName": ["bkt"]}}}, queue.arn)
    return queue


def names(records: Queue, number: int) -> list[str]:
    return sorted(event["detail"]["eventName"] for event in records.bodies(number))


def post(world: World, method: str, path: str, body: bytes = b"", **headers: str) -> int:
    connection = http.client.HTTPConnection(world.aws.endpoint.removeprefix("http://"))
    connection.request(method, path, body, {key.replace("_", "-"): value for key, value in headers.items()})
    response = connection.getresponse()
    response.read()
    connection.close()
    return response.status


def test_each_object_operation_has_its_name(world: World, records: Queue) -> None:
    s3: Any = world.client("s3")
    one: dict[str, str] = {"Bucket": "bkt", "Key": "k"}
    s3.put_object(**one, Body=b"x")
    s3.get_object(**one)["Body"].read()
    s3.head_object(**one)
    s3.copy_object(Bucket="bkt", Key="copy", CopySource="bkt/k")
    s3.get_object_acl(**one)
    s3.put_object_acl(**one, ACL="private")
    s3.put_object_tagging(**one, Tagging={"TagSet": [{"Key": "a", "Value": "b"}]})
    s3.get_object_tagging(**one)
    s3.delete_object_tagging(**one)
    s3.get_object_attributes(**one, ObjectAttributes=["ETag"])
    s3.list_objects_v2(Bucket="bkt")
    s3.list_objects(Bucket="bkt")
    s3.list_object_versions(Bucket="bkt")
    s3.head_bucket(Bucket="bkt")
    s3.delete_object(Bucket="bkt", Key="copy")
    s3.delete_objects(Bucket="bkt", Delete={"Objects": [{"Key": "k"}]})
    wanted = [
        *("CopyObject", "DeleteObject", "DeleteObjectTagging", "DeleteObjects", "GetObject", "GetObjectAcl"),
        *("GetObjectAttributes", "GetObjectTagging", "HeadBucket", "HeadObject", "ListObjectVersions"),
        *("ListObjects", "ListObjects", "PutObject", "PutObjectAcl", "PutObjectTagging"),
    ]
    assert names(records, len(wanted)) == wanted
    assert {event["detail"]["eventCategory"] for event in records.seen} == {"Data"}


def test_a_multipart_upload_is_told_in_its_parts(world: World, records: Queue) -> None:
    s3: Any = world.client("s3")
    upload: dict[str, str] = {"Bucket": "bkt", "Key": "big"}
    upload["UploadId"] = s3.create_multipart_upload(Bucket="bkt", Key="big")["UploadId"]
    part = s3.upload_part(**upload, PartNumber=1, Body=b"x" * 100)
    s3.list_parts(**upload)
    s3.complete_multipart_upload(**upload, MultipartUpload={"Parts": [{"PartNumber": 1, "ETag": part["ETag"]}]})
    left = s3.create_multipart_upload(Bucket="bkt", Key="left")["UploadId"]
    s3.upload_part_copy(Bucket="bkt", Key="left", UploadId=left, PartNumber=1, CopySource="bkt/big")
    s3.abort_multipart_upload(Bucket="bkt", Key="left", UploadId=left)
    assert names(records, 7) == [
        *("AbortMultipartUpload", "CompleteMultipartUpload", "CreateMultipartUpload", "CreateMultipartUpload"),
        *("ListParts", "UploadPart", "UploadPartCopy"),
    ]


@pytest.mark.parametrize("key", ["plain.txt", "with space+plus.txt", "한글/파일.txt", "a//b%2Fc"])
def test_the_key_is_told_as_it_was_meant(world: World, records: Queue, key: str) -> None:
    world.client("s3").put_object(Bucket="bkt", Key=key, Body=b"")
    assert records.bodies(1)[0]["detail"]["requestParameters"]["key"] == key


def test_a_presigned_upload_is_told(world: World, records: Queue) -> None:
    url = world.client("s3").generate_presigned_url("put_object", Params={"Bucket": "bkt", "Key": "from/browser"})
    request = urllib.request.Request(url, b"hello", {"User-Agent": "Mozilla/5.0"}, method="PUT")
    with urllib.request.urlopen(request) as answer:
        assert answer.status == 200
    record = records.bodies(1)[0]["detail"]
    assert (record["eventName"], record["userAgent"]) == ("PutObject", "[Mozilla/5.0]")
    assert record["additionalEventData"]["AuthenticationMethod"] == "QueryString"
    assert not [name for name in record["requestParameters"] if "Signature" in name or "Credential" in name]


def test_a_form_upload_is_told_with_its_key(world: World, records: Queue) -> None:
    form = world.client("s3").generate_presigned_post("bkt", "uploads/${filename}")
    parts = [f'--X\r\nContent-Disposition: form-data; name="{k}"\r\n\r\n{v}\r\n' for k, v in form["fields"].items()]
    file = '--X\r\nContent-Disposition: form-data; name="file"; filename="photo.png"\r\n\r\npixels\r\n--X--\r\n'
    body = "".join([*parts, file]).encode()
    assert post(world, "POST", "/bkt", body, Content_Type="multipart/form-data; boundary=X") < 300
    record = records.bodies(1)[0]["detail"]
    assert (record["eventName"], record["requestParameters"]["key"]) == ("PostObject", "uploads/photo.png")
    assert record["userIdentity"]["accountId"] == "anonymous"


def test_a_bucket_in_the_host_name_is_seen(world: World, records: Queue) -> None:
    assert post(world, "PUT", "/virtual/key.txt", b"x", Host="bkt.s3.ap-northeast-2.amazonaws.com") == 200
    parameters = records.bodies(1)[0]["detail"]["requestParameters"]
    assert (parameters["bucketName"], parameters["key"]) == ("bkt", "virtual/key.txt")
    assert parameters["Host"] == "bkt.s3.ap-northeast-2.amazonaws.com"


def test_a_chunked_upload_tells_the_size_of_the_object(world: World, records: Queue) -> None:
    body = b"5\r\nhello\r\n0\r\nx-amz-checksum-crc32:NhCmhg==\r\n\r\n"
    headers = {
        "Content_Encoding": "aws-chunked",
        "X_Amz_Content_Sha256": "STREAMING-UNSIGNED-PAYLOAD-TRAILER",
        "X_Amz_Decoded_Content_Length": "5",
        "X_Amz_Trailer": "x-amz-checksum-crc32",
    }
    assert post(world, "PUT", "/bkt/chunked", body, **headers) == 200
    record = records.bodies(1)[0]["detail"]
    assert record["additionalEventData"]["bytesTransferredIn"] == 5
    assert world.client("s3").get_object(Bucket="bkt", Key="chunked")["Body"].read() == b"hello"


def test_a_failed_call_is_told_with_its_error(world: World, records: Queue) -> None:
    with pytest.raises(ClientError):
        world.client("s3").get_object(Bucket="bkt", Key="missing")
    record = records.bodies(1)[0]["detail"]
    assert (record["eventName"], record["errorCode"]) == ("GetObject", "NoSuchKey")
    assert record["errorMessage"] == "The specified key does not exist."
    assert record["responseElements"] is None


def test_a_role_is_told_as_who_it_is(world: World, records: Queue) -> None:
    trust = json.dumps({"Version": "2012-10-17", "Statement": []})
    role = world.client("iam").create_role(RoleName="uploader", AssumeRolePolicyDocument=trust)["Role"]["Arn"]
    got = world.client("sts").assume_role(RoleArn=role, RoleSessionName="nightly")["Credentials"]
    session: Any = boto3.Session(got["AccessKeyId"], got["SecretAccessKey"], got["SessionToken"])
    s3 = session.client("s3", endpoint_url=world.aws.endpoint, region_name="ap-northeast-2")
    s3.put_object(Bucket="bkt", Key="k", Body=b"")
    s3.close()
    who = records.bodies(1)[0]["detail"]["userIdentity"]
    assert who["type"] == "AssumedRole"
    assert who["arn"] == "arn:aws:sts::123456789012:assumed-role/uploader/nightly"
    assert who["sessionContext"]["sessionIssuer"]["userName"] == "uploader"


def test_without_a_trail_there_are_no_events(world: World) -> None:
    world.bucket("bkt")
    queue = world.queue()
    world.rule("all", SOURCE, queue.arn)
    world.client("s3").put_object(Bucket="bkt", Key="before", Body=b"")
    world.trail()
    world.client("s3").put_object(Bucket="bkt", Key="during", Body=b"")
    queue.bodies(1)
    world.client("cloudtrail").stop_logging(Name="trail")
    world.client("s3").put_object(Bucket="bkt", Key="after", Body=b"")
    world.client("cloudtrail").start_logging(Name="trail")
    world.client("s3").put_object(Bucket="bkt", Key="again", Body=b"")
    keys = [event["detail"]["requestParameters"]["key"] for event in queue.bodies(2)]
    assert keys == ["during", "again"]


def test_management_calls_reach_rules_only_if_they_change_something(world: World) -> None:
    world.trail()
    queue, every = world.queue(), world.queue("every")
    pattern = {"detail-type": ["AWS API Call via CloudTrail"], "source": ["aws.sns", "aws.lambda", "aws.monitoring"]}
    world.rule("some", pattern, queue.arn)
    world.rule("every", pattern, every.arn, State="ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS")
    world.client("sns").list_topics()
    world.client("sns").create_topic(Name="made", Tags=[{"Key": "k", "Value": "v"}])
    world.client("lambda").list_functions()
    world.client("cloudwatch").delete_alarms(AlarmNames=["a"])
    assert sorted(each["detail"]["eventName"] for each in queue.bodies(2)) == ["CreateTopic", "DeleteAlarms"]
    found = sorted(each["detail"]["eventName"] for each in every.bodies(4))
    assert found == ["CreateTopic", "DeleteAlarms", "ListFunctions", "ListTopics"]
    record = next(each["detail"] for each in queue.seen if each["detail"]["eventName"] == "CreateTopic")
    assert record["eventSource"] == "sns.amazonaws.com"
    assert record["requestParameters"] == {"name": "made", "tags": [{"key": "k", "value": "v"}]}
    assert (record["eventCategory"], record["managementEvent"]) == ("Management", True)


def test_publishing_is_no_management_event(world: World) -> None:
    world.trail()
    queue = world.queue()
    world.rule("some", {"source": ["aws.sns"]}, queue.arn)
    arn = world.client("sns").create_topic(Name="t")["TopicArn"]
    world.client("sns").publish(TopicArn=arn, Message="m")
    world.client("sns").delete_topic(TopicArn=arn)
    assert [each["detail"]["eventName"] for each in queue.bodies(2)] == ["CreateTopic", "DeleteTopic"]


def test_the_trails_own_writes_are_not_recorded(world: World) -> None:
    world.trail()
    queue = world.queue()
    world.rule("all", SOURCE | {"detail": {"eventName": ["PutObject"]}}, queue.arn)
    s3 = world.client("s3")
    s3.put_object(Bucket="trail-logs", Key="mine", Body=b"")
    world.eventually(lambda: [o for o in s3.list_objects(Bucket="trail-logs")["Contents"] if "AWSLogs" in o["Key"]])
    s3.put_object(Bucket="trail-logs", Key="mine too", Body=b"")
    keys = [event["detail"]["requestParameters"]["key"] for event in queue.bodies(2)]
    assert keys == ["mine", "mine too"]
