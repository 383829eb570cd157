"""What leaves the process, or is read from around it: files, connections, programs, the environment."""

from __future__ import annotations

import os
import re
import sys
import sysconfig
from collections.abc import Iterable
from pathlib import Path
from types import FrameType
from typing import Any

import bellhop

_PROGRAMS = ("subprocess.", "os.system", "os.exec", "os.posix_spawn", "os.spawn", "os.fork", "pty.")
_CHANGES = (
    "os.remove",
    "os.rename",
    "os.mkdir",
    "os.rmdir",
    "os.chmod",
    "os.link",
    "os.symlink",
    "os.putenv",
    "shutil.",
)
_LOOKS = ("os.listdir", "os.scandir", "glob.glob")
_NETWORK = ("socket.connect", "socket.getaddrinfo", "socket.gethostby", "socket.sendto", "socket.bind", "urllib.")
_NEVER = (*_PROGRAMS, *_CHANGES, *_NETWORK)
_WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND
_CLIENTS = re.compile(
    r"AWS_|BOTO|_X_AMZN_TRACE_ID|(?:HTTPS?|ALL|NO|REQUEST)_|(?:https?|all|no)_proxy|(?:REQUESTS|CURL)_CA_BUNDLE|SSL"
)
"""What botocore asks for whenever it makes a client, whatever a command says: how this machine reaches the network."""


class Watch:
    """Notes what a process does that no command may make it do; nothing before `begin`.

    Args:
        port: the only one on loopback that may be connected to.
        data: the folder of the database.
    """

    def __init__(self, port: int, data: Path, cache: Path) -> None:
        self.noticed: list[str] = []
        self._port = port
        self._on = False
        libraries = {sysconfig.get_path(name) for name in ("stdlib", "platstdlib", "purelib", "platlib")}
        self._readable = tuple(
            os.path.realpath(path)
            for path in (*libraries, Path(bellhop.__file__).parent, data, cache, "/usr/share/zoneinfo")
        )

    def begin(self) -> None:
        """Watches from now on, for good: an audit hook can't be taken away."""
        sys.addaudithook(self._audit)
        self._watch_environment()
        self._on = True

    def _audit(self, event: str, args: tuple[Any, ...]) -> None:
        if not self._on:
            return
        if event == "open":
            self._opened(*args)
        elif event == "sqlite3.connect":
            self._opened(str(args[0]).removeprefix("file:").partition("?")[0], "r", 0)
        elif event in {"socket.connect", "socket.getaddrinfo"}:
            self._connected(event, args)
        elif event.startswith(_NEVER) or (event.startswith(_LOOKS) and not self._known(args[0])):
            self._notice(event, args)

    def _opened(self, path: Any, mode: Any, flags: Any) -> None:
        if isinstance(path, int):
            return  # it is open already
        writes = isinstance(flags, int) and flags & _WRITING
        if os.fspath(path) != os.devnull and (writes or not self._known(path)):
            self._notice("open", (str(path), mode))

    def _known(self, path: Any) -> bool:
        return os.path.realpath(os.fsdecode(path or ".")).startswith(self._readable)

    def _connected(self, event: str, args: tuple[Any, ...]) -> None:
        host, port = args[1][:2] if event == "socket.connect" else args[:2]
        if (host, int(port or 0)) != ("127.0.0.1", self._port):
            self._notice(event, (host, port))

    def _watch_environment(self) -> None:
        read = type(os.environ).__getitem__

        def noting(environ: Any, name: str) -> str:
            if self._on:
                self._read(name, _reader())
            return read(environ, name)

        type(os.environ).__getitem__ = noting  # pyright: ignore[reportAttributeAccessIssue]  # to watch it

    def _read(self, name: str, reader: str) -> None:
        if reader == "urllib.request" or (reader.startswith(("botocore.", "urllib3.")) and _CLIENTS.match(name)):
            return  # urllib looks through all names for those that end in `_proxy`
        self._notice("environment", (name, "by", reader))

    def _notice(self, event: str, args: Iterable[Any]) -> None:
        self.noticed.append(f"{event} {' '.join(map(str, args))}"[:300])


def _reader() -> str:
    """The module that reads the environment."""
    frame: FrameType | None = sys._getframe(2)  # pyright: ignore[reportPrivateUsage]  # there is no other way
    while frame and frame.f_globals.get("__name__") in {"os", "collections.abc", "_collections_abc"}:
        frame = frame.f_back
    return str(frame.f_globals.get("__name__")) if frame else ""
