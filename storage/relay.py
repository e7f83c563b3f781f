"""What partners write to each other, and reports with their evidence; every word is sealed."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Row, func, insert, select, update

from core.errors import NotFound, Stale
from core.ids import PersonId
from storage.cipher import Cipher
from storage.columns import maybe, person
from storage.database import Link
from storage.tables.pairs import case_messages, cases, relay_messages
from volunteers.cases import Case, CaseId, CaseStatus
from volunteers.pairs import PairId
from volunteers.relay import Message, MessageId


class Relay:
    """RelayStore and CaseStore in SQL."""

    def __init__(self, link: Link, cipher: Cipher) -> None:
        self._link = link
        self._cipher = cipher

    async def add_message(self, pair: PairId, author: PersonId, text: str, *, now: datetime) -> Message:
        values = {"pair_id": pair, "author_id": author, "text": self._cipher.seal(text), "sent_at": now}
        added = await self._link.execute(insert(relay_messages).returning(relay_messages), values)
        return self._message(added.one())

    async def message(self, message: MessageId) -> Message:
        row = (await self._link.execute(select(relay_messages).where(relay_messages.c.id == message))).first()
        if row is None:
            raise NotFound("message", message)
        return self._message(row)

    async def last_messages(self, pair: PairId, *, limit: int) -> Sequence[Message]:
        query = select(relay_messages).where(relay_messages.c.pair_id == pair)
        newest = await self._link.execute(query.order_by(relay_messages.c.id.desc()).limit(limit))
        return tuple(reversed([self._message(row) for row in newest]))

    async def add_case(
        self, pair: PairId, reason: str, evidence: Sequence[Message], *, by: PersonId, now: datetime
    ) -> Case:
        values = {
            "pair_id": pair,
            "reported_by": by,
            "at": now,
            "status": CaseStatus.OPEN.value,
            "reason": self._cipher.seal(reason),
        }
        added = CaseId((await self._link.execute(insert(cases).returning(cases.c.id), values)).scalar_one())
        kept = [
            {
                "case_id": added,
                "message_id": message.id,
                "author_id": message.author,
                "text": self._cipher.seal(message.text),
                "sent_at": message.sent_at,
            }
            for message in evidence
        ]
        if kept:
            await self._link.execute(insert(case_messages), kept)
        return await self.case(added)

    async def case(self, case: CaseId) -> Case:
        row = (await self._link.execute(select(cases).where(cases.c.id == case))).first()
        if row is None:
            raise NotFound("case", case)
        return self._case(row, (await self._evidence([row.id])).get(row.id, ()))

    async def open_cases(self, *, offset: int, limit: int) -> tuple[Case, ...]:
        query = select(cases).where(cases.c.status == CaseStatus.OPEN.value).order_by(cases.c.at, cases.c.id)
        rows = (await self._link.execute(query.offset(offset).limit(limit))).all()
        evidence = await self._evidence([row.id for row in rows])
        return tuple(self._case(row, evidence.get(row.id, ())) for row in rows)

    async def count_open_cases(self) -> int:
        query = select(func.count()).select_from(cases).where(cases.c.status == CaseStatus.OPEN.value)
        return int((await self._link.execute(query)).scalar_one())

    async def decide_case(self, case: Case) -> None:
        change = (
            update(cases)
            .where(cases.c.id == case.id, cases.c.status == CaseStatus.OPEN.value)
            .values(status=case.status.value, decided_by=case.decided_by, decided_at=case.decided_at)
        )
        if (await self._link.execute(change)).rowcount != 1:
            raise Stale("case", case.id)

    async def export(self, person_id: PersonId) -> dict[str, Any]:
        """Return what the person wrote and reported; what partners wrote is theirs. Ready for JSON."""
        written = select(relay_messages).where(relay_messages.c.author_id == person_id).order_by(relay_messages.c.id)
        reported = select(cases).where(cases.c.reported_by == person_id).order_by(cases.c.id)
        return {
            "messages_to_partners": [
                {"pair": row.pair_id, "text": self._cipher.open(row.text), "sent_at": row.sent_at.isoformat()}
                for row in await self._link.execute(written)
            ],
            "reports": [
                {
                    "pair": row.pair_id,
                    "at": row.at.isoformat(),
                    "reason": self._cipher.open(row.reason),
                    "status": row.status,
                }
                for row in await self._link.execute(reported)
            ],
        }

    async def _evidence(self, which: Sequence[int]) -> dict[int, tuple[Message, ...]]:
        query = (
            select(case_messages, cases.c.pair_id)
            .join(cases, cases.c.id == case_messages.c.case_id)
            .where(case_messages.c.case_id.in_(which))
            .order_by(case_messages.c.id)
        )
        found: dict[int, list[Message]] = {}
        for row in await self._link.execute(query):
            found.setdefault(row.case_id, []).append(self._message(row, MessageId(row.message_id)))
        return {case: tuple(messages) for case, messages in found.items()}

    def _message(self, row: Row[Any], number: MessageId | None = None) -> Message:
        return Message(
            id=number or MessageId(row.id),
            pair=PairId(row.pair_id),
            author=PersonId(row.author_id),
            text=self._cipher.open(row.text),
            sent_at=row.sent_at,
        )

    def _case(self, row: Row[Any], evidence: Sequence[Message]) -> Case:
        return Case(
            id=CaseId(row.id),
            pair=PairId(row.pair_id),
            by=person(row.reported_by),
            at=row.at,
            status=CaseStatus(row.status),
            reason=self._cipher.open(row.reason),
            evidence=evidence,
            decided_by=maybe(row.decided_by),
            decided_at=row.decided_at,
        )
