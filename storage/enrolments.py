"""Intakes, enrolments, the consent ledger and invitations."""

from datetime import datetime, time
from typing import Any

from sqlalchemy import ColumnElement, Row, and_, func, insert, or_, select, update

from core.categories import Category
from core.errors import NotFound, Stale
from core.ids import EnrolmentId, PersonId
from core.languages import Language, Level
from core.programme import Intake
from core.roles import Role
from enrolment.enrolments import DECIDED, OPEN, Enrolment, Form, Status
from storage.cipher import Cipher
from storage.database import Link
from storage.tables.enrolments import consents, enrolments, intakes, invites
from storage.upserts import insert_for


class Enrolments:
    """EnrolmentStore, ConsentLedger and InviteStore in SQL."""

    def __init__(self, link: Link, cipher: Cipher) -> None:
        self._link = link
        self._cipher = cipher

    async def add(self, person: PersonId, form: Form, *, now: datetime, intake: Intake | None = None) -> Enrolment:
        values = {
            "person_id": person,
            "intake": intake.code if intake is not None else None,
            "language": form.language.value,
            "level": form.level.value,
            "category": form.category.value,
            "department": form.department,
            "registration": self._cipher.seal(form.registration),
            "email": self._cipher.seal(form.email),
            "days": sum(1 << day for day in form.days),
            "at_minute": form.at.hour * 60 + form.at.minute,
            "status": Status.SUBMITTED.value,
            "submitted_at": now,
            "reason": b"",
            "version": 1,
        }
        added = (await self._link.execute(insert(enrolments).returning(enrolments.c.id), values)).scalar_one()
        return await self.get(EnrolmentId(added))

    async def get(self, enrolment: EnrolmentId) -> Enrolment:
        row = (await self._link.execute(select(enrolments).where(enrolments.c.id == enrolment))).first()
        if row is None:
            raise NotFound("enrolment", enrolment)
        return self._enrolment(row)

    async def of(self, person: PersonId) -> tuple[Enrolment, ...]:
        query = select(enrolments).where(enrolments.c.person_id == person).order_by(enrolments.c.id.desc())
        return tuple(self._enrolment(row) for row in await self._link.execute(query))

    async def save(self, enrolment: Enrolment) -> None:
        change = (
            update(enrolments)
            .where(enrolments.c.id == enrolment.id, enrolments.c.version == enrolment.version - 1)
            .values(
                status=enrolment.status.value,
                decided_at=enrolment.decided_at,
                decided_by=enrolment.decided_by,
                reason=self._cipher.seal(enrolment.reason),
                version=enrolment.version,
            )
        )
        if (await self._link.execute(change)).rowcount != 1:
            raise Stale("enrolment", enrolment.id)

    async def page(self, statuses: frozenset[Status], *, offset: int, limit: int) -> tuple[Enrolment, ...]:
        order = (
            [enrolments.c.decided_at.desc(), enrolments.c.id.desc()]
            if statuses <= DECIDED
            else [enrolments.c.submitted_at, enrolments.c.id]
        )
        query = select(enrolments).where(_in(statuses)).order_by(*order).offset(offset).limit(limit)
        return tuple(self._enrolment(row) for row in await self._link.execute(query))

    async def count(self, statuses: frozenset[Status]) -> int:
        query = select(func.count()).select_from(enrolments).where(_in(statuses))
        return int((await self._link.execute(query)).scalar_one())

    async def ahead_of(self, enrolment: Enrolment) -> int:
        earlier = or_(
            enrolments.c.submitted_at < enrolment.submitted_at,
            and_(enrolments.c.submitted_at == enrolment.submitted_at, enrolments.c.id < enrolment.id),
        )
        query = (
            select(func.count())
            .select_from(enrolments)
            .where(
                _in(OPEN),
                enrolments.c.language == enrolment.form.language.value,
                enrolments.c.intake == enrolment.intake,
                earlier,
            )
        )
        return int((await self._link.execute(query)).scalar_one())

    async def know_intake(self, intake: Intake) -> None:
        values = {"code": intake.code, "opens": intake.opens, "closes": intake.closes, "places": intake.places}
        await self._link.execute(insert_for(self._link, intakes).on_conflict_do_nothing(), values)

    async def keep_intake(self, intake: Intake) -> None:
        values = {"opens": intake.opens, "closes": intake.closes, "places": intake.places}
        upsert = insert_for(self._link, intakes).values(code=intake.code, **values)
        await self._link.execute(upsert.on_conflict_do_update(index_elements=["code"], set_=values))

    async def intake(self, code: str) -> Intake | None:
        # NO KEY: enrolling points at the row, and need not wait for a decision.
        query = select(intakes).where(intakes.c.code == code).with_for_update(key_share=True)
        row = (await self._link.execute(query)).first()
        if row is None:
            return None
        return Intake(code=row.code, opens=row.opens, closes=row.closes, places=row.places)

    async def admitted_in(self, intake: str) -> int:
        taken = enrolments.c.intake == intake, enrolments.c.status == Status.ADMITTED.value
        query = select(func.count()).select_from(enrolments).where(*taken)
        return int((await self._link.execute(query)).scalar_one())

    async def record_consent(
        self, person: PersonId, version: str, language: str, *, given: bool, now: datetime
    ) -> None:
        values = {"person_id": person, "version": version, "language": language, "given": given, "at": now}
        await self._link.execute(insert(consents), values)

    async def consents(self, person: PersonId) -> list[dict[str, Any]]:
        query = select(consents).where(consents.c.person_id == person).order_by(consents.c.id)
        return [
            {"version": row.version, "language": row.language, "given": row.given, "at": row.at.isoformat()}
            for row in await self._link.execute(query)
        ]

    async def add_invite(self, token_hash: str, role: Role, *, expires_at: datetime) -> None:
        values = {"token_hash": token_hash, "role": role.value, "expires_at": expires_at}
        await self._link.execute(insert(invites), values)

    async def spend_invite(self, token_hash: str, *, now: datetime) -> Role | None:
        spent = (
            update(invites)
            .where(invites.c.token_hash == token_hash, invites.c.spent_at.is_(None), invites.c.expires_at > now)
            .values(spent_at=now)
            .returning(invites.c.role)
        )
        role = (await self._link.execute(spent)).scalar_one_or_none()
        return Role(role) if role is not None else None

    async def export(self, person: PersonId) -> dict[str, Any]:
        """Return the person's enrolments, ready for JSON."""
        return {
            "enrolments": [
                {
                    "number": enrolment.id,
                    "intake": enrolment.intake,
                    "language": enrolment.form.language.value,
                    "level": enrolment.form.level.value,
                    "category": enrolment.form.category.value,
                    "department": enrolment.form.department,
                    "registration": enrolment.form.registration,
                    "email": enrolment.form.email,
                    "days": sorted(enrolment.form.days),
                    "at": enrolment.form.at.isoformat("minutes"),
                    "status": enrolment.status.value,
                    "submitted_at": enrolment.submitted_at.isoformat(),
                    "decided_at": enrolment.decided_at.isoformat() if enrolment.decided_at else None,
                    "reason": enrolment.reason,
                }
                for enrolment in await self.of(person)
            ]
        }

    def _enrolment(self, row: Row[Any]) -> Enrolment:
        return Enrolment(
            id=EnrolmentId(row.id),
            person=PersonId(row.person_id),
            form=Form(
                language=Language(row.language),
                level=Level(row.level),
                category=Category(row.category),
                department=row.department,
                registration=self._cipher.open(row.registration),
                email=self._cipher.open(row.email),
                days=frozenset(day for day in range(7) if row.days >> day & 1),
                at=time(row.at_minute // 60, row.at_minute % 60),
            ),
            status=Status(row.status),
            submitted_at=row.submitted_at,
            intake=row.intake,
            decided_at=row.decided_at,
            decided_by=PersonId(row.decided_by) if row.decided_by is not None else None,
            reason=self._cipher.open(row.reason),
            version=row.version,
        )


def _in(statuses: frozenset[Status]) -> ColumnElement[bool]:
    return enrolments.c.status.in_(sorted(status.value for status in statuses))
