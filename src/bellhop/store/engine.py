"""One writer thread with group commit, a few reader threads: all that Bellhop needs of a database."""

from __future__ import annotations

import asyncio
import queue
import threading
from collections.abc import Callable, Generator, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from time import monotonic, sleep
from typing import Any, TypeVar

import structlog
from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.exc import DBAPIError, InterfaceError, InternalError, OperationalError, SQLAlchemyError
from sqlalchemy.pool import QueuePool

from bellhop.errors import BellhopError, Busy
from bellhop.metrics import COMMIT_SECONDS, COMMIT_WRITES, STORE_TROUBLE
from bellhop.store.migrate import migrate

Item = TypeVar("Item")
T = TypeVar("T")
_GROUP = 500
_BUSY = 4
_GATHER = 0.004
"""Seconds to wait for company after a commit that so many shared: then fewer commits do the same work."""
_TROUBLE = (OperationalError, InterfaceError, InternalError)
"""The database's own troubles: locked, full, gone, read-only. Anything else belongs to whoever asked for the write."""

_log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class _Write:
    """Somebody who waits: `work(connection, items)` is to be done; what it gives for each item goes to the future."""

    work: Callable[[Connection, Sequence[Any]], Sequence[Any]]
    items: Sequence[Any]
    future: asyncio.Future[Sequence[Any]]


_Outcome = tuple[_Write, Sequence[Any] | Exception]


class Store:
    """The database.

    Everything that waits to be written shares one transaction, and a write returns only after that transaction has
    been synced to disk: many at once cost one fsync. One that fails takes no other with it: all is then undone, and
    done again with each write in a savepoint of its own. So a work may run twice and does nothing but database work.

    Args:
        url: an SQLAlchemy URL, `sqlite:////var/lib/bellhop/bellhop.db` or `postgresql+psycopg://user@host/bellhop`.
    """

    def __init__(self, url: str) -> None:
        self.url = url
        self._engine = _engine(url)
        # The writer keeps one connection to itself: what SQLite holds of the file in memory then stays good.
        self._writes = _engine(url, pool_size=1, max_overflow=0).execution_options(writes=True)
        self._connection: Connection | None = None
        self._readers = ThreadPoolExecutor(4, thread_name_prefix="store-read")
        self._queue: queue.SimpleQueue[_Write | None] = queue.SimpleQueue()
        self._writer = threading.Thread(target=self._write_forever, name="store-write", daemon=True)

    @property
    def engine(self) -> Engine:
        """SQLAlchemy's engine, for commands that work on the database while nothing else runs."""
        return self._engine

    @property
    def embedded(self) -> bool:
        """Only this process delivers from it: SQLite."""
        return self._engine.dialect.name == "sqlite"

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
        self._let_go()
        self._writes.dispose()
        self._engine.dispose()

    async def write(self, work: Callable[[Connection], T]) -> T:
        """Runs `work` inside a transaction; returns after the commit has been synced.

        Raises:
            Busy: the database is locked, full or gone; nothing was written.
        """

        def alone(connection: Connection, _: Sequence[None]) -> Sequence[T]:
            return (work(connection),)

        (result,) = await self.write_all(alone, (None,))
        return result

    async def write_all(
        self, work: Callable[[Connection, Sequence[Item]], Sequence[T]], items: Sequence[Item]
    ) -> Sequence[T]:
        """Runs `work` once for the items of everybody who waits with the same work: many rows cost one statement.

        Args:
            work: gives a result for each item, in their order.
            items: this caller's.

        Raises:
            Busy: the database is locked, full or gone; nothing was written.
        """
        if not self._writer.is_alive():
            raise Busy("the store is not open")
        future: asyncio.Future[Sequence[Any]] = asyncio.get_running_loop().create_future()
        self._queue.put(_Write(work, items, future))
        return await future

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
        many = 0
        while (first := self._queue.get()) is not None:
            if many >= _BUSY:
                sleep(_GATHER)
            group, stop = [first], False
            while len(group) < _GROUP and not stop:
                try:
                    following = self._queue.get_nowait()
                except queue.Empty:
                    break
                if following is None:
                    stop = True
                else:
                    group.append(following)
            _tell(self._commit([write for write in group if not write.future.cancelled()]))
            many = len(group)
            if stop:
                return

    def _commit(self, group: list[_Write]) -> list[_Outcome]:
        began = monotonic()
        try:
            try:
                return self._together(group)
            except _TROUBLE:
                STORE_TROUBLE.inc()
                raise
            except Exception:  # noqa: BLE001  # whose it is shows when each is done apart
                return self._apart(group)
        except Exception as error:  # noqa: BLE001  # the writer must go on, and everybody be told
            _log.error("store.write_failed", error=_cause(error), writes=len(group))
            return [(write, Busy(f"the store can't be written: {_cause(error)}")) for write in group]
        finally:
            COMMIT_SECONDS.observe(monotonic() - began)
            COMMIT_WRITES.observe(len(group))

    @contextmanager
    def _transaction(self) -> Generator[Connection]:
        """A transaction on the writer's own connection, which is opened again after any trouble."""
        if self._connection is None:
            self._connection = self._writes.connect()
        try:
            with self._connection.begin():
                yield self._connection
        except BaseException:
            self._let_go()
            raise

    def _let_go(self) -> None:
        if self._connection:
            with suppress(SQLAlchemyError):
                self._connection.close()
        self._connection = None

    def _together(self, group: list[_Write]) -> list[_Outcome]:
        bundles: dict[Any, list[_Write]] = {}
        for write in group:
            bundles.setdefault(write.work, []).append(write)
        outcomes: list[_Outcome] = []
        with self._transaction() as connection:
            # In one order always: two replicas that lock the same rows then never wait for each other in a circle.
            for work, writes in sorted(bundles.items(), key=_name_of_work):
                results = work(connection, [item for write in writes for item in write.items])
                at = 0
                for write in writes:
                    outcomes.append((write, results[at : at + len(write.items)]))
                    at += len(write.items)
        return outcomes

    def _apart(self, group: list[_Write]) -> list[_Outcome]:
        outcomes: list[_Outcome] = []
        with self._transaction() as connection:
            for write in group:
                try:
                    with connection.begin_nested():
                        outcomes.append((write, write.work(connection, write.items)))
                except _TROUBLE:
                    raise
                except Exception as error:  # noqa: BLE001  # it belongs to whoever asked for the write
                    outcomes.append((write, error))
        return outcomes


