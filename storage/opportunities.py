"""Opportunities, who hears of them, and who keeps them."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Row,
    Select,
    bindparam,
    delete,
    insert,
    literal,
    select,
    true,
    update,
)

from core.errors import NotFound
from core.ids import PersonId
from core.languages import Language, Level
from core.notices import DeliveryState
from opportunities.deadlines import ALERT
from opportunities.fit import levels_from
from opportunities.postings import (
    Applicant,
    Opportunity,
    OpportunityId,
    OpportunityStatus,
    Posting,
    Profile,
    Topic,
)
from storage.database import Link
from storage.tables.deliveries import deliveries
from storage.tables.enrolments import enrolments
from storage.tables.lessons import tracks
from storage.tables.opportunities import opportunities, opportunity_subscribers, saved_opportunities
from storage.tables.people import people
from storage.upserts import insert_for

_COUNTED = ("submitted", "waitlisted", "admitted", "completed")
"""The states of an enrolment in which its category is the person's."""

_GET = select(opportunities).where(opportunities.c.id == bindparam("id"))
_LOCK = _GET.with_for_update(key_share=True)
_STUDIED = select(tracks.c.language, tracks.c.level).where(tracks.c.person_id == bindparam("person"), tracks.c.open)


class Opportunities:
    """OpportunityStore in SQL."""

    def __init__(self, link: Link) -> None:
        self._link = link

    async def publish(self, posting: Posting, *, by: PersonId, now: datetime) -> Opportunity:
        values = _columns(posting) | {
            "status": OpportunityStatus.OPEN.value,
            "version": 1,
            "edition": 1,
            "published_by": by,
            "published_at": now,
            "changed_at": now,
        }
        return _opportunity((await self._link.execute(insert(opportunities).returning(opportunities), values)).one())

    async def get(self, opportunity: OpportunityId) -> Opportunity:
        return await self._one(_GET, opportunity)

    async def lock(self, opportunity: OpportunityId) -> Opportunity:
        return await self._one(_LOCK, opportunity)

    async def rewrite(self, opportunity: Opportunity, *, now: datetime) -> None:
        values = _columns(opportunity.posting) | {
            "status": opportunity.status.value,
            "version": opportunity.version,
            "edition": opportunity.edition,
            "changed_at": now,
        }
        await self._link.execute(update(opportunities).where(opportunities.c.id == opportunity.id).values(values))

    async def open_ones(self, *, now: datetime, limit: int, offset: int) -> tuple[Opportunity, ...]:
        wanted = (
            select(opportunities)
            .where(opportunities.c.status == OpportunityStatus.OPEN.value, opportunities.c.deadline > now)
            .order_by(opportunities.c.deadline, opportunities.c.id)
        )
        return await self._list(wanted.limit(limit).offset(offset))

    async def newest(self, *, limit: int, offset: int) -> tuple[Opportunity, ...]:
        return await self._list(select(opportunities).order_by(opportunities.c.id.desc()).limit(limit).offset(offset))

    async def saved(self, person: PersonId, *, limit: int, offset: int) -> tuple[Opportunity, ...]:
        wanted = (
            select(opportunities)
            .join(saved_opportunities, saved_opportunities.c.opportunity_id == opportunities.c.id)
            .where(saved_opportunities.c.person_id == person)
            .order_by(opportunities.c.deadline.desc(), opportunities.c.id)
        )
        return await self._list(wanted.limit(limit).offset(offset))

    async def is_saved(self, person: PersonId, opportunity: OpportunityId) -> bool:
        kept = select(saved_opportunities.c.saved_at).where(_saved_by(person), _saved_is(opportunity))
        return (await self._link.execute(kept)).first() is not None

    async def save(self, person: PersonId, opportunity: OpportunityId, *, now: datetime) -> None:
        statement = insert_for(self._link, saved_opportunities).on_conflict_do_nothing()
        values = {"person_id": person, "opportunity_id": opportunity, "saved_at": now}
        await self._link.execute(statement, values)

    async def unsave(self, person: PersonId, opportunity: OpportunityId) -> None:
        await self._link.execute(delete(saved_opportunities).where(_saved_by(person), _saved_is(opportunity)))

    async def savers(self, opportunity: OpportunityId) -> tuple[PersonId, ...]:
        rows = await self._link.execute(select(saved_opportunities.c.person_id).where(_saved_is(opportunity)))
        return tuple(PersonId(row.person_id) for row in rows)

    async def subscribe(self, person: PersonId, *, now: datetime) -> None:
        statement = insert_for(self._link, opportunity_subscribers).on_conflict_do_nothing()
        await self._link.execute(statement, {"person_id": person, "since": now})

    async def unsubscribe(self, person: PersonId) -> None:
        gone = delete(opportunity_subscribers).where(opportunity_subscribers.c.person_id == person)
        await self._link.execute(gone)

    async def profile(self, person: PersonId) -> Profile:
        known = (
            select(people.c.muted_topics, opportunity_subscribers.c.since)
            .outerjoin_from(people, opportunity_subscribers, opportunity_subscribers.c.person_id == people.c.id)
            .where(people.c.id == person)
        )
        row = (await self._link.execute(known)).first()
        if row is None:
            raise NotFound("person", person)
        studied = await self._link.execute(
            select(tracks.c.language, tracks.c.level).where(tracks.c.person_id == person)
        )
        enrolled = await self._link.execute(
            select(enrolments.c.category).where(enrolments.c.person_id == person, enrolments.c.status.in_(_COUNTED))
        )
        return Profile(
            subscribed=row.since is not None,
            muted=frozenset(_split(row.muted_topics)),
            studies={Language(one.language): Level(one.level) for one in studied},
            categories=frozenset(one.category for one in enrolled),
        )

    async def alert(self, opportunity: Opportunity, *, now: datetime) -> int:
        """One statement for everybody: opportunities/fit.py says the same rule for one, and a test compares them."""
        posting = opportunity.posting
        columns = {
            "person_id": opportunity_subscribers.c.person_id,
            "kind": literal(ALERT),
            "slot": literal(str(opportunity.id)),
            "payload": literal({"opportunity": opportunity.id}, deliveries.c.payload.type),
            "due_at": literal(now, deliveries.c.due_at.type),
            "expires_at": literal(posting.deadline, deliveries.c.expires_at.type),
            "state": literal(DeliveryState.PLANNED.value),
            "attempts": literal(0),
        }
        suited = (
            select(*columns.values())
            .join_from(opportunity_subscribers, people, people.c.id == opportunity_subscribers.c.person_id)
            .where(
                people.c.consent.is_not(None),
                people.c.blocked_at.is_(None),
                people.c.muted_topics.not_like(f"%,{posting.topic.value},%"),
                _speaks(posting),
                _may_apply(posting),
            )
        )
        planned = insert_for(self._link, deliveries).from_select(list(columns), suited).on_conflict_do_nothing()
        return (await self._link.execute_slow(planned)).rowcount

    async def export(self, person: PersonId) -> dict[str, Any]:
        since = select(opportunity_subscribers.c.since).where(opportunity_subscribers.c.person_id == person)
        kept = (
            select(opportunities.c.title, saved_opportunities.c.saved_at)
            .join(saved_opportunities, saved_opportunities.c.opportunity_id == opportunities.c.id)
            .where(saved_opportunities.c.person_id == person)
            .order_by(saved_opportunities.c.saved_at)
        )
        subscribed = (await self._link.execute(since)).scalar()
        return {
            "opportunity_alerts_since": subscribed.isoformat() if subscribed is not None else None,
            "saved_opportunities": [
                {"title": row.title, "saved_at": row.saved_at.isoformat()} for row in await self._link.execute(kept)
            ],
        }

    async def _one(self, statement: Select[Any], opportunity: OpportunityId) -> Opportunity:
        row = (await self._link.execute(statement, {"id": opportunity})).first()
        if row is None:
            raise NotFound("opportunity", opportunity)
        return _opportunity(row)

    async def _list(self, statement: Select[Any]) -> tuple[Opportunity, ...]:
        return tuple(_opportunity(row) for row in await self._link.execute(statement))


