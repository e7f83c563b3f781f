from collections.abc import AsyncIterator

import pytest

from storage.stores import Transactions
from tests.bot.sending import Post, open_post


@pytest.fixture
async def post(transactions: Transactions) -> AsyncIterator[Post]:
    async with open_post(transactions) as opened:
        yield opened
