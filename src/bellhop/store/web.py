"""What stands in the web console's channels. Functions here give work for `Store.write` and `Store.read`."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Row, Select, func, insert, select, update

from bellhop.errors import Unreadable
from bellhop.message import Code, Message, Text, Tone
from bellhop.store.messages import dump_message, load_message
from bellhop.store.tables import channels, deliveries, web_messages

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)
_row = web_messages.c


@dataclass(frozen=True, slots=True, kw_only=True)
class WebMessage:
    """One message in a web channel.

    Args:
        id: rises with every message, over all channels.
        channel: the channel's name.
        posted: when it was first posted.
        changed: microseconds since 1970 of the last change; rises with every change, over all channels.
        thread: id of the message that it stands beneath, or None.
        type: the event type's name, `answer`, or `person`.
        author: the name of the person who wrote it, empty for Bellhop.
        message: what to show.
        expanded: nothing is folded.
        state: `posted` or `updated`.
    """

    id: int
    channel: str
    posted: datetime
    changed: int
    thread: int | None
    type: str
    author: str
    message: Message
    expanded: bool
    state: str

    @property
    def words(self) -> str:
        """What a person wrote; empty if Bellhop wrote it."""
        if not self.author:
            return ""
        return "\n".join(block.text for block in self.message.blocks if isinstance(block, Text))


@dataclass(frozen=True, slots=True, kw_only=True)
class SentMessage:
    """One delivery to a channel of another platform, as far as it got.

    Args:
        seq: rises with every delivery.
        id: the delivery's id.
        type: the event type's name, or `answer`.
        message: what was, or is to be, posted.
        state: pending, leased, sent, dead or silent.
        reason: why it is dead or silent.
        created: when it was put into the outbox.
    """

    seq: int
    id: str
    type: str
    message: Message
    state: str
    reason: str
    created: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class NewMessage:
    """What is to be put into a web channel; `delivery` is what makes a second attempt the same message."""

    delivery: str
    channel: str
    type: str
    message: Message
    author: str = ""
    expanded: bool = False


def add_message(new: NewMessage, under: int | None = None) -> Callable[[Connection], tuple[int, int | None]]:
    """Puts a message into its channel, at the end of `under`'s thread; once, however often it is tried.

    A thread whose first message is gone, or that is in another channel, is not answered: the message stands alone.
    Gives the message's id and its thread.
    """

    def work(connection: Connection) -> tuple[int, int | None]:
        if (there := find_message(new.channel, new.delivery)(connection)) is not None:
            return there
        thread = _root(connection, new.channel, under)
        values = _content(new) | {"channel": new.channel, "posted": datetime.now(UTC), "thread": thread}
        adding = insert(web_messages).values(**values, changed=next_stamp(connection)).returning(_row.id)
        return connection.execute(adding).scalar_one(), thread

    return work


def replace_message(place: int, new: NewMessage) -> Callable[[Connection], tuple[int, int | None]]:
    """Puts a message in the place of another; at the end of the channel if that is gone. Gives its id and thread."""

    def work(connection: Connection) -> tuple[int, int | None]:
        where = _row.id == place, _row.channel == new.channel
        found = connection.execute(select(_row.thread).where(*where)).one_or_none()
        if found is None:
            return add_message(new)(connection)
        connection.execute(
            update(web_messages).where(*where).values(**_content(new), state="updated", changed=next_stamp(connection))
        )
        return place, found.thread

    return work


def find_message(channel: str, delivery: str) -> Callable[[Connection], tuple[int, int | None] | None]:
    """Id and thread of the message that shows a delivery now, or None."""

    def work(connection: Connection) -> tuple[int, int | None] | None:
        query = select(_row.id, _row.thread).where(_row.channel == channel, _row.delivery == delivery)
        found = connection.execute(query).one_or_none()
        return None if found is None else (found.id, found.thread)

    return work


def message_at(channel: str, place: int) -> Callable[[Connection], WebMessage | None]:
    """One message of a channel, or None."""

    def work(connection: Connection) -> WebMessage | None:
        query = select(web_messages).where(_row.channel == channel, _row.id == place)
        found = connection.execute(query).one_or_none()
        return None if found is None else _read(found)

    return work


def messages_after(channel: str, after: int | None, limit: int) -> Callable[[Connection], list[WebMessage]]:
    """A channel's messages by id: the first ones after an id, or the newest ones if that is None."""

    def work(connection: Connection) -> list[WebMessage]:
        query = select(web_messages).where(_row.channel == channel).limit(limit)
        if after is not None:
            return _all(connection, query.where(_row.id > after).order_by(_row.id))
        return _all(connection, query.order_by(_row.id.desc()))[::-1]

    return work


