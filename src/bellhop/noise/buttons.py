"""The buttons by which people say that they take care of something."""

from __future__ import annotations

from msgspec.structs import replace

from bellhop.channel import Channel
from bellhop.message import Action, Message
from bellhop.notification import Notification, Step
from bellhop.reader import Reader


def with_acknowledging(message: Message, delivery: str, channel: Channel, notification: Notification) -> Message:
    """A message with Acknowledge and Snooze, if it is as bad as the channel wants them for.

    Args:
        message: as the channel sees it.
        delivery: the id of its delivery.
        channel: whose `buttons` and `noise` count.
        notification: what is told.
    """
    if not channel.buttons or not channel.commands or notification.step is not Step.OPEN:
        return message
    if notification.severity not in channel.noise.acknowledge:
        return message
    say = Reader(locale=channel.locale).say
    buttons = (
        Action(label=say("Acknowledge", "확인"), name="ack", value=delivery),
        Action(label=say("Snooze 1h", "1시간 미루기"), name="snooze", value=f"{delivery} 1h"),
    )
    return replace(message, actions=(*message.actions, *buttons))
