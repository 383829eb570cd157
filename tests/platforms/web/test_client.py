import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import Connection, update

from bellhop.channel import Channel
from bellhop.command import Ask, Press
from bellhop.delivery import Delivery, Receipt
from bellhop.errors import DeliveryError
from bellhop.message import Message, Text
from bellhop.platforms import Ears, Platform
from bellhop.platforms.web.client import Web
from bellhop.store import Store
from bellhop.store.tables import web_messages
from bellhop.store.web import WebMessage, messages_after, stories_before

OPS = Channel(name="ops", platform="web")
DEV = Channel(name="dev", platform="web")
SINCE = datetime(2026, 11, 23, tzinfo=UTC)


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[Store]:
    store = Store(f"sqlite:///{tmp_path}/bellhop.db")
    store.open()
    yield store
    store.close()


@pytest.fixture
async def web(store: Store) -> AsyncIterator[Web]:
    web = Web(store, pace=0.02)
    await web.start(None)
    yield web
    await web.close()


def delivery(key: str, title: str = "hello", *, reply_to: str = "", expanded: bool = False) -> Delivery:
    return Delivery(
        id=key, channel="ops", type="text", message=Message(title=title), reply_to=reply_to, expanded=expanded
    )


async def standing(store: Store, channel: str = "ops") -> list[WebMessage]:
    return await store.read(messages_after(channel, 0, 100))


async def test_it_is_a_platform(web: Web) -> None:
    platform: Platform = web
    assert (platform.name, platform.pace) == ("web", 0)


async def test_what_is_posted_stands_in_the_channel(web: Web, store: Store) -> None:
    receipt = await web.post(OPS, delivery("d1"), None)

    (message,) = await standing(store)
    assert receipt == Receipt(id=str(message.id))
    assert (message.message, message.author, message.state, message.thread) == (
        Message(title="hello"),
        "",
        "posted",
        None,
    )
    assert await standing(store, "dev") == []


async def test_posting_the_same_delivery_again_changes_nothing(web: Web, store: Store) -> None:
    first = await web.post(OPS, delivery("d1"), None)
    assert await web.post(OPS, delivery("d1"), None) == first
    assert len(await standing(store)) == 1


async def test_a_delivery_is_found_until_another_takes_its_place(web: Web) -> None:
    assert await web.find(OPS, delivery("d1"), SINCE) is None
    receipt = await web.post(OPS, delivery("d1"), None)
    assert await web.find(OPS, delivery("d1"), SINCE) == receipt
    assert await web.find(DEV, delivery("d1"), SINCE) is None

    assert await web.replace(OPS, delivery("d2", "recovered"), receipt) == receipt
    assert await web.find(OPS, delivery("d2"), SINCE) == receipt
    assert await web.find(OPS, delivery("d1"), SINCE) is None


async def test_replacing_keeps_the_place_and_says_updated(web: Web, store: Store) -> None:
    receipt = await web.post(OPS, delivery("d1"), None)
    await web.post(OPS, delivery("d2", "other"), None)
    await web.replace(OPS, delivery("d3", "recovered", expanded=True), receipt)

    first, second = await standing(store)
    assert (first.message.title, first.state, first.expanded) == ("recovered", "updated", True)
    assert second.state == "posted"
    assert first.changed > second.changed


async def test_replacing_what_is_gone_posts_it(web: Web, store: Store) -> None:
    receipt = await web.replace(OPS, delivery("d1"), Receipt(id="99"))
    assert [str(message.id) for message in await standing(store)] == [receipt.id]


async def test_a_channel_cannot_replace_what_stands_in_another(web: Web, store: Store) -> None:
    receipt = await web.post(OPS, delivery("d1"), None)
    await web.replace(DEV, delivery("d2", "mine"), receipt)
    assert [message.message.title for message in await standing(store)] == ["hello"]


async def test_replies_stand_beneath_the_first_of_the_thread(web: Web, store: Store) -> None:
    parent = await web.post(OPS, delivery("d1"), None)
    reply = await web.post(OPS, delivery("d2"), parent)
    deeper = await web.post(OPS, delivery("d3"), Receipt(id=reply.id))
    answer = await web.post(OPS, delivery("d4", reply_to=parent.id), None)
    assert [r.thread for r in (parent, reply, deeper, answer)] == ["", parent.id, parent.id, parent.id]


