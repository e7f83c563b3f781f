"""The words of volunteering, matching and pairs, in the reader's language."""

from collections.abc import Collection
from gettext import NullTranslations

from core.languages import Language, Level
from enrolment.people import Person
from handlers import formats
from handlers.availability_grid import picture
from handlers.countries import country_name
from handlers.errors import explain
from handlers.markup import Markup, bold, fill, lines, plain
from volunteers.candidates import Obstacle
from volunteers.pairs import BadMinutes, PairHeld
from volunteers.publishing import AlreadyAnswered, NobodyWaits
from volunteers.relay import Contact
from volunteers.rounds import DeclineReason
from volunteers.volunteers import AlreadyVolunteering, Area, Details, Status, TooFewHours


def area_name(area: Area, tr: NullTranslations) -> str:
    match area:
        case Area.SOCIAL:
            return tr.gettext("Social work")
        case Area.SCIENTIFIC:
            return tr.gettext("Science")
        case Area.CIVIC:
            return tr.gettext("Citizenship")
        case Area.CULTURAL:
            return tr.gettext("Culture")
        case Area.EDUCATIONAL:
            return tr.gettext("Education")
        case Area.RECREATIONAL:
            return tr.gettext("Leisure")
        case Area.SPORTS:
            return tr.gettext("Sports")
        case Area.TECHNOLOGICAL:
            return tr.gettext("Technology")


def areas_listed(areas: Collection[Area], tr: NullTranslations) -> str:
    return ", ".join(area_name(area, tr) for area in Area if area in areas) or tr.gettext("nothing in particular")


def languages_listed(languages: Collection[Language], tr: NullTranslations) -> str:
    return ", ".join(formats.language_name(language, tr) for language in Language if language in languages)


def levels_listed(levels: Collection[Level]) -> str:
    return ", ".join(level.value for level in Level if level in levels)


def volunteer_status(status: Status, tr: NullTranslations) -> str:
    match status:
        case Status.APPLIED:
            return tr.gettext("Waiting for a coordinator")
        case Status.APPROVED:
            return tr.gettext("Active")
        case Status.REFUSED:
            return tr.gettext("Not accepted")
        case Status.PAUSED:
            return tr.gettext("Taking a break")
        case Status.LEFT:
            return tr.gettext("Left")


READY_REASONS = ("languages", "places", "data")
"""Reasons a coordinator may give with one tap; kept as ``#places`` and said in the reader's language."""


def volunteer_reason(reason: str, tr: NullTranslations) -> str:
    """Return why a volunteer was refused: a ready reason in the reader's language, or a coordinator's own words."""
    return {
        "#languages": tr.gettext(
            "We have enough volunteers for these languages at the moment. Please try again later."
        ),
        "#places": tr.gettext("We cannot take more volunteers at the moment. Please try again later."),
        "#data": tr.gettext("Some of the answers could not be confirmed. Please check them and sign up again."),
    }.get(reason, reason)


def decline_reason(reason: DeclineReason, tr: NullTranslations) -> str:
    match reason:
        case DeclineReason.HOURS:
            return tr.gettext("The hours do not suit me")
        case DeclineReason.LEVEL:
            return tr.gettext("Another level would suit me better")
        case DeclineReason.BUSY:
            return tr.gettext("I have no time at the moment")
        case DeclineReason.KNOWN:
            return tr.gettext("I know this person")
        case DeclineReason.OTHER:
            return tr.gettext("Something else…")


def obstacle_words(obstacle: Obstacle, tr: NullTranslations) -> str:
    """Return why somebody is left over, for a coordinator."""
    match obstacle:
        case Obstacle.LANGUAGE:
            return tr.gettext("no volunteer for this language")
        case Obstacle.LEVEL:
            return tr.gettext("no volunteer takes this level")
        case Obstacle.HOURS:
            return tr.gettext("no volunteer has an hour in common")
        case Obstacle.DECLINED:
            return tr.gettext("was proposed or paired before to all who suit")
        case Obstacle.FULL | Obstacle.NONE:
            return tr.gettext("all volunteers who suit have no place left")


def contact_name(contact: Contact, tr: NullTranslations) -> str:
    match contact:
        case Contact.PHONE:
            return tr.gettext("a telephone number")
        case Contact.EMAIL:
            return tr.gettext("an e-mail address")
        case Contact.ACCOUNT:
            return tr.gettext("an account name")
        case Contact.LINK:
            return tr.gettext("a link")


def shared_hours(half_hours: int, tr: NullTranslations) -> str:
    """Return "2 hours in common", or "1.5 hours in common"."""
    hours = half_hours / 2
    shown = f"{hours:g}"
    return plain(tr.ngettext("{hours} hour in common", "{hours} hours in common", -(-half_hours // 2)), hours=shown)


def offer_lines(details: Details, reader: Person, tr: NullTranslations) -> Markup:
    """Return what a volunteer offers, a fact a line, and the week."""
    levels = {level for offer in details.offers for level in offer.levels}
    facts = [
        (tr.gettext("Languages"), languages_listed({offer.language for offer in details.offers}, tr)),
        (tr.gettext("Levels"), levels_listed(levels)),
        (tr.gettext("Country"), country_name(details.country, reader)),
        (tr.gettext("Time zone"), details.zone.replace("_", " ")),
        (tr.gettext("Learners at a time"), str(details.capacity)),
        (tr.gettext("Likes to talk about"), areas_listed(details.interests, tr)),
    ]
    told = [fill("{label}: {value}", label=label, value=bold(value)) for label, value in facts]
    return lines(*told, "", picture(details.availability, tr))


@explain.register
def _(_refusal: AlreadyVolunteering, tr: NullTranslations) -> str:
    return tr.gettext("You have signed up already. See it under “Volunteering”.")


@explain.register
def _(refusal: TooFewHours, tr: NullTranslations) -> str:
    hours = refusal.minutes // 60
    sentence = tr.ngettext(
        "Please choose at least {hours} hour a week.", "Please choose at least {hours} hours a week.", hours
    )
    return plain(sentence, hours=hours)


@explain.register
def _(_refusal: NobodyWaits, tr: NullTranslations) -> str:
    return tr.gettext("Nobody waits for a partner there at the moment.")


@explain.register
def _(_refusal: AlreadyAnswered, tr: NullTranslations) -> str:
    return tr.gettext("Somebody has answered already, so this round stands.")


@explain.register
def _(_refusal: PairHeld, tr: NullTranslations) -> str:
    return tr.gettext("A coordinator is looking into this pair. Messages wait until that is done.")


@explain.register
def _(refusal: BadMinutes, tr: NullTranslations) -> str:
    words = tr.gettext("Please send the minutes as a number from {least} to {most}.")
    return plain(words, least=refusal.least, most=refusal.most)
