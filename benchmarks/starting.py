"""What a process costs that does nothing: its memory beside a bare aiogram bot's, and how soon --help answers."""

import asyncio
import statistics
import subprocess
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory

import psutil

from benchmarks.processes import ROOT, TOKEN, memory_mb, process, telegram
from benchmarks.table import Row
from simulator.client import Control
from storage.cipher import Cipher

MORE_MB = 60
HELP_SECONDS = 0.5
_TRIES = 5


async def rows() -> list[Row]:
    bare = await _bare()
    ours = await _ours()
    help_ = _help()
    return [
        Row(
            work="idle memory of `falando run`",
            value=ours,
            unit="MB",
            against="bare aiogram",
            peer=bare,
            ratio=ours / bare,
            reach=f"at most {MORE_MB} MB more",
            met=ours - bare <= MORE_MB,
        ),
        Row(
            work="`falando --help`", value=help_, unit="s", reach=f"at most {HELP_SECONDS} s", met=help_ <= HELP_SECONDS
        ),
    ]


async def _bare() -> float:
    async with telegram() as url, Control(url) as control:
        with process("-m", "benchmarks.peers.bare_aiogram", url, TOKEN) as bot:
            return await _settled(control, bot)


async def _ours() -> float:
    with TemporaryDirectory() as folder:
        async with telegram() as url, Control(url) as control:
            environment = {
                "TELEGRAM_TOKEN": TOKEN,
                "TELEGRAM_API_URL": url,
                "DATABASE_URL": f"sqlite:///{Path(folder) / 'bench.db'}",
                "ENCRYPTION_KEYS": Cipher.new_key(),
                "PORT": "0",
                "LOG_LEVEL": "WARNING",
            }
            # The first start makes the tables, which an idle process has behind it.
            with process("-m", "bot", "run", env=environment) as bot:
                await _settled(control, bot)
            with process("-m", "bot", "run", env=environment) as bot:
                return await _settled(control, bot)


async def _settled(control: Control, bot: psutil.Process) -> float:
    """Return the memory once the bot has answered somebody and rested."""
    person = await control.add_user("Somebody")
    await control.start(person)
    await control.wait_for_message(person, seconds=60)
    await asyncio.sleep(2)
    return memory_mb(bot)


def _help() -> float:
    """Return the median of some runs."""
    taken = []
    for _ in range(_TRIES):
        started = time.perf_counter()
        subprocess.run([sys.executable, "-m", "bot", "--help"], cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
        taken.append(time.perf_counter() - started)
    return statistics.median(taken)