def _name_of_work(bundle: tuple[Any, Sequence[_Write]]) -> str:
    return getattr(bundle[0], "__qualname__", "")


def _tell(outcomes: Iterable[_Outcome]) -> None:
    """Wakes everybody who waited, each event loop once."""
    loops: dict[asyncio.AbstractEventLoop, list[_Outcome]] = {}
    for outcome in outcomes:
        loops.setdefault(outcome[0].future.get_loop(), []).append(outcome)
    for loop, its in loops.items():
        with suppress(RuntimeError):  # a loop that was closed meanwhile has nobody left to tell
            loop.call_soon_threadsafe(_settle, its)


def _settle(outcomes: Iterable[_Outcome]) -> None:
    for write, outcome in outcomes:
        if write.future.done():
            continue
        if isinstance(outcome, Exception):
            write.future.set_exception(outcome)
        else:
            write.future.set_result(outcome)


def _cause(error: Exception) -> str:
    origin = getattr(error, "orig", None) or error
    return str(origin).strip().partition("\n")[0] or type(origin).__name__


def _engine(url: str, **pool: int) -> Engine:
    if not url.startswith("sqlite"):
        # A server that is gone without a word must not be waited for longer than SNS waits for us.
        limits = {"connect_timeout": 5, "tcp_user_timeout": 10_000, "options": "-c lock_timeout=5s"}
        return create_engine(url, pool_pre_ping=True, connect_args=limits, **pool)
    local = {"timeout": 5, "check_same_thread": False}
    engine = create_engine(url, poolclass=QueuePool, connect_args=local, **pool)
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


_PRAGMAS = (
    "auto_vacuum=INCREMENTAL",  # counts only before the first table is made
    "journal_mode=WAL",
    "synchronous=FULL",
    "foreign_keys=ON",
    "busy_timeout=5000",
    # 32 MiB: the same pages change again and again, and copying them back at SQLite's 1,000 costs a tenth of an event.
    "wal_autocheckpoint=8000",
)


def _prepare_sqlite(connection: Any, _record: Any) -> None:
    # The driver's own transactions begin late and break savepoints, so it is told to leave them to us.
    connection.isolation_level = None
    for pragma in _PRAGMAS:
        connection.execute(f"PRAGMA {pragma}")


def _begin_sqlite(connection: Connection) -> None:
    # A writer takes the lock at once: one that began by reading would be refused when it comes to write.
    writes = connection.get_execution_options().get("writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
