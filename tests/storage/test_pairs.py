"""Pairs on both databases: what passes between two people, how it is stopped, and what outlives them."""

from datetime import timedelta

import pytest
from sqlalchemy import select, update

from core.errors import NotFound, Stale
from core.ids import PersonId
from core.roles import Role
from storage.columns import GONE
from storage.tables.deliveries import deliveries
from storage.tables.pairs import case_messages, relay_messages
from tests.storage.pairing import NOW, WISH, coordinator, desks, learner, paired, person, volunteer
from volunteers import cases, ending, relay, requests
from volunteers.cases import CaseStatus
from volunteers.pairs import BadMinutes, PairHeld, PairId, PairStatus
from volunteers.relay import MessageId
from volunteers.requests import RequestStatus


async def write(stores, pair, author, text="See you on Tuesday!", now=NOW):
    return await relay.send(stores.pairs, stores.relay, stores.outbox, pair.id, text, author=author, now=now)


async def report(stores, pair, by, reason="He was rude."):
    desk = desks(stores).ending
    return await cases.report(desk, stores.relay, stores.relay, stores.roles, pair.id, reason, by=by, now=NOW)


async def told(stores, kind):
    rows = await stores.link.execute(select(deliveries.c.person_id).where(deliveries.c.kind == kind))
    return sorted(row.person_id for row in rows)


async def test_a_message_reaches_the_partner_only_and_is_kept_sealed(transactions):
    async with transactions.begin() as stores:
        pair, _ = await paired(stores)
        await write(stores, pair, pair.learner, "Olá, Clara 🌻")
        [kept] = await stores.relay.last_messages(pair.id, limit=9)
        assert (kept.author, kept.text, kept.sent_at) == (pair.learner, "Olá, Clara 🌻", NOW)
        assert await stores.relay.message(kept.id) == kept
        assert await told(stores, "relay") == [pair.volunteer]
        sealed = (await stores.link.execute(select(relay_messages.c.text))).scalar_one()
        assert b"Clara" not in sealed
        [payload] = (await stores.link.execute(select(deliveries.c.payload).where(deliveries.c.kind == "relay"))).all()
        assert payload == ({"message": kept.id},)


async def test_nobody_else_can_write_into_a_pair(transactions):
    async with transactions.begin() as stores:
        pair, by = await paired(stores)
        for forger in (by, await person(stores, 50, Role.LEARNER)):
            with pytest.raises(NotFound):
                await write(stores, pair, forger)
            with pytest.raises(NotFound):
                await ending.end_own(desks(stores).ending, pair.id, person=forger, now=NOW)
            with pytest.raises(NotFound):
                await report(stores, pair, forger)
        with pytest.raises(NotFound):
            await stores.pairs.pair(PairId(999_999))
        with pytest.raises(NotFound):
            await stores.relay.message(MessageId(999_999))
        assert await stores.relay.last_messages(pair.id, limit=9) == ()


async def test_a_report_holds_the_pair_keeps_the_last_twenty_and_calls_the_coordinators(transactions):
    async with transactions.begin() as stores:
        pair, by = await paired(stores)
        for number in range(25):
            author = pair.learner if number % 2 else pair.volunteer
            await write(stores, pair, author, f"Message {number}", NOW + timedelta(minutes=number))
        case = await report(stores, pair, pair.learner)
        assert [message.text for message in case.evidence] == [f"Message {number}" for number in range(5, 25)]
        assert (case.by, case.reason, case.status) == (pair.learner, "He was rude.", CaseStatus.OPEN)
        assert await told(stores, "case_opened") == [by]
        assert await stores.relay.open_cases(offset=0, limit=9) == (case,)
        assert await stores.relay.count_open_cases() == 1
        for author in (pair.learner, pair.volunteer):
            with pytest.raises(PairHeld):
                await write(stores, pair, author)
        with pytest.raises(PairHeld):
            await report(stores, pair, pair.volunteer)


