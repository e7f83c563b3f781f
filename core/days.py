"""Local days: what "today" and "at nine" mean for somebody in an IANA time zone."""

from collections.abc import Collection
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo, available_timezones

EVERY_DAY = frozenset(range(7))


@lru_cache(maxsize=1)
def _known_zones() -> frozenset[str]:
    return frozenset(available_timezones())


def is_zone(name: str) -> bool:
    """Return whether `name` is an IANA time zone that is safe to keep (never a path)."""
    return name in _known_zones()


def local_day(now: datetime, zone: str) -> date:
    """Return the calendar day that `now` (aware) falls on in `zone`."""
    return now.astimezone(ZoneInfo(zone)).date()


def instant(day: date, at: time, zone: str) -> datetime:
    """Return the UTC instant of a local wall time.

    A time that the clocks skip is moved past the gap; one that happens twice is taken the first time (PEP 495).
    """
    return datetime.combine(day, at, ZoneInfo(zone)).astimezone(UTC)


def next_occurrence(now: datetime, at: time, weekdays: Collection[int], zone: str) -> datetime:
    """Return the first instant after `now` at the local time `at` on one of `weekdays` (0 is Monday).

    Raises ValueError when `weekdays` is empty.
    """
    if not weekdays:
        raise ValueError("no weekdays")
    today = local_day(now, zone)
    for ahead in range(9):
        day = today + timedelta(days=ahead)
        if day.weekday() in weekdays:
            due = instant(day, at, zone)
            if due > now:
                return due
    raise ValueError("weekdays must be 0 to 6")


def week_start(day: date) -> date:
    """Return the Monday of `day`'s week."""
    return day - timedelta(days=day.weekday())
