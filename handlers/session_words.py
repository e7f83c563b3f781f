"""How a practice session is told, to whoever reads it."""

from dataclasses import replace
from gettext import NullTranslations

from core.languages import Level
from enrolment.people import Person
from handlers.formats import language_name, level_name, local_moment
from handlers.markup import Markup, bold, fill, lines
from lessons.sessions.sessions import SeatStatus, Session


def level_names(levels: frozenset[Level]) -> str:
    return ", ".join(level_name(level) for level in sorted(levels))


def heading(session: Session, tr: NullTranslations) -> Markup:
    """Return the language, the levels and the topic."""
    name = fill(
        "{language} · {levels}", language=language_name(session.language, tr), levels=level_names(session.levels)
    )
    return lines(bold(name), fill("{topic}", topic=session.topic) if session.topic else None)


def times(session: Session, reader: Person, tr: NullTranslations) -> Markup:
    """Return when it is, in the reader's zone and, where that differs, in the host's."""
    mine = local_moment(session.starts_at, reader)
    theirs = local_moment(session.starts_at, replace(reader, time_zone=session.zone))
    sentence = tr.ngettext("🕖 {moment}, {minutes} minute", "🕖 {moment}, {minutes} minutes", session.minutes)
    told = fill(sentence, moment=mine, minutes=session.minutes)
    if mine == theirs:
        return told
    return lines(told, fill(tr.gettext("For the host: {moment} ({zone})"), moment=theirs, zone=zone_name(session.zone)))


def zone_name(zone: str) -> str:
    """Return the part of an IANA name that people know: the city."""
    return zone.rsplit("/", 1)[-1].replace("_", " ")


def place(session: Session, tr: NullTranslations) -> Markup:
    return fill(tr.gettext("📍 {place}"), place=session.place)


def seat_name(status: SeatStatus, tr: NullTranslations) -> str:
    """Return what became of a seat, as one or two words."""
    match status:
        case SeatStatus.BOOKED:
            return tr.gettext("booked")
        case SeatStatus.WAITLISTED:
            return tr.gettext("waiting")
        case SeatStatus.RELEASED:
            return tr.gettext("given back")
        case SeatStatus.ATTENDED:
            return tr.gettext("came")
        case SeatStatus.NO_SHOW:
            return tr.gettext("did not come")
        case SeatStatus.EXCUSED:
            return tr.gettext("excused")


def short(session: Session, reader: Person, tr: NullTranslations) -> str:
    """Return the session as a button's label, without markup."""
    return f"{local_moment(session.starts_at, reader)} · {language_name(session.language, tr)}"