@pytest.mark.parametrize(("resume", "after"), [(True, PairStatus.ACTIVE), (False, PairStatus.ENDED)])
async def test_a_case_is_decided_once_and_both_are_told(transactions, resume, after):
    async with transactions.begin() as stores:
        pair, by = await paired(stores)
        case = await report(stores, pair, pair.learner)
        desk = desks(stores).ending
        decided = await cases.decide(desk, stores.relay, case.id, resume=resume, by=by, now=NOW)
        assert (await stores.relay.case(case.id)).decided_by == decided.decided_by == by
        assert (await stores.pairs.pair(pair.id)).status is after
        assert await told(stores, "case_closed" if resume else "pair_ended") == sorted([pair.learner, pair.volunteer])
        assert await stores.relay.count_open_cases() == 0
        with pytest.raises(Stale):
            await cases.decide(desk, stores.relay, case.id, resume=not resume, by=by, now=NOW)


async def test_nobody_decides_a_case_of_their_own(transactions):
    async with transactions.begin() as stores:
        pair, _ = await paired(stores)
        await stores.roles.grant(pair.volunteer, Role.COORDINATOR)
        case = await report(stores, pair, pair.learner)
        assert pair.volunteer not in await told(stores, "case_opened")
        with pytest.raises(Stale):
            await cases.decide(desks(stores).ending, stores.relay, case.id, resume=True, by=pair.volunteer, now=NOW)


async def test_after_the_end_nothing_passes_and_the_learner_may_ask_again(transactions):
    async with transactions.begin() as stores:
        pair, _ = await paired(stores)
        desk = desks(stores).ending
        await ending.end_own(desk, pair.id, person=pair.volunteer, now=NOW)
        assert await told(stores, "pair_ended") == [pair.learner]
        with pytest.raises(Stale):
            await write(stores, pair, pair.learner)
        with pytest.raises(Stale):
            await ending.end_own(desk, pair.id, person=pair.learner, now=NOW)
        assert await stores.pairs.pairs_of(pair.learner) == ()
        asked = await requests.ask(stores.requests, stores.audit, pair.learner, WISH, now=NOW)
        assert asked.status is RequestStatus.OPEN
        assert (pair.learner, pair.volunteer) in await stores.rounds.apart()


async def test_minutes_count_once_the_other_has_confirmed_them(transactions):
    async with transactions.begin() as stores:
        pair, _ = await paired(stores)
        desk = desks(stores).ending
        for minutes in (14, 121, 0, -60):
            with pytest.raises(BadMinutes):
                await ending.log_meeting(desk, pair.id, minutes, person=pair.learner, now=NOW)
        first = await ending.log_meeting(desk, pair.id, 60, person=pair.learner, now=NOW)
        second = await ending.log_meeting(desk, pair.id, 45, person=pair.volunteer, now=NOW)
        assert await stores.pairs.open_meetings(pair.id) == (first, second)
        assert await stores.pairs.minutes_together(pair.id) == 0
        for forger in (pair.learner, PersonId(999_999)):
            with pytest.raises(NotFound):
                await ending.answer_meeting(desk, first.id, agreed=True, person=forger, now=NOW)
        await ending.answer_meeting(desk, first.id, agreed=True, person=pair.volunteer, now=NOW)
        await ending.answer_meeting(desk, second.id, agreed=False, person=pair.learner, now=NOW)
        with pytest.raises(Stale):
            await ending.answer_meeting(desk, first.id, agreed=True, person=pair.volunteer, now=NOW)
        assert await stores.pairs.open_meetings(pair.id) == ()
        assert await stores.pairs.minutes_together(pair.id) == 60
        assert await stores.pairs.minutes_of(pair.volunteer) == await stores.pairs.minutes_of(pair.learner) == 60


