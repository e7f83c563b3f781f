"""Cards, rounds and the phrases of past days, on both databases."""

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from random import Random

import pytest

from core.errors import Stale
from core.ids import TelegramId
from core.languages import Language, Level
from lessons import practice
from lessons.cards import Grade, Skill, review
from lessons.daily import phrase_of_day
from lessons.exercises import Kind, check_choice, check_text
from lessons.practice import NoRound, NothingDue, NoTrack
from tests.lessons.books import shelf

NOW = datetime(2026, 11, 24, 12, 0, 30, 250000, tzinfo=UTC)
BOOK = shelf()
FRENCH = Language.FRENCH


async def learner(stores, number=1, *languages):
    person, _ = await stores.people.meet(TelegramId(number), Language.ENGLISH, now=NOW)
    for language in languages or (FRENCH,):
        await stores.lessons.open_track(
            person.id, language, Level.A1, days=frozenset({0, 6}), at=time(7, 30), zone="Asia/Tokyo", now=NOW
        )
    return person.id


async def begun(stores, who, *, book=BOOK, now=NOW, seed=1):
    return await practice.begin(stores.lessons, book, who, Language.ENGLISH, now=now, rng=Random(seed))


async def answered(stores, who, *, right=True, now=NOW, book=BOOK):
    under_way = await practice.asked(stores.lessons, book, who)
    exercise = under_way.exercise
    if exercise.kind is Kind.CHOOSE:
        result = check_choice(exercise, exercise.answer if right else exercise.answer - 1)
    else:
        result = check_text(exercise, exercise.phrase.text[FRENCH] if right else "?")
    return await practice.answer(stores.lessons, book, under_way, result, now=now, rng=Random(1))


async def test_a_track_is_kept_as_it_was_opened(transactions):
    async with transactions.begin() as stores:
        who = await learner(stores)
        track = await stores.lessons.track_of(who)
        assert (track.language, track.level, track.days, track.at) == (FRENCH, Level.A1, frozenset({0, 6}), time(7, 30))
        assert (track.zone, track.cap, track.paused_until, track.open) == ("Asia/Tokyo", None, None, True)
        changed = replace(track, days=frozenset({3}), cap=5, paused_until=NOW + timedelta(days=2))
        await stores.lessons.save_track(changed, now=NOW)
        assert await stores.lessons.track(track.id) == changed


async def test_a_round_survives_the_transaction_whole(transactions):
    async with transactions.begin() as stores:
        who = await learner(stores)
        started, exercise = await begun(stores, who)
    async with transactions.begin() as stores:
        under_way = await practice.asked(stores.lessons, BOOK, who)
        assert (under_way.round, under_way.exercise) == (started, exercise)
        assert (under_way.card.phrase, under_way.card.skill) == (exercise.phrase.id, Skill.RECOGNISE)
        assert await begun(stores, who, seed=2) == (started, exercise)


async def test_an_answer_moves_card_and_round_and_leaves_a_record(transactions):
    async with transactions.begin() as stores:
        who = await learner(stores)
        started, exercise = await begun(stores, who)
        done = await answered(stores, who)
        assert done.round.position == 1
        [card] = [card for card in await stores.lessons.cards_of(who, FRENCH) if card.reviews]
        assert (card.phrase, card.skill, card.version) == (exercise.phrase.id, Skill.RECOGNISE, 2)
        assert card.last_review == NOW
        assert card.due > NOW
        assert await stores.lessons.reviews_since(who, FRENCH, NOW) == [(NOW, Grade.GOOD)]
        assert (await practice.asked(stores.lessons, BOOK, who)).exercise == done.next
        assert started.items == done.round.items


async def test_the_end_tells_what_is_right_and_what_comes_back(transactions):
    async with transactions.begin() as stores:
        who = await learner(stores)
        started, _ = await begun(stores, who)
        for number in range(len(started.items)):
            done = await answered(stores, who, right=number % 2 == 0)
        assert (done.next, done.round.right, done.coming) == (None, 5, 10)
        with pytest.raises(NoRound):
            await practice.asked(stores.lessons, BOOK, who)
        tomorrow, _ = await begun(stores, who, now=NOW + timedelta(days=1))
        assert {item.phrase for item in tomorrow.items} >= {item.phrase for item in started.items}


async def test_two_answers_to_one_question_count_once(transactions):
    async with transactions.begin() as stores:
        who = await learner(stores)
        await begun(stores, who)
    async with transactions.begin() as stores:
        under_way = await practice.asked(stores.lessons, BOOK, who)
        result = check_choice(under_way.exercise, 0)
        await practice.answer(stores.lessons, BOOK, under_way, result, now=NOW, rng=Random(1))
    with pytest.raises(Stale):
        async with transactions.begin() as stores:
            await practice.answer(stores.lessons, BOOK, under_way, result, now=NOW, rng=Random(1))
    async with transactions.read() as stores:
        assert len(await stores.lessons.reviews_since(who, FRENCH, NOW)) == 1


