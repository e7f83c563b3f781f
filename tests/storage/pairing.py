"""Builders for volunteers, requests, rounds and pairs."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime

from core.availability import WeeklyAvailability
from core.ids import TelegramId
from core.languages import Language, Level
from core.roles import Role
from volunteers import answering, joining, publishing, requests
from volunteers.answering import AnsweringDesk
from volunteers.ending import EndingDesk
from volunteers.joining import JoiningDesk
from volunteers.publishing import MatchingDesk
from volunteers.requests import Wish
from volunteers.volunteers import Area, Details, Offer

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
EVENINGS = WeeklyAvailability.of([day * 48 + slot for day in range(5) for slot in range(36, 42)])
MORNINGS = WeeklyAvailability.of([day * 48 + slot for day in range(5) for slot in range(16, 20)])
BEGINNERS = frozenset({Level.A1, Level.A2})
DETAILS = Details(
    offers=(Offer(language=Language.ENGLISH, levels=BEGINNERS), Offer(language=Language.FRENCH, levels=BEGINNERS)),
    country="IE",
    zone="America/Sao_Paulo",
    availability=EVENINGS,
    capacity=2,
    interests=frozenset({Area.CULTURAL, Area.SPORTS}),
)
WISH = Wish(
    language=Language.ENGLISH,
    level=Level.A2,
    zone="America/Sao_Paulo",
    availability=EVENINGS,
    interests=frozenset({Area.CULTURAL}),
)


@dataclass(frozen=True)
class Desks:
    joining: JoiningDesk
    matching: MatchingDesk
    answering: AnsweringDesk
    ending: EndingDesk


def desks(stores):
    both = {"outbox": stores.outbox, "audit": stores.audit}
    return Desks(
        joining=JoiningDesk(volunteers=stores.volunteers, roles=stores.roles, **both),
        matching=MatchingDesk(rounds=stores.rounds, **both),
        answering=AnsweringDesk(rounds=stores.rounds, requests=stores.requests, pairs=stores.pairs, **both),
        ending=EndingDesk(pairs=stores.pairs, requests=stores.requests, **both),
    )


async def person(stores, number, *roles):
    met, _ = await stores.people.meet(TelegramId(100 + number), Language.ENGLISH, now=NOW)
    await stores.people.save(replace(met, name=f"Person {number}", consent="2026-11", roles=frozenset(roles)))
    return met.id


async def volunteer(stores, number, by, **details):
    who = await person(stores, number)
    applied = await joining.apply(stores.volunteers, stores.audit, who, replace(DETAILS, **details), "2026-11", now=NOW)
    await joining.approve(desks(stores).joining, who, applied.version, by=by, now=NOW)
    return who


async def learner(stores, number, *, since=NOW, **wish):
    who = await person(stores, number, Role.LEARNER)
    asked = await requests.ask(stores.requests, stores.audit, who, replace(WISH, **wish), now=since)
    return who, asked


async def coordinator(stores, number=99):
    return await person(stores, number, Role.COORDINATOR)


async def published(stores, by, *, now=NOW):
    desk = desks(stores).matching
    prepared = await publishing.prepare(desk, None, by=by, now=now)
    await publishing.publish(desk, prepared.id, prepared.version, by=by, now=now)
    return prepared.id


async def paired(stores):
    """Return a pair with its coordinator."""
    by = await coordinator(stores)
    helper = await volunteer(stores, 1, by)
    await learner(stores, 2)
    await published(stores, by)
    [proposal] = await stores.rounds.proposals_to(helper)
    return await answering.accept(desks(stores).answering, proposal.id, person=helper, now=NOW), by
