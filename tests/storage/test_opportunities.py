"""Opportunities on both databases: publishing to whom it suits, saving, moving deadlines, closing."""

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from random import Random

import pytest
from sqlalchemy import select

from core.errors import NotFound, Stale
from core.ids import PersonId, TelegramId
from core.languages import SELF_ASSESSED, Language, Level
from core.moments import BadMoment
from enrolment.enrolments import Category, Form, Status
from opportunities import publishing, reading
from opportunities.fit import fit
from opportunities.postings import (
    Applicant,
    Closed,
    OpportunityId,
    OpportunityStatus,
    Posting,
    Topic,
    UnfitPosting,
)
from storage.tables.deliveries import deliveries

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
POSTING = Posting(
    topic=Topic.TRAINING,
    title="Course on public transport",
    organisation="A partner city",
    text="Three weeks, online.\nFree of charge.",
    link="https://example.org/course",
    deadline=NOW + timedelta(days=30),
    zone="Europe/Berlin",
    languages=frozenset({Language.ENGLISH, Language.GERMAN}),
    level=Level.B1,
    applicants=frozenset({Applicant.PUBLIC_AGENT, Applicant.MUNICIPAL_TEACHER}),
    places=12,
)
OPEN_TO_ALL = replace(POSTING, languages=frozenset(), level=None, applicants=frozenset(), places=None)


async def person(stores, number, *, subscribed=True, studies=(), category=None, muted=(), consent="2026-11"):
    met, _ = await stores.people.meet(TelegramId(100 + number), Language.ENGLISH, now=NOW)
    await stores.people.save(replace(met, consent=consent, muted_topics=frozenset(muted)))
    if subscribed:
        await stores.opportunities.subscribe(met.id, now=NOW)
    for language, level in studies:
        await stores.lessons.open_track(
            met.id, language, level, days=frozenset({0, 2}), at=time(9), zone="America/Sao_Paulo", now=NOW
        )
    if category is not None:
        form = Form(
            language=Language.ENGLISH,
            level=Level.A1,
            category=category,
            department="",
            days=frozenset({0}),
            at=time(9),
        )
        await stores.enrolments.add(met.id, form, now=NOW)
    return met.id


async def published(transactions, posting=OPEN_TO_ALL, by=None):
    async with transactions.begin() as stores:
        by = by or await person(stores, 999, subscribed=False)
        return await publishing.publish(stores.opportunities, stores.audit, who=by, posting=posting, now=NOW)


async def correct(transactions, opportunity, posting, version=None, now=NOW):
    async with transactions.begin() as stores:
        return await publishing.correct(
            stores.opportunities,
            stores.outbox,
            stores.audit,
            who=PersonId(1),
            opportunity_id=opportunity.id,
            version=version or opportunity.version,
            posting=posting,
            now=now,
        )


async def close(transactions, opportunity):
    async with transactions.begin() as stores:
        return await publishing.close(
            stores.opportunities, stores.outbox, stores.audit, who=PersonId(1), opportunity_id=opportunity.id, now=NOW
        )


async def save(transactions, reader, opportunity, now=NOW):
    async with transactions.begin() as stores:
        await reading.save(stores.opportunities, stores.outbox, person=reader, opportunity_id=opportunity.id, now=now)


async def planned(transactions):
    async with transactions.read() as stores:
        rows = await stores.link.execute(select(deliveries).where(deliveries.c.state == "planned"))
        return sorted((row.kind, row.person_id, row.slot, row.due_at) for row in rows)


async def test_a_posting_is_kept_as_it_was_written(transactions):
    opportunity, alerted = await published(transactions, POSTING)
    async with transactions.read() as stores:
        assert await stores.opportunities.get(opportunity.id) == opportunity
        entries = await stores.audit.of(f"opportunity:{opportunity.id}")
        with pytest.raises(NotFound):
            await stores.opportunities.get(OpportunityId(77))
    assert (opportunity.posting, alerted) == (POSTING, 0)
    assert [(entry.action, entry.after) for entry in entries] == [("opportunity.published", {"alerts": 0})]


