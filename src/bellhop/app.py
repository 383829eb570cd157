"""The composition root: the only place that knows all parts. It starts them in order and stops them in reverse."""

from __future__ import annotations

import asyncio
import signal
import socket
import sys
import threading
from collections.abc import AsyncGenerator, Awaitable, Callable, Generator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager
from datetime import timedelta
from typing import TYPE_CHECKING, cast

import aiohttp
import structlog
import uvicorn
from platformdirs import user_cache_path
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from bellhop.action_book import ActionBook
from bellhop.answer import Answer
from bellhop.aws.call import Caller
from bellhop.aws.policies import ManagedPolicies
from bellhop.aws.session import Clients
from bellhop.config import Config
from bellhop.console import Console, routes
from bellhop.deliver import Deliver
from bellhop.digests import Digests
from bellhop.errands import Errands
from bellhop.errors import Busy, ConfigError
from bellhop.guards import read_guards
from bellhop.ingest import Ingest
from bellhop.metrics import REGISTRY
from bellhop.pictures import Pictures
from bellhop.pictures.uploads import Uploads
from bellhop.platforms import Platform
from bellhop.platforms.web.client import Web
from bellhop.preference_book import PreferenceBook
from bellhop.sources.sns import SnsDoor
from bellhop.sources.sqs import SqsSource
from bellhop.store import Store
from bellhop.store.fates import count_states
from bellhop.syntax import Grammar
from bellhop.syntax.database import file_in
from bellhop.syntax.models import Models

if TYPE_CHECKING:
    from bellhop.platforms.slack.client import Slack

_log = structlog.get_logger(__name__)
Upload = Callable[[str, str, bytes], Awaitable[None]]


class App:
    """Bellhop, put together from its configuration.

    Args:
        config: bellhop.yaml.
        upload: puts a file into a bucket, for the demo's upload button; None = no button.
        bucket: the bucket that the button uploads to.
    """

    def __init__(self, config: Config, *, upload: Upload | None = None, bucket: str = "") -> None:
        self._config = config
        self._channels = config.build_channels()
        self._upload = upload
        self._bucket = bucket
        self._stop = asyncio.Event()
        self.socket = _listen(config)

    @property
    def url(self) -> str:
        """Where the console and the doors are."""
        host, port = self.socket.getsockname()[:2]
        return f"http://{'[' + host + ']' if ':' in host else host}:{port}"

    def stop(self) -> None:
        """Asks `serve` to end."""
        self._stop.set()

    async def serve(self, ready: Callable[[], None] = lambda: None) -> None:
        """Runs until SIGTERM, SIGINT or `stop`; then finishes what is in flight.

        Args:
            ready: called once everything runs.

        Raises:
            BellhopError: a part can't start; the error names the fix.
        """
        loop = asyncio.get_running_loop()
        if threading.current_thread() is threading.main_thread():
            for number in (signal.SIGINT, signal.SIGTERM):
                loop.add_signal_handler(number, self._stop.set)
        async with AsyncExitStack() as stack:
            app = await self._start(stack)
            await stack.enter_async_context(_http(app, self.socket))
            ready()
            await self._stop.wait()
            _log.info("app.stopping")
            await self._web.feed.close()  # live pages hold their connections open until they are told

    async def _start(self, stack: AsyncExitStack) -> Starlette:
        config, channels = self._config, self._channels
        store = Store(config.store.url)
        stack.callback(store.close)
        await asyncio.to_thread(store.open)
        http = await stack.enter_async_context(aiohttp.ClientSession())
        clients = Clients(region=config.aws.region, endpoint=config.aws.endpoint)
        stack.callback(clients.close)
        caller = Caller(clients, threads=48, timeout=config.aws.command_timeout)
        stack.callback(caller.close)
        web = self._web = Web(store)
        platforms = self._platforms(web)
        pictures = Pictures(store, clients, channels, platforms, config.server.public_url)
        preferred = PreferenceBook(store)
        await preferred.refresh()
        uploads = Uploads(store, channels, platforms, pictures.follow)
        deliver = Deliver(store, channels, platforms, timedelta(seconds=config.store.lease), uploads.follow, preferred.prefer)
        book = ActionBook(store)
        await book.refresh()
        ingest = Ingest(store, channels, deliver.wake, book.of, preferred.prefer)
        grammar = Grammar(Models(user_cache_path("bellhop")))
        await stack.enter_async_context(_compiling_models())
        errands, patience = await self._errands(grammar, clients, caller), config.aws.command_timeout
        url = config.server.public_url
        answer = Answer(store, channels, errands, deliver.wake, patience=patience, public_url=url)
        for platform in platforms.values():
            stack.push_async_callback(platform.close)
            await platform.start(answer)
        stack.push_async_callback(pictures.close)
        stack.push_async_callback(uploads.close)
        await stack.enter_async_context(_running("actions", book.run))
        await stack.enter_async_context(_running("preferences", preferred.run))
        await stack.enter_async_context(_running("deliver", deliver.run))
        digests = Digests(store, channels, deliver.wake, config.server.public_url)
        await stack.enter_async_context(_running("digests", digests.run))
        stack.push_async_callback(answer.stop)
        await stack.enter_async_context(_running("answer", answer.run))
        await self._poll(stack, clients, ingest)
        console = Console(
            store=store,
            web=web,
            ears=answer,
            channels=channels,
            users={user.token: user.name for user in config.console.users},
            complete=lambda text: [(found.word, found.note or found.kind) for found in grammar.complete(text)],
            upload=self._upload,
            bucket=self._bucket,
            title=config.console.title,
        )
        return Starlette(routes=[*self._doors(ingest, http, store, platforms), *routes(console)])

    async def _poll(self, stack: AsyncExitStack, clients: Clients, ingest: Ingest) -> None:
        for queue in self._config.intake.sqs:
            source = SqsSource(queue_url=queue.url, clients=clients, accept=ingest.accept, region=queue.region)
            await stack.enter_async_context(_running("sqs", source.run))

    async def _errands(self, grammar: Grammar, clients: Clients, caller: Caller) -> Errands:
        policies = ManagedPolicies(lambda: clients, user_cache_path("bellhop") / "policies")
        guards = await asyncio.to_thread(read_guards, self._config, policies.read)
        return Errands(grammar, clients, caller, guards)

    def _platforms(self, web: Web) -> Mapping[str, Platform]:
        wanted = {channel.platform for channel in self._channels}
        platforms: dict[str, Platform] = {"web": web}
        if "chime" in wanted:
            from bellhop.platforms.chime.client import Chime  # noqa: PLC0415  # only where it is used

            platforms["chime"] = Chime(allow_http=self._config.chime.allow_http)
        if slack := self._config.slack:
            from bellhop.platforms.slack.client import Slack  # noqa: PLC0415  # it takes 0.3 s to import

            platforms["slack"] = Slack(
                slack.bot_token,
                app_token=slack.app_token,
                signing_secret=slack.signing_secret,
                mode=slack.mode,
                base_url=slack.api,
                pace=slack.pace,
            )
        return platforms

    def _doors(
        self, ingest: Ingest, http: aiohttp.ClientSession, store: Store, platforms: Mapping[str, Platform]
    ) -> list[BaseRoute]:
        intake = self._config.intake
        sns = SnsDoor(
            ingest.accept,
            lambda topic: bool(ingest.hearing(topic)),
            http,
            certificate_hosts=intake.certificate_hosts,
            endpoint=self._config.aws.endpoint,
            max_age=intake.max_age,
            max_bytes=intake.max_bytes,
        )

        async def readyz(_: Request) -> Response:
            try:
                states = await store.read(count_states)
            except Busy as error:
                return JSONResponse({"ready": False, "error": error.message}, status_code=503)
            return JSONResponse({"ready": True, "deliveries": states})

        doors: list[BaseRoute] = [
            Route("/sns", sns.post, methods=["POST"]),
            Route("/healthz", _healthz),
            Route("/readyz", readyz),
            Route("/metrics", _metrics),
        ]
        if self._config.slack and (slack := platforms.get("slack")):
            doors.append(Route("/slack/events", cast("Slack", slack).events, methods=["POST"]))
        return doors


