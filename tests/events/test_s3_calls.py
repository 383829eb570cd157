"""Every object-level operation of S3 is told in words, done or refused, in both languages."""

from __future__ import annotations

import pytest

from bellhop.event import Event, Form
from bellhop.events import recognise, tell
from bellhop.events.s3 import OBJECT_DEEDS
from bellhop.payload import EMPTY, Payload
from bellhop.reader import Reader

DOCUMENTED = """AbortMultipartUpload CompleteMultipartUpload CopyObject CreateMultipartUpload CreateSession
    DeleteObject DeleteObjectTagging DeleteObjects GetObject GetObjectAcl GetObjectAttributes
    GetObjectLockLegalHold GetObjectLockRetention GetObjectTagging GetObjectTorrent HeadBucket
    HeadObject ListMultipartUploads ListObjectVersions ListObjects ListParts PutObject PutObjectAcl
    PutObjectLockLegalHold PutObjectLockRetention PutObjectTagging RenameObject RestoreObject
    SelectObjectContent UploadPart UploadPartCopy WriteGetObjectResponse""".split()  # noqa: SIM905  # thirty quoted names read worse


def event(call: str, error: str = "") -> Event:
    record = {
        "eventName": call,
        "eventSource": "s3.amazonaws.com",
        "userIdentity": {"type": "IAMUser", "userName": "alice"},
        "requestParameters": {"bucketName": "amzn-s3-demo-bucket", "key": "a/b.txt"},
        **({"errorCode": error} if error else {}),
    }
    detail = Payload(record)
    return Event(
        form=Form.EVENTBRIDGE, source="aws.s3", detail_type="AWS API Call via CloudTrail", detail=detail, extra=EMPTY
    )


def test_the_documented_operations_are_all_known() -> None:
    assert set(DOCUMENTED) <= OBJECT_DEEDS.keys()


@pytest.mark.parametrize("call", sorted(OBJECT_DEEDS))
def test_an_operation_is_told_in_words(call: str) -> None:
    assert [kind.name for kind in recognise(event(call))] == ["s3.api_call"]
    deed = OBJECT_DEEDS[call]
    title = tell(event(call), Reader()).notification.message.title
    assert title == f"alice {deed.done} s3://amzn-s3-demo-bucket/a/b.txt"
    refused = tell(event(call, "AccessDenied"), Reader()).notification.message
    assert refused.title == f"alice could not {deed.wanted} s3://amzn-s3-demo-bucket/a/b.txt: AccessDenied"
    assert refused.tone == "warn"
    korean = tell(event(call), Reader(locale="ko")).notification.message.title
    assert korean == f"alice: s3://amzn-s3-demo-bucket/a/b.txt {deed.korean}"


def test_a_call_on_the_bucket_belongs_to_the_sibling() -> None:
    assert [kind.name for kind in recognise(event("PutBucketPolicy"))] == ["s3.bucket_call"]
    assert [kind.name for kind in recognise(event("SomethingNew"))] == ["s3.bucket_call"]
