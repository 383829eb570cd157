"""The HTTP server: where it listens, and how it starts and stops among the other parts."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import AsyncGenerator, Generator
from contextlib import asynccontextmanager, contextmanager

import uvicorn
from starlette.requests import Request
from starlette.types import ASGIApp, Receive, Scope, Send

from bellhop.errors import ConfigError
from bellhop.sources.sns import SnsDoor


class _Server(uvicorn.Server):
    """uvicorn, with signals left to whoever runs it: other parts have to stop in order too."""

    @contextmanager
    def capture_signals(self) -> Generator[None]:
        yield


@asynccontextmanager
async def serving(app: ASGIApp, listening: socket.socket) -> AsyncGenerator[None]:
    """Serves until the context ends; then lets what is in flight finish, for five seconds at most."""
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


def sns_first(sns: SnsDoor, others: ASGIApp) -> ASGIApp:
    """Takes SNS's posts before all middleware and routing, which would cost as much as the rest of such a request."""

    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and scope["method"] == "POST" and scope["path"] == "/sns":
            response = await sns.post(Request(scope, receive))
            await response(scope, receive, send)
        else:
            await others(scope, receive, send)

    return app


def listen(host: str, port: int) -> socket.socket:
    """A socket that listens; port 0 takes a free one.

    Raises:
        ConfigError: the place is taken, or there is no such host.
    """
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
