"""A console on a real port, with a scripted Bellhop behind it."""

from __future__ import annotations

import asyncio
import socket
import uuid
from collections.abc import AsyncGenerator, AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path

import aiohttp
import pytest
import uvicorn
from msgspec import structs
from starlette.applications import Starlette

from bellhop.channel import Channel
from bellhop.command import Ask, Press
from bellhop.console import Console, routes
from bellhop.delivery import Delivery, Receipt
from bellhop.message import Action, Code, Message, Style, Text, Tone
from bellhop.platforms.web.client import Web
from bellhop.store import Store

TOKEN = "open-sesame"
FUNCTIONS = "\n".join(
    f"-\nFunctionName: thumbnails-{n}\nRuntime: python3.12\nHandler: index.handler\nMemorySize: 128" for n in range(6)
)


class Script:
    """Ears that answer as Bellhop would, at once."""

    def __init__(self, web: Web, channels: Sequence[Channel]) -> None:
        self._web = web
        self._channels = {channel.name: channel for channel in channels}
        self.asked: list[Ask] = []
        self.pressed: list[Press] = []
        self.hold = asyncio.Event()
        self.hold.set()

    def channel_at(self, platform: str, address: str) -> Channel | None:
        return None

    async def ask(self, ask: Ask) -> None:
        self.asked.append(ask)
        await self.hold.wait()
        if "invoke" in ask.text:
            await self.answer(ask.channel, _question(ask), ask.thread)
        elif "list-functions" in ask.text:
            await self.answer(ask.channel, _listing(ask), ask.thread)
        elif "silence" not in ask.text:
            await self.answer(ask.channel, _help(ask), ask.thread)

    async def edited(self, ask: Ask) -> None:
        raise AssertionError(ask)

    async def press(self, press: Press) -> str:
        self.pressed.append(press)
        if press.action == "say":
            await self._web.say(self._channels[press.channel], press.name, press.value)
        if press.action in ("run", "cancel"):
            done = Message(title=f"{press.action}: done", tone=Tone.GOOD, blocks=(Code(text='"Hello"'),))
            await self._web.replace(
                self._channels[press.channel], self._delivery(press.channel, done), Receipt(id=press.message)
            )
            return ""
        return "" if press.action == "say" else "That button is too old."

    async def answer(self, channel: str, message: Message, thread: str = "") -> Receipt:
        under = Receipt(id=thread) if thread else None
        return await self._web.post(self._channels[channel], self._delivery(channel, message), under)

    def _delivery(self, channel: str, message: Message) -> Delivery:
        return Delivery(id=str(uuid.uuid4()), channel=channel, type="answer", message=message)


def _listing(ask: Ask) -> Message:
    return Message(
        title=f"@{ask.name} I ran the read-only command in account 123456789012:",
        blocks=(
            Code(text="@aws lambda list-functions --region ap-northeast-2"),
            Code(text=f"Functions (6):\n{FUNCTIONS}", fold=True),
        ),
    )


def _question(ask: Ask) -> Message:
    return Message(
        title=f"@{ask.name} I can run the command in account 123456789012:",
        tone=Tone.WARN,
        blocks=(Code(text=ask.text), Text(text="It is not read-only. What would you like me to do?")),
        actions=(
            Action(label="Run command", name="run", value=ask.id, style=Style.PRIMARY),
            Action(label="Cancel", name="cancel", value=ask.id),
        ),
    )


def _help(ask: Ask) -> Message:
    return Message(
        title="I don't know that command.",
        tone=Tone.WARN,
        blocks=(Text(text="Did you mean one of these?"),),
        actions=(
            Action(
                label="@aws lambda list-functions",
                name="say",
                value="@aws lambda list-functions --region ap-northeast-2",
            ),
            Action(label="Old button", name="gone", value="x"),
        ),
    )


def complete(text: str) -> list[tuple[str, str]]:
    words = text.split(" ")
    if len(words) == 1:
        known = [("lambda", "AWS Lambda"), ("logs", "Amazon CloudWatch Logs"), ("s3api", "Amazon S3")]
    elif len(words) == 2:
        known = [("list-functions", "Lists functions"), ("list-tags", "Lists tags"), ("invoke", "Runs a function")]
    else:
        known = [("--region", "where to run it"), ("--function-name", "required: the function")]
    return [item for item in known if item[0].startswith(words[-1])]


class Stage:
    """Everything that a test of the console needs."""

    def __init__(self, folder: Path) -> None:
        self.store = Store(f"sqlite:///{folder}/bellhop.db")
        self.channels: tuple[Channel, ...] = (
            Channel(name="ops", platform="web", topics=("arn:aws:sns:ap-northeast-2:123456789012:*",)),
            Channel(name="서비스", platform="web", locale="ko", timezone="Asia/Seoul", region="ap-northeast-2"),
            Channel(name="dev-slack", platform="slack", address="C012345", topics=("arn:aws:sns:*",)),
        )
        self.web = Web(self.store, pace=0.1)
        self.ears = Script(self.web, self.channels)
        self.users = {TOKEN: "woochul", "other-token": "민지"}
        self.uploads: dict[str, bytes] = {}
        self.url = ""

    def console(self) -> Console:
        return Console(
            store=self.store,
            web=self.web,
            ears=self.ears,
            channels=self.channels,
            users=self.users,
            complete=complete,
            upload=self.upload,
            bucket="demo-photos",
        )

    async def upload(self, bucket: str, key: str, content: bytes) -> None:
        assert bucket == "demo-photos"
        self.uploads[key] = content

    async def post(self, title: str, channel: str = "ops", **parts: object) -> Receipt:
        return await self.ears.answer(channel, structs.replace(Message(title=title), **parts))

    @asynccontextmanager
    async def running(self, console: Console | None = None) -> AsyncGenerator[None]:
        self.store.open()
        await self.web.start(self.ears)
        listening = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{listening.getsockname()[1]}"
        app = Starlette(routes=routes(console or self.console()))
        config = uvicorn.Config(app, log_config=None, lifespan="off", timeout_graceful_shutdown=2)
        server = uvicorn.Server(config)
        serving = asyncio.create_task(server.serve(sockets=[listening]))
        try:
            while not server.started:
                await asyncio.wait({serving}, timeout=0.005)
            yield
        finally:
            await self.web.close()
            server.should_exit = True
            await serving
            listening.close()
            self.store.close()


@pytest.fixture
async def stage(tmp_path: Path) -> AsyncIterator[Stage]:
    stage = Stage(tmp_path)
    async with stage.running():
        yield stage


@pytest.fixture
async def http(stage: Stage) -> AsyncIterator[aiohttp.ClientSession]:
    """A program with a token."""
    headers = {"Authorization": f"Bearer {TOKEN}"}
    async with aiohttp.ClientSession(stage.url, headers=headers) as session:
        yield session


@pytest.fixture
async def browser_http(stage: Stage) -> AsyncIterator[aiohttp.ClientSession]:
    """A browser without a page: cookies and nothing else."""
    jar = aiohttp.CookieJar(unsafe=True)
    async with aiohttp.ClientSession(stage.url, cookie_jar=jar) as session:
        yield session


@pytest.fixture
def stage_class() -> type[Stage]:
    return Stage
