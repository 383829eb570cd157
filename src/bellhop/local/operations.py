"""Which operation of any other service a call is, and its parameters, read with botocore's models.

https://docs.aws.amazon.com/awscloudtrail/latest/userguide/logging-data-events-with-cloudtrail.html
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, cast

import structlog
from moto.core.parse import PROTOCOL_PARSERS
from moto.core.request import determine_request_protocol
from moto.core.routing import get_service_router
from moto.core.utils import get_service_model
from werkzeug.exceptions import NotFound

from bellhop.local.times import seconds_z

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bellhop.local.api_call import ApiCall

log = structlog.get_logger(__name__)

READS = ("Get", "List", "Describe", "Head", "Lookup", "Search", "BatchGet", "Select", "Query", "Scan", "Receive")

_DYNAMODB = frozenset(
    [
        *("BatchExecuteStatement", "BatchGetItem", "BatchWriteItem", "DeleteItem", "ExecuteStatement"),
        *("ExecuteTransaction", "GetItem", "PutItem", "Query", "Scan", "TransactGetItems", "TransactWriteItems"),
        "UpdateItem",
    ]
)
_SQS = frozenset(
    [
        *("ChangeMessageVisibility", "ChangeMessageVisibilityBatch", "DeleteMessage", "DeleteMessageBatch"),
        *("ReceiveMessage", "SendMessage", "SendMessageBatch"),
    ]
)

DATA: dict[str, tuple[str, frozenset[str], str]] = {
    "lambda": ("AWS::Lambda::Function", frozenset(["Invoke", "InvokeAsync"]), "FunctionName"),
    "sns": ("AWS::SNS::Topic", frozenset(["Publish", "PublishBatch"]), "TopicArn"),
    "sqs": ("AWS::SQS::Queue", _SQS, "QueueUrl"),
    "dynamodb": ("AWS::DynamoDB::Table", _DYNAMODB, "TableName"),
    "kinesis": ("AWS::Kinesis::Stream", frozenset(["PutRecord", "PutRecords", "GetRecords"]), "StreamName"),
    "cloudwatch": ("AWS::CloudWatch::Metric", frozenset(["PutMetricData"]), "Namespace"),
    "events": ("AWS::Events::EventBus", frozenset(["PutEvents"]), ""),
    "logs": ("AWS::Logs::LogGroup", frozenset(["PutLogEvents"]), "logGroupName"),
}
"""By service: the resource type of its data events, the operations, the parameter that names the resource."""

_NAMES = {"awslambda": "lambda"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Operation:
    """An operation by the name and the parameters that CloudTrail writes; `data_type` is empty if management."""

    service: str
    source: str
    name: str
    parameters: Mapping[str, Any]
    data_type: str
    resource: str

    @property
    def read_only(self) -> bool:
        """Whether it changes nothing, by its name."""
        return self.name.startswith(READS)


def operation(call: ApiCall) -> Operation | None:
    """Return what a call does, or None if no model of a service knows it."""
    service = _NAMES.get(call.service, call.service)
    try:
        model, uri = get_service_router(service).match(call.request)
    except (NotFound, NotImplementedError, LookupError, ValueError) as error:
        log.debug("no operation found for a call", service=service, error=str(error))
        return None
    protocol = determine_request_protocol(get_service_model(service), call.request.content_type)
    request: Any = call.request
    parser: Any = PROTOCOL_PARSERS[protocol](cast("Any", model))
    parsed: dict[str, Any] = parser.parse(
        {
            "method": request.method,
            "values": request.values,
            "headers": request.headers,
            "body": request.data,
            "url_path": request.path,
            "url_params": uri,
        }
    )
    data_type, operations, parameter = DATA.get(service, ("", frozenset(), ""))
    is_data = model.name in operations
    prefix = str(model.service_model.endpoint_prefix)
    return Operation(
        service=service,
        source=f"{prefix}.amazonaws.com",
        name=str(model.name),
        parameters=_camel(parsed),
        data_type=data_type if is_data else "",
        resource=str(parsed.get(parameter, "")) if is_data else "",
    )


def _camel(value: Any) -> Any:
    """Write parameters as CloudTrail does: keys begin in lower case, bytes are left out."""
    if isinstance(value, dict):
        items = cast("dict[str, Any]", value).items()
        return {key[:1].lower() + key[1:]: _camel(each) for key, each in items if not isinstance(each, bytes)}
    if isinstance(value, list):
        return [_camel(each) for each in cast("list[Any]", value)]
    return seconds_z(value) if isinstance(value, datetime) else value
