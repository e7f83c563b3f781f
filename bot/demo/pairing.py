"""Volunteers, a matching round of six weeks ago with its pairs and hours, and people who wait for the next one."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from bot.demo import names
from core.availability import SLOTS_A_DAY, WeeklyAvailability
from core.languages import Language, Level
from enrolment.enrolments import Enrolment
from enrolment.people import Person
from handlers.pair_desk import answering_desk, joining_desk, matching_desk
from volunteers import answering, joining, publishing, requests
from volunteers.requests import Wish
from volunteers.rounds import ProposalStatus
from volunteers.volunteers import Area, Details, Offer

if TYPE_CHECKING:
    from bot.demo.history import Past

_BEGINNERS = frozenset({Level.A1, Level.A2, Level.B1})
_OFFERED = (
    (Language.ENGLISH, "GB", "Europe/London"),
    (Language.ENGLISH, "US", "America/New_York"),
    (Language.ITALIAN, "IT", "Europe/Rome"),
    (Language.GERMAN, "DE", "Europe/Berlin"),
    (Language.FRENCH, "FR", "Europe/Paris"),
    (Language.SPANISH, "AR", "America/Argentina/Buenos_Aires"),
    (Language.MANDARIN, "CN", "Asia/Shanghai"),
)
_UNDECIDED = 2
"""Of the volunteers, the last ones still wait for a coordinator."""


async def bring_together(
    past: "Past",
    liam: Person,
    ana: Person,
    coordinator: Person,
    guests: Sequence[Person],
    learners: Sequence[Enrolment],
) -> None:
    for number, guest in enumerate(guests):
        then = past.now - timedelta(weeks=8) if number < len(guests) - _UNDECIDED else past.now - timedelta(hours=9)
        await _volunteer(past, guest, _OFFERED[number], coordinator, then, decided=number < len(guests) - _UNDECIDED)
    waiting = [each for each in learners if each.person != ana.id]
    half = len(waiting) // 2
    for enrolment in waiting[:half]:
        await _request(past, enrolment, past.now - timedelta(weeks=7))
    await _round(past, coordinator, past.now - timedelta(weeks=6))
    for enrolment in waiting[half:]:
        await _request(past, enrolment, past.now - timedelta(days=past.rng.randint(2, 30)))
    recently = past.now - timedelta(weeks=2)
    irish = (Language.ENGLISH, "IE", "Europe/Dublin")
    await _volunteer(past, liam, irish, coordinator, recently, decided=True, capacity=3)
    mine = next(each for each in learners if each.person == ana.id)
    await _request(past, mine, past.now - timedelta(weeks=5))


def hours(first: int, last: int) -> WeeklyAvailability:
    """Return Monday to Thursday from `first` to `last` o'clock."""
    return WeeklyAvailability.of(day * SLOTS_A_DAY + slot for day in range(4) for slot in range(first * 2, last * 2))


async def _volunteer(
    past: "Past",
    person: Person,
    offered: tuple[Language, str, str],
    coordinator: Person,
    then: datetime,
    *,
    decided: bool,
    capacity: int = 1,
) -> None:
    language, country, zone = offered
    details = Details(
        offers=(Offer(language=language, levels=_BEGINNERS),),
        country=country,
        zone=zone,
        availability=hours(9, 22),
        capacity=capacity,
        interests=frozenset({Area.CULTURAL, past.rng.choice(list(Area))}),
    )
    desk = joining_desk(past.stores)
    applied = await joining.apply(
        desk.volunteers, desk.audit, person.id, details, past.programme.term.version, now=then
    )
    if decided:
        await joining.approve(desk, person.id, applied.version, by=coordinator.id, now=then + timedelta(hours=5))


async def _request(past: "Past", enrolment: Enrolment, then: datetime) -> None:
    wish = Wish(
        language=enrolment.form.language,
        level=enrolment.form.level,
        zone=past.programme.time_zone,
        availability=hours(15, 20),
        interests=frozenset({past.rng.choice(list(Area))}),
    )
    await requests.ask(past.stores.requests, past.stores.audit, enrolment.person, wish, now=then)


async def _round(past: "Past", coordinator: Person, then: datetime) -> None:
    """Match, publish, let everybody accept, and count the hours since."""
    desk = matching_desk(past.stores)
    prepared = await publishing.prepare(desk, None, by=coordinator.id, now=then)
    await publishing.publish(desk, prepared.id, prepared.version, by=coordinator.id, now=then)
    for proposal in await past.stores.rounds.proposals(prepared.id):
        if proposal.status is not ProposalStatus.OPEN:
            continue
        pair = await answering.accept(
            answering_desk(past.stores), proposal.id, person=proposal.volunteer, now=then + timedelta(hours=8)
        )
        for week in range(past.rng.randint(1, 5)):
            met = then + timedelta(weeks=week, days=2)
            meeting = await past.stores.pairs.add_meeting(
                pair.id, past.rng.choice([45, 60]), by=pair.volunteer, now=met
            )
            await past.stores.pairs.answer_meeting(meeting.answered(proposal.learner, agreed=True, now=met))


def volunteer_names() -> Sequence[str]:
    return names.VOLUNTEERS[: len(_OFFERED)]
