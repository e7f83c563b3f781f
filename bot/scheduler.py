"""The ticks. APScheduler only says when; what is due is in the database, so a tick late, lost or twice does no harm."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from apscheduler.jobstores.memory import MemoryJobStore
from apscheduler.schedulers.asyncio import AsyncIOScheduler

from bot.jobs import DueWork
from gateways.jobs import JobQueue

_QUEUE_SECONDS = 1
_PLAN_SECONDS = 20
_EXPIRE_SECONDS = 60
_RECOVER_SECONDS = 5
_TIDY_SECONDS = 3600


@asynccontextmanager
async def ticking(work: DueWork, jobs: JobQueue, *, alone: bool) -> AsyncIterator[None]:
    """Tick until the end of the block. `alone`: no other process sends, so a claim of ours is never a dead one's."""
    scheduler = AsyncIOScheduler(
        jobstores={"default": MemoryJobStore()},
        job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": None},
        timezone="UTC",
    )
    scheduler.add_job(work.queue_due, "interval", [jobs], seconds=_QUEUE_SECONDS)
    scheduler.add_job(work.plan, "interval", seconds=_PLAN_SECONDS)
    scheduler.add_job(work.expire, "interval", seconds=_EXPIRE_SECONDS)
    scheduler.add_job(work.tidy, "interval", seconds=_TIDY_SECONDS)
    scheduler.add_job(jobs.forget_done, "interval", seconds=_TIDY_SECONDS)
    if not alone:
        scheduler.add_job(work.recover, "interval", seconds=_RECOVER_SECONDS)
    await work.plan()
    scheduler.start()
    try:
        yield
    finally:
        scheduler.shutdown(wait=False)
