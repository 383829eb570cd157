"""Chat platforms: one package each, with the same file names in each: `render`, `client`, `listen`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol, runtime_checkable

if TYPE_CHECKING:  # a renderer needs nothing of it, and starts in a third of the time without
    from datetime import datetime

    from bellhop.channel import Channel
    from bellhop.command import Ask, Press
    from bellhop.delivery import Delivery, Receipt
    from bellhop.message import Picture


class Ears(Protocol):
    """Who hears what people say to Bellhop: the answer loop."""

    def channel_at(self, platform: str, address: str) -> Channel | None:
        """The configured channel at a platform's address, None if there is none."""
        ...

    async def ask(self, ask: Ask) -> None:
        """Takes a text that was said to Bellhop; the answer comes as a delivery. Never raises."""
        ...

    async def edited(self, ask: Ask) -> None:
        """Takes that a text was changed after it was said; the ask bears the id that it had then. Never raises."""
        ...

    async def press(self, press: Press) -> str:
        """Takes a pressed button; gives a notice for that person's eyes alone, or empty. Never raises."""
        ...


class Platform(Protocol):
    """What every chat platform can do.

    `post` and `replace` raise `DeliveryError`, which says whether it is permanent, unsure, and when to try again.
    """

    name: str
    pace: float
    """Seconds between two messages to one channel that the platform likes to have kept."""

    async def start(self, ears: Ears | None) -> None:
        """Gets ready; with ears, starts to listen. Raises `BellhopError` with the fix if credentials are bad."""
        ...

    async def post(self, channel: Channel, delivery: Delivery, under: Receipt | None) -> Receipt:
        """Posts a message, beneath another one if given."""
        ...

    async def replace(self, channel: Channel, delivery: Delivery, at: Receipt) -> Receipt:
        """Puts a message in the place of a posted one; posts it beneath where the platform can't replace."""
        ...

    async def find(self, channel: Channel, delivery: Delivery, since: datetime) -> Receipt | None:
        """Looks for a delivery that may have been posted since a moment; None if it surely was not.

        Platforms that can't look return None at once.
        """
        ...

    async def close(self) -> None:
        """Stops listening and lets go of connections. Never raises."""
        ...


@runtime_checkable
class TakesPictures(Protocol):
    """A platform that pictures are uploaded to."""

    async def take_picture(self, channel: Channel, at: Receipt, content: bytes, alt: str) -> None:
        """Shows a PNG beneath a posted message. Raises `DeliveryError`."""
        ...


@runtime_checkable
class TakesFiles(Protocol):
    """A platform that files are uploaded to."""

    async def take_file(self, channel: Channel, at: Receipt, name: str, content: bytes) -> None:
        """Puts a file beneath a posted message. Raises `DeliveryError`."""
        ...


@runtime_checkable
class ShowsPictures(Protocol):
    """A platform that shows pictures by their URL."""

    from_outside: bool
    """It, or its people's browsers, fetch the picture from the internet: the URL must be reachable from there."""

    async def show_picture(self, channel: Channel, delivery: Delivery, at: Receipt, picture: Picture) -> None:
        """Shows a picture with a delivery that was posted, unless something newer stands there. Raises as `post`."""
        ...
