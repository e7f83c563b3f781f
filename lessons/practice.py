"""Practice: begin a round, answer what it asks, and what an answer changes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from random import Random
from typing import Protocol

from core.days import local_day
from core.errors import Refusal, Stale
from core.ids import PersonId, PhraseId
from core.languages import Language, Level
from lessons import cards, exercises
from lessons.cards import Card, CardId, Review, Skill
from lessons.exercises import SKILLS, Exercise
from lessons.grading import Graded
from lessons.phrasebook import Phrasebook
from lessons.rounds import Item, Round, choose, exercise_of
from lessons.tracks import DAILY_CAP, Track, TrackId


class NoTrack(Refusal):
    """The person practises no language now."""


class NoRound(Refusal):
    """No round is under way."""


class NothingDue(NoRound):
    """Nothing is to be asked now: all there is was met, and nothing is about to be forgotten."""


class NotAnOption(Refusal):
    """What was typed is none of the meanings to choose from, nor the number of one: 1 to `count`."""

    def __init__(self, count: int) -> None:
        super().__init__(count)
        self.count = count


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """What an answer led to: the verdict on `exercise`, and the round as it goes on."""

    exercise: Exercise
    result: Graded
    round: Round
    next: Exercise | None
    """None when the round is over."""
    coming: int = 0
    """Exercises that come back within a day, counted when the round is over."""


class LessonStore(Protocol):
    async def track_of(self, person: PersonId) -> Track | None:
        """Return the track the person practised last."""
        ...

    async def tracks_of(self, person: PersonId) -> tuple[Track, ...]: ...

    async def track(self, number: TrackId) -> Track | None: ...

    async def save_track(self, track: Track, *, now: datetime) -> None: ...

    async def prefer(self, track: TrackId, *, now: datetime) -> None:
        """Make it the track that is practised from now on."""
        ...

    async def open_track(
        self,
        person: PersonId,
        language: Language,
        level: Level,
        *,
        days: frozenset[int],
        at: time,
        zone: str,
        now: datetime,
    ) -> None: ...

    async def close_track(self, person: PersonId, language: Language) -> None: ...

    async def daily_phrase(self, track: TrackId, day: str) -> PhraseId | None: ...

    async def past_daily_phrases(self, track: TrackId) -> frozenset[PhraseId]: ...

    async def set_daily_phrase(self, track: TrackId, day: str, phrase: PhraseId) -> None: ...

    async def reviews_since(
        self, person: PersonId, language: Language, since: datetime
    ) -> Sequence[tuple[datetime, int]]:
        """Return the instant and the grade of each answer since then, oldest first."""
        ...

    async def count_due(self, person: PersonId, language: Language, before: datetime) -> int:
        """Return how many answered cards are due before then."""
        ...

    async def cards_of(self, person: PersonId, language: Language) -> tuple[Card, ...]: ...

    async def add_cards(
        self, person: PersonId, language: Language, wanted: Sequence[tuple[PhraseId, Skill]], *, now: datetime
    ) -> Mapping[tuple[PhraseId, Skill], CardId]: ...

    async def add_round(self, track: Track, base: Language, items: Sequence[Item], *, now: datetime) -> Round: ...

    async def current_round(self, person: PersonId) -> tuple[Round, Card] | None:
        """Return the round under way with the card being asked."""
        ...

    async def save_answer(self, card: Card, record: Review, after: Round) -> None:
        """Write all three. Raises Stale when the round or the card moved meanwhile."""
        ...

    async def save_order(self, after: Round) -> None:
        """Write the words tapped so far. Raises Stale."""
        ...


async def begin(
    store: LessonStore,
    book: Phrasebook,
    person: PersonId,
    reader: Language,
    *,
    now: datetime,
    rng: Random,
    cap: int = DAILY_CAP,
) -> tuple[Round, Exercise]:
    """Begin a round of at most `cap` exercises or the learner's own number, or go on with today's.

    Raises NoTrack, NothingDue.
    """
    track = await store.track_of(person)
    if track is None:
        raise NoTrack
    running = await store.current_round(person)
    if running is not None and _goes_on(running[0], track, book, now):
        return running[0], exercise_of(running[0], book)
    known = await store.cards_of(person, track.language)
    today = await store.daily_phrase(track.id, track_day(track, now))
    plan = choose(known, book, track, today, cap=track.cap or cap, now=now, rng=rng)
    if not plan:
        raise NothingDue
    have = {(card.phrase, card.skill): card.id for card in known}
    missing = [key for key in dict.fromkeys((phrase, SKILLS[kind]) for phrase, kind in plan) if key not in have]
    have |= await store.add_cards(person, track.language, missing, now=now)
    items = [
        Item(card=have[phrase, SKILLS[kind]], phrase=phrase, kind=kind, seed=rng.getrandbits(31))
        for phrase, kind in plan
    ]
    base = exercises.base_for(reader, track.language)
    started = await store.add_round(track, base, items, now=now)
    return started, exercise_of(started, book)


def _goes_on(current: Round, track: Track, book: Phrasebook, now: datetime) -> bool:
    """A round of an earlier day is left behind: by now something else is about to be forgotten."""
    today = track_day(track, current.started_at) == track_day(track, now)
    return today and current.track == track.id and current.item.phrase in book.by_id


def track_day(track: Track, now: datetime) -> str:
    """Return the learner's own day, as text."""
    return local_day(now, track.zone).isoformat()


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """The round, the card and the exercise under way."""

    round: Round
    card: Card
    exercise: Exercise


