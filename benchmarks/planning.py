"""Plan a million daily deliveries, and plan them again, on SQLite and on PostgreSQL."""

import asyncio
import json
import subprocess
import sys
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import psutil
from sqlalchemy import text

from benchmarks.processes import ROOT
from benchmarks.table import Row
from storage.database import open_database
from storage.migrate import migrate
from storage.tracks import Tracks
from tests.databases import postgres_server

PEOPLE = 1_000_000
NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
SECONDS = {"sqlite": 3.0, "postgresql": 15.0}
MEMORY_MB = 200

_PEOPLE = {
    "sqlite": """
        INSERT INTO people (id, telegram_id, name, language, time_zone, created_at, roles, muted_topics, source)
        WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < :people)
        SELECT i, i, x'', 'pt', 'America/Sao_Paulo', 0, '', '', '' FROM n""",
    "postgresql": """
        INSERT INTO people (id, telegram_id, name, language, time_zone, created_at, roles, muted_topics, source)
        SELECT i, i, '', 'pt', 'America/Sao_Paulo', now(), '', '', '' FROM generate_series(1, :people) AS i""",
}
_SCHEDULES = """
    INSERT INTO schedules (id, zone, at_minute, days, next_at, next_day)
    SELECT id, 'America/Sao_Paulo', id, 31, {due}, '2026-11-24' FROM people WHERE id <= 200"""
_TRACKS = """
    INSERT INTO tracks (person_id, schedule_id, language, level, cap, open)
    SELECT id, id % 200 + 1, 'en', 'A1', 10, true FROM people"""
_AGAIN = "UPDATE schedules SET next_at = {due}, next_day = '2026-11-24'"
_DUE = {
    "sqlite": f"{int((NOW - timedelta(minutes=1)).timestamp()) * 1_000_000}",
    "postgresql": f"timestamptz '{(NOW - timedelta(minutes=1)).isoformat()}'",
}


async def rows() -> list[Row]:
    with TemporaryDirectory() as folder:
        found = _in_a_process(f"sqlite:///{Path(folder) / 'plan.db'}")
    with postgres_server() as url:
        found += _in_a_process(url)
    return found


def _in_a_process(url: str) -> list[Row]:
    """Measure in a process of its own, so that its memory is only this work's."""
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.planning", url], cwd=ROOT, check=True, capture_output=True, text=True
    )
    found = json.loads(done.stdout.splitlines()[-1])
    dialect = found["dialect"]
    reach = SECONDS[dialect]
    return [
        Row(
            work=f"plan {PEOPLE:,} daily deliveries, {dialect}",
            value=found["first_seconds"],
            unit="s",
            reach=f"at most {reach:g} s",
            met=found["planned"] == PEOPLE and found["first_seconds"] <= reach,
        ),
        Row(
            work=f"plan them again, {dialect}: new ones",
            value=found["again"],
            unit="rows",
            reach="0",
            met=found["again"] == 0,
        ),
        Row(
            work=f"memory of planning, {dialect}",
            value=found["memory_mb"],
            unit="MB",
            reach=f"at most {MEMORY_MB} MB",
            met=found["memory_mb"] <= MEMORY_MB,
        ),
    ]


async def _measure(url: str) -> dict[str, object]:
    database = open_database(url)
    await migrate(database)
    async with database.begin() as link:
        await link.execute(text(_PEOPLE[link.dialect]), {"people": PEOPLE})
        await link.execute(text(_SCHEDULES.format(due=_DUE[link.dialect])))
        await link.execute(text(_TRACKS))
    if database.dialect == "postgresql":
        async with database.begin() as link:
            await link.execute(text("ANALYZE"))
    started = time.perf_counter()
    async with database.begin() as link:
        planned = await Tracks(link).plan_daily(now=NOW)
    first = time.perf_counter() - started
    async with database.begin() as link:
        # As if the schedules had not been moved on: what is planned already stands in the way, row by row.
        await link.execute(text(_AGAIN.format(due=_DUE[link.dialect])))
    async with database.begin() as link:
        again = await Tracks(link).plan_daily(now=NOW)
    memory = psutil.Process().memory_info().rss / 1e6
    await database.close()
    return {
        "dialect": database.dialect,
        "planned": planned,
        "first_seconds": first,
        "again": again,
        "memory_mb": memory,
    }


if __name__ == "__main__":
    print(json.dumps(asyncio.run(_measure(sys.argv[1]))))
