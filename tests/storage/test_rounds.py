"""Matching rounds on both databases: prepared, published once, answered, expired, taken back."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from core.errors import NotFound, Stale
from core.languages import Language, Level
from storage.tables.deliveries import deliveries
from tests.storage.pairing import MORNINGS, NOW, coordinator, desks, learner, published, volunteer
from volunteers import answering, publishing, requests
from volunteers.candidates import Obstacle
from volunteers.pairs import PairStatus
from volunteers.publishing import AlreadyAnswered, NobodyWaits
from volunteers.requests import RequestStatus
from volunteers.rounds import DeclineReason, ProposalStatus, Suggestion


async def notices(stores, kind):
    rows = await stores.link.execute(
        select(deliveries.c.person_id, deliveries.c.due_at, deliveries.c.state).where(deliveries.c.kind == kind)
    )
    return [(row.person_id, row.due_at, row.state) for row in rows]


async def proposed(stores):
    """Return a volunteer with an open proposal, the learner, and the round's coordinator."""
    by = await coordinator(stores)
    helper = await volunteer(stores, 1, by)
    who, _ = await learner(stores, 2)
    await published(stores, by)
    [proposal] = await stores.rounds.proposals_to(helper)
    return proposal, helper, who, by


async def test_a_prepared_round_tells_nobody_and_gives_a_reason_for_each(transactions):
    async with transactions.begin() as stores:
        by = await coordinator(stores)
        await volunteer(stores, 1, by)
        suited, _ = await learner(stores, 2)
        reasons = {
            (await learner(stores, 3, language=Language.RUSSIAN))[0]: Obstacle.LANGUAGE,
            (await learner(stores, 4, level=Level.C1))[0]: Obstacle.LEVEL,
            (await learner(stores, 5, availability=MORNINGS))[0]: Obstacle.HOURS,
        }
        prepared = await publishing.prepare(desks(stores).matching, None, by=by, now=NOW)
        [one] = await stores.rounds.proposals(prepared.id)
        left = await stores.rounds.left_over(prepared.id, offset=0, limit=9)
        assert (one.learner, one.shared, one.status) == (suited, 30, ProposalStatus.PREPARED)
        assert {each.person: each.obstacle for each in left} == reasons
        assert await stores.rounds.left_over_counts(prepared.id) == dict.fromkeys(reasons.values(), 1)
        assert await notices(stores, "proposal") == []
        assert await stores.rounds.proposals_to(one.volunteer) == ()


async def test_a_round_of_one_language_leaves_the_others_alone(transactions):
    async with transactions.begin() as stores:
        by = await coordinator(stores)
        helper = await volunteer(stores, 1, by)
        await learner(stores, 2)
        who, _ = await learner(stores, 3, language=Language.FRENCH)
        prepared = await publishing.prepare(desks(stores).matching, Language.FRENCH, by=by, now=NOW)
        assert [one.learner for one in await stores.rounds.proposals(prepared.id)] == [who]
        assert [one.volunteer.person for one in await stores.rounds.serving(Language.RUSSIAN)] == []
        assert [one.volunteer.person for one in await stores.rounds.serving(Language.FRENCH)] == [helper]
        with pytest.raises(NobodyWaits):
            await publishing.prepare(desks(stores).matching, Language.GERMAN, by=by, now=NOW)


async def test_publishing_twice_asks_once(transactions):
    async with transactions.begin() as stores:
        by = await coordinator(stores)
        helper = await volunteer(stores, 1, by)
        await learner(stores, 2)
        desk = desks(stores).matching
        prepared = await publishing.prepare(desk, None, by=by, now=NOW)
        assert await publishing.publish(desk, prepared.id, prepared.version, by=by, now=NOW) == 1
        with pytest.raises(Stale):
            await publishing.publish(desk, prepared.id, prepared.version, by=by, now=NOW)
        assert await notices(stores, "proposal") == [(helper, NOW, "planned")]
        assert await notices(stores, "proposal_reminder") == [(helper, NOW + timedelta(hours=48), "planned")]
        assert (await stores.rounds.last_published()).id == prepared.id
        assert await stores.rounds.waiting(None) == ()
        [serving] = await stores.rounds.serving(None)
        assert serving.load == 1


async def test_a_newer_preparation_forgets_the_older(transactions):
    async with transactions.begin() as stores:
        by = await coordinator(stores)
        await volunteer(stores, 1, by)
        await learner(stores, 2)
        older = await publishing.prepare(desks(stores).matching, None, by=by, now=NOW)
        await publishing.prepare(desks(stores).matching, Language.ENGLISH, by=by, now=NOW)
        with pytest.raises(Stale):
            await publishing.publish(desks(stores).matching, older.id, older.version, by=by, now=NOW)


async def test_what_changed_between_the_look_and_the_publishing_is_left_out(transactions):
    async with transactions.begin() as stores:
        by = await coordinator(stores)
        await volunteer(stores, 1, by)
        gone, asked = await learner(stores, 2)
        await learner(stores, 3)
        desk = desks(stores).matching
        prepared = await publishing.prepare(desk, None, by=by, now=NOW)
        await requests.withdraw(stores.requests, stores.audit, gone, asked.id, now=NOW)
        assert await publishing.publish(desk, prepared.id, prepared.version, by=by, now=NOW) == 1
        counts = await stores.rounds.proposal_counts(prepared.id)
        assert counts == {ProposalStatus.OPEN: 1, ProposalStatus.WITHDRAWN: 1}


