"""What a person may do next about an alarm: read the logs behind it, look at it and at its history.

https://docs.aws.amazon.com/chatbot/latest/adminguide/intro-to-the-aws-cli-in-slack.html
"""

from __future__ import annotations

from bellhop.events.alarms import Alarm, Metric, evaluated, metrics
from bellhop.message import Action
from bellhop.reader import Reader
from bellhop.saying import buttons, say

LINES = 30
"""How many log entries are shown at first, as in AWS's own service."""

ERRORS = "?ERROR ?Error ?Exception ?Fail"
"""Any of these words, whose case counts: https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/FilterAndPatternSyntax.html"""

_SOCKET_METRICS = frozenset({"ConnectCount", "MessageCount", "ClientError", "ExecutionError", "IntegrationError"})


def log_group_of(metric: Metric) -> str:
    """The log group of what a metric measures, where its dimensions name it; else empty.

    Of API Gateway only WebSocket APIs name theirs: a REST API's metrics have its name, its log group has its id.
    https://docs.aws.amazon.com/apigateway/latest/developerguide/websocket-api-logging.html
    """
    if metric.account:
        return ""
    named = dict(metric.dimensions)
    match metric.namespace:
        case "AWS/Lambda":
            name = named.get("FunctionName", "")
        case "LambdaInsights":
            name = named.get("function_name", "")
        case "AWS/CodeBuild":
            return f"/aws/codebuild/{named['ProjectName']}" if named.get("ProjectName") else ""
        case "AWS/ApiGateway" if metric.name in _SOCKET_METRICS and named.get("ApiId") and named.get("Stage"):
            return f"/aws/apigateway/{named['ApiId']}/{named['Stage']}"
        case _:
            return ""
    return f"/aws/lambda/{name}" if name else ""


def log_group_behind(watched: tuple[Metric, ...]) -> str:
    """The log group of the first metric that names one, or empty."""
    return next((group for metric in watched if (group := log_group_of(metric))), "")


def show_logs(alarm: Alarm, reader: Reader) -> tuple[Action, ...]:
    """Show logs and Show error logs, from when the alarm's evaluation began; none where the log group isn't known."""
    group = log_group_behind(metrics(alarm))
    began = alarm.data.time("startDate") or (alarm.since - evaluated(alarm) if alarm.since else None)
    if not group or not began:
        return ()
    words = ("logs", "filter-log-events", "--log-group-name", group, "--start-time", str(int(began.timestamp() * 1000)))
    rest = ("--limit", str(LINES), *_where(alarm))
    return buttons(
        say(reader.say("Show logs", "로그 보기"), (*words, *rest)),
        say(reader.say("Show error logs", "오류 로그 보기"), (*words, "--filter-pattern", ERRORS, *rest)),
    )


def look_at(alarm: Alarm, reader: Reader, kind: str = "MetricAlarm") -> tuple[Action, ...]:
    """The alarm's history, and how it is defined; `kind` as DescribeAlarms calls it."""
    kinds = () if kind == "MetricAlarm" else ("--alarm-types", kind)
    history = ("cloudwatch", "describe-alarm-history", "--alarm-name", alarm.name, *kinds)
    describe = ("cloudwatch", "describe-alarms", "--alarm-names", alarm.name, *kinds)
    return buttons(
        say(reader.say("Alarm history", "경보 기록"), (*history, "--max-items", "10", *_where(alarm))),
        say(reader.say("Describe alarm", "경보 정보"), (*describe, *_where(alarm))),
    )


def _where(alarm: Alarm) -> tuple[str, ...]:
    return ("--region", alarm.region) if alarm.region and " " not in alarm.region else ()