def _speaks(posting: Posting) -> ColumnElement[bool]:
    if not posting.languages:
        return true()
    return (
        select(tracks.c.id)
        .where(
            tracks.c.person_id == people.c.id,
            tracks.c.open,
            tracks.c.language.in_([language.value for language in posting.languages]),
            tracks.c.level.in_([level.value for level in levels_from(posting.level)]),
        )
        .exists()
    )


def _may_apply(posting: Posting) -> ColumnElement[bool]:
    if not posting.applicants:
        return true()
    categories = sorted({category for applicant in posting.applicants for category in applicant.categories})
    return (
        select(enrolments.c.id)
        .where(
            enrolments.c.person_id == people.c.id,
            enrolments.c.category.in_(categories),
            enrolments.c.status.in_(_COUNTED),
        )
        .exists()
    )


def _saved_by(person: PersonId) -> ColumnElement[bool]:
    return saved_opportunities.c.person_id == person


def _saved_is(opportunity: OpportunityId) -> ColumnElement[bool]:
    return saved_opportunities.c.opportunity_id == opportunity


def _columns(posting: Posting) -> dict[str, Any]:
    return {
        "topic": posting.topic.value,
        "title": posting.title,
        "organisation": posting.organisation,
        "body": posting.text,
        "link": posting.link,
        "languages": _joined(posting.languages),
        "level": posting.level.value if posting.level is not None else None,
        "applicants": _joined(posting.applicants),
        "places": posting.places,
        "deadline": posting.deadline,
        "zone": posting.zone,
    }


def _opportunity(row: Row[Any]) -> Opportunity:
    posting = Posting(
        topic=Topic(row.topic),
        title=row.title,
        organisation=row.organisation,
        text=row.body,
        link=row.link,
        languages=frozenset(Language(language) for language in _split(row.languages)),
        level=Level(row.level) if row.level is not None else None,
        applicants=frozenset(Applicant(applicant) for applicant in _split(row.applicants)),
        places=row.places,
        deadline=row.deadline,
        zone=row.zone,
    )
    return Opportunity(
        id=OpportunityId(row.id),
        posting=posting,
        status=OpportunityStatus(row.status),
        published_at=row.published_at,
        version=row.version,
        edition=row.edition,
    )


def _joined(words: Iterable[str]) -> str:
    listed = ",".join(sorted(words))
    return f",{listed}," if listed else ""


def _split(words: str) -> list[str]:
    return [word for word in words.split(",") if word]