@pytest.mark.parametrize(
    "wrong",
    [
        {"title": ""},
        {"title": "x" * 121},
        {"organisation": "x" * 121},
        {"text": "x" * 1501},
        {"link": "http://example.org"},
        {"places": 0},
        {"level": Level.A1},
    ],
)
@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_a_posting_out_of_bounds_is_not_published(transactions, wrong):
    with pytest.raises(UnfitPosting):
        await published(transactions, replace(OPEN_TO_ALL, **wrong))
    with pytest.raises(BadMoment):
        await published(transactions, replace(OPEN_TO_ALL, deadline=NOW))


async def test_the_alert_goes_to_those_whom_the_rule_names_one_by_one(transactions):
    """The set-based statement and the pure rule must agree, for a crowd made by chance and many postings."""
    rng = Random(7)
    topics = [topic.value for topic in Topic]
    async with transactions.begin() as stores:
        crowd = [
            await person(
                stores,
                number,
                subscribed=rng.random() < 0.8,
                studies=[
                    (language, rng.choice(SELF_ASSESSED))
                    for language in rng.sample(list(Language)[:3], rng.randrange(3))
                ],
                category=rng.choice([None, *Category]),
                muted=rng.sample(topics, rng.randrange(4)),
            )
            for number in range(60)
        ]
    seen = set()
    for _ in range(25):
        languages = frozenset(rng.sample(list(Language)[:3], rng.randrange(3)))
        posting = replace(
            POSTING,
            topic=rng.choice(list(Topic)),
            languages=languages,
            level=rng.choice([None, *Level]) if languages else None,
            applicants=frozenset(rng.sample(list(Applicant), rng.randrange(3))),
        )
        opportunity, alerted = await published(transactions, posting, by=crowd[0])
        async with transactions.read() as stores:
            suited = {one for one in crowd if fit(posting, await stores.opportunities.profile(one)) is not None}
            rows = await stores.link.execute(select(deliveries).where(deliveries.c.slot == str(opportunity.id)))
            told = {(row.person_id, row.kind, row.payload["opportunity"], row.expires_at) for row in rows}
        assert told == {(one, "opportunity", opportunity.id, posting.deadline) for one in suited}
        assert alerted == len(suited)
        seen.add(alerted)
    assert len(seen) > 3  # the crowd and the postings were varied enough to say something


async def test_who_is_not_ours_any_more_gets_no_alert(transactions):
    async with transactions.begin() as stores:
        gone = await person(stores, 1, consent=None)
        blocked = await person(stores, 2)
        await stores.people.mark_blocked(blocked, NOW)
        refused = await person(stores, 3, category=Category.EFFECTIVE)
        [enrolment] = await stores.enrolments.of(refused)
        await stores.enrolments.save(enrolment.moved(Status.REJECTED, by=None, now=NOW))
    _, alerted = await published(transactions)
    assert alerted == 1  # the refused one is a member all the same
    _, alerted = await published(transactions, replace(OPEN_TO_ALL, applicants=frozenset({Applicant.PUBLIC_AGENT})))
    assert alerted == 0
    async with transactions.begin() as stores:
        await stores.opportunities.unsubscribe(refused)
        assert gone != blocked
    assert (await published(transactions))[1] == 0


async def test_who_saves_is_reminded_and_saving_again_is_once(transactions):
    async with transactions.begin() as stores:
        ana = await person(stores, 1, subscribed=False)
    opportunity, _ = await published(transactions)
    deadline = opportunity.posting.deadline
    for _ in range(2):
        await save(transactions, ana, opportunity)
    assert await planned(transactions) == [
        ("deadline", ana, f"{opportunity.id}-1-1", deadline - timedelta(days=1)),
        ("deadline", ana, f"{opportunity.id}-1-3", deadline - timedelta(days=3)),
    ]
    async with transactions.begin() as stores:
        assert await stores.opportunities.saved(ana, limit=9, offset=0) == (opportunity,)
        await reading.unsave(stores.opportunities, person=ana, opportunity_id=opportunity.id)
        assert not await stores.opportunities.is_saved(ana, opportunity.id)
    with pytest.raises(Closed):
        await save(transactions, ana, opportunity, now=deadline)