async def asked(
    store: LessonStore, book: Phrasebook, person: PersonId, expected: tuple[int, int] | None = None
) -> Asked:
    """Return what is being asked; `expected` is a button's (round, position). Raises NoRound, Stale."""
    running = await store.current_round(person)
    if running is None:
        raise NoRound
    current, card = running
    if expected is not None and expected != (current.id, current.position):
        raise Stale("round", expected)
    if current.item.phrase not in book.by_id:
        # The book lost the phrase while it was being asked; the next round is without it.
        raise NoRound
    return Asked(round=current, card=card, exercise=exercise_of(current, book))


async def asked_in_words(store: LessonStore, book: Phrasebook, person: PersonId, *, now: datetime) -> Asked:
    """Return what a message may be an answer to. Raises NoRound."""
    under_way = await asked(store, book, person)
    if not under_way.round.takes_words(now):
        raise NoRound
    return under_way


async def own_track(store: LessonStore, person: PersonId, number: TrackId) -> Track:
    """Return the person's open track of that number. Raises Stale when it is closed or somebody else's."""
    for track in await store.tracks_of(person):
        if track.id == number:
            return track
    raise Stale("track", number)


async def turn_to(store: LessonStore, person: PersonId, number: TrackId, *, now: datetime) -> Track:
    """Make the person's track the one that is practised. Raises Stale."""
    track = await own_track(store, person, number)
    await store.prefer(number, now=now)
    return track


async def answer(
    store: LessonStore, book: Phrasebook, under_way: Asked, result: Graded, *, now: datetime, rng: Random
) -> Answered:
    """Move the card and the round on by a graded answer. Raises Stale."""
    current = under_way.round
    card, record = cards.review(under_way.card, result.grade, now=now, rng=rng)
    after = current.moved_on(right=result.accepted, book=book, now=now)
    await store.save_answer(card, record, after)
    if not after.is_over:
        return Answered(exercise=under_way.exercise, result=result, round=after, next=exercise_of(after, book))
    coming = await store.count_due(after.person, after.language, now + timedelta(days=1))
    return Answered(exercise=under_way.exercise, result=result, round=after, next=None, coming=coming)


async def tap_word(store: LessonStore, under_way: Asked, place: int) -> Round:
    """Put the word at `place` next, or take the last one back with -1. Raises Stale for a word already used."""
    order = under_way.round.order
    if place == -1:
        moved = order[:-1]
    elif place in order or not 0 <= place < len(under_way.exercise.options):
        raise Stale("word", place)
    else:
        moved = (*order, place)
    after = replace(under_way.round, order=moved, version=under_way.round.version + 1)
    await store.save_order(after)
    return after
