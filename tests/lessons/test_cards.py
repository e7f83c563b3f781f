"""Memory moves forward, and only by what was answered."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from core.ids import PersonId, PhraseId
from core.languages import Language
from lessons.cards import KNOWN, Card, CardId, Grade, Skill, retrievability, review

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
NEW = Card(
    id=CardId(7),
    person=PersonId(3),
    language=Language.FRENCH,
    phrase=PhraseId("school-001"),
    skill=Skill.RECALL,
    due=NOW,
)

answers = st.lists(
    st.tuples(st.sampled_from(Grade), st.timedeltas(timedelta(), timedelta(days=400))), min_size=1, max_size=12
)


@given(answers=answers, seed=st.integers())
def test_whatever_is_answered_whenever_the_card_is_never_due_before_now(answers, seed):
    card, now, rng = NEW, NOW, Random(seed)
    for grade, later in answers:
        now += later
        card, record = review(card, grade, now=now, rng=rng)
        assert card.due >= now
        assert card.last_review == now
        assert 0 <= retrievability(card, now=now + later) <= 1
        assert 1 <= card.difficulty <= 10
        assert card.stability > 0
        assert (record.at, record.grade, record.card) == (now, grade, card.id)
    assert card.reviews == len(answers)
    assert card.version == 1 + len(answers)


@given(answers=answers, seed=st.integers())
def test_the_same_answers_with_the_same_chance_make_the_same_card(answers, seed):
    def learnt():
        card, now, rng = NEW, NOW, Random(seed)
        for grade, later in answers:
            now += later
            card, _ = review(card, grade, now=now, rng=rng)
        return card

    assert learnt() == learnt()


@given(answers=answers, seed=st.integers(), days=st.floats(0.1, 300))
def test_a_better_answer_is_asked_again_no_sooner(answers, seed, days):
    card, now = NEW, NOW
    for grade, later in answers:
        now += later
        card, _ = review(card, grade, now=now, rng=Random(seed))
    now += timedelta(days=days)
    dues = [review(card, grade, now=now, rng=Random(seed))[0].due for grade in Grade]
    assert dues[0] <= dues[2] <= dues[3]


def test_memory_fades_with_time_and_a_new_card_has_none():
    assert retrievability(NEW, now=NOW) == 0
    card, record = review(NEW, Grade.GOOD, now=NOW, rng=Random(1))
    assert record.elapsed_days is None
    fading = [retrievability(card, now=NOW + timedelta(days=days)) for days in (0, 1, 10, 100)]
    assert fading == sorted(fading, reverse=True)
    assert fading[0] > 0.99 > 0.7 > fading[3]


def test_only_a_known_card_that_is_forgotten_counts_as_a_lapse():
    card, now = NEW, NOW
    card, _ = review(card, Grade.AGAIN, now=now, rng=Random(1))
    assert card.lapses == 0
    while card.state != KNOWN:
        now = card.due
        card, _ = review(card, Grade.GOOD, now=now, rng=Random(1))
    card, record = review(card, Grade.AGAIN, now=card.due, rng=Random(1))
    assert card.lapses == 1
    assert record.elapsed_days > 0.5


def test_what_was_learnt_together_comes_back_spread_over_days():
    card = replace(NEW, state=KNOWN, step=None, stability=30.0, difficulty=5.0, last_review=NOW)
    now = NOW + timedelta(days=30)
    days = {review(card, Grade.GOOD, now=now, rng=Random(seed))[0].due.date() for seed in range(50)}
    assert len(days) > 3
    exact = review(card, Grade.GOOD, now=now, rng=Middle())[0].due - now
    for seed in range(50):
        interval = review(card, Grade.GOOD, now=now, rng=Random(seed))[0].due - now
        assert 0.95 * exact <= interval <= 1.05 * exact


class Middle(Random):
    def uniform(self, a, b):
        return (a + b) / 2