async def test_a_card_that_moved_or_a_round_that_moved_is_stale(transactions):
    async with transactions.begin() as stores:
        who = await learner(stores)
        await begun(stores, who)
        under_way = await practice.asked(stores.lessons, BOOK, who)
        card, record = review(under_way.card, Grade.GOOD, now=NOW, rng=Random(1))
        after = under_way.round.moved_on(right=True, book=BOOK, now=NOW)
        with pytest.raises(Stale):
            await stores.lessons.save_answer(replace(card, version=9), record, after)
        with pytest.raises(Stale):
            await stores.lessons.save_order(replace(after, version=9))


async def test_words_are_kept_in_the_order_they_were_tapped(transactions):
    async with transactions.begin() as stores:
        who = await learner(stores)
        await begun(stores, who)
        while (under_way := await practice.asked(stores.lessons, BOOK, who)).exercise.kind is not Kind.ORDER:
            await answered(stores, who)
        for place in (2, 0):
            await practice.tap_word(stores.lessons, await practice.asked(stores.lessons, BOOK, who), place)
        under_way = await practice.asked(stores.lessons, BOOK, who)
        assert under_way.round.order == (2, 0)
        for wrong in (0, 4, -2):
            with pytest.raises(Stale):
                await practice.tap_word(stores.lessons, under_way, wrong)
        await practice.tap_word(stores.lessons, under_way, -1)
        assert (await practice.asked(stores.lessons, BOOK, who)).round.order == (2,)


async def test_another_day_or_another_language_begins_another_round(transactions):
    async with transactions.begin() as stores:
        who = await learner(stores, 1, FRENCH, Language.GERMAN)
        german, _ = await begun(stores, who)
        assert german.language is Language.GERMAN
        [track] = [track for track in await stores.lessons.tracks_of(who) if track.language is FRENCH]
        await practice.turn_to(stores.lessons, who, track.id, now=NOW + timedelta(seconds=1))
        french, _ = await begun(stores, who)
        assert (french.language, french.position) == (FRENCH, 0)
        later, _ = await begun(stores, who, now=NOW + timedelta(days=1))
        assert later.id != french.id


async def test_without_a_track_or_a_phrase_there_is_no_round(transactions):
    async with transactions.begin() as stores:
        who, other = await learner(stores, 1), await learner(stores, 2)
        await begun(stores, who)
        track = await stores.lessons.track_of(who)
        with pytest.raises(Stale):
            await practice.own_track(stores.lessons, other, track.id)
        await stores.lessons.close_track(who, FRENCH)
        with pytest.raises(NoTrack):
            await begun(stores, who)
        with pytest.raises(NoRound):
            await practice.asked(stores.lessons, BOOK, who)
        await begun(stores, other, book=(small := shelf(levels=(Level.A1,), themes=("school",), each=1)))
        while True:
            try:
                await answered(stores, other, book=small)
            except NoRound:
                break
        with pytest.raises(NothingDue):
            await begun(stores, other, book=small)


async def test_what_was_learnt_is_there_again_when_a_language_is_opened_again(transactions):
    async with transactions.begin() as stores:
        who = await learner(stores)
        await begun(stores, who)
        await answered(stores, who)
        await stores.lessons.close_track(who, FRENCH)
        await learner(stores)
        assert sum(card.reviews for card in await stores.lessons.cards_of(who, FRENCH)) == 1


async def test_the_phrase_of_a_day_is_chosen_once_and_no_other_day_has_it(transactions):
    async with transactions.begin() as stores:
        track = await stores.lessons.track_of(await learner(stores))
        days = [f"2026-11-{day:02}" for day in range(1, 31)]
        chosen = [await phrase_of_day(stores.lessons, BOOK, track, day) for day in days]
        again = [await phrase_of_day(stores.lessons, BOOK, track, day) for day in days]
        assert chosen == again
        assert len({phrase.id for phrase in chosen}) == 30
        assert [phrase.level for phrase in chosen] == [Level.A1] * 12 + [Level.A2] * 12 + [Level.B1] * 6


async def test_after_the_whole_book_it_begins_anew(transactions):
    small = shelf(levels=(Level.A1,), themes=("school",), each=2)
    async with transactions.begin() as stores:
        track = await stores.lessons.track_of(await learner(stores))
        for day in ("1", "2", "3"):
            phrase = await phrase_of_day(stores.lessons, small, track, day)
        assert phrase in small.phrases


async def test_a_persons_export_has_tracks_and_answers_and_nobody_elses(transactions):
    async with transactions.begin() as stores:
        who, other = await learner(stores, 1), await learner(stores, 2)
        for person in (who, other):
            await begun(stores, person)
            await answered(stores, person)
        export = await stores.lessons.export(who)
        assert [track["language"] for track in export["tracks"]] == ["fr"]
        [answer] = export["answers"]
        assert (answer["skill"], answer["grade"]) == ("recognise", 3)
        await stores.people.erase(who)
        assert await stores.lessons.export(who) == {"tracks": [], "answers": []}
        assert len((await stores.lessons.export(other))["answers"]) == 1
