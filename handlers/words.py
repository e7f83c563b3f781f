"""The programme's own words for states and categories, in the reader's language."""

from gettext import NullTranslations

from core.languages import Level


def enrolment_status(status: str, tr: NullTranslations) -> str:
    return {
        "submitted": tr.gettext("Waiting for a decision"),
        "waitlisted": tr.gettext("On the waiting list"),
        "admitted": tr.gettext("Admitted"),
        "rejected": tr.gettext("Not admitted"),
        "withdrawn": tr.gettext("Left"),
        "completed": tr.gettext("Completed"),
    }.get(status, status)


def category_name(category: str, tr: NullTranslations) -> str:
    return {
        "effective": tr.gettext("Effective public servant"),
        "commissioned": tr.gettext("Commissioned post"),
        "public_employee": tr.gettext("Public employee"),
        "seconded": tr.gettext("Seconded to the city"),
        "municipal_teacher": tr.gettext("Municipal teacher"),
        "municipal_pupil": tr.gettext("Municipal pupil"),
        "migrant": tr.gettext("Migrant"),
        "citizen": tr.gettext("Citizen"),
    }.get(category, category)


def can_do(level: Level, tr: NullTranslations) -> str:
    """Return what somebody at `level` can do, in one line of our own."""
    match level:
        case Level.A1:
            return tr.gettext("I can greet, thank and say simple things slowly.")
        case Level.A2:
            return tr.gettext("I can handle short, everyday exchanges.")
        case Level.B1:
            return tr.gettext("I can explain a service and solve simple problems.")
        case Level.B2:
            return tr.gettext("I can talk at ease about my work.")
        case Level.C1 | Level.C2:
            return tr.gettext("I can express myself fluently on complex matters.")


def weekday_short(day: int, tr: NullTranslations) -> str:
    """Return the short name of a weekday; 0 is Monday."""
    return (
        tr.gettext("Mon"),
        tr.gettext("Tue"),
        tr.gettext("Wed"),
        tr.gettext("Thu"),
        tr.gettext("Fri"),
        tr.gettext("Sat"),
        tr.gettext("Sun"),
    )[day]


def days_listed(days: frozenset[int], tr: NullTranslations) -> str:
    """Return the chosen days in a few words."""
    if days == frozenset(range(7)):
        return tr.gettext("every day")
    if days == frozenset(range(5)):
        return tr.gettext("Monday to Friday")
    return ", ".join(weekday_short(day, tr) for day in sorted(days))


READY_REASONS = ("places", "category", "data")
"""Reasons a coordinator may give with one tap; kept as ``#places`` and said in the reader's language."""


def refusal_reason(reason: str, tr: NullTranslations) -> str:
    """Return why an enrolment was refused: a ready reason in the reader's language, or a coordinator's own words."""
    return {
        "#places": tr.gettext("All places are taken for now. You may enrol again in the next intake."),
        "#category": tr.gettext("This intake is for another group of people."),
        "#data": tr.gettext("Some of the answers could not be confirmed. Please check them and enrol again."),
    }.get(reason, reason)