def stories_before(channel: str, before: int | None, limit: int) -> Callable[[Connection], list[WebMessage]]:
    """The newest `limit` messages that answer none, before an id if given, and all replies to them."""

    def work(connection: Connection) -> list[WebMessage]:
        roots = select(web_messages).where(_row.channel == channel, _row.thread.is_(None))
        if before is not None:
            roots = roots.where(_row.id < before)
        parents = _all(connection, roots.order_by(_row.id.desc()).limit(limit))
        ids = [parent.id for parent in parents]
        replies = _all(connection, select(web_messages).where(_row.thread.in_(ids))) if ids else []
        return sorted(parents + replies, key=lambda message: message.id)

    return work


def sent_before(channel: str, before: int | None, limit: int) -> Callable[[Connection], list[SentMessage]]:
    """The newest deliveries to a channel, before a `seq` if given, oldest first."""
    row = deliveries.c

    def work(connection: Connection) -> list[SentMessage]:
        query = select(deliveries).where(row.channel == channel)
        if before is not None:
            query = query.where(row.seq < before)
        rows = connection.execute(query.order_by(row.seq.desc()).limit(limit)).all()
        return [
            SentMessage(
                seq=found.seq,
                id=found.id,
                type=found.type,
                message=_message(found.message),
                state=found.state,
                reason=found.reason or found.error,
                created=found.created,
            )
            for found in reversed(rows)
        ]

    return work


def changed_since(stamp: int, limit: int) -> Callable[[Connection], list[WebMessage]]:
    """What was posted or updated in any channel after a `changed` stamp, in that order."""

    def work(connection: Connection) -> list[WebMessage]:
        return _all(
            connection, select(web_messages).where(_row.changed > stamp).order_by(_row.changed, _row.id).limit(limit)
        )

    return work


def marks_since(stamp: int) -> Callable[[Connection], frozenset[tuple[int, int]]]:
    """Ids and stamps of what changed after a stamp: if two looks give the same, nothing happened in between."""

    def work(connection: Connection) -> frozenset[tuple[int, int]]:
        query = select(_row.id, _row.changed).where(_row.changed > stamp).order_by(_row.changed.desc()).limit(1000)
        return frozenset((row.id, row.changed) for row in connection.execute(query))

    return work


def newest(connection: Connection) -> tuple[int, Mapping[str, int]]:
    """The last `changed` stamp (0 if there is nothing), and each channel's last message id."""
    stamp = connection.execute(select(func.max(_row.changed))).scalar_one()
    ids = connection.execute(select(_row.channel, func.max(_row.id)).group_by(_row.channel))
    return stamp or 0, {str(channel): int(last) for channel, last in ids}


def broken_channels(connection: Connection) -> Mapping[str, str]:
    """Why channels are switched off, by name; those that work are left out."""
    query = select(channels.c.name, channels.c.broken).where(channels.c.broken != "")
    return {str(name): str(why) for name, why in connection.execute(query)}


def _content(new: NewMessage) -> dict[str, Any]:
    return {
        "delivery": new.delivery,
        "type": new.type,
        "author": new.author,
        "message": dump_message(new.message),
        "expanded": new.expanded,
    }


def next_stamp(connection: Connection) -> int:
    """The `changed` stamp of a change that is made now."""
    # Two changes within a microsecond, or a clock set back, must not hide a change from who asks "since".
    last = connection.execute(select(func.max(_row.changed))).scalar_one() or 0
    return max((datetime.now(UTC) - _EPOCH) // _MICROSECOND, last + 1)


def _root(connection: Connection, channel: str, under: int | None) -> int | None:
    if under is None:
        return None
    query = select(_row.id, _row.thread).where(_row.channel == channel, _row.id == under)
    found = connection.execute(query).one_or_none()
    return None if found is None else found.thread or found.id


def _all(connection: Connection, query: Select[Any]) -> list[WebMessage]:
    rows: Sequence[Row[Any]] = connection.execute(query).all()
    return [_read(row) for row in rows]


def _read(row: Row[Any]) -> WebMessage:
    return WebMessage(
        id=row.id,
        channel=row.channel,
        posted=row.posted,
        changed=row.changed,
        thread=row.thread,
        type=row.type,
        author=row.author,
        message=_message(row.message),
        expanded=row.expanded,
        state=row.state,
    )


def _message(text: str) -> Message:
    # One that can't be read must not keep a whole channel from being shown.
    try:
        return load_message(text)
    except Unreadable as error:
        return Message(title=f"A message that can't be read: {error}", tone=Tone.WARN, blocks=(Code(text=text),))
