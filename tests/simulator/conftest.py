"""A running local Telegram, its control, and both clients."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime

import aiohttp
import pytest

from simulator.app import Server, running
from simulator.client import Control
from simulator.clock import SimulatorClock
from tests.simulator.drivers import Driver, driver

START = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)


@pytest.fixture
async def server() -> AsyncIterator[Server]:
    async with running(clock=SimulatorClock(START), webhook_delay=0.05) as found:
        yield found


@pytest.fixture
async def control(server: Server) -> AsyncIterator[Control]:
    async with Control(server.url) as found:
        yield found


@pytest.fixture(params=["aiogram", "ptb"])
async def client(request: pytest.FixtureRequest, server: Server) -> AsyncIterator[Driver]:
    async with driver(request.param, server) as found:
        yield found


@pytest.fixture
async def web(server: Server) -> AsyncIterator[aiohttp.ClientSession]:
    """Plain HTTP, for what no client library would send."""
    async with aiohttp.ClientSession(server.url) as session:
        yield session


@pytest.fixture
async def ana(control: Control) -> int:
    """A person who has pressed start; that first update still waits for the bot."""
    person = await control.add_user("Ana", language_code="pt", username="ana_bh")
    await control.start(person)
    return person


@pytest.fixture
async def known(ana: int, client: Driver) -> int:
    """As `ana`, and the bot has taken the update of her start."""
    update = await client.next_update()
    assert update.message.text == "/start"
    return ana
