"""Which S3 operation an HTTP request is, in CloudTrail's names.

https://docs.aws.amazon.com/AmazonS3/latest/userguide/cloudtrail-logging-s3-info.html
"""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import unquote

from moto.s3.responses import S3Response
from moto.s3.utils import bucket_name_from_url
from werkzeug.formparser import parse_form_data

if TYPE_CHECKING:
    from bellhop.local.api_call import ApiCall

_OBJECT_PARTS = {
    "acl": "ObjectAcl",
    "tagging": "ObjectTagging",
    "torrent": "ObjectTorrent",
    "retention": "ObjectRetention",
    "legal-hold": "ObjectLegalHold",
    "attributes": "ObjectAttributes",
}

_BUCKET_PARTS = {
    "abac": "BucketAbac",
    "accelerate": "AccelerateConfiguration",
    "acl": "BucketAcl",
    "analytics": "AnalyticsConfiguration",
    "cors": "BucketCors",
    "encryption": "BucketEncryption",
    "intelligent-tiering": "IntelligentTieringConfiguration",
    "inventory": "InventoryConfiguration",
    "lifecycle": "BucketLifecycle",
    "location": "BucketLocation",
    "logging": "BucketLogging",
    "metrics": "MetricsConfiguration",
    "notification": "BucketNotification",
    "object-lock": "BucketObjectLockConfiguration",
    "ownershipControls": "BucketOwnershipControls",
    "policy": "BucketPolicy",
    "policyStatus": "BucketPolicyStatus",
    "publicAccessBlock": "BucketPublicAccessBlock",
    "replication": "BucketReplication",
    "requestPayment": "BucketRequestPayment",
    "tagging": "BucketTagging",
    "versioning": "BucketVersioning",
    "website": "BucketWebsite",
}

_VERBS = {"GET": "Get", "PUT": "Put", "DELETE": "Delete"}


@dataclass(frozen=True, slots=True, kw_only=True)
class S3Operation:
    """An operation on a bucket or an object; object-level ones are data events."""

    name: str
    bucket: str
    key: str
    data: bool


def operation(call: ApiCall) -> S3Operation | None:
    """Return what a request to S3 does, or None if it is none of S3's operations, as a browser's OPTIONS."""
    bucket, key = _place(call)
    if bucket and key:
        name = _on_object(call)
        return S3Operation(name=name, bucket=bucket, key=key, data=True) if name else None
    if not bucket:
        return S3Operation(name="ListBuckets", bucket="", key="", data=False) if call.method == "GET" else None
    if call.method == "POST" and call.header("Content-Type").startswith("multipart/form-data"):
        return S3Operation(name="PostObject", bucket=bucket, key=_form_key(call), data=True)
    if name := _data_on_bucket(call):
        return S3Operation(name=name, bucket=bucket, key="", data=True)
    name = _on_bucket(call)
    return S3Operation(name=name, bucket=bucket, key="", data=False) if name else None


def _place(call: ApiCall) -> tuple[str, str]:
    request = call.request
    path = request.raw_path.removeprefix("/")
    if S3Response.subdomain_based_buckets(request) and (bucket := bucket_name_from_url(request.url)):
        return bucket, unquote(path)
    bucket, _, key = path.partition("/")
    return unquote(bucket), unquote(key)


def _on_object(call: ApiCall) -> str:
    query, method = call.query, call.method
    part = next((noun for sub, noun in _OBJECT_PARTS.items() if sub in query), "")
    copy = bool(call.header("x-amz-copy-source"))
    if method == "HEAD":
        return "HeadObject"
    if part and method in _VERBS:
        return _VERBS[method] + part
    if method == "PUT" and "uploadId" in query:
        return "UploadPartCopy" if copy else "UploadPart"
    if method == "PUT":
        return "RenameObject" if "renameObject" in query else "CopyObject" if copy else "PutObject"
    if method == "GET":
        return "ListParts" if "uploadId" in query else "GetObject"
    if method == "DELETE":
        return "AbortMultipartUpload" if "uploadId" in query else "DeleteObject"
    posts = {
        "uploads": "CreateMultipartUpload",
        "uploadId": "CompleteMultipartUpload",
        "restore": "RestoreObject",
        "select": "SelectObjectContent",
    }
    return next((name for sub, name in posts.items() if sub in query), "") if method == "POST" else ""


def _data_on_bucket(call: ApiCall) -> str:
    query, method = call.query, call.method
    if method == "POST":
        return "DeleteObjects" if "delete" in query else ""
    if method == "HEAD":
        return "HeadBucket"
    if method != "GET" or any(sub in query for sub in _BUCKET_PARTS):
        return ""
    return "ListObjectVersions" if "versions" in query else "" if "uploads" in query else "ListObjects"


def _on_bucket(call: ApiCall) -> str:
    part = next((noun for sub, noun in _BUCKET_PARTS.items() if sub in call.query), "")
    if part:
        return _VERBS.get(call.method, "") + part if call.method in _VERBS else ""
    if call.method == "GET" and "uploads" in call.query:
        return "ListMultipartUploads"
    return {"PUT": "CreateBucket", "DELETE": "DeleteBucket"}.get(call.method, "")


def _form_key(call: ApiCall) -> str:
    environ = call.request.environ | {"CONTENT_LENGTH": str(len(call.body))}
    _, form, files = parse_form_data(environ, stream_factory=_in_memory)
    file = files.get("file")
    return str(form.get("key", "")).replace("${filename}", str(file.filename) if file else "")


def _in_memory(*_: object, **__: object) -> io.BytesIO:
    """Make the file that an upload is parsed into; only its name is wanted, and it needs no closing."""
    return io.BytesIO()
