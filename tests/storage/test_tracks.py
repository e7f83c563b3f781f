"""The daily phrase is planned once for each track and day, however often and wherever the clock ticks."""

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta

import pytest
from sqlalchemy import text

from core.ids import PersonId, TelegramId
from core.languages import Language, Level
from storage.stores import Stores, Transactions

TUESDAY = datetime(2026, 11, 24, 11, 30, tzinfo=UTC)
"""08:30 in Belo Horizonte."""
WORKDAYS = frozenset(range(5))


async def learner(stores: Stores, number: int = 1, *, at: time = time(9), zone: str = "America/Sao_Paulo") -> PersonId:
    person, _ = await stores.people.meet(TelegramId(number), Language.PORTUGUESE, now=TUESDAY)
    await stores.lessons.open_track(person.id, Language.ENGLISH, Level.A1, days=WORKDAYS, at=at, zone=zone, now=TUESDAY)
    return person.id


async def planned(stores: Stores) -> list[tuple[int, str]]:
    rows = await stores.link.execute(text("SELECT person_id, slot FROM deliveries ORDER BY person_id, slot"))
    return [(row.person_id, row.slot) for row in rows]


async def test_a_phrase_is_planned_when_its_hour_has_come_and_only_once(transactions: Transactions) -> None:
    async with transactions.begin() as stores:
        who = await learner(stores)
        assert await stores.lessons.plan_daily(now=TUESDAY) == 0
        nine = TUESDAY + timedelta(minutes=30)
        assert await stores.lessons.plan_daily(now=nine) == 1
        assert await stores.lessons.plan_daily(now=nine) == 0
        assert await planned(stores) == [(who, "en:2026-11-24")]


async def test_each_local_day_has_its_own_phrase_and_the_weekend_none(transactions: Transactions) -> None:
    async with transactions.begin() as stores:
        who = await learner(stores)
        for hours in range(1, 24 * 7):
            await stores.lessons.plan_daily(now=TUESDAY + timedelta(hours=hours))
        days = ["2026-11-24", "2026-11-25", "2026-11-26", "2026-11-27", "2026-11-30"]
        assert await planned(stores) == [(who, f"en:{day}") for day in days]


async def test_people_in_other_zones_get_it_at_their_own_hour(transactions: Transactions) -> None:
    async with transactions.begin() as stores:
        tokyo = await learner(stores, 1, zone="Asia/Tokyo")
        minas = await learner(stores, 2)
        await stores.lessons.plan_daily(now=TUESDAY + timedelta(hours=1))
        assert await planned(stores) == [(minas, "en:2026-11-24")]
        await stores.lessons.plan_daily(now=TUESDAY + timedelta(hours=13))
        assert await planned(stores) == [(tokyo, "en:2026-11-25"), (minas, "en:2026-11-24")]


async def test_a_paused_or_closed_track_is_left_alone_and_goes_on_afterwards(transactions: Transactions) -> None:
    async with transactions.begin() as stores:
        paused, closed = await learner(stores, 1), await learner(stores, 2)
        track = await stores.lessons.track_of(paused)
        assert track is not None
        await stores.lessons.save_track(track.paused(TUESDAY + timedelta(days=1)), now=TUESDAY)
        await stores.lessons.close_track(closed, Language.ENGLISH)
        await stores.lessons.plan_daily(now=TUESDAY + timedelta(hours=1))
        assert await planned(stores) == []
        await stores.lessons.plan_daily(now=TUESDAY + timedelta(days=1, hours=1))
        assert await planned(stores) == [(paused, "en:2026-11-25")]


async def test_another_hour_counts_from_now_on(transactions: Transactions) -> None:
    async with transactions.begin() as stores:
        who = await learner(stores)
        track = await stores.lessons.track_of(who)
        assert track is not None
        await stores.lessons.save_track(replace(track, at=time(7)), now=TUESDAY)
        await stores.lessons.plan_daily(now=TUESDAY + timedelta(hours=6))
        assert await planned(stores) == []
        await stores.lessons.plan_daily(now=TUESDAY + timedelta(days=1))
        assert await planned(stores) == [(who, "en:2026-11-25")]


async def test_two_clocks_that_tick_at_once_plan_once(transactions: Transactions) -> None:
    import asyncio

    async with transactions.begin() as stores:
        for number in range(1, 21):
            await learner(stores, number)

    async def tick() -> int:
        async with transactions.begin() as stores:
            return await stores.lessons.plan_daily(now=TUESDAY + timedelta(hours=1))

    assert sum(await asyncio.gather(*(tick() for _ in range(5)))) == 20
    async with transactions.read() as stores:
        assert len(await planned(stores)) == 20


@pytest.mark.parametrize("hour", [0, 12, 23])
async def test_a_track_opened_again_keeps_one_row(transactions: Transactions, hour: int) -> None:
    async with transactions.begin() as stores:
        who = await learner(stores)
        await learner(stores, at=time(hour))
        tracks = await stores.lessons.tracks_of(who)
        assert [track.at for track in tracks] == [time(hour)]
