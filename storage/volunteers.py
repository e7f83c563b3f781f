"""Volunteers and what they offer."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row, bindparam, delete, func, insert, select, update

from core.errors import NotFound, Stale
from core.ids import PersonId
from core.languages import Language, Level
from storage.cipher import Cipher
from storage.columns import joined, maybe, split
from storage.database import Link
from storage.tables.volunteers import volunteer_offers, volunteers
from storage.weeks import packed, unpacked
from volunteers.volunteers import Area, Details, Offer, Status, Volunteer

_FIND = select(volunteers).where(volunteers.c.person_id == bindparam("person"))
_OFFERS = (
    select(volunteer_offers)
    .where(volunteer_offers.c.person_id.in_(bindparam("people", expanding=True)))
    .order_by(volunteer_offers.c.language)
)
_AT_ONCE = 5000
"""Numbers in one IN at most; SQLite takes 32,766."""


class Volunteers:
    """VolunteerStore in SQL."""

    def __init__(self, link: Link, cipher: Cipher) -> None:
        self._link = link
        self._cipher = cipher

    async def find(self, person: PersonId) -> Volunteer | None:
        rows = (await self._link.execute(_FIND, {"person": person})).all()
        return (await self.read(rows))[0] if rows else None

    async def get(self, person: PersonId) -> Volunteer:
        found = await self.find(person)
        if found is None:
            raise NotFound("volunteer", person)
        return found

    async def add(self, volunteer: Volunteer) -> None:
        values = {"person_id": volunteer.person, "applied_at": volunteer.applied_at, **self._columns(volunteer)}
        await self._link.execute(insert(volunteers), values)
        await self._put_offers(volunteer)

    async def save(self, volunteer: Volunteer) -> None:
        change = (
            update(volunteers)
            .where(volunteers.c.person_id == volunteer.person, volunteers.c.version == volunteer.version - 1)
            .values(applied_at=volunteer.applied_at, **self._columns(volunteer))
        )
        if (await self._link.execute(change)).rowcount != 1:
            raise Stale("volunteer", volunteer.person)
        await self._link.execute(delete(volunteer_offers).where(volunteer_offers.c.person_id == volunteer.person))
        await self._put_offers(volunteer)

    async def page(self, statuses: frozenset[Status], *, offset: int, limit: int) -> tuple[Volunteer, ...]:
        query = (
            select(volunteers)
            .where(volunteers.c.status.in_(sorted(statuses)))
            .order_by(volunteers.c.applied_at, volunteers.c.person_id)
            .offset(offset)
            .limit(limit)
        )
        return await self.read((await self._link.execute(query)).all())

    async def count(self, statuses: frozenset[Status]) -> int:
        query = select(func.count()).select_from(volunteers).where(volunteers.c.status.in_(sorted(statuses)))
        return int((await self._link.execute(query)).scalar_one())

    async def read(self, rows: Sequence[Row[Any]]) -> tuple[Volunteer, ...]:
        """Return the volunteers of these rows, with their offers."""
        offers: dict[int, list[Offer]] = {}
        for start in range(0, len(rows), _AT_ONCE):
            people = [row.person_id for row in rows[start : start + _AT_ONCE]]
            for row in await self._link.execute(_OFFERS, {"people": people}):
                levels = frozenset(Level(level) for level in split(row.levels))
                offers.setdefault(row.person_id, []).append(Offer(language=Language(row.language), levels=levels))
        return tuple(self._volunteer(row, tuple(offers.get(row.person_id, ()))) for row in rows)

    async def export(self, person: PersonId) -> dict[str, Any]:
        """Return what the person offers, ready for JSON."""
        volunteer = await self.find(person)
        return {"volunteer": _told(volunteer)} if volunteer is not None else {}

    async def _put_offers(self, volunteer: Volunteer) -> None:
        rows = [
            {"person_id": volunteer.person, "language": offer.language.value, "levels": joined(offer.levels)}
            for offer in volunteer.details.offers
        ]
        await self._link.execute(insert(volunteer_offers), rows)

    def _columns(self, volunteer: Volunteer) -> dict[str, Any]:
        details = volunteer.details
        return {
            "status": volunteer.status.value,
            "country": details.country,
            "zone": details.zone,
            "availability": packed(details.availability),
            "capacity": details.capacity,
            "interests": joined(details.interests),
            "term_version": volunteer.term_version,
            "term_at": volunteer.term_at,
            "decided_at": volunteer.decided_at,
            "decided_by": volunteer.decided_by,
            "reason": self._cipher.seal(volunteer.reason),
            "version": volunteer.version,
        }

    def _volunteer(self, row: Row[Any], offers: tuple[Offer, ...]) -> Volunteer:
        return Volunteer(
            person=PersonId(row.person_id),
            status=Status(row.status),
            details=Details(
                offers=offers,
                country=row.country,
                zone=row.zone,
                availability=unpacked(row.availability),
                capacity=row.capacity,
                interests=frozenset(Area(area) for area in split(row.interests)),
            ),
            term_version=row.term_version,
            term_at=row.term_at,
            applied_at=row.applied_at,
            decided_at=row.decided_at,
            decided_by=maybe(row.decided_by),
            reason=self._cipher.open(row.reason),
            version=row.version,
        )


def _told(volunteer: Volunteer) -> dict[str, Any]:
    details = volunteer.details
    return {
        "status": volunteer.status.value,
        "offers": {offer.language.value: sorted(offer.levels) for offer in details.offers},
        "country": details.country,
        "time_zone": details.zone,
        "availability": packed(details.availability),
        "minutes_a_week": details.availability.minutes,
        "capacity": details.capacity,
        "interests": sorted(details.interests),
        "term": volunteer.term_version,
        "term_accepted_at": volunteer.term_at.isoformat(),
        "applied_at": volunteer.applied_at.isoformat(),
        "decided_at": volunteer.decided_at.isoformat() if volunteer.decided_at else None,
        "reason": volunteer.reason,
    }
