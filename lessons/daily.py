"""The phrase of the day: which one, once for each day."""

from datetime import timedelta
from typing import Protocol

from core.ids import PhraseId
from lessons.phrasebook import Phrase, Phrasebook
from lessons.tracks import Track, TrackId

DAILY = "daily_phrase"
LIVES = timedelta(hours=12)
"""A phrase that could not be sent by then is left out: tomorrow has its own."""


class DailyStore(Protocol):
    async def track(self, number: TrackId) -> Track | None: ...

    async def daily_phrase(self, track: TrackId, day: str) -> PhraseId | None: ...

    async def past_daily_phrases(self, track: TrackId) -> frozenset[PhraseId]: ...

    async def set_daily_phrase(self, track: TrackId, day: str, phrase: PhraseId) -> None: ...


async def phrase_of_day(store: DailyStore, book: Phrasebook, track: Track, day: str) -> Phrase:
    """Return the phrase of `day`, chosen once: the first of the course that was not the day's before.

    When the whole book has been through, it begins anew.
    """
    chosen = await store.daily_phrase(track.id, day)
    if chosen is not None and chosen in book.by_id:
        return book.by_id[chosen]
    past = await store.past_daily_phrases(track.id)
    course = book.course(track.level)
    phrase = next((one for one in course if one.id not in past), course[len(past) % len(course)])
    if chosen is None:
        await store.set_daily_phrase(track.id, day, phrase.id)
    return phrase
