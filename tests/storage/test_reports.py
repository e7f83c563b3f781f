"""The figures on both databases: each is a sum over rows, and a week is the city's own."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import insert, update

from core.availability import WeeklyAvailability
from core.ids import PersonId, TelegramId
from core.languages import Language, Level
from core.notices import DeliveryState, Notice
from enrolment.enrolments import Category, Enrolment, Form, Status
from lessons.sessions.sessions import SeatStatus, SessionForm
from opportunities.deadlines import ALERT
from opportunities.postings import Posting, Topic
from storage.stores import Stores, Transactions
from storage.tables.deliveries import deliveries
from storage.tables.lessons import cards, reviews
from volunteers.pairs import Pair
from volunteers.requests import RequestStatus, Wish
from volunteers.rounds import Proposal, ProposalId, ProposalStatus, RoundId
from volunteers.volunteers import Details, Offer, Volunteer
from volunteers.volunteers import Status as Offering

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
ZONE = "America/Sao_Paulo"
FORM = Form(
    language=Language.FRENCH,
    level=Level.A2,
    category=Category.EFFECTIVE,
    department="saude",
    days=frozenset({0}),
    at=time(8, 30),
)

EVENINGS = WeeklyAvailability.of([36, 37, 84, 85])
WISH = Wish(language=Language.FRENCH, level=Level.A2, zone=ZONE, availability=EVENINGS)


async def somebody(stores: Stores, number: int = 1, name: str = "Ana Souza") -> PersonId:
    person, _ = await stores.people.meet(TelegramId(number), Language.ENGLISH, now=NOW)
    await stores.people.save(replace(person, name=name))
    return person.id


async def enrolled(
    stores: Stores, person: PersonId, at: datetime, *way: Status, language: Language = Language.FRENCH
) -> Enrolment:
    """Enrol at `at` and let the enrolment go its `way`, a step a day."""
    enrolment = await stores.enrolments.add(person, replace(FORM, language=language), now=at)
    for day, status in enumerate(way, start=1):
        enrolment = enrolment.moved(status, by=person, now=at + timedelta(days=day))
        await stores.enrolments.save(enrolment)
    return enrolment


async def answered(stores: Stores, person: PersonId, *moments: datetime, language: Language = Language.FRENCH) -> None:
    """Answer one exercise at each of the moments."""
    common = {"person_id": person, "language": language.value, "phrase": f"p{moments[0]:%m%d%H%M}", "skill": "recall"}
    card = {**common, "due": NOW, "state": 1, "reviews": 0, "lapses": 0, "version": 1}
    made = (await stores.link.execute(insert(cards).returning(cards.c.id), card)).scalar_one()
    await stores.link.execute(insert(reviews), [{**common, "card_id": made, "grade": 3, "at": at} for at in moments])


async def attended(
    stores: Stores,
    marks: Sequence[tuple[PersonId, SeatStatus]],
    *,
    starts_at: datetime = NOW - timedelta(days=3),
    minutes: int = 60,
    language: Language = Language.FRENCH,
) -> None:
    """Hold a session and mark its roll."""
    form = SessionForm(
        language=language,
        levels=frozenset({Level.A2}),
        starts_at=starts_at,
        zone=ZONE,
        minutes=minutes,
        capacity=4,
        place="Room 3",
    )
    session = await stores.sessions.open(form, host=await somebody(stores, 900), now=starts_at)
    for turn, (person, mark) in enumerate(marks):
        seat = await stores.sessions.put_seat(session.id, person, turn=turn, status=SeatStatus.BOOKED, now=starts_at)
        counted = minutes if mark is SeatStatus.ATTENDED else 0
        await stores.sessions.set_status([seat.id], mark, minutes=counted, now=starts_at)


def applied(person: PersonId) -> Volunteer:
    details = Details(
        offers=(Offer(language=Language.FRENCH, levels=frozenset({Level.A2})),),
        country="FR",
        zone=ZONE,
        availability=EVENINGS,
        capacity=2,
    )
    return Volunteer(
        person=person, status=Offering.APPLIED, details=details, term_version="2026-11", term_at=NOW, applied_at=NOW
    )


async def paired(stores: Stores, learner: PersonId, volunteer: PersonId) -> Pair:
    """Let the two become a pair as an accepted proposal does."""
    request = await stores.requests.add_request(learner, WISH, now=NOW)
    await stores.requests.save_request(request.moved(RequestStatus.PAIRED))
    proposal = Proposal(
        id=ProposalId(1),
        round=RoundId(1),
        request=request.id,
        learner=learner,
        volunteer=volunteer,
        language=WISH.language,
        level=WISH.level,
        shared=4,
        status=ProposalStatus.ACCEPTED,
    )
    return await stores.pairs.add_pair(proposal, now=NOW)


async def met(stores: Stores, pair: Pair, minutes: int, says: PersonId, answers: PersonId, *, agreed: bool) -> None:
    meeting = await stores.pairs.add_meeting(pair.id, minutes, by=says, now=NOW)
    await stores.pairs.answer_meeting(meeting.answered(answers, agreed=agreed, now=NOW))


async def test_nothing_is_counted_where_nothing_happened(transactions: Transactions) -> None:
    async with transactions.read() as stores:
        figures = await stores.reports.figures(now=NOW, zone=ZONE, weeks=12)
        assert list(await stores.reports.enrolment_rows(with_names=True)) == []
    assert figures.as_of == NOW
    assert [week.start for week in figures.weeks][-2:] == [date(2026, 11, 16), date(2026, 11, 23)]
    assert len(figures.weeks) == 12
    assert {(week.submitted, week.answers, week.practising) for week in figures.weeks} == {(0, 0, 0)}
    assert (figures.active_learners, figures.to_decide, figures.session_minutes, figures.alerts_sent) == (0, 0, 0, 0)


async def test_enrolments_are_counted_by_state_and_learners_once_each(transactions: Transactions) -> None:
    before = NOW - timedelta(days=9)
    async with transactions.begin() as stores:
        ana, bia, caio, davi = [await somebody(stores, number) for number in (1, 2, 3, 4)]
        await enrolled(stores, ana, before, Status.ADMITTED)
        await enrolled(stores, ana, before, Status.ADMITTED, language=Language.GERMAN)
        await enrolled(stores, bia, before, Status.ADMITTED, Status.COMPLETED)
        await enrolled(stores, caio, before, Status.WAITLISTED)
        await enrolled(stores, davi, NOW)
    async with transactions.read() as stores:
        figures = await stores.reports.figures(now=NOW, zone=ZONE, weeks=2)
    assert dict(figures.enrolments) == {"admitted": 2, "completed": 1, "waitlisted": 1, "submitted": 1}
    assert dict(figures.learners) == {Language.FRENCH: 1, Language.GERMAN: 1}
    assert figures.active_learners == 1
    assert figures.to_decide == 2
    assert [week.submitted for week in figures.weeks] == [0, 1]


async def test_only_attended_seats_make_minutes(transactions: Transactions) -> None:
    async with transactions.begin() as stores:
        ana, bia, caio = [await somebody(stores, number) for number in (1, 2, 3)]
        await attended(stores, [(ana, SeatStatus.ATTENDED), (bia, SeatStatus.ATTENDED), (caio, SeatStatus.NO_SHOW)])
        await attended(stores, [(ana, SeatStatus.ATTENDED)], minutes=45)
        await attended(stores, [(bia, SeatStatus.NO_SHOW), (caio, SeatStatus.EXCUSED)], minutes=90)
        await attended(stores, [(caio, SeatStatus.BOOKED)], starts_at=NOW + timedelta(days=1), minutes=90)
    async with transactions.read() as stores:
        figures = await stores.reports.figures(now=NOW, zone=ZONE, weeks=12)
    assert (figures.sessions_held, figures.session_minutes) == (2, 60 + 60 + 45)


async def test_volunteers_pairs_and_the_minutes_both_confirmed(transactions: Transactions) -> None:
    async with transactions.begin() as stores:
        ana, bia, caio, vera, zoe = [await somebody(stores, number) for number in (1, 2, 3, 4, 5)]
        for person, way in ((vera, [Offering.APPROVED]), (zoe, []), (caio, [Offering.APPROVED, Offering.PAUSED])):
            volunteer = applied(person)
            await stores.volunteers.add(volunteer)
            for status in way:
                volunteer = volunteer.moved(status)
                await stores.volunteers.save(volunteer)
        await stores.requests.add_request(bia, WISH, now=NOW)
        await stores.requests.add_request(bia, replace(WISH, language=Language.GERMAN), now=NOW)
        talking = await paired(stores, ana, vera)
        over = await paired(stores, caio, vera)
        await met(stores, talking, 60, ana, vera, agreed=True)
        await met(stores, talking, 45, vera, ana, agreed=True)
        await met(stores, talking, 120, ana, vera, agreed=False)
        await stores.pairs.add_meeting(talking.id, 90, by=ana, now=NOW)
        await met(stores, over, 30, caio, vera, agreed=True)
        await stores.pairs.save_pair(over.ended(by=caio, now=NOW))
    async with transactions.read() as stores:
        figures = await stores.reports.figures(now=NOW, zone=ZONE, weeks=12)
    assert dict(figures.volunteers) == {"approved": 1, "applied": 1, "paused": 1}
    assert figures.volunteers_to_decide == 1
    assert (figures.pairs, figures.waiting_for_pair) == (1, 1)
    assert figures.pair_minutes == 60 + 45 + 30


async def test_open_opportunities_and_alerts_that_left(transactions: Transactions) -> None:
    posting = Posting(
        topic=Topic.FUNDS,
        title="A fund",
        organisation="A bank",
        text="For cities.",
        link="https://example.org",
        deadline=NOW + timedelta(days=5),
        zone=ZONE,
    )
    async with transactions.begin() as stores:
        ana = await somebody(stores)
        for deadline in (NOW + timedelta(days=5), NOW - timedelta(minutes=1), NOW + timedelta(days=9)):
            await stores.opportunities.publish(
                replace(posting, deadline=deadline), by=ana, now=NOW - timedelta(days=30)
            )
        notices = [
            Notice(person=ana, kind=kind, slot=str(slot), due_at=due, expires_at=NOW + timedelta(days=1))
            for slot, (kind, due) in enumerate(
                [
                    (ALERT, NOW - timedelta(days=3)),
                    (ALERT, NOW - timedelta(days=4)),
                    (ALERT, NOW - timedelta(days=80)),
                    ("deadline", NOW - timedelta(days=3)),
                    (ALERT, NOW + timedelta(hours=1)),
                ]
            )
        ]
        await stores.outbox.put(*notices)
        sent = update(deliveries).where(deliveries.c.due_at <= NOW).values(state=DeliveryState.SENT.value)
        await stores.link.execute(sent)
    async with transactions.read() as stores:
        figures = await stores.reports.figures(now=NOW, zone=ZONE, weeks=4)
    assert (figures.opportunities_open, figures.alerts_sent) == (2, 2)


@pytest.mark.parametrize(
    ("zone", "today", "hours"),
    [
        # Clocks go back on 1 November 2026 in New York and forward on 29 March 2026 in Lisbon: inside the first week.
        ("America/New_York", datetime(2026, 11, 4, 12, tzinfo=UTC), 169),
        ("Europe/Lisbon", datetime(2026, 4, 1, 12, tzinfo=UTC), 167),
        ("America/Sao_Paulo", NOW, 168),
    ],
)
async def test_weeks_begin_at_midnight_of_the_zone_also_when_clocks_change(
    transactions: Transactions, zone: str, today: datetime, hours: int
) -> None:
    running = today.astimezone(ZoneInfo(zone)).date()
    monday = running - timedelta(days=running.weekday())
    ends = datetime.combine(monday, time(), ZoneInfo(zone)).astimezone(UTC)
    begins = datetime.combine(monday - timedelta(weeks=1), time(), ZoneInfo(zone)).astimezone(UTC)
    assert ends - begins == timedelta(hours=hours)
    instant = timedelta(microseconds=1)
    async with transactions.begin() as stores:
        ana, bia = await somebody(stores, 1), await somebody(stores, 2)
        await answered(stores, ana, begins - instant, begins, ends - instant, ends)
        await answered(stores, bia, begins + timedelta(hours=1))
        await enrolled(stores, ana, ends - instant)
        await enrolled(stores, bia, ends)
    async with transactions.read() as stores:
        figures = await stores.reports.figures(now=today, zone=zone, weeks=2)
    assert [week.start for week in figures.weeks] == [monday - timedelta(weeks=1), monday]
    assert [(week.submitted, week.answers, week.practising) for week in figures.weeks] == [(1, 3, 2), (1, 1, 1)]
    assert figures.practising_this_week == 1


async def test_rows_say_what_was_practised_under_each_enrolment(transactions: Transactions) -> None:
    """One who left and came back has two rows; nothing is counted twice and nothing is lost."""
    first, second = NOW - timedelta(days=60), NOW - timedelta(days=20)
    async with transactions.begin() as stores:
        ana, bia = await somebody(stores, 1, "Ana Souza"), await somebody(stores, 2, "Bia Lima")
        old = await enrolled(stores, ana, first, Status.ADMITTED, Status.WITHDRAWN)
        other = await enrolled(stores, bia, first, Status.ADMITTED)
        new = await enrolled(stores, ana, second, Status.ADMITTED)
        german = await enrolled(stores, ana, second, language=Language.GERMAN)
        await answered(stores, ana, first + timedelta(days=1), first + timedelta(days=2), second)
        await answered(stores, bia, second + timedelta(days=1))
        for starts_at, minutes in ((first + timedelta(days=3), 30), (second + timedelta(days=3), 45)):
            marks = [(ana, SeatStatus.ATTENDED), (bia, SeatStatus.NO_SHOW)]
            await attended(stores, marks, starts_at=starts_at, minutes=minutes)
    async with transactions.read() as stores:
        rows = await stores.reports.enrolment_rows(with_names=True)
        figures = await stores.reports.figures(now=NOW, zone=ZONE, weeks=12)
    assert [(row.number, row.name, row.status, row.answers, row.attended_minutes) for row in rows] == [
        (german.id, "Ana Souza", "submitted", 0, 0),
        (new.id, "Ana Souza", "admitted", 1, 45),
        (other.id, "Bia Lima", "admitted", 1, 0),
        (old.id, "Ana Souza", "withdrawn", 2, 30),
    ]
    assert sum(row.attended_minutes for row in rows) == figures.session_minutes
    assert sum(row.answers for row in rows) == sum(week.answers for week in figures.weeks)
    assert (rows[1].language, rows[1].level, rows[1].category) == (Language.FRENCH, "A2", "effective")
    assert (rows[1].submitted_at, rows[1].decided_at) == (second, second + timedelta(days=1))


async def test_names_are_left_out_when_they_are_not_asked_for(transactions: Transactions) -> None:
    async with transactions.begin() as stores:
        for number in (1, 2, 3):
            await enrolled(stores, await somebody(stores, number), NOW)
        rows = await stores.reports.enrolment_rows(with_names=False, newest=2)
    assert [(row.number, row.name) for row in rows] == [(3, None), (2, None)]
