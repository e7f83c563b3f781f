"""Which of Telegram's updates were handled: Telegram may send one again."""

from datetime import datetime, timedelta

from sqlalchemy import bindparam, delete

from storage.database import Link
from storage.tables.people import handled_updates
from storage.upserts import insert_for

# Telegram keeps an update for 24 hours at most (https://core.telegram.org/bots/api#getting-updates).
KEPT = timedelta(hours=48)


class HandledUpdates:
    def __init__(self, link: Link) -> None:
        self._link = link

    async def claim(self, update_id: int, *, now: datetime) -> bool:
        """Return whether the update is new; it counts as handled once this transaction commits."""
        statement = insert_for(self._link, handled_updates).on_conflict_do_nothing()
        result = await self._link.execute(statement, {"update_id": update_id, "handled_at": now})
        return result.rowcount == 1

    async def forget_old(self, *, now: datetime) -> int:
        old = delete(handled_updates).where(handled_updates.c.handled_at < bindparam("before"))
        return (await self._link.execute(old, {"before": now - KEPT})).rowcount
