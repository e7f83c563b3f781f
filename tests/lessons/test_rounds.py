"""What a round asks: what is about to be forgotten first, at most so much, no phrase given away."""

from datetime import UTC, date, datetime, time, timedelta
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.ids import PersonId
from core.languages import Language, Level
from lessons.cards import Card, CardId, Grade, Skill, retrievability, review
from lessons.exercises import SKILLS, Kind
from lessons.rounds import Item, Round, RoundId, choose
from lessons.tracks import Track, TrackId
from tests.lessons.books import book, phrase, shelf

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
TRACK = Track(
    id=TrackId(1),
    person=PersonId(1),
    language=Language.FRENCH,
    level=Level.A1,
    days=frozenset(range(7)),
    at=time(9),
    zone="America/Sao_Paulo",
)
BOOK = shelf()


def card(said, skill=Skill.RECOGNISE, *, grades=(Grade.GOOD, Grade.GOOD), days_ago=10.0):
    """A card answered like that so many days ago."""
    learnt = Card(
        id=CardId(hash((said.id, skill)) % 10**6), person=PersonId(1), language=Language.FRENCH,
        phrase=said.id, skill=skill, due=NOW,
    )  # fmt: skip
    for answered in grades:
        learnt, _ = review(learnt, answered, now=NOW - timedelta(days=days_ago), rng=Random(1))
    return learnt


def asked(known=(), *, today=None, cap=10, track=TRACK, seed=1, shelf_=BOOK):
    return choose(known, shelf_, track, today, cap=cap, now=NOW, rng=Random(seed))


def test_a_beginner_meets_new_phrases_in_waves_of_less_and_less_help():
    plan = asked()
    assert len(plan) == 10
    course = [one.id for one in BOOK.course(Level.A1)[:4]]
    assert plan[:4] == [(one, Kind.CHOOSE) for one in course]
    assert plan[4:8] == [(one, Kind.ORDER) for one in course]
    assert plan[8:] == [(one, Kind.TYPE) for one in course[:2]]


def test_the_phrase_of_the_day_is_the_first_of_the_new_ones():
    today = BOOK.phrases[-1].id
    assert asked(today=today)[0] == (today, Kind.CHOOSE)


def test_what_is_likeliest_forgotten_is_in_when_not_everything_fits():
    known = [card(said, days_ago=days) for days, said in enumerate(BOOK.phrases[:12], 5)]
    plan = asked(known, cap=4)
    kept = {phrase_ for phrase_, _ in plan}
    forgotten = sorted(known, key=lambda one: retrievability(one, now=NOW))
    assert kept == {one.phrase for one in forgotten[:4]}


def test_what_is_not_due_is_not_asked_and_phrases_met_are_not_new():
    fresh = card(BOOK.phrases[0], grades=(Grade.EASY,), days_ago=0.01)
    assert fresh.due > NOW
    plan = asked([fresh], cap=50)
    assert (fresh.phrase, Kind.CHOOSE) not in plan


def test_a_phrase_is_asked_once_though_two_of_its_cards_are_due():
    said = BOOK.phrases[0]
    plan = asked([card(said, Skill.RECOGNISE), card(said, Skill.RECALL)], cap=3)
    assert [one for one, _ in plan].count(said.id) == 1


def test_a_phrase_that_is_known_with_help_comes_back_with_less():
    said = BOOK.phrases[0]
    known = card(said, Skill.RECOGNISE, grades=(Grade.EASY,), days_ago=0.5)
    assert asked([known], cap=1) == [(said.id, Kind.ORDER)]
    built = card(said, Skill.BUILD, grades=(Grade.EASY,), days_ago=0.5)
    assert asked([known, built], cap=1) == [(said.id, Kind.TYPE)]
    recalled = card(said, Skill.RECALL, grades=(Grade.EASY,), days_ago=0.5)
    assert asked([known, built, recalled], cap=1)[0][0] != said.id


def test_two_words_are_typed_at_once_for_there_is_nothing_to_order():
    short = phrase(1, text={Language.FRENCH: "Bonjour, madame."})
    assert asked(shelf_=book(short)) == [(short.id, Kind.CHOOSE), (short.id, Kind.TYPE)]
    known = card(short, grades=(Grade.EASY,), days_ago=0.5)
    assert asked([known], shelf_=book(short)) == [(short.id, Kind.TYPE)]


def test_a_card_that_was_never_answered_is_a_new_phrase_still():
    first = BOOK.course(Level.A1)[0]
    never = Card(
        id=CardId(1), person=PersonId(1), language=Language.FRENCH, phrase=first.id, skill=Skill.RECOGNISE, due=NOW
    )
    assert asked([never])[0] == (first.id, Kind.CHOOSE)


def test_a_phrase_that_left_the_book_is_forgotten():
    gone = phrase(999, theme="gone")
    assert gone.id not in {one for one, _ in asked([card(gone)])}


histories = st.lists(
    st.tuples(
        st.sampled_from(BOOK.phrases),
        st.sampled_from(Skill),
        st.lists(st.sampled_from(Grade), min_size=1, max_size=4),
        st.floats(0, 90),
    ),
    max_size=40,
    unique_by=lambda one: (one[0].id, one[1]),
)


@given(history=histories, cap=st.integers(1, 30), seed=st.integers())
def test_a_round_is_never_longer_than_the_cap_nor_asks_the_same_twice(history, cap, seed):
    known = [card(said, skill, grades=grades, days_ago=days) for said, skill, grades, days in history]
    plan = asked(known, cap=cap, seed=seed)
    assert len(plan) <= cap
    assert len(set(plan)) == len(plan)
    due = {(one.phrase, one.skill) for one in known if one.due <= NOW}
    answered = {(one.phrase, one.skill) for one in known}
    for said, kind in plan:
        assert (said, SKILLS[kind]) in due or (said, SKILLS[kind]) not in answered
    if len({said for said, _ in due}) >= cap:
        assert all((said, SKILLS[kind]) in due for said, kind in plan)


def round_of(*phrases):
    items = tuple(Item(card=CardId(1), phrase=one.id, kind=Kind.TYPE, seed=1) for one in phrases)
    return Round(
        id=RoundId(1), person=PersonId(1), track=TrackId(1), language=Language.FRENCH, base=Language.ENGLISH,
        items=items, started_at=NOW,
    )  # fmt: skip


def test_a_phrase_that_leaves_the_book_meanwhile_is_passed_over():
    first, gone, last = phrase(1), phrase(2), phrase(3)
    begun = round_of(first, gone, last)
    after = begun.moved_on(right=True, book=book(first, last), now=NOW)
    assert (after.position, after.right, after.version, after.finished_at) == (2, 1, 2, None)
    over = after.moved_on(right=False, book=book(first), now=NOW)
    assert (over.is_over, over.right, over.finished_at) == (True, 1, NOW)


def test_words_are_an_answer_for_a_day():
    begun = round_of(phrase(1))
    assert begun.takes_words(NOW + timedelta(hours=24))
    assert not begun.takes_words(NOW + timedelta(hours=24, seconds=1))


@pytest.mark.parametrize(("days", "until"), [(0, None), (1, date(2026, 11, 25)), (7, date(2026, 12, 1))])
def test_a_pause_ends_in_the_first_minute_of_a_day(days, until):
    paused = TRACK.paused_for(days, now=NOW)
    if until is None:
        assert paused.paused_until is None
        return
    assert paused.paused_until == datetime.combine(until, time(3), UTC)
    assert paused.is_paused(NOW)
    assert paused.next_daily(NOW) == datetime.combine(until, time(12), UTC)
    assert not paused.is_paused(paused.next_daily(NOW))
