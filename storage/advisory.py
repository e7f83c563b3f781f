"""One process at a time, by PostgreSQL's advisory lock: it is given back when its session ends, however that ends."""

import asyncio
import zlib
from types import TracebackType

from sqlalchemy import text
from sqlalchemy.exc import DBAPIError, InterfaceError
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.database import PostgresDatabase


class AdvisoryLock:
    """A lock by name on a connection of its own."""

    def __init__(self, database: PostgresDatabase, name: str) -> None:
        self._database = database
        self._key = zlib.crc32(name.encode())
        self._connection: AsyncConnection | None = None

    async def take(self, *, every_seconds: float = 0.5) -> None:
        """Return once the lock is ours; a standby waits here, also for a database that is away."""
        while not await self._try():  # noqa: ASYNC110 - no event tells when another process ends
            await asyncio.sleep(every_seconds)

    async def is_held(self) -> bool:
        """Return whether the session that holds the lock still lives."""
        if self._connection is None:
            return False
        try:
            await self._connection.execute(text("SELECT 1"))
        except (DBAPIError, InterfaceError, OSError):
            await self.give_back()
            return False
        return True

    async def give_back(self) -> None:
        connection, self._connection = self._connection, None
        if connection is not None:
            # Ending the session is what frees the lock, so the pool must not keep it.
            await connection.invalidate()
            await connection.close()

    async def __aenter__(self) -> "AdvisoryLock":
        await self.take()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.give_back()

    async def _try(self) -> bool:
        try:
            if self._connection is None:
                connection = await self._database.engine.connect()
                self._connection = await connection.execution_options(isolation_level="AUTOCOMMIT")
            taken = await self._connection.execute(text("SELECT pg_try_advisory_lock(:key)"), {"key": self._key})
            return bool(taken.scalar_one())
        except (DBAPIError, OSError):
            await self.give_back()
            return False