@pytest.mark.parametrize("parent", ["12345", "", "1.5", "no"])
async def test_a_reply_to_nothing_stands_alone(web: Web, parent: str) -> None:
    assert (await web.post(OPS, delivery("d1", reply_to=parent), None)).thread == ""


async def test_stories_come_with_all_their_replies(web: Web, store: Store) -> None:
    parents = [await web.post(OPS, delivery(f"p{n}", f"p{n}"), None) for n in range(3)]
    await web.post(OPS, delivery("r0", "r0"), parents[0])
    await web.post(OPS, delivery("r2", "r2"), parents[2])

    newest = await store.read(stories_before("ops", None, 2))
    assert [m.message.title for m in newest] == ["p1", "p2", "r2"]
    older = await store.read(stories_before("ops", int(parents[1].id), 2))
    assert [m.message.title for m in older] == ["p0", "r0"]


async def test_a_message_that_can_not_be_read_hides_no_other(web: Web, store: Store) -> None:
    await web.post(OPS, delivery("d1", "fine"), None)
    broken = await web.post(OPS, delivery("d2"), None)

    def spoil(connection: Connection) -> None:
        connection.execute(update(web_messages).where(web_messages.c.id == int(broken.id)).values(message="{}"))

    await store.write(spoil)
    first, second = await standing(store)
    assert first.message.title == "fine"
    assert "can't be read" in second.message.title


async def test_a_store_that_is_shut_is_a_passing_trouble(tmp_path: Path) -> None:
    web = Web(Store(f"sqlite:///{tmp_path}/never-opened.db"))
    with pytest.raises(DeliveryError) as caught:
        await web.post(OPS, delivery("d1"), None)
    assert not caught.value.permanent
    assert not caught.value.unsure


async def test_watching_tells_of_posts_and_updates_once_each(web: Web) -> None:
    before = await web.post(OPS, delivery("d0", "before"), None)
    watching = web.watch(0)
    assert [m.message.title for m in await anext(watching)] == ["before"]
    following = asyncio.ensure_future(anext(watching))
    await web.post(DEV, delivery("d1", "after"), None)
    assert [(m.channel, m.message.title) for m in await following] == [("dev", "after")]
    following = asyncio.ensure_future(anext(watching))
    await web.replace(OPS, delivery("d2", "updated"), before)
    assert [(m.id, m.message.title) for m in await following] == [(int(before.id), "updated")]
    await watching.aclose()


async def test_watching_finds_what_another_replica_posts(web: Web, store: Store) -> None:
    other = Web(store)
    watching = web.watch(0)
    following = asyncio.ensure_future(anext(watching))
    await asyncio.sleep(0)
    await other.post(OPS, delivery("d1", "from afar"), None)
    assert [m.message.title for m in await asyncio.wait_for(following, 5)] == ["from afar"]
    await watching.aclose()


async def test_more_than_a_batch_is_watched_whole(web: Web) -> None:
    await asyncio.gather(*(web.post(OPS, delivery(f"d{n}", str(n)), None) for n in range(450)))
    seen: list[int] = []
    async for batch in web.watch(0):
        seen += [m.id for m in batch]
        if len(seen) >= 450:
            break
    assert len(set(seen)) == len(seen) == 450


async def test_closing_ends_the_watching(web: Web) -> None:
    watching = web.watch(0)
    following = asyncio.ensure_future(anext(watching, None))
    await asyncio.sleep(0)
    await web.close()
    assert await asyncio.wait_for(following, 5) is None


class Listening(Ears):
    def __init__(self) -> None:
        self.asked: list[Ask] = []

    def channel_at(self, platform: str, address: str) -> Channel | None:
        return None

    async def ask(self, ask: Ask) -> None:
        self.asked.append(ask)

    async def edited(self, ask: Ask) -> None:
        self.asked.remove(ask)

    async def press(self, press: Press) -> str:
        return ""


async def test_what_a_person_says_stands_there_and_is_heard(web: Web, store: Store) -> None:
    ears = Listening()
    await web.start(ears)
    command, place = await web.say(OPS, "woochul", " @aws lambda\nlist-functions ")
    await web.close()

    (message,) = await standing(store)
    assert (message.id, message.author, message.type) == (place, "woochul", "person")
    assert message.message == Message(title="@aws lambda", blocks=(Text(text="@aws lambda\nlist-functions"),))
    (ask,) = ears.asked
    assert (ask.id, ask.channel, ask.user, ask.name, ask.thread) == (command, "ops", "woochul", "woochul", str(place))
    assert ask.text == " @aws lambda\nlist-functions "
