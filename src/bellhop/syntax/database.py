"""One SQLite file with every operation of every service: what `bellhop.syntax.compile` builds, read only.

The first command of a service then costs one row instead of a whole model.
"""

from __future__ import annotations

import sqlite3
import threading
import zlib
from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

import botocore
import msgspec

from bellhop.syntax.questions.ranking import QUERY, Row
from bellhop.syntax.record import Record

FORMAT = 4
"""Counts the layouts of the file; one more whenever the tables or the bodies change."""

TABLES = """
CREATE TABLE service (name TEXT PRIMARY KEY, metadata BLOB NOT NULL);
CREATE TABLE operation (id INTEGER PRIMARY KEY, service TEXT NOT NULL, verb TEXT NOT NULL, api TEXT NOT NULL,
                        retired INTEGER NOT NULL, body BLOB NOT NULL, output BLOB NOT NULL);
CREATE TABLE waiter (service TEXT NOT NULL, verb TEXT NOT NULL, name TEXT NOT NULL, api TEXT NOT NULL);
"""
INDEXES = """
CREATE UNIQUE INDEX operation_api ON operation (service, api);
CREATE INDEX operation_verb ON operation (service, verb, api);
CREATE INDEX waiter_service ON waiter (service);
CREATE INDEX operation_retired ON operation (service) WHERE retired;
CREATE INDEX operation_live ON operation (service) WHERE NOT retired;
"""


def file_in(folder: Path) -> Path:
    """Return where the compiled models of the installed botocore are, or would be, in a folder."""
    return folder / f"models-{botocore.__version__}-{FORMAT}.db"


def packed(body: Any) -> bytes:
    """Return a JSON value as the file stores it."""
    return zlib.compress(msgspec.json.encode(body), 6)


def body_of(record: Record) -> dict[str, Any]:
    """Return what is stored of an operation beside its service's metadata."""
    return {name: getattr(record, name) for name in _BODY}


_BODY = ("operation", "shapes", "paginator", "streams", "events")


class Database:
    """Operations read from a compiled file; safe to use from several threads.

    Raises:
        sqlite3.Error: the file can't be read.
    """

    def __init__(self, path: Path) -> None:
        self._uri = f"{path.absolute().as_uri()}?mode=ro&immutable=1"
        self._local = threading.local()
        self.services = lru_cache(maxsize=1)(self._services)
        self.verbs = lru_cache(maxsize=16)(self._verbs)
        self.waiters = lru_cache(maxsize=64)(self._waiters)
        self.api = lru_cache(maxsize=1024)(self._api)
        self.index = lru_cache(maxsize=1)(self._index)
        self.retired = lru_cache(maxsize=1)(self._retired)
        self._metadata = lru_cache(maxsize=64)(self._read_metadata)
        self.services()  # a file that can't be read says so here, not at somebody's command

    def _rows(self, query: str, *values: str) -> list[tuple[Any, ...]]:
        connection: sqlite3.Connection | None = getattr(self._local, "connection", None)
        if connection is None:
            connection = self._local.connection = sqlite3.connect(self._uri, uri=True)
        return connection.execute(query, values).fetchall()

    def _services(self) -> tuple[str, ...]:
        return tuple(name for (name,) in self._rows("SELECT DISTINCT service FROM operation WHERE NOT retired"))

    def _verbs(self, service: str) -> Mapping[str, str]:
        return dict(self._rows("SELECT verb, api FROM operation WHERE service = ? AND NOT retired", service))

    def _api(self, service: str, verb: str) -> str | None:
        rows = self._rows("SELECT api FROM operation WHERE service = ? AND verb = ?", service, verb)
        return rows[0][0] if rows else None

    def _waiters(self, service: str) -> Mapping[str, tuple[str, str]]:
        rows = self._rows("SELECT verb, name, api FROM waiter WHERE service = ?", service)
        return {verb: (name, api) for verb, name, api in rows}

    def _index(self) -> Mapping[str, tuple[str, ...]]:
        found: dict[str, tuple[str, ...]] = {}
        for verb, service in self._rows("SELECT verb, service FROM operation WHERE NOT retired ORDER BY service"):
            found[verb] = (*found.get(verb, ()), service)
        return found

    def _retired(self) -> Mapping[str, Mapping[str, str]]:
        found: dict[str, dict[str, str]] = {}
        for service, verb, api in self._rows("SELECT service, verb, api FROM operation WHERE retired"):
            found.setdefault(service, {})[verb] = api
        return found

    def search(self, terms: str) -> Sequence[Row]:
        """Return the operations that a question's terms lead to; `terms` is an FTS5 expression."""
        return self._rows(QUERY, terms)

    def _read_metadata(self, service: str) -> Mapping[str, Any]:
        return msgspec.json.decode(self._rows("SELECT metadata FROM service WHERE name = ?", service)[0][0])

    def record(self, service: str, api: str) -> Record:
        """Return one operation of a service by its API name.

        Raises:
            KeyError: there is none.
        """
        rows = self._rows("SELECT body FROM operation WHERE service = ? AND api = ?", service, api)
        if not rows:
            raise KeyError(api)
        body = msgspec.json.decode(zlib.decompress(rows[0][0]))
        return Record(api=api, metadata=self._metadata(service), **body)

    def outputs(self, service: str, api: str) -> Mapping[str, Any]:
        """Return the shapes that an operation's answer reaches."""
        rows = self._rows("SELECT output FROM operation WHERE service = ? AND api = ?", service, api)
        return msgspec.json.decode(zlib.decompress(rows[0][0]))
