"""One learner in one language at one level, and the hour of the daily phrase."""

from dataclasses import dataclass, replace
from datetime import date, datetime, time
from typing import NewType

from core.days import local_day, next_occurrence
from core.ids import PersonId
from core.languages import Language, Level

TrackId = NewType("TrackId", int)

DAILY_CAP = 10
"""Exercises in a round at most, unless the programme says otherwise."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Track:
    """`days`: 0 is Monday. `next_daily_at` is the next phrase's instant, `daily_day` the local day it belongs to."""

    id: TrackId
    person: PersonId
    language: Language
    level: Level
    days: frozenset[int]
    at: time
    zone: str
    cap: int
    next_daily_at: datetime
    daily_day: date
    paused_until: datetime | None = None
    open: bool = True

    def rescheduled(
        self, *, now: datetime, days: frozenset[int] | None = None, at: time | None = None, zone: str | None = None
    ) -> "Track":
        """Return the track with other days, hour or zone; the next phrase is after `now`."""
        changed = replace(self, days=days or self.days, at=at or self.at, zone=zone or self.zone)
        due = next_occurrence(now, changed.at, changed.days, changed.zone)
        return replace(changed, next_daily_at=due, daily_day=local_day(due, changed.zone))

    def paused(self, until: datetime | None) -> "Track":
        """Return the track paused until then; None resumes it."""
        return replace(self, paused_until=until)

    def is_paused(self, now: datetime) -> bool:
        return self.paused_until is not None and now < self.paused_until


def first_daily(days: frozenset[int], at: time, zone: str, *, now: datetime) -> tuple[datetime, date]:
    """Return the first phrase's instant after `now`, and its local day."""
    due = next_occurrence(now, at, days, zone)
    return due, local_day(due, zone)