async def _healthz(_: Request) -> Response:
    return Response("ok\n", media_type="text/plain")


async def _metrics(_: Request) -> Response:
    return Response(generate_latest(REGISTRY), media_type=CONTENT_TYPE_LATEST)


@asynccontextmanager
async def _running(name: str, run: Callable[[], Awaitable[None]]) -> AsyncGenerator[None]:
    """Keeps a loop running: one that fails is logged and started again, never left dead."""

    async def forever() -> None:
        while True:
            try:
                await run()
            except Exception:  # noqa: BLE001  # whatever it was, the loop must go on
                _log.exception("app.loop_failed", loop=name)
                await asyncio.sleep(1)

    task = asyncio.create_task(forever(), name=name)
    try:
        yield
    finally:
        task.cancel()
        await asyncio.wait({task})


@asynccontextmanager
async def _compiling_models() -> AsyncGenerator[None]:
    """Has AWS's models compiled by a process of its own, behind everything else; done already after the first start."""
    if file_in(user_cache_path("bellhop")).exists():
        yield
        return
    words = (sys.executable, "-m", "bellhop", "models", "build", "--quiet", "--nice")
    process = await asyncio.create_subprocess_exec(*words, stdout=asyncio.subprocess.DEVNULL)
    try:
        yield
    finally:
        if process.returncode is None:
            process.terminate()
        await process.wait()


class _Server(uvicorn.Server):
    """uvicorn, with signals left to whoever runs it: other parts have to stop in order too."""

    @contextmanager
    def capture_signals(self) -> Generator[None]:
        yield


@asynccontextmanager
async def _http(app: Starlette, listening: socket.socket) -> AsyncGenerator[None]:
    config = uvicorn.Config(
        app, log_config=None, access_log=False, lifespan="off", timeout_graceful_shutdown=5, server_header=False
    )
    server = _Server(config)
    task = asyncio.create_task(server.serve(sockets=[listening]))
    try:
        while not server.started:
            if task.done():
                await task
            await asyncio.sleep(0.005)
        yield
    finally:
        server.should_exit = True
        await asyncio.wait({task})


def _listen(config: Config) -> socket.socket:
    host, port = config.server.host, config.server.port
    try:
        family = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0][0]
        listening = socket.socket(family, socket.SOCK_STREAM)
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind((host, port))
        listening.listen(2048)
    except OSError as error:
        raise ConfigError(
            f"can't listen on {host}:{port}: {error.strerror}",
            file="bellhop.yaml",
            key="server",
            fix="choose another port (0 = a free one)",
        ) from None
    return listening
