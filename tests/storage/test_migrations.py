"""Migrations go all the way up and down, and end at the tables the code has."""

from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Connection, inspect

from storage import tables  # noqa: F401 - registers every table
from storage.database import Database, open_database
from storage.migrate import is_current, migrate
from storage.tables.base import metadata


async def empty(database_url: str) -> Database:
    """A database from which the test's template tables are gone."""
    database = open_database(database_url)
    async with database.begin() as link:
        await link.run(metadata.drop_all)
    return database


def table_names(connection: Connection) -> set[str]:
    return set(inspect(connection).get_table_names()) - {"alembic_version"}


async def test_up_down_and_up_again(database_url: str) -> None:
    database = await empty(database_url)
    try:
        assert not await is_current(database)
        await migrate(database)
        assert await is_current(database)
        async with database.read() as link:
            assert await link.run(table_names) == {table.name for table in metadata.sorted_tables}
        await migrate(database, "base")
        async with database.read() as link:
            assert await link.run(table_names) == set()
        await migrate(database)
        assert await is_current(database)
    finally:
        await database.close()


async def test_the_migrations_end_at_the_tables_of_the_code(database_url: str) -> None:
    database = await empty(database_url)
    try:
        await migrate(database)
        async with database.begin() as link:
            changes = await link.run(lambda here: compare_metadata(MigrationContext.configure(here), metadata))
        assert changes == []
    finally:
        await database.close()


async def test_a_step_that_is_left_out_is_noticed(tmp_path: Path) -> None:
    database = open_database(f"sqlite:///{tmp_path / 'left-out.db'}")
    try:
        await migrate(database)
        async with database.begin() as link:
            await link.run(lambda here: metadata.tables["tracks"].drop(here))
            changes = await link.run(lambda here: compare_metadata(MigrationContext.configure(here), metadata))
        assert any(change[0] == "add_table" for change in changes)
    finally:
        await database.close()


@pytest.mark.parametrize("url", ["mysql://localhost/x", "nonsense"])
def test_other_databases_are_refused(url: str) -> None:
    with pytest.raises(Exception, match=r"unknown database|Could not parse"):
        open_database(url)
