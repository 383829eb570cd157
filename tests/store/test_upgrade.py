"""Old and new replicas run side by side while a newer version is rolled out: what the old one writes still fits."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine, inspect

import bellhop.store.migrate

MIGRATIONS = Path(bellhop.store.migrate.__file__).parent / "migrations"
Tables = dict[str, dict[str, bool]]
"""By table and column: whether a row may leave the column out."""


def config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    return config


def schemas() -> Iterator[tuple[str, Tables]]:
    """The tables after each migration, oldest first."""
    engine = create_engine("sqlite://")
    revisions = [one.revision for one in ScriptDirectory.from_config(config()).walk_revisions()]
    with engine.connect() as connection:
        for revision in reversed(revisions):
            steps = config()
            steps.attributes["connection"] = connection
            command.upgrade(steps, revision)
            found = inspect(connection)
            yield (
                revision,
                {
                    table: {
                        column["name"]: column["nullable"] or column["default"] is not None
                        for column in found.get_columns(table)
                    }
                    for table in found.get_table_names()
                },
            )
    engine.dispose()


def test_each_migration_leaves_room_for_what_the_version_before_writes() -> None:
    before: Tables = {}
    for revision, tables in schemas():
        for table, columns in before.items():
            assert columns.keys() <= tables.get(table, {}).keys(), f"{revision} takes columns of {table} away"
            needed = [name for name in tables[table].keys() - columns.keys() if not tables[table][name]]
            assert not needed, f"{revision}: an older replica writes no {needed} to {table}"
        before = tables
    assert {"deliveries", "events"} <= before.keys()
