"""One transaction at a time, on SQLite or PostgreSQL, behind the same few words.

On SQLite every statement runs where it stands, without a thread: it takes less than the hop to one
(docs/decisions/0003-sqlite-inline.md). Every write transaction begins with BEGIN IMMEDIATE, for SQLAlchemy's default
transactions lose updates between processes.
"""

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from typing import Any, Protocol, TypeVar

from sqlalchemy import Connection, CursorResult, Engine, create_engine, event
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import OperationalError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine
from sqlalchemy.pool import QueuePool
from sqlalchemy.sql import Executable

T = TypeVar("T")
Parameters = Mapping[str, Any] | Sequence[Mapping[str, Any]]

_BUSY_WAIT_SECONDS = 0.005
_BUSY_TRIES = 6000


class Link(Protocol):
    """An open transaction that statements are sent through."""

    @property
    def dialect(self) -> str:
        """``sqlite`` or ``postgresql``."""
        ...

    async def execute(self, statement: Executable, parameters: Parameters | None = None) -> CursorResult[Any]:
        """Return the buffered result."""
        ...

    async def execute_slow(self, statement: Executable, parameters: Parameters | None = None) -> CursorResult[Any]:
        """As `execute`, for a statement of more than some milliseconds: other people's updates go on meanwhile."""
        ...

    async def run(self, work: Callable[[Connection], T]) -> T:
        """Run `work` with SQLAlchemy's own connection: for tables and migrations."""
        ...


class _SqliteLink:
    dialect = "sqlite"

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    async def execute(self, statement: Executable, parameters: Parameters | None = None) -> CursorResult[Any]:
        return self._connection.execute(statement, parameters)

    async def execute_slow(self, statement: Executable, parameters: Parameters | None = None) -> CursorResult[Any]:
        return await asyncio.to_thread(self._connection.execute, statement, parameters)

    async def run(self, work: Callable[[Connection], T]) -> T:
        return work(self._connection)


class _PostgresLink:
    dialect = "postgresql"

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def execute(self, statement: Executable, parameters: Parameters | None = None) -> CursorResult[Any]:
        return await self._connection.execute(statement, parameters)

    execute_slow = execute

    async def run(self, work: Callable[[Connection], T]) -> T:
        return await self._connection.run_sync(work)


class Database(Protocol):
    """An engine and its pool."""

    @property
    def dialect(self) -> str: ...

    def begin(self) -> AbstractAsyncContextManager[Link]:
        """Open a write transaction; it is committed at the end and rolled back on an exception."""
        ...

    def read(self) -> AbstractAsyncContextManager[Link]:
        """Open a transaction that must not write; on SQLite it never waits for a writer."""
        ...

    async def close(self) -> None: ...


class SqliteDatabase:
    dialect = "sqlite"

    def __init__(self, url: URL) -> None:
        self._engine = _sqlite_engine(url)
        # Writers of one process queue here, first come first served, instead of polling the file's lock.
        self._turn = asyncio.Lock()

    @asynccontextmanager
    async def begin(self) -> AsyncIterator[Link]:
        async with self._turn:
            with self._engine.connect() as connection:
                await _begin_immediate(connection)
                with connection.begin():
                    yield _SqliteLink(connection)

    @asynccontextmanager
    async def read(self) -> AsyncIterator[Link]:
        with self._engine.connect() as connection, connection.begin():
            connection.exec_driver_sql("BEGIN")
            yield _SqliteLink(connection)

    async def close(self) -> None:
        self._engine.dispose()


class PostgresDatabase:
    dialect = "postgresql"

    def __init__(self, url: URL, *, pool_size: int = 10) -> None:
        self.engine: AsyncEngine = create_async_engine(
            url.set(drivername="postgresql+asyncpg"), pool_size=pool_size, max_overflow=pool_size, pool_pre_ping=False
        )

    @asynccontextmanager
    async def begin(self) -> AsyncIterator[Link]:
        async with self.engine.begin() as connection:
            yield _PostgresLink(connection)

    read = begin

    async def close(self) -> None:
        await self.engine.dispose()


def open_database(url: str) -> Database:
    """Return the database that `url` names: ``sqlite:///file.db`` or ``postgresql://…``. Raises ValueError."""
    parsed = make_url(url)
    backend = parsed.get_backend_name()
    if backend == "sqlite":
        return SqliteDatabase(parsed)
    if backend == "postgresql":
        return PostgresDatabase(parsed)
    raise ValueError(f"unknown database: {backend}")


def _sqlite_engine(url: URL) -> Engine:
    engine = create_engine(
        url.set(drivername="sqlite"),
        poolclass=QueuePool,
        pool_size=4,
        max_overflow=16,
        # Transactions are begun by hand below; the connection is used by one task at a time, at times from a thread.
        connect_args={"isolation_level": None, "check_same_thread": False, "timeout": 0},
    )
    event.listen(engine, "connect", _prepare_sqlite)
    return engine


def _prepare_sqlite(connection: sqlite3.Connection, _record: object) -> None:
    cursor = connection.cursor()
    cursor.execute("PRAGMA busy_timeout=5000")
    cursor.execute("PRAGMA journal_mode=WAL")
    cursor.execute("PRAGMA busy_timeout=0")
    # In WAL mode NORMAL keeps the file sound through a crash; only a power cut can lose the last commits.
    cursor.execute("PRAGMA synchronous=NORMAL")
    cursor.execute("PRAGMA foreign_keys=ON")
    cursor.close()


async def _begin_immediate(connection: Connection) -> None:
    """Take the file's write lock, giving way to other tasks while another process holds it (30 s at most)."""
    driver = connection.connection.dbapi_connection
    for _ in range(_BUSY_TRIES):
        try:
            driver.execute("BEGIN IMMEDIATE")  # type: ignore[union-attr]
        except sqlite3.OperationalError as error:
            if getattr(error, "sqlite_errorcode", None) not in {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}:
                raise
            await asyncio.sleep(_BUSY_WAIT_SECONDS)
        else:
            return
    raise OperationalError("BEGIN IMMEDIATE", {}, sqlite3.OperationalError("database is locked"))
