"""The questions a coordinator answers to publish an opportunity."""

from collections.abc import Callable, Sequence
from datetime import datetime, time
from zoneinfo import ZoneInfo

from aiogram.filters.callback_data import CallbackData
from aiogram.fsm.state import State, StatesGroup

from core.days import instant, is_zone
from core.languages import Language, Level
from core.links import clean_link
from core.moments import read_moment
from core.text import clean_line, clean_text
from handlers.formats import language_name, level_name
from handlers.forms import Asking, Field, Form, Picked, Question, Values, read_number, toggled
from handlers.markup import fill, lines, plain
from handlers.opportunity_words import applicant_name, posting_text, topic_name
from handlers.session_words import zone_name
from handlers.zones import find_zone
from opportunities.postings import (
    DAYS_AHEAD,
    MOST_PLACES,
    ORGANISATION_LIMIT,
    TEXT_LIMIT,
    TITLE_LIMIT,
    Applicant,
    Posting,
    Topic,
)

_ZONES = ("America/Sao_Paulo", "UTC", "America/New_York", "Europe/London", "Europe/Brussels", "Asia/Tokyo")
_LAST_MINUTE = time(23, 59)


class Posted(StatesGroup):
    filling = State()


class PostingPick(CallbackData, prefix="of"):
    field: str
    value: str


class PostingStep(CallbackData, prefix="os"):
    to: str


def posting_of(values: Values) -> Posting:
    """Return the complete answers as the domain takes them."""
    return Posting(
        topic=Topic(values["topic"]),
        title=values["title"],
        organisation=values["organisation"],
        text=values["text"],
        link=values["link"],
        languages=frozenset(Language(one) for one in values["languages"]),
        level=Level(values["level"]) if values.get("level") else None,
        applicants=frozenset(Applicant(one) for one in values["applicants"]),
        places=values["places"] or None,
        deadline=_deadline(values),
        zone=values["zone"],
    )


def values_of(posting: Posting) -> Values:
    """Return a published posting as answers, to be corrected."""
    local = posting.deadline.astimezone(ZoneInfo(posting.zone)).replace(tzinfo=None)
    return {
        "topic": posting.topic.value,
        "title": posting.title,
        "organisation": posting.organisation,
        "text": posting.text,
        "link": posting.link,
        "languages": sorted(posting.languages),
        "level": posting.level.value if posting.level is not None else "",
        "applicants": sorted(posting.applicants),
        "places": posting.places or 0,
        "zone": posting.zone,
        "deadline": local.isoformat(),
    }


def _deadline(values: Values) -> datetime:
    """The deadline is kept in its own local time, so that choosing another zone keeps the hour."""
    local = datetime.fromisoformat(values["deadline"])
    return instant(local.date(), local.time(), values["zone"])


def _read_deadline(text: str, asking: Asking) -> str:
    zone = asking.values["zone"]
    moment = read_moment(text, zone=zone, now=asking.now, days_ahead=DAYS_AHEAD, default=_LAST_MINUTE)
    return moment.astimezone(ZoneInfo(zone)).replace(tzinfo=None).isoformat()


def _ask_deadline(asking: Asking) -> Question:
    tr = asking.tr
    return Question(
        text=lines(
            tr.gettext("Until when can people apply? Write day and hour, such as 12/12 18:00."),
            fill(
                tr.gettext("It is meant in the time of {zone}; without an hour, the end of the day."),
                zone=zone_name(asking.values["zone"]),
            ),
        )
    )


def _ask_topic(asking: Asking) -> Question:
    choices = [(topic_name(topic, asking.tr), topic.value) for topic in Topic]
    return Question(text=asking.tr.gettext("What kind of opportunity is it?"), choices=choices)


def _ask_languages(asking: Asking) -> Question:
    tr, chosen = asking.tr, asking.values.get("languages", [])
    choices = [(_ticked(language_name(one, tr), one in chosen, asking), one.value) for one in Language]
    choices.append((tr.gettext("➡️ That is all") if chosen else tr.gettext("➡️ None is asked"), "done"))
    return Question(text=tr.gettext("Which languages are asked for? One of them is enough."), choices=choices)


def _ask_level(asking: Asking) -> Question:
    tr = asking.tr
    choices = [(level_name(level), level.value) for level in Level]
    choices.append((tr.gettext("➡️ Any level"), "any"))
    return Question(text=tr.gettext("What is the lowest level that is enough?"), choices=choices, width=3)


def _ask_applicants(asking: Asking) -> Question:
    tr, chosen = asking.tr, asking.values.get("applicants", [])
    choices = [(_ticked(applicant_name(one, tr), one in chosen, asking), one.value) for one in Applicant]
    choices.append((tr.gettext("➡️ That is all") if chosen else tr.gettext("➡️ Anyone"), "done"))
    return Question(text=tr.gettext("Who may apply?"), choices=choices)


def _ticked(words: str, chosen: bool, asking: Asking) -> str:
    return plain(asking.tr.gettext("✅ {choice}"), choice=words) if chosen else words


