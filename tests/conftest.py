"""What every test may ask for: databases, and the whole world over real HTTP."""

from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from storage.cipher import Cipher
from storage.database import open_database
from storage.stores import Transactions
from tests.databases import PostgresMaker, SqliteMaker, postgres_server

if TYPE_CHECKING:
    from tests.world import World

DATABASES = ["sqlite", "postgres"]


@pytest.fixture(scope="session")
def sqlite_maker(tmp_path_factory: pytest.TempPathFactory) -> SqliteMaker:
    return SqliteMaker(tmp_path_factory.mktemp("template"))


@pytest.fixture(scope="session")
def postgres_maker() -> Iterator[PostgresMaker]:
    with postgres_server() as url:
        maker = PostgresMaker(url)
        yield maker
        maker.close()


@pytest.fixture(params=DATABASES)
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """A fresh database of each kind; ``parametrize("database_url", ["sqlite"], indirect=True)`` narrows it."""
    if request.param == "sqlite":
        yield request.getfixturevalue("sqlite_maker").fresh(tmp_path)
        return
    maker = request.getfixturevalue("postgres_maker")
    url = maker.fresh()
    yield url
    maker.drop(url)


@pytest.fixture
async def transactions(database_url: str) -> AsyncIterator[Transactions]:
    database = open_database(database_url)
    yield Transactions(database, Cipher([Cipher.new_key()]))
    await database.close()


@pytest.fixture
async def world(sqlite_maker: SqliteMaker, tmp_path: Path) -> AsyncIterator["World"]:
    """The real app on SQLite, polling a real local Telegram."""
    from tests.world import open_world  # aiogram takes seconds to import; most tests do without

    async with open_world(sqlite_maker.fresh(tmp_path)) as opened:
        yield opened


@pytest.fixture
async def each_world(database_url: str) -> AsyncIterator["World"]:
    """As `world`, on SQLite and on PostgreSQL."""
    from tests.world import open_world  # aiogram takes seconds to import; most tests do without

    async with open_world(database_url) as opened:
        yield opened
