"""The parts of the service, in one process or in several.

Beside SQLite all parts run in one process. On PostgreSQL any number of `web` and `worker` processes share the work; of
the clocks one ticks, and another takes over when it dies.
"""

import asyncio
import signal
from collections.abc import AsyncIterator, Collection
from contextlib import asynccontextmanager
from enum import StrEnum

import structlog
from sqlalchemy.engine import make_url

from bot.app import App, build_app, set_up_logs
from bot.clock import SystemClock
from bot.jobs import SEND
from bot.polling import Polling
from bot.scheduler import ticking
from bot.settings import Settings
from bot.web import Webhook, serving
from gateways.jobs import JobQueue, MemoryJobs, postgres_jobs
from storage.advisory import AdvisoryLock
from storage.database import PostgresDatabase
from storage.revision import has_newest_tables

log = structlog.get_logger()

_CLOCK_LOCK = "falando.clock"
_WATCH_SECONDS = 1.0
_RESTART_SECONDS = 2.0


class Part(StrEnum):
    WEB = "web"
    WORKER = "worker"
    CLOCK = "clock"


ALL = frozenset(Part)


def run_all() -> None:
    _main(ALL)


def run_web() -> None:
    _main({Part.WEB})


def run_worker() -> None:
    _main({Part.WORKER})


def run_clock() -> None:
    _main({Part.CLOCK})


def _main(parts: Collection[Part]) -> None:
    settings = Settings()
    set_up_logs(settings)
    if make_url(settings.database_url.get_secret_value()).get_backend_name() == "sqlite" and set(parts) != ALL:
        raise SystemExit("On SQLite everything runs in one process: use `falando run`, or set DATABASE_URL.")
    asyncio.run(_run(settings, parts))


async def _run(settings: Settings, parts: Collection[Part]) -> None:
    app = await build_app(settings, clock=SystemClock())
    try:
        await _prepare_tables(app)
        await serve_until_told(app, parts)
    finally:
        await app.close()


async def serve_until_told(app: App, parts: Collection[Part]) -> None:
    """Run until SIGTERM or SIGINT, then finish what is in flight."""
    stop = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    await serve(app, parts, stop)


async def _prepare_tables(app: App) -> None:
    database = app.transactions.database
    if await has_newest_tables(database):
        return
    if isinstance(database, PostgresDatabase):
        # Several processes start at once, and older ones may still be running: a person chooses the moment.
        raise SystemExit("The database is not at this version's tables: run `falando migrate` first.")
    from storage.migrate import migrate

    await migrate(database)


async def serve(app: App, parts: Collection[Part], stop: asyncio.Event) -> None:
    """Run `parts` of the app until `stop` is set, then finish what is in flight."""
    alone = not isinstance(app.transactions.database, PostgresDatabase)
    if alone and Part.WORKER in parts:
        await app.work.restart()
    async with _jobs(app) as jobs, asyncio.TaskGroup() as group:
        if Part.WEB in parts:
            group.create_task(_take_updates(app, stop))
        if Part.WORKER in parts:
            group.create_task(_do_jobs(app, jobs, stop))
        if Part.CLOCK in parts:
            group.create_task(_tick_alone(app, jobs, stop) if alone else _tick_in_turn(app, jobs, stop))
        log.info("ready", parts=sorted(part.value for part in parts))


@asynccontextmanager
async def _jobs(app: App) -> AsyncIterator[JobQueue]:
    if not isinstance(app.transactions.database, PostgresDatabase):
        yield MemoryJobs()
        return
    url = make_url(app.settings.database_url.get_secret_value()).set(drivername="postgresql")
    async with postgres_jobs(url.render_as_string(hide_password=False)) as jobs:
        yield jobs


async def _take_updates(app: App, stop: asyncio.Event) -> None:
    async with serving(app):
        if app.settings.webhook_url is None:
            await Polling(app).run(stop)
        else:
            await Webhook(app).announce()
            await stop.wait()


async def _do_jobs(app: App, jobs: JobQueue, stop: asyncio.Event) -> None:
    jobs.handles(SEND, app.work.send)
    while not stop.is_set():
        running = asyncio.create_task(jobs.run())
        await _first(running, stop)
        if stop.is_set():
            app.work.sender.stop()
            jobs.stop()
        try:
            await running
        except Exception:
            # The engine lost its database, say: the jobs are there still, and it is started anew.
            log.exception("jobs.failed")
            await _pause(stop, _RESTART_SECONDS)


async def _tick_alone(app: App, jobs: JobQueue, stop: asyncio.Event) -> None:
    async with ticking(app.work, jobs, alone=True):
        await stop.wait()


async def _tick_in_turn(app: App, jobs: JobQueue, stop: asyncio.Event) -> None:
    """Tick while the lock is ours; wait for it otherwise."""
    database = app.transactions.database
    if not isinstance(database, PostgresDatabase):
        raise TypeError("only PostgreSQL has locks between processes")
    lock = AdvisoryLock(database, _CLOCK_LOCK)
    try:
        while not stop.is_set():
            waiting = asyncio.create_task(lock.take())
            await _first(waiting, stop)
            if not waiting.done():
                waiting.cancel()
                await asyncio.gather(waiting, return_exceptions=True)
                return
            log.info("clock.taken")
            async with ticking(app.work, jobs, alone=False):
                while await lock.is_held() and not stop.is_set():
                    await _pause(stop, _WATCH_SECONDS)
    finally:
        await lock.give_back()


async def _first(task: asyncio.Task[None], stop: asyncio.Event) -> None:
    """Return when `task` has ended or `stop` is set."""
    stopped = asyncio.create_task(stop.wait())
    await asyncio.wait({task, stopped}, return_when=asyncio.FIRST_COMPLETED)
    stopped.cancel()


async def _pause(stop: asyncio.Event, seconds: float) -> None:
    try:
        await asyncio.wait_for(stop.wait(), seconds)
    except TimeoutError:
        return