def _several(name: str, known: Sequence[str]) -> Callable[[str, Asking], Picked]:
    """Return what takes a button of a field of which one may choose several, or none."""

    def pick(value: str, asking: Asking) -> Picked:
        chosen = list(asking.values.get(name, []))
        if value == "done":
            return Picked(value=chosen)
        if value not in known:
            raise ValueError(value)
        return Picked(value=sorted(toggled(chosen, value)), done=False)

    return pick


def _only(word: str, meant: object, *known: str) -> Callable[[str, Asking], Picked]:
    """Return what takes one of the `known` values, or `word`, which stands for `meant`."""

    def pick(value: str, _asking: Asking) -> Picked:
        if value == word:
            return Picked(value=meant)
        if value not in known:
            raise ValueError(value)
        return Picked(value=value)

    return pick


def _ask_places(asking: Asking) -> Question:
    tr = asking.tr
    words = tr.gettext("How many places are there? Write the number.")
    return Question(text=words, choices=[(tr.gettext("➡️ Not said"), "none")])


def _ask_zone(asking: Asking) -> Question:
    zones = dict.fromkeys((asking.person.time_zone, *_ZONES))
    words = asking.tr.gettext("In which time zone is the deadline? Choose, or write the name of a city.")
    return Question(text=words, choices=[(zone_name(zone), zone) for zone in zones])


def _pick_zone(value: str, _asking: Asking) -> Picked:
    if not is_zone(value):
        raise ValueError(value)
    return Picked(value=value)


def _read_zone(text: str, _asking: Asking) -> str:
    line = clean_line(text, limit=64)
    return line if is_zone(line) else find_zone(line)


def _line(limit: int) -> Callable[[str, Asking], str]:
    return lambda text, _asking: clean_line(text, limit=limit)


def _written(words: Callable[[Asking], str]) -> Callable[[Asking], Question]:
    return lambda asking: Question(text=words(asking))


def _shown(name: str) -> Callable[[Asking], str]:
    return lambda asking: str(asking.values[name])


FORM = Form(
    state=Posted.filling,
    title=lambda tr: tr.gettext("📣 This is what people will see"),
    pick=lambda name, value: PostingPick(field=name, value=value),
    step=lambda to: PostingStep(to=to),
    preview=lambda asking: posting_text(posting_of(asking.values), asking.person, asking.tr),
    fields=(
        Field(
            name="topic",
            label=lambda tr: tr.gettext("Type"),
            ask=_ask_topic,
            pick=lambda value, _asking: Picked(value=Topic(value).value),
            shown=_shown("topic"),
        ),
        Field(
            name="title",
            label=lambda tr: tr.gettext("Title"),
            ask=_written(lambda asking: asking.tr.gettext("What is it called? Write the title.")),
            read=_line(TITLE_LIMIT),
            shown=_shown("title"),
        ),
        Field(
            name="organisation",
            label=lambda tr: tr.gettext("Organisation"),
            ask=_written(lambda asking: asking.tr.gettext("Who offers it? Write the name of the organisation.")),
            read=_line(ORGANISATION_LIMIT),
            shown=_shown("organisation"),
        ),
        Field(
            name="text",
            label=lambda tr: tr.gettext("Text"),
            ask=_written(lambda asking: asking.tr.gettext("Describe it: what is offered, for whom, and how to apply.")),
            read=lambda text, _asking: clean_text(text, limit=TEXT_LIMIT),
            shown=_shown("text"),
        ),
        Field(
            name="link",
            label=lambda tr: tr.gettext("Link"),
            ask=_written(lambda asking: asking.tr.gettext("Send the link of the official page (https).")),
            read=lambda text, _asking: clean_link(text),
            shown=_shown("link"),
        ),
        Field(
            name="languages",
            label=lambda tr: tr.gettext("Languages"),
            ask=_ask_languages,
            pick=_several("languages", [language.value for language in Language]),
            shown=_shown("languages"),
        ),
        Field(
            name="level",
            label=lambda tr: tr.gettext("Level"),
            ask=_ask_level,
            pick=_only("any", "", *(level.value for level in Level)),
            shown=_shown("level"),
            applies=lambda values: bool(values.get("languages")),
        ),
        Field(
            name="applicants",
            label=lambda tr: tr.gettext("Who may apply"),
            ask=_ask_applicants,
            pick=_several("applicants", [applicant.value for applicant in Applicant]),
            shown=_shown("applicants"),
        ),
        Field(
            name="places",
            label=lambda tr: tr.gettext("Places"),
            ask=_ask_places,
            pick=_only("none", 0),
            read=lambda text, _asking: read_number(text, 1, MOST_PLACES),
            shown=_shown("places"),
        ),
        Field(
            name="zone",
            label=lambda tr: tr.gettext("Time zone"),
            ask=_ask_zone,
            pick=_pick_zone,
            read=_read_zone,
            shown=_shown("zone"),
        ),
        Field(
            name="deadline",
            label=lambda tr: tr.gettext("Deadline"),
            ask=_ask_deadline,
            read=_read_deadline,
            shown=_shown("deadline"),
        ),
    ),
)
