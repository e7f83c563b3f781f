"""A week of half-hours as a short text: no database has a number of 336 bits."""

from core.availability import WeeklyAvailability


def packed(week: WeeklyAvailability) -> str:
    return f"{week.mask:x}"


def unpacked(text: str) -> WeeklyAvailability:
    return WeeklyAvailability(mask=int(text or "0", 16))