async def test_an_acceptance_makes_a_pair_once(transactions):
    async with transactions.begin() as stores:
        proposal, helper, who, by = await proposed(stores)
        desk = desks(stores).answering
        pair = await answering.accept(desk, proposal.id, person=helper, now=NOW)
        assert (pair.learner, pair.volunteer, pair.status) == (who, helper, PairStatus.ACTIVE)
        with pytest.raises(Stale):
            await answering.accept(desk, proposal.id, person=helper, now=NOW)
        [request] = await stores.requests.requests_of(who)
        assert request.status is RequestStatus.PAIRED
        assert [one for one, _, _ in await notices(stores, "pair_formed")] == [who, helper]
        assert await notices(stores, "proposal_reminder") == [(helper, NOW + timedelta(hours=48), "cancelled")]
        assert (await stores.pairs.pairs_of(who)) == (await stores.pairs.pairs_of(helper)) == (pair,)
        with pytest.raises(AlreadyAnswered):
            await publishing.roll_back(desks(stores).matching, proposal.round, 2, by=by, now=NOW)


async def test_a_proposal_of_somebody_else_does_not_exist(transactions):
    async with transactions.begin() as stores:
        proposal, _, who, by = await proposed(stores)
        stranger = await volunteer(stores, 7, by)
        for forger in (stranger, who, by):
            with pytest.raises(NotFound):
                await answering.accept(desks(stores).answering, proposal.id, person=forger, now=NOW)
            with pytest.raises(NotFound):
                await answering.decline(
                    desks(stores).answering, proposal.id, DeclineReason.BUSY, person=forger, now=NOW
                )


async def test_who_was_declined_waits_on_and_is_never_proposed_there_again(transactions):
    async with transactions.begin() as stores:
        proposal, helper, who, by = await proposed(stores)
        desk = desks(stores)
        await answering.decline(
            desk.answering, proposal.id, DeclineReason.OTHER, "We are neighbours.", person=helper, now=NOW
        )
        kept = await stores.rounds.proposal(proposal.id)
        assert (kept.reason, kept.words) == (DeclineReason.OTHER, "We are neighbours.")
        assert await stores.rounds.apart() == {(who, helper)}
        again = await publishing.prepare(desk.matching, None, by=by, now=NOW)
        assert await stores.rounds.proposals(again.id) == ()
        assert await stores.rounds.left_over_counts(again.id) == {Obstacle.DECLINED: 1}
        exported = (await stores.rounds.export(helper))["proposals"]
        assert [(one["status"], one["words"]) for one in exported] == [("declined", "We are neighbours.")]


async def test_nobody_answers_for_72_hours(transactions):
    async with transactions.begin() as stores:
        proposal, helper, who, _ = await proposed(stores)
        almost, over = NOW + timedelta(hours=71, minutes=59), NOW + timedelta(hours=72)
        assert await answering.expire(stores.rounds, stores.audit, now=almost) == 0
        with pytest.raises(Stale):
            await answering.accept(desks(stores).answering, proposal.id, person=helper, now=over)
        assert await answering.expire(stores.rounds, stores.audit, now=over) == 1
        assert await answering.expire(stores.rounds, stores.audit, now=over) == 0
        assert (await stores.rounds.proposal(proposal.id)).status is ProposalStatus.EXPIRED
        [waiting] = await stores.rounds.waiting(None)
        assert waiting.person == who
        assert await stores.rounds.apart() == set()


async def test_a_round_is_taken_back_while_nobody_has_answered(transactions):
    async with transactions.begin() as stores:
        proposal, helper, who, by = await proposed(stores)
        desk = desks(stores)
        seen = await stores.rounds.last_published()
        assert await publishing.roll_back(desk.matching, seen.id, seen.version, by=by, now=NOW) == 1
        assert await stores.rounds.last_published() is None
        assert await notices(stores, "proposal") == [(helper, NOW, "cancelled")]
        with pytest.raises(Stale):
            await answering.accept(desk.answering, proposal.id, person=helper, now=NOW)
        assert [one.person for one in await stores.rounds.waiting(None)] == [who]


async def test_who_left_the_bot_is_not_matched(transactions):
    async with transactions.begin() as stores:
        by = await coordinator(stores)
        helper = await volunteer(stores, 1, by)
        who, _ = await learner(stores, 2)
        await stores.people.mark_blocked(helper, NOW)
        assert await stores.rounds.serving(None) == ()
        await stores.people.mark_blocked(who, NOW)
        assert await stores.rounds.waiting(None) == ()


async def test_two_published_rounds_never_offer_somebody_twice(transactions):
    """The rule the database keeps when two coordinators publish at the same moment."""
    async with transactions.begin() as stores:
        proposal, _, _, by = await proposed(stores)
        other = await volunteer(stores, 7, by)
        request = await stores.requests.request(proposal.request)

    async def publish_another() -> None:
        async with transactions.begin() as stores:
            suggestion = Suggestion(request=request, volunteer=other, shared=4)
            twin = await stores.rounds.add_round(None, NOW.date(), [suggestion], [], by=by, now=NOW)
            [second] = await stores.rounds.proposals(twin.id)
            await stores.rounds.save_proposal(second.moved(ProposalStatus.OPEN, now=NOW))

    with pytest.raises(IntegrityError):
        await publish_another()


async def test_who_prepared_a_round_may_leave_it_behind(transactions):
    async with transactions.begin() as stores:
        _, helper, who, by = await proposed(stores)
        seen = await stores.rounds.last_published()
        await stores.people.erase(by)
        assert replace(await stores.rounds.round(seen.id), prepared_by=by, published_by=by) == seen
        await stores.people.erase(who)
        assert await stores.rounds.proposals_to(helper) == ()
