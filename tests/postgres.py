"""A PostgreSQL of the tests' own, and the fixtures that run a test on both databases.

The server is Debian's package `postgresql`, started in a folder of its own on a free port, once for each test process;
every test gets a database of its own. Without it such a test is skipped, unless BELLHOP_TEST_REQUIRE=all.
"""

from __future__ import annotations

import itertools
import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

USER = "postgres"
_PATIENCE = 60.0
_SETTINGS = ("fsync=off", "full_page_writes=off", "max_connections=60", "shared_buffers=32MB", "autovacuum=off")


class Postgres:
    """A server in a temporary folder.

    Args:
        programs: the folder of `initdb` and `postgres`.
    """

    def __init__(self, programs: Path) -> None:
        self._programs = programs
        self._folder = Path(tempfile.mkdtemp(prefix="bellhop-pg-", dir="/tmp"))
        self._numbers = itertools.count()
        self._process: subprocess.Popen[bytes] | None = None
        self._user: str | None = None
        if os.getuid() == 0:  # the server refuses to run as root
            shutil.chown(self._folder, USER, USER)
            self._user = USER
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]

    def make(self) -> None:
        """Makes the cluster and starts the server."""
        command = [self._programs / "initdb", "-D", self._folder / "data", "-U", "bellhop", "-A", "trust", "--no-sync"]
        subprocess.run(
            command, check=True, stdout=subprocess.DEVNULL, cwd=self._folder, user=self._user, group=self._user
        )
        self.start()

    def start(self) -> None:
        """Starts the server; returns when it answers."""
        options = [word for setting in _SETTINGS for word in ("-c", setting)]
        where = ["-D", self._folder / "data", "-k", self._folder, "-p", str(self.port), "-h", "127.0.0.1"]
        with (self._folder / "log").open("ab") as log:
            command = [self._programs / "postgres", *where, *options]
            self._process = subprocess.Popen(
                command, stdout=log, stderr=log, cwd=self._folder, user=self._user, group=self._user
            )
        deadline = time.monotonic() + _PATIENCE
        while True:
            try:
                psycopg.connect(self.dsn("postgres"), connect_timeout=5).close()
            except psycopg.OperationalError:
                if time.monotonic() > deadline or self._process.poll() is not None:
                    raise AssertionError((self._folder / "log").read_text()[-2000:]) from None
                time.sleep(0.05)
            else:
                return

    def stop(self, how: signal.Signals = signal.SIGINT) -> None:
        """Stops the server: SIGINT cuts connections off cleanly, SIGQUIT as a crash would."""
        if self._process:
            self._process.send_signal(how)
            self._process.wait(_PATIENCE)

    def remove(self) -> None:
        """Stops the server and deletes the folder."""
        self.stop(signal.SIGQUIT)
        shutil.rmtree(self._folder, ignore_errors=True)

    def dsn(self, database: str) -> str:
        """For psycopg."""
        return f"postgresql://bellhop@127.0.0.1:{self.port}/{database}"

    def new_database(self) -> str:
        """A new database's URL, for SQLAlchemy."""
        name = f"test_{next(self._numbers)}"
        with psycopg.connect(self.dsn("postgres"), autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {name}".encode())
        return self.dsn(name).replace("postgresql:", "postgresql+psycopg:")


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    """A running PostgreSQL."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/postgres"))
    if not found:
        if os.environ.get("BELLHOP_TEST_REQUIRE") == "all":
            pytest.fail("there is no PostgreSQL: apt-get install postgresql")
        pytest.skip("there is no PostgreSQL: apt-get install postgresql")
    server = Postgres(found[-1].parent)
    try:
        server.make()
        yield server
    finally:
        server.remove()


@pytest.fixture(params=["sqlite", "postgresql"])
def store_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The URL of an empty database, of either kind."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path}/bellhop.db"
    return request.getfixturevalue("postgres").new_database()
