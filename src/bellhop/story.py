"""Where a delivery belongs in its channel: a new message, beneath one, or in the place of one. Pure."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from msgspec import structs

from bellhop.channel import Channel, Threading
from bellhop.delivery import Delivery, Receipt
from bellhop.message import Facts, Message, Text, facts
from bellhop.notification import Step
from bellhop.reader import Reader
from bellhop.tale import Tale, told
from bellhop.tale_page import page


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """An open thread of a channel.

    Args:
        parent: where its parent message stands.
        delivery: id of the delivery that the parent was first posted for.
        opened: when what it tells began (aware).
        began: when its parent was posted (aware); None = when it was opened.
        tale: what was told of it, if its events say how its parts stand.
    """

    parent: Receipt
    delivery: str
    opened: datetime
    began: datetime | None = None
    tale: Tale | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """What to do with a delivery.

    Args:
        delivery: with the message as it is to be shown there.
        under: post it beneath this message.
        replace: put it in the place of this message.
        opened: when its story began; None if it has none.
        parent: it is, or becomes, the parent of its story.
        closed: its story ends with it.
        tale: what is told of its story with it.
    """

    delivery: Delivery
    under: Receipt | None = None
    replace: Receipt | None = None
    opened: datetime | None = None
    parent: bool = False
    closed: bool = False
    tale: Tale | None = None


def place_of(delivery: Delivery, story: Story | None, channel: Channel, now: datetime) -> Place:
    """Where a delivery belongs.

    Args:
        delivery: what is to be shown.
        story: the open story of its thread in its channel, or None.
        channel: where, as its people prefer it: language and clock of the words that are added, threads.
        now: the time.
    """
    if delivery.replaces:
        return Place(delivery=delivery, replace=Receipt(id=delivery.replaces))
    if delivery.reply_to:
        return Place(delivery=delivery, under=Receipt(id=delivery.reply_to))
    if not delivery.thread:
        return Place(delivery=delivery)
    if delivery.chapters:
        return _chapter(delivery, story, channel, now)
    closed = delivery.step is Step.CLOSE
    if story is None or delivery.step is Step.OPEN:
        return Place(delivery=delivery, opened=delivery.at or now, parent=True, closed=closed)
    if closed:
        reader = Reader(locale=channel.locale, timezone=channel.timezone)
        message = _with_duration(delivery.message, story.opened, delivery.at or now, reader)
        delivery = replace(delivery, message=message)
    place = Place(delivery=delivery, opened=story.opened, closed=closed)
    if channel.threading is Threading.CHANNEL:
        return replace(place, parent=delivery.step is not Step.REPLY)
    if channel.window and now - (story.began or story.opened) >= channel.window:
        return replace(place, parent=True)
    if delivery.step is Step.REPLY or channel.threading is Threading.THREAD:
        return replace(place, under=story.parent)
    return replace(place, replace=story.parent, parent=True)


def story_after(place: Place, story: Story | None, receipt: Receipt, now: datetime) -> Story | None:
    """The story as it is once a delivery was posted; None if it has none, or is as it was.

    Args:
        place: where the delivery was put.
        story: the story before, or None.
        receipt: what the platform said.
        now: the time.
    """
    if not place.parent:
        if story and place.tale:
            return replace(story, tale=place.tale)
        return story if place.closed else None
    began = story.began if story and place.replace else now
    tale = place.tale or (story.tale if story and place.replace else None)
    return Story(parent=receipt, delivery=place.delivery.id, opened=place.opened or now, began=began, tale=tale)


def _chapter(delivery: Delivery, story: Story | None, channel: Channel, now: datetime) -> Place:
    """Where a delivery belongs whose story's message is made of all its events: it changes that message."""
    tale = told(story.tale if story else None, delivery.chapters, delivery.message)
    whole = replace(delivery, message=page(tale, Reader(locale=channel.locale, timezone=channel.timezone)))
    own = delivery if delivery.chapters[0].path else whole
    apart = channel.threading is Threading.CHANNEL
    if story is None:
        return Place(delivery=own if apart else whole, opened=delivery.at or now, parent=True, tale=tale)
    place = Place(delivery=own if apart else whole, opened=story.opened, tale=tale)
    if apart:
        return replace(place, parent=delivery.step is not Step.REPLY)
    if channel.window and now - (story.began or story.opened) >= channel.window:
        return replace(place, parent=True)
    if channel.threading is Threading.THREAD:
        return replace(place, delivery=delivery, under=story.parent)
    return replace(place, replace=story.parent, parent=True)


def _with_duration(message: Message, opened: datetime, ended: datetime, reader: Reader) -> Message:
    if ended < opened:
        return message
    lasted = facts((reader.say("Lasted", "지속 시간"), reader.duration(ended - opened)))
    blocks = list(message.blocks)
    for index, block in enumerate(blocks):
        if isinstance(block, Facts):
            blocks[index] = Facts(items=(*lasted.items, *block.items))
            break
    else:
        blocks.insert(0, lasted)
    return structs.replace(message, blocks=tuple(blocks))


def with_latest_update(parent: Message, reply: Delivery, reader: Reader) -> Message:
    """A parent message that says what the newest reply beneath it is about."""
    update = reply.summary or reply.message.title
    note = Text(text=reader.say("Latest update: {update}", "최근 소식: {update}", update=update), small=True)
    return structs.replace(parent, blocks=(*parent.blocks, note))
