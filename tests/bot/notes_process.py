"""A real process of the service whose only kind of notice is a note: ``python -m tests.bot.notes_process PART...``."""

import asyncio
import os
import sys
from dataclasses import replace
from datetime import timedelta

from bot.app import build_app, set_up_logs
from bot.clock import SystemClock
from bot.delivery.limits import build_limits
from bot.delivery.sender import Sender
from bot.jobs import DueWork
from bot.processes import Part, serve_until_told
from bot.settings import Settings
from tests.bot.sending import NOTES

CONCURRENCY = 10


async def live(parts: list[Part]) -> None:
    settings = Settings()
    set_up_logs(settings)
    app = await build_app(settings, clock=SystemClock())
    lease = timedelta(seconds=float(os.environ["LEASE_SECONDS"]))
    limits = build_limits(settings.sends_per_second, database=app.transactions.database)
    sender = Sender(
        app.bot, app.transactions, app.clock, renderers=NOTES, limits=limits, lease=lease, concurrency=CONCURRENCY
    )
    work = DueWork(app.transactions, app.clock, sender, planners=(), lease=lease)
    try:
        await serve_until_told(replace(app, work=work), parts)
    finally:
        await app.close()


if __name__ == "__main__":
    asyncio.run(live([Part(name) for name in sys.argv[1:]]))
