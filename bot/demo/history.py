"""Twelve weeks of a programme, made by the same use cases that people use, at earlier hours."""

from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from random import Random

from bot.app import App
from bot.demo import meetings, names, pairing
from bot.demo.cast import Cast
from core.categories import Category
from core.days import local_day
from core.ids import PersonId, TelegramId
from core.languages import Language, Level
from core.programme import Programme
from core.roles import Role
from enrolment import deciding, privacy
from enrolment.enrolments import Enrolment, Form
from enrolment.people import Person
from handlers.desk import desk_of
from lessons import practice
from lessons.exercises import Kind, check_choice, check_order, check_text
from lessons.grading import Graded
from lessons.phrasebook import Phrasebook
from lessons.practice import Asked
from storage.stores import Stores

WEEKS = 12
_FIRST_GUEST = 9_000_000_000
_WORKDAYS = frozenset(range(5))


@dataclass(frozen=True, slots=True, kw_only=True)
class Past:
    """What the making of history needs at hand."""

    stores: Stores
    programme: Programme
    book: Phrasebook
    now: datetime
    rng: Random


async def remember(app: App, cast: Cast, *, now: datetime, rng: Random) -> None:
    """Fill the empty database with people, answers, sessions and opportunities."""
    async with app.transactions.begin() as stores:
        past = Past(
            stores=stores,
            programme=app.dispatcher["programme"],
            book=app.dispatcher["phrasebook"],
            now=now,
            rng=rng,
        )
        coordinator = await _person(past, cast.coordinator, "Célia Prado", Language.PORTUGUESE, Role.ADMIN)
        volunteer = await _person(past, cast.volunteer, "Liam Byrne", Language.ENGLISH, zone="Europe/Dublin")
        learner = await _person(past, cast.learner, "Ana Ribeiro", Language.PORTUGUESE)
        learners = [await _learner(past, learner, coordinator, Language.ENGLISH, Level.A2, weeks_ago=9)]
        for number, name in enumerate(names.LEARNERS):
            guest = await _guest(past, number, name)
            language = rng.choices(list(Language), weights=[9, 6, 4, 3, 2, 1, 2, 1])[0]
            level = rng.choices([Level.A1, Level.A2, Level.B1], weights=[5, 3, 2])[0]
            learners.append(
                await _learner(past, guest, coordinator, language, level, weeks_ago=rng.randint(1, WEEKS - 1))
            )
        for number, name in enumerate(names.WAITING):
            await _enrol(
                past,
                await _guest(past, 500 + number, name),
                rng.choice(list(Language)),
                Level.A1,
                hours_ago=30 * number + 3,
            )
        for enrolment in learners:
            await _practise(past, enrolment)
        await meetings.hold(past, volunteer, coordinator, learners)
        guests = [await _guest(past, 700 + number, name) for number, name in enumerate(pairing.volunteer_names())]
        await pairing.bring_together(past, volunteer, learner, coordinator, guests, learners)
        await _silence_guests(past)
        # What would have been sent in those weeks is over; the next phrase is tomorrow's.
        await stores.lessons.plan_daily(now=now)


async def _person(
    past: Past, telegram_id: int, name: str, language: Language, *roles: Role, zone: str | None = None
) -> Person:
    """Return somebody who agreed to the notice twelve weeks ago."""
    then = past.now - timedelta(weeks=WEEKS)
    met, _draft = await past.stores.people.meet(TelegramId(telegram_id), language, now=then)
    named = replace(met, name=name, roles=frozenset(roles), time_zone=zone or past.programme.time_zone)
    return await privacy.agree(
        past.stores.people, past.stores.enrolments, named, past.programme.notice.version, now=then
    )


async def _guest(past: Past, number: int, name: str) -> Person:
    return await _person(past, _FIRST_GUEST + number, name, Language.PORTUGUESE)


async def _silence_guests(past: Past) -> None:
    """Mark the people of the past as out of reach: nobody plays them, so nothing is sent to them."""
    for person in await past.stores.people.with_role(Role.LEARNER, Role.VOLUNTEER):
        if person.telegram_id >= _FIRST_GUEST:
            await past.stores.people.mark_blocked(person.id, past.now)


async def _enrol(past: Past, person: Person, language: Language, level: Level, *, hours_ago: float) -> Enrolment:
    rng = past.rng
    form = Form(
        language=language,
        level=level,
        category=rng.choice(
            [Category.EFFECTIVE, Category.EFFECTIVE, Category.MUNICIPAL_TEACHER, Category.COMMISSIONED]
        ),
        department=rng.choice(past.programme.departments).code,
        days=_WORKDAYS,
        at=time(rng.randint(7, 18)),
    )
    then = past.now - timedelta(hours=hours_ago)
    return await deciding.submit(
        past.stores.enrolments,
        past.stores.audit,
        person.id,
        form,
        intake=past.programme.intake,
        today=local_day(then, past.programme.time_zone),
        now=then,
    )


async def _learner(
    past: Past, person: Person, coordinator: Person, language: Language, level: Level, *, weeks_ago: int
) -> Enrolment:
    """Enrol the person and admit a day later."""
    submitted = await _enrol(past, person, language, level, hours_ago=weeks_ago * 168 + 24)
    then = past.now - timedelta(weeks=weeks_ago)
    desk = desk_of(past.stores, past.programme)
    admitted = await deciding.admit(desk, submitted.id, submitted.version, by=coordinator.id, now=then)
    await past.stores.outbox.cancel(deciding.ADMITTED_NOTICE, f"{admitted.id}:{admitted.version}")
    return admitted


async def _practise(past: Past, enrolment: Enrolment) -> None:
    """Live through the weeks since the admission, some days a week, mostly right."""
    if enrolment.decided_at is None:
        return
    keen = past.rng.uniform(0.1, 0.5)
    day = enrolment.decided_at + timedelta(hours=past.rng.uniform(1, 10))
    while day < past.now - timedelta(hours=20):
        if past.rng.random() < keen:
            await _round(past, enrolment.person, day, skilled=0.6 + keen / 2)
        day += timedelta(days=1)


async def _round(past: Past, person: PersonId, at: datetime, *, skilled: float) -> None:
    lessons, book = past.stores.lessons, past.book
    try:
        await practice.begin(lessons, book, person, Language.PORTUGUESE, now=at, rng=past.rng)
    except practice.NoRound:
        return
    while True:
        try:
            under_way = await practice.asked(lessons, book, person)
        except practice.NoRound:
            return
        at += timedelta(seconds=past.rng.uniform(5, 40))
        result = _answer(under_way, right=past.rng.random() < skilled)
        await practice.answer(lessons, book, under_way, result, now=at, rng=past.rng)


def _answer(under_way: Asked, *, right: bool) -> Graded:
    exercise = under_way.exercise
    match exercise.kind:
        case Kind.CHOOSE:
            return check_choice(exercise, exercise.answer if right else (exercise.answer + 1) % len(exercise.options))
        case Kind.ORDER:
            words = exercise.phrase.words(exercise.language)
            return check_order(exercise, [exercise.options.index(word) for word in words] if right else [0])
        case Kind.TYPE:
            return check_text(exercise, exercise.phrase.text[exercise.language] if right else "?")
