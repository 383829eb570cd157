"""`Console`: what the web console is made of."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field

from bellhop.channel import Channel
from bellhop.platforms import Ears
from bellhop.platforms.web.client import Web
from bellhop.store import Store


@dataclass(frozen=True, slots=True, kw_only=True)
class Console:
    """What the pages and their API show, and whom they tell.

    Args:
        store: where messages and deliveries stand.
        web: the platform that the console's own channels are on.
        ears: who hears what people write and press.
        channels: all that are configured; those of other platforms are shown, not written in.
        users: who may come in, by token: a person's name.
        complete: the text typed so far (without the mention) → ways to end its last word, and what each one is.
        upload: puts (bucket, key, content) into S3; None = no upload button.
        bucket: the bucket that the upload button uploads to.
        title: what the console is called.
    """

    store: Store
    web: Web
    ears: Ears
    channels: tuple[Channel, ...]
    users: Mapping[str, str] = field(repr=False)
    complete: Callable[[str], Sequence[tuple[str, str]]]
    upload: Callable[[str, str, bytes], Awaitable[None]] | None = None
    bucket: str = ""
    title: str = "Bellhop"

    def channel(self, name: str) -> Channel | None:
        """The channel of a name, None if there is none."""
        return next((channel for channel in self.channels if channel.name == name), None)

    @property
    def home(self) -> Channel | None:
        """The channel that opens first: the first of the console's own, else any."""
        own = (channel for channel in self.channels if channel.platform == self.web.name)
        return next(own, self.channels[0] if self.channels else None)

    @property
    def locale(self) -> str:
        """The language of pages that belong to no channel."""
        return self.home.locale if self.home else "en"
