"""A subscription filter of CloudWatch Logs passed on log lines.

https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/SubscriptionFilters.html
"""

from __future__ import annotations

import base64
import zlib

from bellhop.errors import Unreadable
from bellhop.event import Event
from bellhop.events.console import log_group
from bellhop.events.layout import compose, links, tidy_json
from bellhop.events.recognise import Bare
from bellhop.message import Code
from bellhop.notification import Notification
from bellhop.payload import Payload, parse_json
from bellhop.reader import Reader

RECOGNISES = (Bare(keys=("awslogs",), where={"awslogs": {"data": [{"exists": True}]}}),)

_MOST = 4 * 1024 * 1024
"""Bytes that are unpacked at most: a small message can hold a very large one."""


def tell(event: Event, reader: Reader) -> Notification:
    """Unpacks the lines, and says from which log group and stream they are."""
    told = _unpacked(event.detail.text("awslogs", "data", default=""))
    lines = [*told.each("logEvents")]
    group = told.text("logGroup", default="?")
    shown = "\n".join(item.text("message", default="").rstrip() for item in lines[:100])
    count = len(lines)
    return compose(
        event,
        reader,
        kind="logs.subscription",
        title=reader.say("{count} log lines of {group}", "{group} 로그 {count}줄", count=count, group=group)
        if told
        else reader.say("Log lines that can't be unpacked", "풀 수 없는 로그"),
        details=(
            (reader.say("Stream", "스트림"), told.text("logStream", default="")),
            (reader.say("Filters", "필터"), ", ".join(told.texts("subscriptionFilters"))),
            (reader.say("Left out", "생략"), str(count - 100) if count > 100 else ""),
        ),
        blocks=(Code(text=shown, fold=True),) if shown else (tidy_json(event),),
        more=links((reader.say("Log group", "로그 그룹"), log_group(event.region, group))) if told else (),
        resource=group,
        at=lines[-1].time("timestamp") if lines else None,
    )


def _unpacked(data: str) -> Payload:
    try:
        return Payload(parse_json(zlib.decompressobj(31).decompress(base64.b64decode(data, validate=True), _MOST)))
    except (ValueError, zlib.error, Unreadable):
        return Payload(None)
