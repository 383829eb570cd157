"""Brings the tables of any earlier version up to date.

Alembic, with all that it imports, takes 8 MiB and a tenth of a second; a database that is up to date, as nearly every
one is when Bellhop starts, is told by its number alone.
"""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import Connection, Engine, inspect

from bellhop.errors import BellhopError

_LOCK = 0x62656C6C
"""The number that replicas agree on; it stands for nothing else."""
_FOLDER = Path(__file__).parent / "migrations"


def migrate(engine: Engine) -> None:
    """Runs the migrations that the database lacks; none if it is up to date.

    Raises:
        BellhopError: the database was made by a newer Bellhop.
    """
    with engine.execution_options(writes=True).begin() as connection:
        if connection.dialect.name == "postgresql":
            # Replicas that start together: one migrates, the others wait for it, however long it takes.
            connection.exec_driver_sql("SET LOCAL lock_timeout = 0")
            connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_LOCK})")
        current, known = _current(connection), _known()
        if current == known[-1]:
            return
        if current is not None and current not in known:
            raise BellhopError(
                f"the store is of a newer Bellhop (revision {current})",
                fix="install that version again, or give this one a store of its own",
            )
        _upgrade(connection)


def _upgrade(connection: Connection) -> None:
    from alembic import command  # noqa: PLC0415  # as the module says
    from alembic.config import Config  # noqa: PLC0415  # as above

    config = Config()
    config.set_main_option("script_location", str(_FOLDER).replace("%", "%%"))
    config.attributes["connection"] = connection
    command.upgrade(config, "head")


def behind(engine: Engine) -> int | None:
    """How many migrations a database lacks; None if it was made by a newer Bellhop. Changes nothing."""
    known = _known()
    with engine.connect() as connection:
        current = _current(connection)
    if current is None:
        return len(known)
    return len(known) - 1 - known.index(current) if current in known else None


def _known() -> list[str]:
    """All revisions, oldest first: a migration's file begins with its own."""
    return sorted(path.name.partition("_")[0] for path in (_FOLDER / "versions").glob("[0-9]*.py"))


def _current(connection: Connection) -> str | None:
    if not inspect(connection).has_table("alembic_version"):
        return None
    return connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar()
