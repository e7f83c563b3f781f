"""Start the processes that are measured, and read what they cost."""

import asyncio
import os
import socket
import subprocess
import sys
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path

import aiohttp
import psutil

ROOT = Path(__file__).parents[1]
TOKEN = "4200000001:benchmark-token-not-a-secret-000000"


@contextmanager
def process(*arguments: str, env: Mapping[str, str] | None = None) -> Iterator[psutil.Process]:
    """Run Python with `arguments`, and end it at the close."""
    child = subprocess.Popen(
        [sys.executable, *arguments],
        cwd=ROOT,
        env={**os.environ, **(env or {})},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL if not os.environ.get("BENCH_VERBOSE") else None,
    )
    try:
        yield psutil.Process(child.pid)
    finally:
        child.terminate()
        try:
            child.wait(10)
        except subprocess.TimeoutExpired:
            child.kill()
            child.wait()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def cpu_seconds(measured: psutil.Process) -> float:
    times = measured.cpu_times()
    return float(times.user + times.system)


def memory_mb(measured: psutil.Process) -> float:
    """Resident memory in MB (1,000,000 bytes)."""
    return float(measured.memory_info().rss / 1e6)


@asynccontextmanager
async def telegram() -> AsyncIterator[str]:
    """A local Telegram in a process of its own; gives its URL."""
    port = _free_port()
    url = f"http://127.0.0.1:{port}"
    with process("-m", "simulator", "--port", str(port), "--token", TOKEN):
        await answers(f"{url}/_sim/health")
        yield url


async def answers(url: str, seconds: float = 30) -> None:
    """Wait until `url` answers. Raises TimeoutError."""
    async with aiohttp.ClientSession() as session:
        for _ in range(int(seconds / 0.1)):
            try:
                async with session.get(url) as response:
                    if response.status == 200:
                        return
            except aiohttp.ClientError:
                pass
            await asyncio.sleep(0.1)
    raise TimeoutError(url)
