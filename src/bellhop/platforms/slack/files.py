"""A file into a thread, in the three steps that Slack has for it.

https://docs.slack.dev/messaging/working-with-files/#upload
"""

from __future__ import annotations

from bellhop.errors import DeliveryError
from bellhop.payload import Payload
from bellhop.platforms.slack.api import Api

_ALT = 1000
_NAME = "graph.png"


async def upload(api: Api, channel: str, thread: str, content: bytes, alt: str) -> None:
    """Shares a PNG beneath a message; it needs the scope `files:write`.

    Args:
        api: Slack.
        channel: the channel's id.
        thread: the `ts` of the message.
        content: the PNG.
        alt: what it shows, for those who don't see it; its title as well.

    Raises:
        DeliveryError: Slack does not take it, or can't be reached.
    """
    asked = {"filename": _NAME, "length": str(len(content)), "alt_txt": alt[:_ALT]}
    place = Payload(await api.read("files.getUploadURLExternal", asked))
    url, file = place.text("upload_url", default=""), place.text("file_id", default="")
    if not url or not file:
        raise DeliveryError("Slack names no place to upload a file to")
    await api.send(url, content)
    shared = {"files": [{"id": file, "title": alt[:_ALT]}], "channel_id": channel, "thread_ts": thread}
    await api.call("files.completeUploadExternal", shared)
