"""A rate limiter's few numbers, shared by every worker on one PostgreSQL."""

from collections.abc import Callable
from typing import TypeVar

from sqlalchemy import bindparam, extract, func, select, update

from storage.database import Database
from storage.tables.deliveries import send_limits
from storage.upserts import insert_for

T = TypeVar("T")
Numbers = tuple[int, ...]

# The database's own clock: those of several machines differ.
_now = extract("epoch", func.clock_timestamp()) * 1000
_READ = select(send_limits.c.state, _now.label("now")).where(send_limits.c.name == bindparam("the_name"))
_LOCK = _READ.with_for_update()
_WRITE = update(send_limits).where(send_limits.c.name == bindparam("the_name")).values(state=bindparam("new_state"))


class SharedNumbers:
    """The row named `name`; it is made on first use."""

    def __init__(self, database: Database, name: str) -> None:
        self._database = database
        self._name = name

    async def step(self, move: Callable[[Numbers, int], tuple[Numbers, T]]) -> T:
        """Apply `move` to the numbers and the time (milliseconds since 1970) with nobody in between."""
        async with self._database.begin() as link:
            row = (await link.execute(_LOCK, {"the_name": self._name})).first()
            if row is None:
                made = insert_for(link, send_limits).on_conflict_do_nothing()
                await link.execute(made, {"name": self._name, "state": []})
                row = (await link.execute(_LOCK, {"the_name": self._name})).one()
            before = tuple(int(number) for number in row.state)
            after, answer = move(before, int(row.now))
            if after != before:
                await link.execute(_WRITE, {"the_name": self._name, "new_state": list(after)})
            return answer

    async def read(self) -> Numbers:
        async with self._database.begin() as link:
            row = (await link.execute(_READ, {"the_name": self._name})).first()
        return tuple(int(number) for number in row.state) if row is not None else ()

    async def reset(self) -> None:
        async with self._database.begin() as link:
            await link.execute(_WRITE, {"the_name": self._name, "new_state": []})
