"""The composition root: the only place that knows all parts. It starts them in order and stops them in reverse."""

from __future__ import annotations

import asyncio
import signal
import threading
from collections.abc import Awaitable, Callable, Collection, Mapping
from contextlib import AsyncExitStack
from datetime import timedelta
from typing import TYPE_CHECKING, cast

import aiohttp
import structlog
from platformdirs import user_cache_path
from starlette.applications import Starlette
from starlette.routing import BaseRoute, Route
from starlette.types import ASGIApp

from bellhop.action_book import ActionBook
from bellhop.answer import Answer
from bellhop.answer.recent import RecentServices
from bellhop.aws.call import Caller
from bellhop.aws.policies import ManagedPolicies
from bellhop.aws.role_policies import RolePolicies
from bellhop.aws.session import Clients
from bellhop.channel import Channel
from bellhop.config import Config
from bellhop.console import Console, routes
from bellhop.deliver import Deliver
from bellhop.digests import Digests
from bellhop.errands import Errands
from bellhop.guards import disable_channels, read_guards
from bellhop.health import health_routes
from bellhop.heartbeat import Accept
from bellhop.ingest import Ingest
from bellhop.people_book import PeopleBook
from bellhop.pictures import Pictures
from bellhop.pictures.uploads import Uploads
from bellhop.platforms import Platform
from bellhop.platforms.web.client import Web
from bellhop.preference_book import PreferenceBook
from bellhop.retention import Retention
from bellhop.running import compiling_models, running
from bellhop.sealing import Sealing
from bellhop.serving import listen, serving, sns_first
from bellhop.sources.sns import SnsDoor
from bellhop.sources.sqs import SqsSource
from bellhop.store import Store
from bellhop.syntax import Grammar
from bellhop.syntax.models import Models
from bellhop.watching import beating, telling

if TYPE_CHECKING:
    from bellhop.platforms.slack.client import Slack

_log = structlog.get_logger(__name__)
Upload = Callable[[str, str, bytes], Awaitable[None]]
Wake = Callable[[Collection[str]], None]
Prefer = Callable[[Channel], Channel]


