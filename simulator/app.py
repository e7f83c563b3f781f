"""Builds and runs the local Telegram."""

import asyncio
import re
import signal
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

from aiohttp import web

from simulator import bot_api, control, page
from simulator.body import BODY_LIMIT
from simulator.clock import SimulatorClock
from simulator.errors import ApiError
from simulator.state import Simulator

DEMO_TOKEN = "4200000001:local-telegram-not-a-secret"  # noqa: S105  (opens nothing but this program)
TOKEN = re.compile(r"\d{3,20}:[A-Za-z0-9_-]{10,100}")
SIMULATOR = web.AppKey("simulator", Simulator)


@dataclass(frozen=True, slots=True, kw_only=True)
class Server:
    """A running local Telegram: its address, its bot's token, and what it knows."""

    url: str
    token: str
    state: Simulator


def create_app(
    token: str = DEMO_TOKEN,
    *,
    clock: SimulatorClock | None = None,
    name: str = "Local bot",
    username: str = "local_bot",
    webhook_delay: float = 1.0,
) -> web.Application:
    """The whole local Telegram for one bot.

    A `clock` given here can be moved through the control interface; without one time is the wall clock.
    `webhook_delay`: seconds before a webhook that failed is tried again, doubled each time.
    Raises ValueError for a malformed token.
    """
    if not TOKEN.fullmatch(token):
        raise ValueError("the token must look like 123456:letters-and-digits")
    sim = Simulator(
        token,
        clock=clock or SimulatorClock(),
        movable=clock is not None,
        name=name,
        username=username,
        webhook_delay=webhook_delay,
    )
    app = web.Application(client_max_size=BODY_LIMIT, middlewares=[])
    app[SIMULATOR] = sim
    bot_api.add_routes(app, sim)
    app.middlewares.append(control.on_this_machine)
    control.add_routes(app, sim)
    page.add_routes(app, sim)
    app.on_shutdown.append(end_feeds)
    app.on_cleanup.append(close)
    return app


async def end_feeds(app: web.Application) -> None:
    app[SIMULATOR].events.close()
    app[SIMULATOR].updates.interrupt(ApiError(502, "Bad Gateway"))


async def close(app: web.Application) -> None:
    await app[SIMULATOR].webhook.close()
    for poll in app[SIMULATOR].polls.values():
        poll.stop_timer()


@asynccontextmanager
async def running(
    *,
    token: str = DEMO_TOKEN,
    port: int = 0,
    host: str = "127.0.0.1",
    clock: SimulatorClock | None = None,
    name: str = "Local bot",
    username: str = "local_bot",
    webhook_delay: float = 1.0,
) -> AsyncIterator[Server]:
    """A server inside this event loop, for tests and the demo; port 0 takes a free one."""
    app = create_app(token, clock=clock, name=name, username=username, webhook_delay=webhook_delay)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=1.0)
    await runner.setup()
    try:
        await web.TCPSite(runner, host, port).start()
        taken = runner.addresses[0][1]
        yield Server(url=f"http://{host}:{taken}", token=token, state=app[SIMULATOR])
    finally:
        await runner.cleanup()


async def serve_until_stopped(*, token: str, port: int, host: str, clock: SimulatorClock | None) -> None:
    stopped = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, stopped.set)
    async with running(token=token, port=port, host=host, clock=clock) as server:
        print(f"The local Telegram is at {server.url}", flush=True)  # noqa: T201  (its callers read the address)
        await stopped.wait()


def serve(*, token: str = DEMO_TOKEN, port: int = 8081, host: str = "127.0.0.1", movable_clock: bool = False) -> None:
    """Runs alone until interrupted; prints the address once it is ready."""
    clock = SimulatorClock() if movable_clock else None
    try:
        import uvloop
    except ImportError:
        asyncio.run(serve_until_stopped(token=token, port=port, host=host, clock=clock))
    else:
        uvloop.run(serve_until_stopped(token=token, port=port, host=host, clock=clock))
