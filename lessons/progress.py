"""How far a learner is: what was met, and what is expected to be remembered today."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from core.languages import Level
from lessons.cards import Card, retrievability
from lessons.phrasebook import Phrasebook


@dataclass(frozen=True, slots=True, kw_only=True)
class LevelProgress:
    """Phrases of one level: in the book, met by the learner, and expected to be remembered today."""

    total: int
    met: int
    remembered: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    levels: Mapping[Level, LevelProgress]
    due: int
    """Cards that are due now."""

    @property
    def met(self) -> int:
        return sum(level.met for level in self.levels.values())

    @property
    def remembered(self) -> float:
        return sum(level.remembered for level in self.levels.values())


def progress(cards: Iterable[Card], book: Phrasebook, *, now: datetime) -> Progress:
    """Return the progress; a phrase counts with its best skill, by FSRS's forgetting curve."""
    best: dict[str, float] = {}
    due = 0
    for card in cards:
        if not card.reviews or card.phrase not in book.by_id:
            continue
        best[card.phrase] = max(best.get(card.phrase, 0.0), retrievability(card, now=now))
        due += card.due <= now
    levels = {}
    for level in Level:
        listed = [phrase.id for phrase in book.phrases if phrase.level is level]
        if listed:
            known = [best[phrase] for phrase in listed if phrase in best]
            levels[level] = LevelProgress(total=len(listed), met=len(known), remembered=sum(known))
    return Progress(levels=levels, due=due)
