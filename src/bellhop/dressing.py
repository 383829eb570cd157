"""A notification's message as one channel's people see it: with their custom actions, without the buttons they hide."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from fnmatch import fnmatchcase

from msgspec.structs import replace

from bellhop.channel import Channel
from bellhop.custom_actions import CustomAction, bears
from bellhop.event import Event
from bellhop.event_values import EventValues
from bellhop.message import Action, Message, Text
from bellhop.notification import Notification
from bellhop.reader import Reader
from bellhop.saying import MOST, say_command, saying_in

_SPELT = re.compile(r"[&<>%\x00-\x1f]")

SHOWN = 5
"""How many custom actions stand on a message; the others are behind one button."""


def dress(channel: Channel, actions: Sequence[CustomAction], event: Event, notification: Notification) -> Message:
    """The message of a notification for a channel.

    Where the channel works in several accounts, its buttons say their commands in the event's, if that is one of them.

    Args:
        channel: whose accounts, `buttons`, `hide_buttons` and language count.
        actions: the channel's custom actions.
        event: what the variables are taken from.
        notification: what was told of it.
    """
    message = _dressed(channel, actions, event, notification)
    account = event.account or ""
    return saying_in(message, account) if channel.accounts and channel.has(account) else message


def _dressed(channel: Channel, actions: Sequence[CustomAction], event: Event, notification: Notification) -> Message:
    message = notification.message
    if notification.mentions:
        message = _with_mentions(message, notification.mentions, channel)
    if not channel.buttons:
        return replace(message, actions=())
    own = tuple(_offered(actions, event, notification)) if actions else ()
    if not own and not channel.hide_buttons:
        return message
    kept = tuple(action for action in (*message.actions, *own) if not _hidden(action, channel.hide_buttons))
    mine = [action for action in kept if action in own]
    if len(mine) <= SHOWN:
        return replace(message, actions=kept)
    behind = tuple(mine[SHOWN - 1 :])
    label = Reader(locale=channel.locale).say("⋮ {many} more", "⋮ {many}개 더", many=len(behind))
    shown = (*(action for action in kept if action not in behind), Action(label=label, name="others"))
    return replace(message, actions=shown, others=behind)


def _with_mentions(message: Message, names: Sequence[str], channel: Channel) -> Message:
    """Whom the channel allows is mentioned; the others are named, so that people see who was meant."""
    allowed = {one.name.casefold(): one for one in channel.may_mention}
    told = tuple(allowed[name.casefold()] for name in names if name.casefold() in allowed)
    message = replace(message, mentions=(*message.mentions, *told))
    if not (others := ", ".join(name[:80] for name in names if name.casefold() not in allowed)):
        return message
    text = Reader(locale=channel.locale).say("For: {others}", "받는 사람: {others}", others=others)
    return replace(message, blocks=(*message.blocks, Text(text=text, small=True)))


def _offered(actions: Sequence[CustomAction], event: Event, notification: Notification) -> Iterator[Action]:
    fitting = [action for action in actions if bears(action, notification.type)]
    values = EventValues(event, notification.type, notification.resource)
    if not fitting or not values.allows_actions:
        return
    for action in fitting:
        if fits(action, values):
            yield Action(label=action.button, name="say", value=_said(action, values))


def fits(action: CustomAction, values: EventValues) -> bool:
    """Whether an event meets all of an action's criteria."""
    paths = dict(action.variables)
    for criterion in action.when:
        value = values.get(paths.get(criterion.variable, criterion.variable))
        if value != criterion.equals if criterion.equals is not None else not value:
            return False
    return True


def _said(action: CustomAction, values: EventValues) -> str:
    """`action run NAME --variable=value`; what the event lacks, or can't be said, is asked for when it is pressed."""
    paths = dict(action.variables)
    text = f"action run {action.name}"
    for name in action.wants:
        value = values.get(paths.get(name, name))
        said = say_command((f"--{name}={value}",)) if value else ""
        if said and _room(f"{text} {said}") <= MOST:
            text = f"{text} {said}"
    return text


def _room(text: str) -> int:
    """How long a button's value may become on its way: some signs travel as three, some count as two."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2 + 2 * len(_SPELT.findall(text))


def _hidden(action: Action, patterns: Sequence[str]) -> bool:
    """Whether a pattern names a button's service, operation, both, custom action or text; `*` stands for anything."""
    if not patterns:
        return False
    first, _, rest = action.value.partition(" ")
    second, _, rest = rest.partition(" ")
    names = [action.label.casefold()]
    if action.name == "say":
        custom = (first, second) == ("action", "run")
        names += ["action", rest.partition(" ")[0]] if custom else [first, second, f"{first} {second}"]
    return any(fnmatchcase(name, pattern.casefold()) for pattern in patterns for name in names)
