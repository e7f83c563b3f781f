"""The short way to ask for the tables' version says what Alembic says."""

from pathlib import Path

from alembic.script import ScriptDirectory
from sqlalchemy import text

import storage
from storage.revision import has_newest_tables, newest_revision
from storage.stores import Transactions


def test_the_newest_file_is_alembics_head() -> None:
    folder = Path(storage.__file__).parent / "migrations"
    assert newest_revision() == ScriptDirectory(str(folder)).get_current_head()


async def test_only_a_migrated_database_has_them(transactions: Transactions) -> None:
    database = transactions.database
    async with database.begin() as link:
        await link.execute(text("DROP TABLE IF EXISTS alembic_version"))
    assert not await has_newest_tables(database)
    async with database.begin() as link:
        await link.execute(text("CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL)"))
    assert not await has_newest_tables(database)
    async with database.begin() as link:
        await link.execute(text("INSERT INTO alembic_version VALUES (:number)"), {"number": newest_revision()})
    assert await has_newest_tables(database)
