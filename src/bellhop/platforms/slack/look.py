"""Looking in Slack's history for a delivery that may have been posted.

Slack has no idempotency key. So every post carries the delivery's id as metadata, and after a time-out the history
since the first attempt is read back. See https://docs.slack.dev/messaging/message-metadata/
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from datetime import datetime, timedelta
from typing import Any

import structlog

from bellhop.channel import Channel
from bellhop.delivery import Delivery, Receipt
from bellhop.errors import DeliveryError
from bellhop.notification import Step
from bellhop.payload import Payload
from bellhop.platforms.slack.api import Api
from bellhop.platforms.slack.faults import Refusal

EVENT = "bellhop_delivery"
_SKEW = timedelta(seconds=60)
_PARENTS = timedelta(days=7)
_PAGES = 20
_BLIND = frozenset({"missing_scope", "unknown_method", "method_not_supported_for_channel_type", "no_permission"})
_log = structlog.get_logger(__name__)

_Message = Mapping[str, Any]


async def find(api: Api, channel: Channel, delivery: Delivery, since: datetime) -> Receipt | None:
    """The receipt of a delivery that was posted since a moment, None if there is none or the app may not look.

    A reply whose thread is not known is looked for in all threads of the last seven days that moved since then.

    Raises:
        DeliveryError: unsure; Slack could not be asked now.
    """
    since -= _SKEW
    try:
        if delivery.reply_to:
            return await _in_thread(api, channel, delivery, delivery.reply_to, since)
        oldest = since - _PARENTS if delivery.step is Step.REPLY else since
        async for message in _read(api, "conversations.history", channel, oldest):
            if _bears(message, delivery):
                return Receipt(id=str(message["ts"]))
            if delivery.step is Step.REPLY and float(message.get("latest_reply") or 0) >= since.timestamp():
                found = await _in_thread(api, channel, delivery, str(message["ts"]), since)
                if found:
                    return found
    except DeliveryError as error:
        if isinstance(error, Refusal) and error.code in _BLIND:
            _log.warning("slack.blind", channel=channel.name, fix="add the scopes channels:history and groups:history")
            return None
        error.unsure = True
        raise
    return None


async def _in_thread(api: Api, channel: Channel, delivery: Delivery, thread: str, since: datetime) -> Receipt | None:
    async for message in _read(api, "conversations.replies", channel, since, ts=thread):
        if _bears(message, delivery):
            return Receipt(id=str(message["ts"]), thread=thread)
    return None


async def _read(api: Api, method: str, channel: Channel, oldest: datetime, **more: str) -> AsyncIterator[_Message]:
    arguments: dict[str, Any] = {
        "channel": channel.address,
        "oldest": f"{oldest.timestamp():.6f}",
        "inclusive": True,
        "include_all_metadata": True,
        "limit": 200,
        **more,
    }
    for _ in range(_PAGES):
        answer = await api.read(method, arguments)
        for message in answer.get("messages") or ():
            yield message
        cursor = Payload(answer).text("response_metadata", "next_cursor", default="")
        if not cursor:
            return
        arguments["cursor"] = cursor


def _bears(message: _Message, delivery: Delivery) -> bool:
    metadata = Payload(message).at("metadata")
    told = metadata.text("event_type", default=""), metadata.text("event_payload", "id", default="")
    return told == (EVENT, delivery.id)
