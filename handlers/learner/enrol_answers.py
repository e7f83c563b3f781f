"""The answers of an enrolment: what a tapped or typed one becomes in the draft."""

from collections.abc import Callable, Collection, Mapping
from gettext import NullTranslations
from typing import Any

from core.categories import Category
from core.days import is_zone
from core.errors import BadText, Refusal, Stale, TextProblem
from core.languages import SELF_ASSESSED
from core.text import clean_email, clean_line, clean_name
from handlers.errors import explain
from handlers.learner.enrol_steps import FIRST_HOUR, LAST_HOUR, Asking, Draft, places_for
from handlers.zones import common_zones, find_zone

REGISTRATION_LIMIT = 20
NAME_LIMIT = 80


class BadAnswer(Refusal):
    """What was typed for `step` cannot be its answer."""

    def __init__(self, step: str, cause: BadText) -> None:
        super().__init__(step, cause)
        self.step = step
        self.cause = cause


@explain.register
def _(refusal: BadAnswer, tr: NullTranslations) -> str:
    match (refusal.step, refusal.cause.problem):
        case ("email", TextProblem.MALFORMED):
            return tr.gettext("That does not look like an e-mail address, such as name@example.org. Please check it.")
        case ("registration", TextProblem.MALFORMED):
            return tr.gettext("A registration number has digits, such as 123456-7. Please check it, or skip it.")
        case ("name", TextProblem.NO_LETTERS):
            return tr.gettext("I could not find any letters in that. Please write your name as people call you.")
        case _:
            return explain(refusal.cause, tr)


def tapped_answer(draft: Draft, step: str, value: str, asking: Asking) -> dict[str, Any]:
    """Return the draft with a tapped answer. Raises Stale for a value that is not among those offered."""
    try:
        return {**draft, **_CHECKS[step](value, draft, asking)}
    except (KeyError, ValueError, IndexError) as error:
        raise Stale(step, value) from error


def typed_answer(draft: Draft, step: str, words: str) -> dict[str, Any]:
    """Return the draft with what was typed, fit to keep. Raises BadAnswer, UnknownCity."""
    try:
        return {**draft, step: _read(step, words)}
    except BadText as error:
        raise BadAnswer(step, error) from error


def _read(step: str, words: str) -> str:
    match step:
        case "name":
            return clean_name(words, limit=NAME_LIMIT)
        case "registration":
            number = clean_line(words, limit=REGISTRATION_LIMIT)
            # The format is not established, so only what could not be one is refused.
            if not any(char.isdigit() for char in number):
                raise BadText(TextProblem.MALFORMED)
            return number
        case "email":
            return clean_email(words)
        case _:
            zone = clean_line(words, limit=64)
            return zone if is_zone(zone) else find_zone(zone)


def _one_of(value: str, allowed: Collection[str]) -> str:
    if value not in allowed:
        raise ValueError(value)
    return value


def _category(value: str, draft: Draft, asking: Asking) -> dict[str, Any]:
    category = Category(_one_of(value, [each.value for each in asking.programme.categories]))
    earlier = draft.get("category")
    moved = earlier is not None and Category(earlier).serves_the_city != category.serves_the_city
    # A department is no answer for somebody who now says that they do not work for the city.
    return {"category": category.value, **({"department": None} if moved else {})}


def _department(value: str, draft: Draft, asking: Asking) -> dict[str, Any]:
    return {"department": _one_of(value, [place.code for place in places_for(draft, asking)])}


def _skip(step: str) -> Callable[[str, Draft, Asking], dict[str, Any]]:
    def skipped(value: str, _draft: Draft, _asking: Asking) -> dict[str, Any]:
        _one_of(value, ["-"])
        return {step: ""}

    return skipped


def _language(value: str, _draft: Draft, asking: Asking) -> dict[str, Any]:
    return {"language": _one_of(value, [language.value for language in asking.programme.languages])}


def _level(value: str, _draft: Draft, _asking: Asking) -> dict[str, Any]:
    return {"level": _one_of(value, [level.value for level in SELF_ASSESSED])}


def _zone(value: str, _draft: Draft, asking: Asking) -> dict[str, Any]:
    offered = {str(number): zone for number, (zone, _label) in enumerate(common_zones(asking.tr))}
    return {"zone": offered[value]}


def _days(value: str, draft: Draft, _asking: Asking) -> dict[str, Any]:
    days = draft.get("days") or []
    match value:
        case "done" if days:
            return {"days_done": True}
        case "work":
            return {"days": list(range(5)), "days_done": True}
        case "all":
            return {"days": list(range(7)), "days_done": True}
        case _:
            return {"days": sorted(set(days) ^ {int(_one_of(value, set("0123456")))}), "days_done": False}


def _hour(value: str, _draft: Draft, _asking: Asking) -> dict[str, Any]:
    return {"hour": int(_one_of(value, [str(hour) for hour in range(FIRST_HOUR, LAST_HOUR + 1)]))}


_CHECKS: Mapping[str, Callable[[str, Draft, Asking], dict[str, Any]]] = {
    "category": _category,
    "department": _department,
    "registration": _skip("registration"),
    "email": _skip("email"),
    "language": _language,
    "level": _level,
    "zone": _zone,
    "days": _days,
    "hour": _hour,
}
