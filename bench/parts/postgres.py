"""A PostgreSQL of the bench's own, durable as it comes: Debian's package `postgresql`, in a temporary folder."""

from __future__ import annotations

import atexit
import os
import shutil
import socket
import subprocess
import tempfile
import time
from pathlib import Path

import psycopg

_PATIENCE = 30.0


def start_postgres() -> str:
    """Starts a server that ends with the bench; gives its database's URL."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/postgres"))
    if not found:
        raise SystemExit("there is no PostgreSQL: apt-get install postgresql")
    folder = Path(tempfile.mkdtemp(prefix="bellhop-bench-pg-", dir="/tmp"))
    user = "postgres" if os.getuid() == 0 else None  # the server refuses to run as root
    if user:
        shutil.chown(folder, user, user)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    data = ("-D", str(folder / "data"))
    initdb = (str(found[-1].parent / "initdb"), *data, "-U", "bellhop", "-A", "trust")
    subprocess.run(initdb, check=True, stdout=subprocess.DEVNULL, cwd=folder, user=user, group=user)
    where = ("-k", str(folder), "-p", str(port), "-h", "127.0.0.1")
    with (folder / "log").open("ab") as log:
        command = (str(found[-1]), *data, *where)
        server = subprocess.Popen(command, stdout=log, stderr=log, cwd=folder, user=user, group=user)
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    atexit.register(server.wait)
    atexit.register(server.terminate)
    url = f"postgresql://bellhop@127.0.0.1:{port}/postgres"
    deadline = time.monotonic() + _PATIENCE
    while True:
        try:
            psycopg.connect(url, connect_timeout=5).close()
        except psycopg.OperationalError:
            if time.monotonic() > deadline:
                raise SystemExit((folder / "log").read_text()) from None
            time.sleep(0.05)
        else:
            return url
