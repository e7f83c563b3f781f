"""A round: what it asks, in which order, and how far it is."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import pairwise
from random import Random
from typing import NewType

from core.ids import PersonId, PhraseId
from core.languages import Language
from lessons import exercises
from lessons.cards import KNOWN, Card, CardId, retrievability
from lessons.exercises import SKILLS, Exercise, Kind, can_order
from lessons.phrasebook import Phrase, Phrasebook
from lessons.tracks import Track, TrackId

RoundId = NewType("RoundId", int)

FRESH_WAVES = (Kind.CHOOSE, Kind.ORDER, Kind.TYPE)
"""A new phrase is met three times in its first round, each time with less help."""
WORDS_WITHIN = timedelta(hours=24)
"""What is typed later than that after a round's start is no answer to it any more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """A question to come."""

    card: CardId
    phrase: PhraseId
    kind: Kind
    seed: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Round:
    """`position` is the item being asked; `order` holds the words tapped so far of an ORDER exercise."""

    id: RoundId
    person: PersonId
    track: TrackId
    language: Language
    base: Language
    items: tuple[Item, ...]
    position: int = 0
    order: tuple[int, ...] = ()
    right: int = 0
    started_at: datetime
    finished_at: datetime | None = None
    version: int = 1

    @property
    def item(self) -> Item:
        return self.items[self.position]

    def moved_on(self, *, right: bool, book: Phrasebook, now: datetime) -> "Round":
        """Return the round after an answer; a phrase that the book lost meanwhile is passed over."""
        left = range(self.position + 1, len(self.items))
        position = next((place for place in left if self.items[place].phrase in book.by_id), len(self.items))
        return replace(
            self,
            position=position,
            order=(),
            right=self.right + right,
            finished_at=now if position == len(self.items) else None,
            version=self.version + 1,
        )

    def takes_words(self, now: datetime) -> bool:
        """Return whether a message may still be meant as an answer."""
        return now - self.started_at <= WORDS_WITHIN

    @property
    def is_over(self) -> bool:
        return self.position >= len(self.items)


def exercise_of(current: Round, book: Phrasebook) -> Exercise:
    """Return the exercise being asked."""
    item = current.item
    return exercises.make(item.kind, book.by_id[item.phrase], book, current.language, current.base, item.seed)


def choose(
    known: Iterable[Card],
    book: Phrasebook,
    track: Track,
    today: PhraseId | None,
    *,
    cap: int,
    now: datetime,
    rng: Random,
) -> list[tuple[PhraseId, Kind]]:
    """Return what a round asks, at most `cap`: what is about to be forgotten first, then new phrases.

    A round is never longer after an absence: what does not fit today waits for tomorrow.
    """
    met = [card for card in known if card.phrase in book.by_id]
    due = [card for card in met if card.reviews and card.due <= now]
    due.sort(key=lambda card: retrievability(card, now=now))
    kinds = {skill: kind for kind, skill in SKILLS.items()}
    old = [(card.phrase, kinds[card.skill]) for card in _one_a_phrase(due)[:cap]]
    rng.shuffle(old)
    busy = {phrase for phrase, _ in old}
    grown = _grown(met, book, track.language, without=busy)[: cap - len(old)]
    room = cap - len(old) - len(grown)
    seen = {card.phrase for card in met if card.reviews}
    fresh = [phrase for phrase in book.course(track.level) if phrase.id not in seen]
    fresh.sort(key=lambda phrase: phrase.id != today)
    return old + grown + _waves(fresh, track.language, room)


def _grown(
    met: Iterable[Card], book: Phrasebook, language: Language, *, without: Collection[PhraseId]
) -> list[tuple[PhraseId, Kind]]:
    """Return phrases that are ready for less help: the next kind was not asked yet, and the one before is known."""
    states = {(card.phrase, card.skill): card.state for card in met if card.reviews}
    ready = []
    for phrase in dict.fromkeys(phrase for phrase, _ in states if phrase not in without):
        kinds = [kind for kind in FRESH_WAVES if kind is not Kind.ORDER or can_order(book.by_id[phrase], language)]
        for before, kind in pairwise(kinds):
            known = states.get((phrase, SKILLS[before])) == KNOWN
            if known and (phrase, SKILLS[kind]) not in states:
                ready.append((phrase, kind))
                break
    return ready


def _one_a_phrase(due: Iterable[Card]) -> list[Card]:
    """Leave out a phrase's second card: today's first answer would give the second away."""
    chosen: dict[PhraseId, Card] = {}
    for card in due:
        chosen.setdefault(card.phrase, card)
    return list(chosen.values())


def _waves(fresh: Sequence[Phrase], language: Language, room: int) -> list[tuple[PhraseId, Kind]]:
    """Lay new phrases out in waves: all to be chosen, then all to be ordered, then all to be typed."""
    phrases = fresh[: -(-room // len(FRESH_WAVES))]
    waves = [
        (phrase.id, kind)
        for kind in FRESH_WAVES
        for phrase in phrases
        if kind is not Kind.ORDER or can_order(phrase, language)
    ]
    return waves[:room]
