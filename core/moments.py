"""Days and hours as people type them, day before month: "12/12 19:00", "amanhã 19h", "12 dec 7pm"."""

import re
import unicodedata
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from core.days import instant, local_day
from core.errors import Refusal

_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "janeiro january enero jan ene",
            "fevereiro february febrero fev feb",
            "marco march marzo mar",
            "abril april abr apr",
            "maio may mayo mai",
            "junho june junio jun",
            "julho july julio jul",
            "agosto august ago aug",
            "setembro september septiembre set sep sept",
            "outubro october octubre out oct",
            "novembro november noviembre nov",
            "dezembro december diciembre dez dec dic",
        ),
        1,
    )
    for name in names.split()
}
_WEEKDAYS = {
    name: number
    for number, names in enumerate(
        (
            "segunda monday lunes",
            "terca tuesday martes",
            "quarta wednesday miercoles",
            "quinta thursday jueves",
            "sexta friday viernes",
            "sabado saturday",
            "domingo sunday",
        )
    )
    for name in names.split()
}
_AHEAD = {"hoje": 0, "today": 0, "hoy": 0, "amanha": 1, "tomorrow": 1, "manana": 1}

_ISO = re.compile(r"(?P<year>\d{4})-(?P<month>\d{1,2})-(?P<day>\d{1,2})(?!\d)t?")
_NUMBERS = re.compile(
    r"(?<!\d)(?P<day>\d{1,2})(?P<mark>[/.-])(?P<month>\d{1,2})(?:(?P=mark)(?P<year>\d{4}|\d{2}))?(?!\d)"
)
_NAMED = re.compile(
    r"(?<!\d)(?P<day>\d{1,2})(?:st|nd|rd|th|º)?\s*(?:de\s+|of\s+)?(?P<name>[a-z]{3,10})\.?(?:(?:\s+de)?\s+(?P<year>\d{4}))?"
)
_NAME_FIRST = re.compile(
    r"(?P<name>[a-z]{3,10})\.?\s+(?P<day>\d{1,2})(?:st|nd|rd|th)?(?:\s+(?P<year>\d{4}))?(?![\d:h])"
)
_WORD = re.compile(r"(?P<word>[a-z]{3,10})(?:[- ]feira)?")
_CLOCK = re.compile(
    r"(?P<hour>\d{1,2})(?:\s*[:h.]\s*(?P<minute>\d{2})(?:\s*min)?|\s*(?:horas|hs|hrs|hr|h))?\s*(?P<half>am|pm)?"
)
_FILLER = re.compile(r"\b(?:as|a las|at|a partir das)\b|[,;]|^\s*[-–]|[-–]\s*$")


class MomentProblem(StrEnum):
    UNREADABLE = "unreadable"
    NO_HOUR = "no_hour"
    NO_SUCH_DAY = "no_such_day"
    PAST = "past"
    TOO_FAR = "too_far"


class BadMoment(Refusal):
    """A typed day and hour that cannot be used. `days` is how far ahead is allowed, for TOO_FAR."""

    def __init__(self, problem: MomentProblem, *, days: int | None = None) -> None:
        super().__init__(problem, days)
        self.problem = problem
        self.days = days


def read_moment(raw: str, *, zone: str, now: datetime, days_ahead: int, default: time | None = None) -> datetime:
    """Return the UTC instant that `raw` means to somebody in `zone`; without a year, the next such day.

    `default` stands for an hour that was left out. Raises BadMoment.
    """
    text = _folded(raw)
    today = local_day(now, zone)
    day, rest = _day(text, today)
    at = _hour(_FILLER.sub(" ", rest).strip(), default)
    return checked_moment(instant(day, at, zone), now=now, days_ahead=days_ahead)


def checked_moment(moment: datetime, *, now: datetime, days_ahead: int) -> datetime:
    """Return `moment` if it is to come and at most `days_ahead` away. Raises BadMoment."""
    if moment <= now:
        raise BadMoment(MomentProblem.PAST)
    if moment > now + timedelta(days=days_ahead):
        raise BadMoment(MomentProblem.TOO_FAR, days=days_ahead)
    return moment


def _folded(raw: str) -> str:
    """Return `raw` in lower case, without accents, on one line; typed moments are short."""
    decomposed = unicodedata.normalize("NFKD", raw[:80].lower())
    return " ".join("".join(char for char in decomposed if not unicodedata.combining(char)).split())


def _day(text: str, today: date) -> tuple[date, str]:
    for pattern in (_ISO, _NUMBERS):
        if found := pattern.search(text):
            return _date(found["day"], int(found["month"]), found["year"], today), _without(text, found)
    for pattern in (_NAMED, _NAME_FIRST):
        for found in pattern.finditer(text):
            if month := _MONTHS.get(found["name"]):
                return _date(found["day"], month, found["year"], today), _without(text, found)
    for found in _WORD.finditer(text):
        word = found["word"]
        if word in _AHEAD:
            return today + timedelta(days=_AHEAD[word]), _without(text, found)
        if word in _WEEKDAYS:
            ahead = (_WEEKDAYS[word] - today.weekday()) % 7
            return today + timedelta(days=ahead), _without(text, found)
    raise BadMoment(MomentProblem.UNREADABLE)


def _date(day: str, month: int, year: str | None, today: date) -> date:
    try:
        if year is not None:
            return date(int(year) + (2000 if len(year) == 2 else 0), month, int(day))
        return _next(int(day), month, today)
    except ValueError as error:
        raise BadMoment(MomentProblem.NO_SUCH_DAY) from error


def _next(day: int, month: int, today: date) -> date:
    """Return the next such day from today on. Raises ValueError when there is none: 31 April, 29 February this year."""
    meant = date(today.year, month, day)
    return meant if meant >= today else date(today.year + 1, month, day)


def _hour(rest: str, default: time | None) -> time:
    if not rest:
        if default is None:
            raise BadMoment(MomentProblem.NO_HOUR)
        return default
    found = _CLOCK.fullmatch(rest)
    if found is None:
        raise BadMoment(MomentProblem.UNREADABLE)
    hour, minute = int(found["hour"]), int(found["minute"] or 0)
    if found["half"] and not 1 <= hour <= 12:
        raise BadMoment(MomentProblem.UNREADABLE)
    if found["half"]:
        hour = hour % 12 + (12 if found["half"] == "pm" else 0)
    if hour > 23 or minute > 59:
        raise BadMoment(MomentProblem.UNREADABLE)
    return time(hour, minute)


def _without(text: str, found: re.Match[str]) -> str:
    return f"{text[: found.start()]} {text[found.end() :]}".strip()
