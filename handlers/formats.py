"""Days, times and names as the reader writes them."""

from datetime import date, datetime
from gettext import NullTranslations
from zoneinfo import ZoneInfo

from babel import Locale
from babel.dates import format_date, format_datetime, format_time

from core.languages import Language, Level
from enrolment.people import Person
from handlers.catalogues import LOCALES


def locale_of(person: Person) -> Locale:
    return Locale.parse(LOCALES.get(person.language, "pt_BR"))


def zone_of(person: Person) -> ZoneInfo:
    return ZoneInfo(person.time_zone)


def local_day(moment: datetime, person: Person) -> str:
    """Return the weekday, day and month of `moment` in the person's zone, such as "Tuesday, 24 November"."""
    return day(moment.astimezone(zone_of(person)).date(), person)


def day(value: date, person: Person) -> str:
    skeletons = {"en": "EEEE, d MMMM", "pt": "EEEE, d 'de' MMMM", "es": "EEEE, d 'de' MMMM"}
    locale = locale_of(person)
    return format_date(value, skeletons.get(locale.language, "EEEE, d MMMM"), locale=locale)


def short_day(value: date, person: Person) -> str:
    """Return day and month in figures, such as "24/11"."""
    return format_date(value, "dd/MM", locale=locale_of(person))


def local_time(moment: datetime, person: Person) -> str:
    """Return hours and minutes in the person's zone, such as "09:00"."""
    return format_time(moment, "HH:mm", tzinfo=zone_of(person), locale=locale_of(person))


def local_moment(moment: datetime, person: Person) -> str:
    """Return weekday, day and time in the person's zone."""
    locale = locale_of(person)
    patterns = {"en": "EEE, d MMM, HH:mm", "pt": "EEE, d 'de' MMM, HH:mm", "es": "EEE, d 'de' MMM, HH:mm"}
    return format_datetime(moment, patterns[locale.language], tzinfo=zone_of(person), locale=locale)


def language_name(language: Language, tr: NullTranslations) -> str:
    match language:
        case Language.ENGLISH:
            return tr.gettext("English")
        case Language.SPANISH:
            return tr.gettext("Spanish")
        case Language.FRENCH:
            return tr.gettext("French")
        case Language.ITALIAN:
            return tr.gettext("Italian")
        case Language.GERMAN:
            return tr.gettext("German")
        case Language.RUSSIAN:
            return tr.gettext("Russian")
        case Language.MANDARIN:
            return tr.gettext("Mandarin")
        case Language.PORTUGUESE:
            return tr.gettext("Portuguese")


def level_name(level: Level) -> str:
    """CEFR levels are written the same everywhere."""
    return level.value