async def test_hours_outlive_a_learner_who_is_erased_and_the_words_do_not(transactions):
    async with transactions.begin() as stores:
        pair, _ = await paired(stores)
        desk = desks(stores).ending
        await write(stores, pair, pair.learner, "mine")
        await write(stores, pair, pair.volunteer, "the other's")
        meeting = await ending.log_meeting(desk, pair.id, 90, person=pair.learner, now=NOW)
        await ending.answer_meeting(desk, meeting.id, agreed=True, person=pair.volunteer, now=NOW)
        case = await report(stores, pair, pair.volunteer)
        await stores.people.erase(pair.learner)
        assert await stores.pairs.minutes_of(pair.volunteer) == 90
        left = await stores.pairs.pair(pair.id)
        assert (left.learner, left.status) == (GONE, PairStatus.ENDED)
        assert [message.text for message in await stores.relay.last_messages(pair.id, limit=9)] == ["the other's"]
        assert [message.text for message in (await stores.relay.case(case.id)).evidence] == ["the other's"]
        assert await stores.pairs.pairs_of(pair.volunteer) == ()
        with pytest.raises(Stale):
            await write(stores, left, pair.volunteer)


async def test_a_case_can_be_closed_after_one_of_the_two_was_erased(transactions):
    async with transactions.begin() as stores:
        pair, by = await paired(stores)
        case = await report(stores, pair, pair.volunteer)
        await stores.people.erase(pair.volunteer)
        assert (await stores.relay.case(case.id)).by == GONE
        closed = await cases.decide(desks(stores).ending, stores.relay, case.id, resume=False, by=by, now=NOW)
        assert closed.status is CaseStatus.ENDED


async def test_evidence_outlives_the_talk(transactions):
    async with transactions.begin() as stores:
        pair, _ = await paired(stores)
        await write(stores, pair, pair.volunteer, "kept")
        case = await report(stores, pair, pair.learner)
        forgotten = update(relay_messages).values(text=b"")
        await stores.link.execute(forgotten)
        assert [message.text for message in (await stores.relay.case(case.id)).evidence] == ["kept"]
        assert b"kept" not in (await stores.link.execute(select(case_messages.c.text))).scalar_one()


async def test_the_export_holds_what_one_wrote_and_not_what_the_other_did(transactions):
    async with transactions.begin() as stores:
        pair, _ = await paired(stores)
        await write(stores, pair, pair.learner, "mine")
        await write(stores, pair, pair.volunteer, "the other's")
        await report(stores, pair, pair.learner)
        exported = await stores.relay.export(pair.learner)
        assert [one["text"] for one in exported["messages_to_partners"]] == ["mine"]
        assert [one["reason"] for one in exported["reports"]] == ["He was rude."]
        assert [one["as"] for one in (await stores.pairs.export(pair.volunteer))["pairs"]] == ["volunteer"]
        assert (await stores.relay.export(pair.volunteer))["reports"] == []
        everything = [await store.export(pair.learner) for store in stores.holding_personal_data()]
        names = [name for each in everything for name in each]
        assert len(names) == len(set(names))  # no store overwrites what another one exports


async def test_who_leaves_ends_every_pair_of_theirs(transactions):
    async with transactions.begin() as stores:
        pair, by = await paired(stores)
        other, _ = await learner(stores, 20)
        await volunteer(stores, 21, by)
        assert await ending.end_all(desks(stores).ending, pair.volunteer, now=NOW) == 1
        assert await ending.end_all(desks(stores).ending, pair.volunteer, now=NOW) == 0
        assert await stores.pairs.pairs_of(other) == ()


async def test_two_pairs_of_different_people_know_nothing_of_each_other(transactions):
    async with transactions.begin() as stores:
        pair, _ = await paired(stores)
        assert await coordinator(stores, 98)
        stranger = await person(stores, 60, Role.VOLUNTEER)
        assert await stores.pairs.pairs_of(stranger) == ()
        assert await stores.pairs.minutes_of(stranger) == 0
        assert (await stores.pairs.pairs_of(pair.learner))[0].partner_of(pair.learner) == pair.volunteer