async def test_a_moved_deadline_is_told_to_who_saved_it_and_reminds_anew(transactions):
    async with transactions.begin() as stores:
        ana = await person(stores, 1, subscribed=False)
    opportunity, _ = await published(transactions)
    await save(transactions, ana, opportunity)
    later = opportunity.posting.deadline + timedelta(days=7)
    moved = await correct(transactions, opportunity, replace(opportunity.posting, deadline=later))
    assert (moved.version, moved.edition) == (2, 2)
    assert await planned(transactions) == [
        ("deadline", ana, f"{opportunity.id}-2-1", later - timedelta(days=1)),
        ("deadline", ana, f"{opportunity.id}-2-3", later - timedelta(days=3)),
        ("deadline_moved", ana, f"{opportunity.id}-2", NOW),
    ]
    # Back to the first day again: a third edition, not the withdrawn reminders of the first.
    await correct(transactions, moved, opportunity.posting)
    assert [kind for kind, *_ in await planned(transactions)].count("deadline") == 2


async def test_a_correction_reaches_who_it_now_suits_and_nobody_twice(transactions):
    async with transactions.begin() as stores:
        await person(stores, 1, studies=[(Language.ENGLISH, Level.B2)])
        await person(stores, 2, studies=[(Language.ENGLISH, Level.A2)])
    asking = replace(OPEN_TO_ALL, languages=frozenset({Language.ENGLISH}), level=Level.B1)
    opportunity, alerted = await published(transactions, asking)
    assert alerted == 1
    with pytest.raises(Stale):
        await correct(transactions, opportunity, OPEN_TO_ALL, version=9)
    corrected = await correct(transactions, opportunity, replace(asking, level=Level.A1))
    assert len(await planned(transactions)) == 2
    assert await correct(transactions, corrected, corrected.posting) == corrected
    async with transactions.read() as stores:
        entries = await stores.audit.of(f"opportunity:{opportunity.id}")
    assert [(entry.action, entry.after.get("fields")) for entry in entries] == [
        ("opportunity.published", None),
        ("opportunity.corrected", ["level"]),
    ]


async def test_what_is_closed_alerts_and_reminds_nobody(transactions):
    async with transactions.begin() as stores:
        ana = await person(stores, 1)
    opportunity, alerted = await published(transactions)
    await save(transactions, ana, opportunity)
    assert (alerted, len(await planned(transactions))) == (1, 3)
    assert (await close(transactions, opportunity)).status is OpportunityStatus.CLOSED
    assert await planned(transactions) == []
    with pytest.raises(Stale):
        await close(transactions, opportunity)
    with pytest.raises(Stale):
        await correct(transactions, opportunity, POSTING)
    async with transactions.read() as stores:
        assert await stores.opportunities.open_ones(now=NOW, limit=9, offset=0) == ()
        assert len(await stores.opportunities.newest(limit=9, offset=0)) == 1
        assert len(await stores.opportunities.saved(ana, limit=9, offset=0)) == 1


async def test_lists_are_paged_nearest_deadline_first(transactions):
    ids = {}
    for days in (9, 3, 6):
        posting = replace(OPEN_TO_ALL, deadline=NOW + timedelta(days=days))
        ids[days] = (await published(transactions, posting))[0].id

    async def open_ones(now=NOW, limit=9, offset=0):
        async with transactions.read() as stores:
            return [one.id for one in await stores.opportunities.open_ones(now=now, limit=limit, offset=offset)]

    assert await open_ones() == [ids[3], ids[6], ids[9]]
    assert await open_ones(limit=1, offset=1) == [ids[6]]
    assert await open_ones(now=NOW + timedelta(days=6)) == [ids[9]]


async def test_everything_kept_of_a_person_can_be_handed_out_and_forgotten(transactions):
    async with transactions.begin() as stores:
        ana = await person(stores, 1)
    opportunity, _ = await published(transactions, by=ana)
    await save(transactions, ana, opportunity)
    async with transactions.begin() as stores:
        assert await stores.opportunities.export(ana) == {
            "opportunity_alerts_since": NOW.isoformat(),
            "saved_opportunities": [{"title": POSTING.title, "saved_at": NOW.isoformat()}],
        }
        await stores.people.erase(ana)
        assert await stores.opportunities.savers(opportunity.id) == ()
        assert (await stores.opportunities.get(opportunity.id)).posting == OPEN_TO_ALL
