"""What a report counts: sums over the rows themselves, in a handful of statements."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime, time, timedelta
from typing import Any

from sqlalchemy import (
    Column,
    ColumnElement,
    Executable,
    ScalarSelect,
    Table,
    and_,
    case,
    distinct,
    func,
    or_,
    select,
)

from core.days import instant, local_day
from core.languages import Language
from core.notices import DeliveryState
from enrolment.enrolments import Status
from lessons.sessions.sessions import SeatStatus
from opportunities.deadlines import ALERT
from opportunities.postings import OpportunityStatus
from reports.figures import EnrolmentRow, Figures, Week, week_starts
from storage.cipher import Cipher
from storage.database import Link
from storage.tables.deliveries import deliveries
from storage.tables.enrolments import enrolments
from storage.tables.lessons import reviews
from storage.tables.opportunities import opportunities
from storage.tables.pairs import pair_meetings, pairs
from storage.tables.people import people
from storage.tables.sessions import practice_sessions, seats
from storage.tables.volunteers import pair_requests, volunteers
from volunteers.pairs import PairStatus
from volunteers.requests import RequestStatus

_admitted = enrolments.c.status == Status.ADMITTED.value
_attended = seats.c.status == SeatStatus.ATTENDED.value

_SHOWN = ("id", "person_id", "status", "language", "level", "category", "department", "submitted_at", "decided_at")

_ENROLMENTS = select(enrolments.c.status, enrolments.c.language, func.count().label("many")).group_by(
    enrolments.c.status, enrolments.c.language
)
_VOLUNTEERS = select(volunteers.c.status, func.count().label("many")).group_by(volunteers.c.status)


class Reports:
    """ReportStore in SQL."""

    def __init__(self, link: Link, cipher: Cipher) -> None:
        self._link = link
        self._cipher = cipher

    async def figures(self, *, now: datetime, zone: str, weeks: int) -> Figures:
        mondays = week_starts(local_day(now, zone), weeks)
        bounds = [instant(monday, time(), zone) for monday in [*mondays, mondays[-1] + timedelta(weeks=1)]]
        listed = (await self._link.execute(_ENROLMENTS)).all()
        offered = await self._link.execute(_VOLUNTEERS)
        totals = (await self._link.execute(_totals(now, bounds[0]))).one()
        submitted = await self._by_week(enrolments.c.submitted_at, enrolments.c.person_id, bounds)
        answered = await self._by_week(reviews.c.at, reviews.c.person_id, bounds)
        statuses, learners = Counter[str](), Counter[Language]()
        for row in listed:
            statuses[row.status] += row.many
            if row.status == Status.ADMITTED:
                learners[Language(row.language)] += row.many
        return Figures(
            as_of=now,
            enrolments=statuses,
            learners=learners,
            active_learners=totals.active,
            volunteers={row.status: row.many for row in offered},
            pairs=totals.pairs,
            waiting_for_pair=totals.waiting,
            sessions_held=totals.sessions,
            session_minutes=totals.minutes,
            pair_minutes=totals.together,
            opportunities_open=totals.opportunities,
            alerts_sent=totals.alerts,
            weeks=[
                Week(start=monday, submitted=submitted[n][0], answers=answered[n][0], practising=answered[n][1])
                for n, monday in enumerate(mondays)
            ],
        )

    async def enrolment_rows(self, *, with_names: bool, newest: int | None = None) -> Sequence[EnrolmentRow]:
        return [
            EnrolmentRow(
                number=row.id,
                name=self._cipher.open(row.name) if with_names else None,
                status=row.status,
                language=Language(row.language),
                level=row.level,
                category=row.category,
                department=row.department,
                submitted_at=row.submitted_at,
                decided_at=row.decided_at,
                answers=row.answers,
                attended_minutes=row.minutes,
            )
            for row in await self._link.execute_slow(_rows(newest))
        ]

    async def _by_week(
        self, at: ColumnElement[datetime], person: ColumnElement[int], bounds: Sequence[datetime]
    ) -> dict[int, tuple[int, int]]:
        """Return, for each week between two of `bounds`, how many rows and how many different people."""
        week = case(*((at < end, number) for number, end in enumerate(bounds[1:]))).label("week")
        statement = (
            select(week, func.count().label("rows"), func.count(distinct(person)).label("people"))
            .where(at >= bounds[0], at < bounds[-1])
            .group_by(week)
        )
        counted = dict.fromkeys(range(len(bounds) - 1), (0, 0))
        rows = await self._link.execute_slow(statement)
        return counted | {row.week: (row.rows, row.people) for row in rows}


def _totals(now: datetime, since: datetime) -> Executable:
    """Select every number that is no list, as one row."""
    confirmed = pair_meetings.c.confirmed_at.is_not(None)
    still_open = opportunities.c.status == OpportunityStatus.OPEN.value, opportunities.c.deadline > now
    left = deliveries.c.state == DeliveryState.SENT.value, deliveries.c.due_at >= since
    return select(
        _different(enrolments.c.person_id, _admitted).label("active"),
        _many(pairs, pairs.c.status == PairStatus.ACTIVE.value).label("pairs"),
        _different(pair_requests.c.person_id, pair_requests.c.status == RequestStatus.OPEN.value).label("waiting"),
        _sum(pair_meetings.c.minutes, confirmed).label("together"),
        _different(seats.c.session_id, _attended).label("sessions"),
        _sum(seats.c.minutes, _attended).label("minutes"),
        _many(opportunities, *still_open).label("opportunities"),
        _many(deliveries, *left, deliveries.c.kind == ALERT).label("alerts"),
    )


def _many(table: Table, *which: ColumnElement[bool]) -> ScalarSelect[int]:
    return select(func.count()).select_from(table).where(*which).scalar_subquery()


def _different(column: Column[Any], *which: ColumnElement[bool]) -> ScalarSelect[int]:
    return select(func.count(distinct(column))).where(*which).scalar_subquery()


def _sum(column: Column[Any], *which: ColumnElement[bool]) -> ScalarSelect[int]:
    return select(func.coalesce(func.sum(column), 0)).where(*which).scalar_subquery()


def _rows(newest: int | None) -> Executable:
    """Select enrolments, newest first, with what was practised under each: until the same person's next one."""
    course: dict[str, Any] = {
        "partition_by": [enrolments.c.person_id, enrolments.c.language],
        "order_by": enrolments.c.id,
    }
    # The limit stands inside, so that answers are counted for the rows that are shown and for no others.
    shown = (
        select(
            *(enrolments.c[name] for name in _SHOWN),
            func.lead(enrolments.c.submitted_at).over(**course).label("until"),
            func.row_number().over(**course).label("turn"),
        )
        .order_by(enrolments.c.id.desc())
        .limit(newest)
        .subquery()
    )

    def within(at: ColumnElement[datetime]) -> ColumnElement[bool]:
        begun = or_(shown.c.turn == 1, at >= shown.c.submitted_at)
        return and_(begun, or_(shown.c.until.is_(None), at < shown.c.until))

    answers = _many(
        reviews, reviews.c.person_id == shown.c.person_id, reviews.c.language == shown.c.language, within(reviews.c.at)
    )
    minutes = (
        select(func.coalesce(func.sum(seats.c.minutes), 0))
        .join(practice_sessions, practice_sessions.c.id == seats.c.session_id)
        .where(
            seats.c.person_id == shown.c.person_id,
            _attended,
            practice_sessions.c.language == shown.c.language,
            within(practice_sessions.c.starts_at),
        )
        .scalar_subquery()
    )
    return (
        select(shown, people.c.name, answers.label("answers"), minutes.label("minutes"))
        .join(people, people.c.id == shown.c.person_id)
        .order_by(shown.c.id.desc())
    )
