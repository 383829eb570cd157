"""From an API call to its CloudTrail record.

https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-record-contents.html
"""

from __future__ import annotations

import html
import json
import re
import secrets
import uuid
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, cast

from bellhop.local import operations, s3_operations
from bellhop.local.backends import bucket_region
from bellhop.local.identity import account_of, identity
from bellhop.local.times import seconds_z

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bellhop.local.api_call import ApiCall
    from bellhop.local.operations import Operation
    from bellhop.local.s3_operations import S3Operation

VERSION = "1.11"
GLOBAL = {"iam": "us-east-1", "sts": "us-east-1", "cloudfront": "us-east-1", "route53": "us-east-1"}
"""Services without regions, and where their calls are recorded."""

_NOT_PARAMETERS = ("x-amz-content-sha256", "x-amz-date", "x-amz-security-token", "x-amz-decoded-content-length")
_NOT_ANSWERS = ("x-amz-request-id", "x-amz-id-2", "x-amz-bucket-region")
_STATUS_CODES = {403: "AccessDenied", 404: "NoSuchKey", 412: "PreconditionFailed", 304: "NotModified"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Happening:
    """What a call did, apart from who made it: the part that differs between S3 and all others."""

    source: str
    name: str
    region: str
    read_only: bool
    parameters: Mapping[str, Any] | None
    response: Mapping[str, Any] | None
    extra: Mapping[str, Any] | None
    data: bool
    resources: tuple[Mapping[str, str], ...]
    user_agent: str


def record(call: ApiCall) -> dict[str, Any] | None:
    """Return a call's record, or None if CloudTrail would write none."""
    access_key, region = call.credential
    account = account_of(access_key)
    happening = _of_s3(call, region, account) if call.service == "s3" else _of_other(call, region, account)
    if happening is None:
        return None
    answer = call.response_headers
    request_id = answer.get("x-amz-request-id") or answer.get("x-amzn-requestid")
    return {
        "eventVersion": VERSION,
        "userIdentity": identity(access_key, call.header("x-amz-security-token")),
        "eventTime": seconds_z(call.time),
        "eventSource": happening.source,
        "eventName": happening.name,
        "awsRegion": happening.region,
        "sourceIPAddress": str(call.environ.get("REMOTE_ADDR", "")),
        "userAgent": happening.user_agent,
        **_error(call),
        "requestParameters": dict(happening.parameters) if happening.parameters else None,
        "responseElements": dict(happening.response) if happening.response else None,
        **({"additionalEventData": dict(happening.extra)} if happening.extra else {}),
        "requestID": request_id or str(uuid.uuid4()),
        "eventID": str(uuid.uuid4()),
        "readOnly": happening.read_only,
        **({"resources": [dict(each) for each in happening.resources]} if happening.resources else {}),
        "eventType": "AwsApiCall",
        "managementEvent": not happening.data,
        "recipientAccountId": account,
        "eventCategory": "Data" if happening.data else "Management",
    }


def _of_s3(call: ApiCall, region: str, account: str) -> Happening | None:
    operation = s3_operations.operation(call)
    if operation is None:
        return None
    read_only = operation.name.startswith(operations.READS)
    where = bucket_region(operation.bucket, account) if operation.bucket else None
    return Happening(
        source="s3.amazonaws.com",
        name=operation.name,
        region=where or region or "us-east-1",
        read_only=read_only,
        parameters=_s3_parameters(call, operation),
        response=None if read_only or call.status >= 300 else _s3_answer(call),
        extra=_s3_extra(call),
        data=operation.data,
        resources=_s3_resources(operation, account),
        user_agent=f"[{call.header('User-Agent')}]",
    )


def _s3_parameters(call: ApiCall, operation: S3Operation) -> dict[str, Any]:
    headers = {
        key[5:].lower().replace("_", "-"): value for key, value in call.environ.items() if key.startswith("HTTP_")
    }
    wanted = {k: v for k, v in headers.items() if k.startswith("x-amz-") and k not in _NOT_PARAMETERS}
    signed = ("X-Amz-", "AWSAccessKeyId", "Signature", "Expires", "x-id")
    query = {key: value for key, value in call.query.items() if not key.startswith(signed)}
    place = {"bucketName": operation.bucket} if operation.bucket else {}
    return place | {"Host": call.header("Host")} | ({"key": operation.key} if operation.key else {}) | query | wanted


def _s3_answer(call: ApiCall) -> dict[str, str]:
    return {k: v for k, v in call.response_headers.items() if k.startswith("x-amz-") and k not in _NOT_ANSWERS}


def _s3_extra(call: ApiCall) -> dict[str, Any]:
    access_key, region = call.credential
    size = call.header("x-amz-decoded-content-length") or call.header("Content-Length") or "0"
    signing = {
        "SignatureVersion": "SigV4" if region else "SigV2",
        "AuthenticationMethod": "QueryString" if call.presigned else "AuthHeader",
    }
    return {
        **(signing if access_key else {}),
        "bytesTransferredIn": int(size) if size.isdigit() else 0,
        "bytesTransferredOut": call.bytes_out,
        "x-amz-id-2": call.response_headers.get("x-amz-id-2") or secrets.token_urlsafe(48),
    }


def _s3_resources(operation: S3Operation, account: str) -> tuple[dict[str, str], ...]:
    if not operation.bucket:
        return ()
    arn = f"arn:aws:s3:::{operation.bucket}"
    bucket = {"accountId": account, "type": "AWS::S3::Bucket", "ARN": arn}
    if not operation.data:
        return (bucket,)
    if operation.key:
        return {"type": "AWS::S3::Object", "ARN": f"{arn}/{operation.key}"}, bucket
    return {"type": "AWS::S3::Object", "ARNPrefix": f"{arn}/"}, bucket


def _of_other(call: ApiCall, region: str, account: str) -> Happening | None:
    operation = operations.operation(call)
    if operation is None:
        return None
    where = GLOBAL.get(operation.service) or region or "us-east-1"
    resources = (
        ({"accountId": account, "type": operation.data_type, "ARN": _resource_arn(operation, where, account)},)
        if operation.data_type
        else ()
    )
    return Happening(
        source=operation.source,
        name=operation.name,
        region=where,
        read_only=operation.read_only,
        parameters=operation.parameters,
        response=None,
        extra=None,
        data=bool(operation.data_type),
        resources=resources,
        user_agent=call.header("User-Agent"),
    )


def _resource_arn(operation: Operation, region: str, account: str) -> str:
    name = operation.resource
    if name.startswith("arn:"):
        return name
    middle = {"lambda": "function:", "dynamodb": "table/", "kinesis": "stream/", "logs": "log-group:"}
    name = name.rpartition("/")[2] if operation.service == "sqs" else name
    return f"arn:aws:{operation.service}:{region}:{account}:{middle.get(operation.service, '')}{name}"


def _error(call: ApiCall) -> dict[str, str]:
    if call.status < 300:
        return {}
    body = call.response_body.decode(errors="replace")
    code = call.response_headers.get("x-amzn-errortype", "").partition(":")[0]
    message = ""
    if body.startswith("{"):
        answer = cast("dict[str, Any]", json.loads(body))
        code = code or str(answer.get("__type", "")).rpartition("#")[2]
        message = str(answer.get("message") or answer.get("Message") or "")
    elif found := re.search(r"<Code>(.*?)</Code>", body, re.DOTALL):
        code = found[1]
        text = re.search(r"<Message>(.*?)</Message>", body, re.DOTALL)
        message = html.unescape(text[1]) if text else ""
    if call.status == 304 or not (code or call.status >= 400):
        return {}
    code = code or _STATUS_CODES.get(call.status, f"HTTP {call.status}")
    return {"errorCode": code} | ({"errorMessage": message} if message else {})
