"""Brings the tables of any earlier version up to date."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine

from bellhop.errors import BellhopError

_LOCK = 0x62656C6C
"""The number that replicas agree on; it stands for nothing else."""


def migrate(engine: Engine) -> None:
    """Runs the migrations that the database lacks; none if it is up to date.

    Raises:
        BellhopError: the database was made by a newer Bellhop.
    """
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations").replace("%", "%%"))
    script = ScriptDirectory.from_config(config)
    with engine.execution_options(writes=True).begin() as connection:
        if connection.dialect.name == "postgresql":
            # Replicas that start together: one migrates, the others wait for it, however long it takes.
            connection.exec_driver_sql("SET LOCAL lock_timeout = 0")
            connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_LOCK})")
        current = MigrationContext.configure(connection).get_current_revision()
        if current == script.get_current_head():
            return
        if current is not None and current not in {revision.revision for revision in script.walk_revisions()}:
            raise BellhopError(
                f"the store is of a newer Bellhop (revision {current})",
                fix="install that version again, or give this one a store of its own",
            )
        config.attributes["connection"] = connection
        command.upgrade(config, "head")


def behind(engine: Engine) -> int | None:
    """How many migrations a database lacks; None if it was made by a newer Bellhop. Changes nothing."""
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations").replace("%", "%%"))
    known = [revision.revision for revision in ScriptDirectory.from_config(config).walk_revisions()]
    with engine.connect() as connection:
        current = MigrationContext.configure(connection).get_current_revision()
    if current is None:
        return len(known)
    return known.index(current) if current in known else None
