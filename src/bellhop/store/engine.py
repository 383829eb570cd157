"""One writer thread with group commit, a few reader threads: all that Bellhop needs of a database."""

from __future__ import annotations

import asyncio
import queue
import threading
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any, TypeVar, cast

import structlog
from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError, SQLAlchemyError
from sqlalchemy.pool import QueuePool

from bellhop.errors import BellhopError, Busy
from bellhop.store.migrate import migrate

T = TypeVar("T")
_Work = tuple[Callable[[Connection], Any], "Future[Any]"]
_GROUP = 500
_log = structlog.get_logger(__name__)


class Store:
    """The database.

    Everything that waits to be written shares one transaction, and a write returns only after that transaction has
    been synced to disk: many at once cost one fsync. Each write stands in a savepoint of its own, so that one that
    fails takes no other with it.

    Args:
        url: an SQLAlchemy URL, `sqlite:////var/lib/bellhop/bellhop.db` or `postgresql+psycopg://user@host/bellhop`.
    """

    def __init__(self, url: str) -> None:
        self.url = url
        self._engine = _engine(url)
        self._readers = ThreadPoolExecutor(4, thread_name_prefix="store-read")
        self._queue: queue.SimpleQueue[_Work | None] = queue.SimpleQueue()
        self._writer = threading.Thread(target=self._write_forever, name="store-write", daemon=True)

    @property
    def engine(self) -> Engine:
        """SQLAlchemy's engine, for commands that work on the database while nothing else runs."""
        return self._engine

    def open(self) -> None:
        """Brings the tables up to date and starts the writer.

        Raises:
            BellhopError: the database can't be opened, or is of a newer Bellhop.
        """
        try:
            migrate(self._engine)
        except SQLAlchemyError as error:
            raise BellhopError(
                f"can't open the store {self._engine.url!r}: {_cause(error)}",
                fix="check `store.url` in bellhop.yaml, that its folder exists and may be written to",
            ) from error
        self._writer.start()

    def close(self) -> None:
        """Finishes what is queued and closes the database."""
        if self._writer.is_alive():
            self._queue.put(None)
            self._writer.join()
        self._readers.shutdown()
        self._engine.dispose()

    async def write(self, work: Callable[[Connection], T]) -> T:
        """Runs `work` inside a transaction; returns after the commit has been synced.

        Raises:
            Busy: the database is locked, full or gone; nothing was written.
        """
        if not self._writer.is_alive():
            raise Busy("the store is not open")
        future: Future[T] = Future()
        self._queue.put((work, cast("Future[Any]", future)))
        return await asyncio.wrap_future(future)

    async def read(self, work: Callable[[Connection], T]) -> T:
        """Runs `work` on a connection of its own, outside the writer.

        Raises:
            Busy: the database is locked or gone.
        """
        return await asyncio.get_running_loop().run_in_executor(self._readers, self._read, work)

    def _read(self, work: Callable[[Connection], T]) -> T:
        try:
            with self._engine.connect() as connection:
                return work(connection)
        except DBAPIError as error:
            raise Busy(f"the store can't be read: {_cause(error)}") from error

    def _write_forever(self) -> None:
        while (first := self._queue.get()) is not None:
            group = [first]
            stop = False
            while len(group) < _GROUP:
                try:
                    following = self._queue.get_nowait()
                except queue.Empty:
                    break
                if following is None:
                    stop = True
                    break
                group.append(following)
            self._commit(group)
            if stop:
                return

    def _commit(self, group: list[_Work]) -> None:
        done: list[tuple[Future[Any], Any]] = []
        try:
            with self._engine.execution_options(writes=True).begin() as connection:
                for work, future in group:
                    if not future.set_running_or_notify_cancel():
                        continue
                    try:
                        with connection.begin_nested():
                            done.append((future, work(connection)))
                    except (OperationalError, InterfaceError):
                        raise
                    except Exception as error:  # noqa: BLE001  # it belongs to whoever asked for the write
                        future.set_exception(error)
        except (OperationalError, InterfaceError) as error:
            _log.error("store.write_failed", error=_cause(error), writes=len(group))
            for _, future in group:
                if not future.done():
                    future.set_exception(Busy(f"the store can't be written: {_cause(error)}"))
            return
        for future, result in done:
            future.set_result(result)


def _cause(error: SQLAlchemyError) -> str:
    origin = getattr(error, "orig", None) or error
    return str(origin).strip().partition("\n")[0]


def _engine(url: str) -> Engine:
    if not url.startswith("sqlite"):
        return create_engine(url, pool_pre_ping=True)
    engine = create_engine(url, poolclass=QueuePool, connect_args={"timeout": 5, "check_same_thread": False})
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _prepare_sqlite(connection: Any, _record: Any) -> None:
    # The driver's own transactions begin late and break savepoints, so it is told to leave them to us.
    connection.isolation_level = None
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "busy_timeout=5000"):
        connection.execute(f"PRAGMA {pragma}")


def _begin_sqlite(connection: Connection) -> None:
    # A writer takes the lock at once: one that began by reading would be refused when it comes to write.
    writes = connection.get_execution_options().get("writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
