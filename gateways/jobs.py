"""The job engine behind one shape: PgQueuer in memory beside SQLite, PgQueuer on PostgreSQL for many workers.

A job is a name and a few bytes. What it is about lives in the database: a job that is lost is made again from there.
"""

from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from datetime import timedelta
from typing import Any, Protocol

from pgqueuer.adapters.drivers.asyncpg import AsyncpgDriver, AsyncpgPoolDriver
from pgqueuer.adapters.inmemory import InMemoryDriver, InMemoryQueries
from pgqueuer.adapters.persistence.qb import QueryBuilderEnvironment, QueryQueueBuilder, QuerySchedulerBuilder
from pgqueuer.adapters.persistence.queries import Queries
from pgqueuer.core.qm import QueueManager
from pgqueuer.domain.settings import DBSettings
from pgqueuer.domain.types import Channel
from pgqueuer.models import Job
from pgqueuer.ports.driver import Driver

Handler = Callable[[bytes], Awaitable[None]]

_SCHEMA = DBSettings(db_schema="jobs")
_HEARTBEAT = timedelta(seconds=20)
_AT_A_TIME = 2
"""Jobs of one worker at a time: while one ends, the next is already claimed and rendered."""


class JobQueue(Protocol):
    def handles(self, name: str, handler: Handler) -> None:
        """Have `handler` do the jobs called `name`. A job that raises is logged and dropped."""
        ...

    async def enqueue(self, name: str, payloads: Sequence[bytes], *, within: Any = None, first: bool = False) -> None:
        """Add jobs, before all others if `first`; on PostgreSQL in the transaction of asyncpg's connection `within`."""
        ...

    async def length(self) -> int:
        """Return how many jobs wait."""
        ...

    async def run(self) -> None:
        """Do jobs until `stop`; what was begun is finished."""
        ...

    def stop(self) -> None: ...

    async def forget_done(self) -> None:
        """Drop the engine's own history of jobs; it grows for ever otherwise."""
        ...


class _Queue:
    def __init__(self, queries: Queries | InMemoryQueries, channel: Channel) -> None:
        self._queries = queries
        self._channel = channel
        self._handlers: dict[str, Handler] = {}
        self._manager: QueueManager | None = None

    def handles(self, name: str, handler: Handler) -> None:
        self._handlers[name] = handler

    async def length(self) -> int:
        return sum(row.count for row in await self._queries.queue_size() if row.status == "queued")

    async def run(self) -> None:
        self._manager = manager = QueueManager(self._queries, self._channel)
        for name, handler in self._handlers.items():
            manager.entrypoint(name, accepts_context=False)(_worker(handler))
        await manager.run(
            batch_size=1,
            max_concurrent_tasks=_AT_A_TIME,
            heartbeat_timeout=_HEARTBEAT,
            dequeue_timeout=_HEARTBEAT,
            shutdown_on_listener_failure=True,
            log_aggregation_interval=timedelta(0),
        )

    def stop(self) -> None:
        if self._manager is not None:
            self._manager.shutdown.set()

    async def forget_done(self) -> None:
        await self._queries.clear_queue_log()


class MemoryJobs(_Queue):
    """For one process. It forgets everything with the process, so what is due is scanned anew at the start."""

    def __init__(self) -> None:
        super().__init__(InMemoryQueries(driver=InMemoryDriver()), _SCHEMA.channel)

    async def enqueue(self, name: str, payloads: Sequence[bytes], *, within: Any = None, first: bool = False) -> None:
        await _put(self._queries, name, payloads, first)


class PostgresJobs(_Queue):
    """For any number of processes on one PostgreSQL."""

    def __init__(self, pool: Any) -> None:
        super().__init__(_queries(AsyncpgPoolDriver(pool)), _SCHEMA.channel)

    async def enqueue(self, name: str, payloads: Sequence[bytes], *, within: Any = None, first: bool = False) -> None:
        await _put(self._queries if within is None else _queries(AsyncpgDriver(within)), name, payloads, first)


@asynccontextmanager
async def postgres_jobs(url: str) -> AsyncIterator[PostgresJobs]:
    """Connect, and make or mend the engine's own tables. `url` is ``postgresql://...``."""
    import asyncpg

    await install(url)
    async with asyncpg.create_pool(url, min_size=2, max_size=4) as pool:
        yield PostgresJobs(pool)


async def install(url: str) -> None:
    """Bring the engine's tables, in the schema ``jobs``, to this version's. `url` is ``postgresql://…``."""
    import asyncpg

    connection = await asyncpg.connect(url)
    try:
        queries = _queries(AsyncpgDriver(connection))
        async with queries.schema_lock():
            if not await queries.schema_is_installed():
                await queries.install()
                return
        await queries.upgrade()
    finally:
        await connection.close()


def _queries(driver: Driver) -> Queries:
    return Queries(
        driver,
        qbe=QueryBuilderEnvironment(_SCHEMA),
        qbq=QueryQueueBuilder(_SCHEMA),
        qbs=QuerySchedulerBuilder(_SCHEMA),
    )


async def _put(queries: Queries | InMemoryQueries, name: str, payloads: Sequence[bytes], first: bool) -> None:
    if payloads:
        await queries.enqueue([name] * len(payloads), list(payloads), [int(first)] * len(payloads))


def _worker(handler: Handler) -> Callable[[Job], Awaitable[None]]:
    async def work(job: Job) -> None:
        await handler(job.payload or b"")

    return work
