"""A file into a thread, in the three steps that Slack has for it.

https://docs.slack.dev/messaging/working-with-files/#upload
"""

from __future__ import annotations

from bellhop.errors import DeliveryError
from bellhop.payload import Payload
from bellhop.platforms.slack.api import Api

_ALT = 1000


async def upload(api: Api, channel: str, thread: str, content: bytes, alt: str, *, name: str) -> None:
    """Shares a file beneath a message; it needs the scope `files:write`.

    Args:
        api: Slack.
        channel: the channel's id.
        thread: the `ts` of the message.
        content: its bytes.
        alt: what a picture shows, for those who don't see it; the title as well.
        name: what it is saved as.

    Raises:
        DeliveryError: Slack does not take it, or can't be reached.
    """
    asked = {"filename": name, "length": str(len(content)), "alt_txt": alt[:_ALT]}
    place = Payload(await api.read("files.getUploadURLExternal", asked))
    url, file = place.text("upload_url", default=""), place.text("file_id", default="")
    if not url or not file:
        raise DeliveryError("Slack names no place to upload a file to")
    await api.send(url, content)
    shared = {"files": [{"id": file, "title": alt[:_ALT]}], "channel_id": channel, "thread_ts": thread}
    await api.call("files.completeUploadExternal", shared)