class App:
    """Bellhop, put together from its configuration.

    Args:
        config: bellhop.yaml.
        upload: puts a file into a bucket, for the demo's upload button; None = no button.
        bucket: the bucket that the button uploads to.
    """

    def __init__(self, config: Config, *, upload: Upload | None = None, bucket: str = "") -> None:
        self._config = config
        self._channels = disable_channels(config)
        self._routing = config.build_routing()
        self._upload = upload
        self._bucket = bucket
        self._stop = asyncio.Event()
        self.socket = listen(config.server.host, config.server.port)

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
            await stack.enter_async_context(serving(app, self.socket))
            ready()
            await self._stop.wait()
            _log.info("app.stopping")
            await self._web.feed.close()  # live pages hold their connections open until they are told

    async def _start(self, stack: AsyncExitStack) -> ASGIApp:
        config, channels = self._config, self._channels
        await stack.enter_async_context(telling(config))
        store = Store(config.store.url)
        stack.callback(store.close)
        await asyncio.to_thread(store.open)
        http = await stack.enter_async_context(aiohttp.ClientSession())
        clients = Clients(region=config.aws.region, endpoint=config.aws.endpoint)
        stack.callback(clients.close)
        web = self._web = Web(store)
        platforms = self._platforms(web)
        pictures = Pictures(store, clients, channels, platforms, config.server.public_url)
        uploads = Uploads(store, channels, platforms, pictures.follow)
        preferred = PreferenceBook(store)
        await preferred.refresh()
        lease = timedelta(seconds=config.store.lease)
        deliver = Deliver(store, channels, platforms, lease, uploads.follow, preferred.prefer)
        grammar = Grammar(Models(user_cache_path("bellhop")))
        await stack.enter_async_context(compiling_models())
        slack = platforms.get("slack")
        book = PeopleBook(config.build_people(), store, cast("Slack", slack).members if slack else None)
        answer = await self._answer(stack, store, clients, grammar, deliver.wake, book)
        for platform in platforms.values():
            stack.push_async_callback(platform.close)
            await platform.start(answer)
        await stack.enter_async_context(running("people", book.run))
        stack.push_async_callback(pictures.close)
        stack.push_async_callback(uploads.close)
        await stack.enter_async_context(running("preferences", preferred.run))
        await stack.enter_async_context(running("deliver", deliver.run))
        digests = Digests(store, channels, deliver.wake, config.server.public_url, preferred.prefer)
        await stack.enter_async_context(running("digests", digests.run))
        await stack.enter_async_context(running("audit", Sealing(store).run))
        retention = Retention(store, config.store.build_keep())
        await stack.enter_async_context(running("retention", retention.run))
        stack.push_async_callback(answer.stop)
        await stack.enter_async_context(running("answer", answer.run))
        accept = await self._ingest(stack, store, clients, deliver.wake, preferred.prefer)
        sns, console = self._sns(accept, http), self._console(store, web, answer, grammar)
        return sns_first(sns, Starlette(routes=[*self._doors(sns, store, platforms), *routes(console)]))

    async def _ingest(
        self, stack: AsyncExitStack, store: Store, clients: Clients, wake: Wake, prefer: Prefer
    ) -> Accept:
        book = ActionBook(store)
        await book.refresh()
        await stack.enter_async_context(running("actions", book.run))
        ingest = Ingest(store, self._routing, wake, book.of, prefer)
        accept = await stack.enter_async_context(beating(self._config, store, clients, ingest.accept, wake))
        for queue in self._config.intake.sqs:
            source = SqsSource(queue_url=queue.url, clients=clients, accept=accept, region=queue.region)
            await stack.enter_async_context(running("sqs", source.run))
        return accept

    async def _answer(
        self,
        stack: AsyncExitStack,
        store: Store,
        clients: Clients,
        grammar: Grammar,
        wake: Callable[[], None],
        book: PeopleBook,
    ) -> Answer:
        config, patience = self._config, self._config.aws.command_timeout
        caller = Caller(clients, threads=48, timeout=patience)
        stack.callback(caller.close)
        policies = ManagedPolicies(lambda: clients, user_cache_path("bellhop") / "policies")
        guards = await asyncio.to_thread(read_guards, config, policies.read, RolePolicies(clients).read)
        errands = Errands(grammar, clients, caller, guards, RecentServices(store).of, book)
        return Answer(
            store,
            self._channels,
            errands,
            wake,
            patience=patience,
            public_url=config.server.public_url,
            limits=config.limits.build(),
        )

    def _console(self, store: Store, web: Web, answer: Answer, grammar: Grammar) -> Console:
        console = self._config.console
        return Console(
            store=store,
            web=web,
            ears=answer,
            channels=self._channels,
            users={user.token: user.name for user in console.users},
            complete=lambda text: [(found.word, found.note or found.kind) for found in grammar.complete(text)],
            upload=self._upload,
            bucket=self._bucket,
            title=console.title,
        )

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

    def _sns(self, accept: Accept, http: aiohttp.ClientSession) -> SnsDoor:
        intake, beat = self._config.intake, self._config.heartbeat
        return SnsDoor(
            accept,
            lambda topic: self._routing.knows(topic) or (beat is not None and beat.topic == topic),
            http,
            certificate_hosts=intake.certificate_hosts,
            endpoint=self._config.aws.endpoint,
            max_age=intake.max_age,
            max_bytes=intake.max_bytes,
        )

    def _doors(self, sns: SnsDoor, store: Store, platforms: Mapping[str, Platform]) -> list[BaseRoute]:
        doors: list[BaseRoute] = [
            Route("/sns", sns.post, methods=["POST"]),
            *health_routes(store),
        ]
        if self._config.slack and (slack := platforms.get("slack")):
            doors.append(Route("/slack/events", cast("Slack", slack).events, methods=["POST"]))
        return doors
