"""One learner in one language at one level, and the hour of the daily phrase."""

from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from typing import NewType

from core.days import instant, local_day, next_occurrence
from core.ids import PersonId
from core.languages import Language, Level

TrackId = NewType("TrackId", int)

DAILY_CAP = 10
"""Exercises in a round at most, unless the programme says otherwise."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Track:
    """`days`: 0 is Monday; `at` is local time in `zone`."""

    id: TrackId
    person: PersonId
    language: Language
    level: Level
    days: frozenset[int]
    at: time
    zone: str
    cap: int | None = None
    """Exercises in a round at most, when the learner chose a number."""
    paused_until: datetime | None = None
    open: bool = True

    def paused(self, until: datetime | None) -> "Track":
        """Return the track paused until then; None resumes it."""
        return replace(self, paused_until=until)

    def paused_for(self, days: int, *, now: datetime) -> "Track":
        """Return the track paused until the first minute of the day that is `days` ahead; 0 resumes it."""
        until = instant(local_day(now, self.zone) + timedelta(days=days), time(), self.zone) if days else None
        return self.paused(until)

    def is_paused(self, now: datetime) -> bool:
        return self.paused_until is not None and now < self.paused_until

    def next_daily(self, now: datetime) -> datetime:
        """Return when the next phrase comes: after `now`, and after the pause."""
        return next_occurrence(max(now, self.paused_until or now), self.at, self.days, self.zone)
