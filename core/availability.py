"""Weekly availability: the half-hours of a local week, and what they are in UTC in a given week.

A week is an int of 336 bits: bit 0 is Monday 00:00-00:30, bit 335 is Sunday 23:30-24:00.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

SLOTS_A_DAY = 48
SLOTS_A_WEEK = 7 * SLOTS_A_DAY
_HALF_HOUR = timedelta(minutes=30)


@dataclass(frozen=True, slots=True, kw_only=True)
class WeeklyAvailability:
    """Half-hours of a week in the person's own local time."""

    mask: int = 0

    def __post_init__(self) -> None:
        if self.mask < 0 or self.mask.bit_length() > SLOTS_A_WEEK:
            raise ValueError("mask has more than 336 bits")

    @classmethod
    def of(cls, slots: Iterable[int]) -> "WeeklyAvailability":
        """Build from slot numbers, 0 to 335."""
        mask = 0
        for slot in slots:
            if not 0 <= slot < SLOTS_A_WEEK:
                raise ValueError("slot must be 0 to 335")
            mask |= 1 << slot
        return cls(mask=mask)

    @property
    def minutes(self) -> int:
        """Minutes a week."""
        return self.mask.bit_count() * 30

    def has(self, slot: int) -> bool:
        return bool(self.mask >> slot & 1)

    def toggled(self, slots: Iterable[int]) -> "WeeklyAvailability":
        """Return a copy in which `slots` are all set, or all cleared when they all were set."""
        block = WeeklyAvailability.of(slots).mask
        full = self.mask & block == block
        return WeeklyAvailability(mask=self.mask & ~block if full else self.mask | block)

    def in_utc(self, zone: str, week: date) -> int:
        """Return the mask of UTC half-hours, of the UTC week that starts on `week` (a Monday), that lie in this.

        Where a zone is not a whole number of half-hours from UTC, only half-hours wholly inside count.
        """
        mask = 0
        for slot, (first, last) in enumerate(local_slots(zone, week)):
            if self.mask >> first & self.mask >> last & 1:
                mask |= 1 << slot
        return mask


def slot_number(weekday: int, at: time) -> int:
    """Return the slot that the local wall time lies in; `weekday` 0 is Monday."""
    return weekday * SLOTS_A_DAY + at.hour * 2 + at.minute // 30


def slots_of(mask: int) -> Iterator[int]:
    """Yield the set slots of a week in order."""
    while mask:
        low = mask & -mask
        yield low.bit_length() - 1
        mask ^= low


@lru_cache(maxsize=1024)
def local_slots(zone: str, week: date) -> tuple[tuple[int, int], ...]:
    """For each UTC half-hour of the week, the local slots in which its first and its last minute lie."""
    local = ZoneInfo(zone)
    start = datetime.combine(week, time(), UTC)
    pairs = []
    for number in range(SLOTS_A_WEEK):
        begins = (start + number * _HALF_HOUR).astimezone(local)
        ends = (start + number * _HALF_HOUR + timedelta(minutes=29)).astimezone(local)
        pairs.append((slot_number(begins.weekday(), begins.time()), slot_number(ends.weekday(), ends.time())))
    return tuple(pairs)
