"""The HTTP server of the local AWS: werkzeug's, quiet, and gone when it is stopped."""

from __future__ import annotations

import threading
from contextlib import suppress
from typing import TYPE_CHECKING, Any

import structlog
from moto.moto_server.werkzeug_app import MotoRequestHandler  # pyright: ignore[reportMissingTypeStubs]  # moto types them inline
from werkzeug.serving import ThreadedWSGIServer

from bellhop.errors import SetupError

if TYPE_CHECKING:
    import socket

log = structlog.get_logger(__name__)


class QuietRequestHandler(MotoRequestHandler):
    """Tells of requests in the log for developers only."""

    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        """Log a request."""
        if structlog.is_configured():  # unconfigured, structlog would print on stdout, which belongs to the command
            log.debug("local AWS", request=self.requestline, code=str(code), size=str(size))


class Server(ThreadedWSGIServer):
    """Serves each connection in a thread, and can end them all: clients keep theirs open for long."""

    def __init__(self, host: str, port: int) -> None:
        super().__init__(host, port, _not_yet, QuietRequestHandler)
        self._connections: set[socket.socket] = set()
        self._lock = threading.Lock()
        self._idle = threading.Condition(self._lock)
        self._thread = threading.Thread(target=self.serve_forever, args=(0.05,), name="local-aws-server", daemon=True)

    def server_bind(self) -> None:
        """Bind, or say that it can't be done: werkzeug would end the process.

        Raises:
            SetupError: the address can't be had.
        """
        try:
            super().server_bind()
        except OSError as error:
            self.server_close()
            where = f"{self.host}:{self.port}"
            raise SetupError(
                f"the local AWS can't listen on {where}: {error.strerror}", fix="take another port"
            ) from error

    def start(self, app: Any) -> None:
        """Serve a WSGI application from another thread; connections made before have waited."""
        self.app = app
        self._thread.start()

    def stop(self) -> None:
        """Stop listening, end the connections and wait until their threads are done with them."""
        self.shutdown()
        self._thread.join()
        with self._lock:
            for connection in self._connections:
                with suppress(OSError):
                    connection.shutdown(2)
            self._idle.wait_for(lambda: not self._connections, timeout=5)

    def process_request(self, request: Any, client_address: Any) -> None:
        """Note a connection before its thread begins."""
        with self._lock:
            self._connections.add(request)
        super().process_request(request, client_address)

    def shutdown_request(self, request: Any) -> None:
        """Forget a connection that has ended."""
        super().shutdown_request(request)
        with self._lock:
            self._connections.discard(request)
            self._idle.notify_all()


def _not_yet(_: Any, start_response: Any) -> list[bytes]:
    start_response("503 Service Unavailable", [("Retry-After", "1")])
    return []
