"""Builds the file that `bellhop.syntax.database` reads: once per botocore version, some twenty seconds, ~20 MB."""

from __future__ import annotations

import os
import sqlite3
import tempfile
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import msgspec
from botocore.exceptions import DataNotFoundError

from bellhop.syntax import retired
from bellhop.syntax.database import INDEXES, TABLES, Database, body_of, file_in, packed
from bellhop.syntax.disk import cli_name, loader
from bellhop.syntax.questions import index
from bellhop.syntax.record import cut, outputs

Progress = Callable[[int, int, str], None]
"""Called after each service with how many are done, how many there are, and the service's name."""


def compiled(folder: Path, progress: Progress | None = None) -> Path:
    """Return the compiled models of the installed botocore, building them in `folder` if they aren't there or broken.

    Several processes may build at once: each writes its own file and moves it into place whole.

    Args:
        folder: where the file is kept; made if it is missing. Files of other botocore versions in it are left alone.
        progress: told after each service.

    Raises:
        OSError, sqlite3.Error: the folder can't be written.
    """
    path = file_in(folder)
    if path.exists() and _is_whole(path):
        return path
    folder.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(prefix=path.stem, suffix=".tmp", dir=folder)
    os.close(handle)
    part = Path(name)
    try:
        build(part, loader().list_available_services("service-2"), progress)
        part.chmod(0o644)
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)
    return path


def _is_whole(path: Path) -> bool:
    try:
        return bool(Database(path).services())
    except sqlite3.Error:
        return False


def build(path: Path, services: Sequence[str], progress: Progress | None = None) -> None:
    """Write some services' operations into a new file; services go by botocore's names.

    Raises:
        sqlite3.Error: the file can't be written.
    """
    connection = sqlite3.connect(path)
    try:
        # A crash leaves only a part file that nobody reads, so nothing has to be synced on the way.
        connection.executescript("PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF;" + TABLES + index.TABLES)
        for done, service in enumerate(services, start=1):
            _add(connection, service)
            if progress:
                progress(done, len(services), service)
        for service, description in retired.descriptions():
            _insert(connection, service, description, description["pagination"], retired=True)
        connection.executescript(INDEXES)
        connection.commit()
    finally:
        connection.close()


def _add(connection: sqlite3.Connection, service: str) -> None:
    description = loader().load_service_model(service, "service-2")
    _insert(connection, service, description, _optional(service, "paginators-1", "pagination"))
    index.add(connection, service, description)
    connection.executemany(
        "INSERT INTO waiter VALUES (?, ?, ?, ?)",
        (
            (service, cli_name(name), name, waiter["operation"])
            for name, waiter in _optional(service, "waiters-2", "waiters").items()
        ),
    )


def _insert(
    connection: sqlite3.Connection,
    service: str,
    description: Mapping[str, Any],
    paginators: Mapping[str, Any],
    *,
    retired: bool = False,
) -> None:
    metadata = msgspec.json.encode(description["metadata"])
    connection.execute("INSERT OR IGNORE INTO service VALUES (?, ?)", (service, metadata))
    connection.executemany(
        "INSERT INTO operation (service, verb, api, retired, body, output) VALUES (?, ?, ?, ?, ?, ?)",
        (
            (
                service,
                cli_name(api),
                api,
                retired,
                packed(body_of(cut(description, api, paginators.get(api)))),
                packed(outputs(description, api)),
            )
            for api in description["operations"]
        ),
    )


def _optional(service: str, kind: str, key: str) -> dict[str, dict[str, str]]:
    try:
        return loader().load_service_model(service, kind)[key]
    except DataNotFoundError:
        return {}
