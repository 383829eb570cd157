"""A Lambda function that was called asynchronously succeeded, or failed for good.

https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-retain-records.html
"""

from __future__ import annotations

from bellhop.arn import parse_arn
from bellhop.event import Event
from bellhop.events.condition import state_words
from bellhop.events.console import log_group
from bellhop.events.layout import clip, compose, links
from bellhop.events.recognise import Bare, EventBridge
from bellhop.message import Code, Tone
from bellhop.notification import Notification, Severity
from bellhop.reader import Reader

RECOGNISES = (
    EventBridge(
        source="lambda",
        detail_type=("Lambda Function Invocation Result - Failure", "Lambda Function Invocation Result - Success"),
    ),
    Bare(keys=("requestContext", "responseContext"), where={"requestContext": {"functionArn": [{"exists": True}]}}),
)


def tell(event: Event, reader: Reader) -> Notification:
    """Says which function failed with which error after how many tries, and leads to its log."""
    detail = event.detail
    context, answer = detail.at("requestContext"), detail.inner("responsePayload")
    condition = context.text("condition", default="?")
    arn = parse_arn(context.text("functionArn", default=""))
    name = arn.resource.split(":")[1] if arn and ":" in arn.resource else context.text("functionArn", default="?")
    good = condition == "Success"
    error = answer.text("errorMessage", default="")
    stack = "\n".join(answer.texts("stackTrace"))
    return compose(
        event,
        reader,
        kind="lambda_.invocation",
        title=reader.say(
            "Lambda function {name}: {what}",
            "Lambda 함수 {name}: {what}",
            name=name,
            what=state_words(reader, condition) if good or not error else clip(error, 150),
        ),
        feel=(Tone.GOOD, Severity.INFO) if good else (Tone.BAD, Severity.MEDIUM),
        details=(
            (
                reader.say("Error"),
                answer.text("errorType", default="") or detail.text("responseContext", "functionError", default=""),
            ),
            (reader.say("Condition", "조건"), state_words(reader, condition)),
            (reader.say("Tries", "시도 횟수"), context.text("approximateInvokeCount", default="")),
            (reader.say("Request", "요청"), context.text("requestId", default="")),
        ),
        blocks=(Code(text=stack, fold=True),) if stack else (),
        more=links((reader.say("Log", "로그"), log_group(arn.region if arn else event.region, f"/aws/lambda/{name}"))),
        resource=context.text("functionArn", default=""),
    )
