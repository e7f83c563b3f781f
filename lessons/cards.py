"""Memory: one card for each phrase and skill, moved by FSRS-6 (https://github.com/open-spaced-repetition/py-fsrs)."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import IntEnum, StrEnum
from functools import cache
from random import Random
from typing import NewType

import fsrs

from core.ids import PersonId, PhraseId
from core.languages import Language

CardId = NewType("CardId", int)

RETENTION = 0.9
"""The share of reviews that should be remembered when a card comes back, 0 to 1."""
KNOWN = fsrs.State.Review.value
"""The state of a card whose first steps are done: it comes back after days, not minutes."""
_FUZZ = 0.05
_FUZZ_FROM = timedelta(days=2.5)


class Skill(StrEnum):
    RECOGNISE = "recognise"
    """From the phrase to its meaning."""
    BUILD = "build"
    """From the meaning to the phrase, its words given."""
    RECALL = "recall"
    """From the meaning to the phrase, nothing given."""


class Grade(IntEnum):
    AGAIN = 1
    HARD = 2
    GOOD = 3
    EASY = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """`stability` is in days, `difficulty` 1 to 10; both are None before the first review."""

    id: CardId
    person: PersonId
    language: Language
    phrase: PhraseId
    skill: Skill
    due: datetime
    state: int = 1
    """FSRS's own: 1 learning, 2 review, 3 relearning."""
    step: int | None = 0
    stability: float | None = None
    difficulty: float | None = None
    last_review: datetime | None = None
    reviews: int = 0
    lapses: int = 0
    version: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Review:
    """An answer's record; `elapsed_days` is since the review before, None for the first."""

    card: CardId
    person: PersonId
    language: Language
    phrase: PhraseId
    skill: Skill
    grade: Grade
    at: datetime
    elapsed_days: float | None


@cache
def _scheduler() -> fsrs.Scheduler:
    # The library's fuzz draws from the global random; ours below takes `rng`.
    return fsrs.Scheduler(desired_retention=RETENTION, enable_fuzzing=False)


def review(card: Card, grade: Grade, *, now: datetime, rng: Random) -> tuple[Card, Review]:
    """Return the card as it is after the answer, and the answer's record. Never due before `now`."""
    moved, _log = _scheduler().review_card(_theirs(card), fsrs.Rating(grade.value), now)
    due = now + _fuzzed(moved.due - now, rng)
    elapsed = (now - card.last_review).total_seconds() / 86400 if card.last_review is not None else None
    after = replace(
        card,
        due=due,
        state=moved.state.value,
        step=moved.step,
        stability=moved.stability,
        difficulty=moved.difficulty,
        last_review=now,
        reviews=card.reviews + 1,
        lapses=card.lapses + (grade is Grade.AGAIN and card.state == KNOWN),
        version=card.version + 1,
    )
    record = Review(
        card=card.id,
        person=card.person,
        language=card.language,
        phrase=card.phrase,
        skill=card.skill,
        grade=grade,
        at=now,
        elapsed_days=elapsed,
    )
    return after, record


def retrievability(card: Card, *, now: datetime) -> float:
    """Return how likely the card is remembered now, 0 to 1; 0 before the first review."""
    if card.last_review is None or card.stability is None:
        return 0.0
    return float(_scheduler().get_card_retrievability(_theirs(card), now))


def _theirs(card: Card) -> fsrs.Card:
    return fsrs.Card(
        card_id=int(card.id),
        state=fsrs.State(card.state),
        step=card.step,
        stability=card.stability,
        difficulty=card.difficulty,
        due=card.due,
        last_review=card.last_review,
    )


def _fuzzed(interval: timedelta, rng: Random) -> timedelta:
    """Spread what was learnt together over neighbouring days."""
    return interval * (1 + rng.uniform(-_FUZZ, _FUZZ)) if interval >= _FUZZ_FROM else interval
