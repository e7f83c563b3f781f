"""Start the local Telegram, the bot and the people, all in one process that leaves nothing behind."""

import asyncio
import signal
import socket
from datetime import datetime, time
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

import typer
from pydantic import SecretStr

import programme
from bot.app import App, build_app, set_up_logs
from bot.clock import SystemClock
from bot.demo.cast import introduce
from bot.demo.history import remember
from bot.processes import ALL, serve
from bot.settings import Settings
from core.days import instant, local_day
from handlers.commands import startup_calls
from simulator.app import Server, running
from simulator.client import Control
from simulator.clock import SimulatorClock
from storage.cipher import Cipher
from storage.migrate import migrate

_SEED = 2026
_ZONE = "America/Sao_Paulo"


def play(host: str, port: int) -> None:
    """Serve the page on `host`:`port` until Ctrl-C."""
    asyncio.run(_play(host, port))


async def _play(host: str, port: int) -> None:
    stop = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    clock = SimulatorClock(_this_morning())
    with TemporaryDirectory(prefix="falando-demo-") as folder:
        async with running(
            host=host, port=port, clock=clock, name="Falando com o Mundo", username="falando_bot"
        ) as server:
            app = await build_app(demo_settings(server, Path(folder)), clock=clock, rng=Random(_SEED))
            set_up_logs(app.settings)
            try:
                await _run(app, server, clock, stop)
            finally:
                await app.close()


def _this_morning() -> datetime:
    """Return half past eight in Belo Horizonte, today: a demo begins with a working day ahead."""
    now = SystemClock().now()
    return instant(local_day(now, _ZONE), time(8, 30), _ZONE)


def demo_settings(server: Server, folder: Path) -> Settings:
    """Return settings that read nothing of the environment: a demo must never touch a real database or bot."""
    port = _free_port()
    return Settings(
        _env_file=None,
        telegram_token=SecretStr(server.token),
        telegram_api_url=server.url,
        webhook_url=None,
        database_url=SecretStr(f"sqlite:///{folder / 'demo.db'}"),
        encryption_keys=SecretStr(Cipher.new_key()),
        redis_url=None,
        translation_provider="",
        programme_folder=Path(programme.__file__).parent,
        host="127.0.0.1",
        port=port,
        public_url=f"http://127.0.0.1:{port}",
        log_level="WARNING",
    )


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


async def _run(app: App, server: Server, clock: SimulatorClock, stop: asyncio.Event) -> None:
    typer.echo("Getting the programme ready…")
    await migrate(app.transactions.database)
    for call in startup_calls():
        await app.bot(call)
    async with Control(server.url) as control:
        cast = await introduce(control)
        await remember(app, cast, now=clock.now(), rng=Random(_SEED))
        serving = asyncio.create_task(serve(app, ALL, stop))

    async def catch_up(_now: datetime) -> None:
        await app.due_work()

    clock.on_move(catch_up)
    typer.echo(f"\n  Open {server.url} and play the people. Ctrl-C ends it.\n")
    await serving
