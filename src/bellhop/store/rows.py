"""Rows, many at once: on SQLite with one statement for all of them.

A statement for each row, or one that gives rows back, lets go of Python's lock at each of them: a busy event loop then
takes it, and keeps the writer waiting for milliseconds a row. So on SQLite rows are put in by statements with many
values, and are numbered here: the writer is the only one while its transaction lasts.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from sqlalchemy import Connection, Insert, Table, func, insert, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.sql.schema import ScalarElementColumnDefault

from bellhop.store.tables import Moment, microseconds

_MOST = 64
"""Rows in a statement at most: each power of two up to it has a statement of its own, which SQLite keeps prepared."""


def add_rows(
    connection: Connection,
    table: Table,
    rows: Sequence[dict[str, Any]],
    *,
    over: tuple[str, ...] = (),
    count: str = "",
) -> None:
    """Puts rows in.

    Args:
        connection: the writer's.
        table: where.
        rows: all with the same columns; what they leave out has the table's default.
        over: a unique key: a row that stands there already is written over …
        count: … or only has this column raised by one.
    """
    if not rows:
        return
    if connection.dialect.name != "sqlite":
        connection.execute(_insertion(table, tuple(rows[0]), over, count), list(rows))
        return
    shape = _shape(table, tuple(rows[0]), over, count)
    for part in in_parts(rows):
        connection.exec_driver_sql(shape.statement(len(part)), shape.values(part))


def add_numbered(connection: Connection, table: Table, rows: Sequence[dict[str, Any]]) -> list[int]:
    """Puts rows in and gives the numbers that they got, in their order; rising on SQLite."""
    if not rows:
        return []
    (key,) = table.primary_key.columns
    if connection.dialect.name != "sqlite":
        return list(connection.execute(_numbering(table), list(rows)).scalars())
    numbers = number_rows(connection, table, len(rows))
    add_rows(connection, table, [{**row, key.name: number} for row, number in zip(rows, numbers, strict=True)])
    return list(numbers)


def number_rows(connection: Connection, table: Table, many: int) -> range:
    """So many numbers that no row of a table has; only for SQLite, in the transaction that uses them."""
    last = connection.exec_driver_sql(_last(table)).scalar_one()
    return range(last + 1, last + 1 + many)


def in_parts(rows: Sequence[dict[str, Any]]) -> Generator[Sequence[dict[str, Any]]]:
    """The rows in parts of 64, 32, 16, … 1."""
    at, size = 0, _MOST
    while at < len(rows):
        while size > len(rows) - at:
            size //= 2
        yield rows[at : at + size]
        at += size


@dataclass(frozen=True, slots=True, kw_only=True)
class _Shape:
    """How rows of one form are written to SQLite."""

    statement: Callable[[int], str]
    keys: tuple[str, ...]
    moments: frozenset[str]
    defaults: tuple[Any, ...]

    def values(self, rows: Sequence[Mapping[str, Any]]) -> tuple[Any, ...]:
        """What stands for the question marks."""
        values: list[Any] = []
        for row in rows:
            for key in self.keys:
                value = row[key]
                values.append(microseconds(value) if key in self.moments else value)
            values += self.defaults
        return tuple(values)


@cache
def _shape(table: Table, keys: tuple[str, ...], over: tuple[str, ...], count: str) -> _Shape:
    added: dict[str, Any] = {
        column.name: column.default.arg
        for column in table.columns
        if column.name not in keys and isinstance(column.default, ScalarElementColumnDefault)
    }
    names = (*keys, *added)
    one = f"({', '.join('?' * len(names))})"
    columns = ", ".join(f'"{name}"' for name in names)
    kept = ", ".join(f'"{name}" = excluded."{name}"' for name in keys if name not in over)
    kept = f'"{count}" = "{count}" + 1' if count else kept
    end = f" ON CONFLICT ({', '.join(over)}) DO UPDATE SET {kept}" if over else ""

    @cache
    def statement(many: int) -> str:
        return f'INSERT INTO "{table.name}" ({columns}) VALUES {", ".join([one] * many)}{end}'  # noqa: S608  # names of our own tables

    moments = frozenset(key for key in keys if isinstance(table.columns[key].type, Moment))
    return _Shape(statement=statement, keys=keys, moments=moments, defaults=tuple(added.values()))


@cache
def _insertion(table: Table, keys: tuple[str, ...], over: tuple[str, ...], count: str) -> Insert:
    if not over:
        return insert(table)
    added = postgresql.insert(table)
    kept = {name: added.excluded[name] for name in keys if name not in over}
    kept = {count: table.columns[count] + 1} if count else kept
    return added.on_conflict_do_update(index_elements=list(over), set_=kept)


@cache
def _numbering(table: Table) -> Any:
    return insert(table).returning(*table.primary_key.columns, sort_by_parameter_order=True)


@cache
def _last(table: Table) -> str:
    (key,) = table.primary_key.columns
    statement = select(func.coalesce(func.max(key), 0))
    return str(statement.compile(dialect=sqlite.dialect(), compile_kwargs={"literal_binds": True}))
