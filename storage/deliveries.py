"""The outbox: planned notices, written in the transaction that decides on them."""

from typing import Any

from sqlalchemy import select, update

from core.ids import PersonId
from core.notices import DeliveryState, Notice
from storage.database import Link
from storage.tables.deliveries import deliveries
from storage.upserts import insert_for


class Deliveries:
    """Outbox in SQL."""

    def __init__(self, link: Link) -> None:
        self._link = link

    async def put(self, *notices: Notice) -> int:
        if not notices:
            return 0
        rows = [
            {
                "person_id": notice.person,
                "kind": notice.kind,
                "slot": notice.slot,
                "payload": dict(notice.payload),
                "due_at": notice.due_at,
                "expires_at": notice.expires_at,
                "state": DeliveryState.PLANNED.value,
                "attempts": 0,
            }
            for notice in notices
        ]
        statement = insert_for(self._link, deliveries).on_conflict_do_nothing().returning(deliveries.c.id)
        return len((await self._link.execute(statement, rows)).all())

    async def cancel(self, kind: str, slot: str, person: PersonId | None = None) -> int:
        waiting = (
            update(deliveries)
            .where(
                deliveries.c.kind == kind,
                deliveries.c.slot == slot,
                deliveries.c.state == DeliveryState.PLANNED.value,
            )
            .values(state=DeliveryState.CANCELLED.value)
        )
        if person is not None:
            waiting = waiting.where(deliveries.c.person_id == person)
        return (await self._link.execute(waiting)).rowcount

    async def export(self, person: PersonId) -> dict[str, Any]:
        """Return what was said to the person, or will be, ready for JSON; what was sent long ago is forgotten."""
        columns = deliveries.c.kind, deliveries.c.due_at, deliveries.c.state
        query = select(*columns).where(deliveries.c.person_id == person).order_by(deliveries.c.id)
        return {
            "notices": [
                {"kind": row.kind, "due_at": row.due_at.isoformat(), "state": row.state}
                for row in await self._link.execute(query)
            ]
        }
