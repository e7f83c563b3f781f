"""`make bench`: measure everything, print a table, write bench.json. Names of parts as arguments measure only those."""

import asyncio
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path

from benchmarks import exercise, matching, planning, sending, starting
from benchmarks.table import Row, as_text, write

PARTS: dict[str, Callable[[], Awaitable[list[Row]]]] = {
    "exercise": exercise.rows,
    "planning": planning.rows,
    "sending": sending.rows,
    "matching": matching.rows,
    "starting": starting.rows,
}


async def main(wanted: list[str]) -> None:
    found: list[Row] = []
    for name in wanted or PARTS:
        print(f"measuring: {name}…", file=sys.stderr, flush=True)
        found += await PARTS[name]()
    print(as_text(found))
    write(found, Path("bench.json"))


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1:]))
