"""A room: the answer loop over a store, an AWS that says what a test wants, and a platform that posts everything."""

import asyncio
import time
import uuid
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, select
from tests.pretend.blockkit import problems

from bellhop.answer import Answer
from bellhop.channel import Channel
from bellhop.command import Ask, Command, Outcome, Press
from bellhop.errands import Errands
from bellhop.message import Message
from bellhop.platforms.slack import render as slack
from bellhop.platforms.text import render
from bellhop.store import Store
from bellhop.store.messages import load_message
from bellhop.store.tables import audit, deliveries, receipts
from bellhop.syntax import Grammar
from bellhop.syntax.models import Models

GRAMMAR = Grammar(Models())
_PATIENCE = 20.0


@dataclass
class Aws:
    """What AWS answers; every call is kept. `says` may be an error to raise; a call waits for `gate`."""

    says: Callable[[Command], Any] = lambda _: {}
    asked: list[Command] = field(default_factory=list[Command])
    users: list[str] = field(default_factory=list[str])
    regions: list[str] = field(default_factory=list[str])
    gate: asyncio.Event | None = None
    let_go: int = 0
    region: str = "us-east-1"

    def account(self, *, role: str = "") -> str:
        return "123456789012"

    def client(self, service: str, **_: Any) -> Any:
        raise AssertionError("a test reaches no AWS")

    async def run(
        self, command: Command, *, region: str = "", role: str = "", session_name: str = "", **_: Any
    ) -> Outcome:
        self.asked.append(command)
        self.users.append(session_name)
        self.regions.append(region)
        if self.gate:
            try:
                await self.gate.wait()
            except asyncio.CancelledError:
                self.let_go += 1
                raise
        said = self.says(command)
        if isinstance(said, Exception):
            raise said
        if isinstance(said, Outcome):
            return said
        return Outcome(account="123456789012", region=command.region or region, answer=said)


@dataclass
class Said:
    """A message that was posted."""

    id: str
    under: str
    replaces: str
    message: Message

    @property
    def text(self) -> str:
        return render(self.message)

    def value(self, name: str, label: str = "") -> str:
        """The value of a button."""
        found = [one for one in self.message.actions if one.name == name and label in one.label]
        assert found, f"no button {name} {label} in {self.message.actions}"
        return found[0].value


@dataclass
class Room:
    """What people do in a channel, and what they see."""

    store: Store
    aws: Aws
    answer: Answer
    channels: tuple[Channel, ...]

    async def say(self, text: str, *, user: str = "minji", thread: str = "1", same: str = "", channel: str = "") -> str:
        id_ = same or str(uuid.uuid4())
        where = channel or self.channels[0].name
        await self.answer.ask(Ask(id=id_, channel=where, user=user, name=user, text=text, thread=thread))
        return id_

    async def ask(
        self, text: str, *, user: str = "minji", thread: str = "1", channel: str = "", after: int = 0
    ) -> Said:
        """Says a text and waits for the next message, or for one that comes after so many others."""
        before = len(await self.all())
        await self.say(text, user=user, thread=thread, channel=channel)
        return await self.next(before + after)

    async def press(
        self, said: Said, name: str, label: str = "", *, user: str = "minji", value: str | None = None, text: str = ""
    ) -> str:
        press = Press(
            channel=self.channels[0].name,
            user=user,
            name=user,
            action=name,
            value=said.value(name, label) if value is None else value,
            message=said.id,
            thread="1",
            text=text,
        )
        return await self.answer.press(press)

    async def pressed(self, said: Said, name: str, label: str = "", *, user: str = "minji", text: str = "") -> Said:
        """Presses a button and waits for the next message."""
        before = len(await self.all())
        assert await self.press(said, name, label, user=user, text=text) == ""
        return await self.next(before)

    async def next(self, before: int) -> Said:
        return (await self.until(lambda said: len(said) > before))[before]

    async def until(self, wanted: Callable[[list[Said]], bool]) -> list[Said]:
        deadline = time.monotonic() + _PATIENCE
        while time.monotonic() < deadline:
            said = await self.all()
            if wanted(said):
                return said
            await asyncio.sleep(0.01)
        raise AssertionError("not so; there are:\n" + "\n--\n".join(one.text for one in await self.all()))

    async def all(self) -> list[Said]:
        """Everything that was put into the outbox; it is posted at once."""
        rows = await self.store.write(self._posted)
        return [
            Said(
                id=row.replaces or str(row.seq),
                under=row.reply_to,
                replaces=row.replaces,
                message=load_message(row.message),
            )
            for row in rows
        ]

    @staticmethod
    def _posted(connection: Any) -> list[Any]:
        rows = list(connection.execute(select(deliveries).order_by(deliveries.c.seq)))
        for row in rows:
            if row.state == "pending":
                connection.execute(deliveries.update().where(deliveries.c.seq == row.seq).values(state="sent"))
                place = {"channel": row.channel, "receipt": row.replaces or str(row.seq)}
                connection.execute(receipts.insert().values(delivery=row.id, posted=datetime.now(UTC), **place))
        return rows

    async def idle(self) -> list[Said]:
        """Waits until nothing runs; everything that was said."""
        deadline = time.monotonic() + _PATIENCE
        while self.answer.busy and time.monotonic() < deadline:
            await asyncio.sleep(0.01)
        return await self.all()

    async def records(self) -> list[Any]:
        return list(await self.store.read(lambda c: c.execute(select(audit).order_by(audit.c.at)).all()))


def always(service: str, command: Command) -> str:
    """Stands in for the deny list."""
    return "it became one"


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[Store]:
    store = Store(f"sqlite:///{tmp_path}/bellhop.db")
    store.open()
    yield store
    refused = [problem for payload in await store.read(_for_slack) for problem in problems(payload)]
    store.close()
    assert refused == [], "what was said here is no message that Slack takes"


def _for_slack(connection: Connection) -> list[dict[str, Any]]:
    """Everything that a test made Bellhop say, folded and unfolded, as Slack would get it."""
    said = [load_message(message) for message in connection.scalars(select(deliveries.c.message))]
    return [slack.render(message, expanded=expanded, locale="ko") for message in said for expanded in (False, True)]


@pytest.fixture
def channel() -> Channel:
    return Channel(name="ops", platform="web", region="ap-northeast-2")


def open_room(store: Store, channel: Channel, aws: Aws, *, patience: float = 10) -> Room:
    others = (
        Channel(name="quiet", platform="web", commands=False),
        Channel(name="ko", platform="web", locale="ko", region="ap-northeast-2"),
    )
    errands = Errands(GRAMMAR, aws, aws)  # type: ignore[arg-type]  # they stand in for clients and caller
    channels = (channel, *others)
    answer = Answer(store, channels, errands, lambda: None, patience=patience)
    return Room(store=store, aws=aws, answer=answer, channels=channels)


@pytest.fixture
async def room(store: Store, channel: Channel) -> AsyncIterator[Room]:
    room = open_room(store, channel, Aws())
    yield room
    if room.aws.gate:
        room.aws.gate.set()
    await room.answer.stop()
