"""Deliveries on their way: queued, claimed, sent, and what became of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Row, TextClause, bindparam, case, delete, func, null, select, update
from sqlalchemy.sql.dml import ReturningUpdate

from core.ids import DeliveryId, PersonId
from core.notices import Delivery, DeliveryState
from storage.database import Link
from storage.tables.deliveries import IS_URGENT, deliveries

MOST_ATTEMPTS = 5
KEPT = timedelta(days=90)

_PLANNED = DeliveryState.PLANNED.value
_SENDING = DeliveryState.SENDING.value
_OVER = [state.value for state in DeliveryState if state not in {DeliveryState.PLANNED, DeliveryState.SENDING}]


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """How many deliveries are due, how many are claimed, and when the oldest was due."""

    due: int
    sending: int
    oldest: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What became of a claimed delivery.

    `due_at` moves a delivery that goes back to PLANNED; `refunded` gives back the attempt that the claim counted.
    """

    delivery: Delivery
    state: DeliveryState
    message_id: int | None = None
    error: str | None = None
    due_at: datetime | None = None
    refunded: bool = False


_waiting = (
    select(deliveries.c.id)
    .where(deliveries.c.due_at <= bindparam("now"), deliveries.c.expires_at > bindparam("now"))
    .with_for_update(skip_locked=True)
)
_is_planned = deliveries.c.state == _PLANNED
# Said so that no index knows it: some rows are looked up by their ids here, never a whole backlog by its state.
_is_planned_too = deliveries.c.state.concat("") == _PLANNED


def _queue(*conditions: ColumnElement[bool] | TextClause) -> ReturningUpdate[tuple[int]]:
    first = (
        _waiting.where(*conditions, deliveries.c.queued_at.is_(None) | (deliveries.c.queued_at < bindparam("stale")))
        .order_by(deliveries.c.due_at, deliveries.c.id)
        .limit(bindparam("most"))
    )
    marked = update(deliveries).where(deliveries.c.id.in_(first)).values(queued_at=bindparam("now"))
    return marked.returning(deliveries.c.id)


_QUEUE = _queue(_is_planned)
_QUEUE_URGENT = _queue(_is_planned, IS_URGENT)

_CLAIM = (
    update(deliveries)
    .where(deliveries.c.id.in_(_waiting.where(_is_planned_too, deliveries.c.id.in_(bindparam("ids", expanding=True)))))
    .values(state=_SENDING, attempts=deliveries.c.attempts + 1, changed_at=bindparam("now"), queued_at=null())
    .returning(deliveries)
)

# The count of attempts is the fence: whoever lost the row to a recovery no longer writes to it.
_FINISH = (
    update(deliveries)
    .where(
        deliveries.c.id == bindparam("the_id"),
        deliveries.c.state == _SENDING,
        deliveries.c.attempts == bindparam("the_attempt"),
    )
    .values(
        state=bindparam("new_state"),
        message_id=bindparam("new_message_id"),
        error=bindparam("new_error"),
        due_at=bindparam("new_due_at"),
        attempts=bindparam("new_attempts"),
        changed_at=bindparam("now"),
    )
)

_RECOVER = (
    update(deliveries)
    .where(deliveries.c.state == _SENDING)
    .values(
        state=case((deliveries.c.attempts >= MOST_ATTEMPTS, DeliveryState.FAILED.value), else_=_PLANNED),
        error="interrupted",
        queued_at=null(),
        changed_at=bindparam("now"),
    )
)


class DueDeliveries:
    """The sender's side of the table that storage.deliveries.Deliveries fills."""

    def __init__(self, link: Link) -> None:
        self._link = link

    async def queue(self, *, now: datetime, stale: datetime, most: int, urgent: bool = False) -> list[DeliveryId]:
        """Mark up to `most` due deliveries (of the urgent kinds, if asked for) as queued, earliest first.

        Returns their ids. One that was queued before `stale` and is still waiting is queued again: its job was lost.
        """
        statement = _QUEUE_URGENT if urgent else _QUEUE
        rows = await self._link.execute(statement, {"now": now, "stale": stale, "most": most})
        return sorted(DeliveryId(row.id) for row in rows)

    async def unqueue(self) -> None:
        """Forget what was queued: after a restart a queue in memory is empty."""
        queued = (deliveries.c.state == _PLANNED) & deliveries.c.queued_at.is_not(None)
        await self._link.execute(update(deliveries).where(queued).values(queued_at=null()))

    async def claim(self, ids: Sequence[DeliveryId], *, now: datetime) -> list[Delivery]:
        """Take those of `ids` that are still due into SENDING; another worker gets none of them."""
        rows = await self._link.execute(_CLAIM, {"ids": list(ids), "now": now})
        return sorted((_delivery(row) for row in rows), key=lambda delivery: (delivery.due_at, delivery.id))

    async def finish(self, outcomes: Sequence[Outcome], *, now: datetime) -> None:
        await self._link.execute(
            _FINISH,
            [
                {
                    "the_id": outcome.delivery.id,
                    "the_attempt": outcome.delivery.attempts,
                    "new_state": outcome.state.value,
                    "new_message_id": outcome.message_id,
                    "new_error": outcome.error[:200] if outcome.error is not None else None,
                    "new_due_at": outcome.due_at or outcome.delivery.due_at,
                    "new_attempts": outcome.delivery.attempts - outcome.refunded,
                    "now": now,
                }
                for outcome in outcomes
            ],
        )

    async def recover(self, *, before: datetime | None, now: datetime) -> int:
        """Plan anew what was claimed `before` (None: ever) and not finished: its process is dead. Return how many."""
        statement = _RECOVER if before is None else _RECOVER.where(deliveries.c.changed_at < before)
        return (await self._link.execute(statement, {"now": now})).rowcount

    async def expire(self, *, now: datetime) -> int:
        late = update(deliveries).where(
            deliveries.c.state == _PLANNED, deliveries.c.due_at <= now, deliveries.c.expires_at <= now
        )
        return (await self._link.execute(late.values(state=DeliveryState.EXPIRED.value, changed_at=now))).rowcount

    async def waiting(self, *, now: datetime) -> Waiting:
        due = select(func.count().label("number"), func.min(deliveries.c.due_at).label("oldest")).where(
            deliveries.c.state == _PLANNED, deliveries.c.due_at <= now
        )
        claimed = select(func.count()).where(deliveries.c.state == _SENDING)
        row = (await self._link.execute(due)).one()
        return Waiting(due=row.number, sending=(await self._link.execute(claimed)).scalar_one(), oldest=row.oldest)

    async def forget_old(self, *, now: datetime) -> int:
        old = delete(deliveries).where(deliveries.c.state.in_(_OVER), deliveries.c.due_at < now - KEPT)
        return (await self._link.execute(old)).rowcount


def _delivery(row: Row[Any]) -> Delivery:
    return Delivery(
        id=DeliveryId(row.id),
        person=PersonId(row.person_id),
        kind=row.kind,
        slot=row.slot,
        payload=row.payload,
        due_at=row.due_at,
        expires_at=row.expires_at,
        state=DeliveryState(row.state),
        attempts=row.attempts,
        message_id=row.message_id,
        error=row.error,
    )
