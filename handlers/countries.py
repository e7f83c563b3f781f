"""Countries as people write them: in any of our languages, with or without accents."""

import unicodedata
from functools import cache
from gettext import NullTranslations

from babel import Locale

from core.errors import Refusal
from enrolment.people import Person
from handlers.errors import explain
from handlers.formats import locale_of

COMMON = ("BR", "AR", "CO", "MX", "PT", "ES", "US", "FR", "IT", "DE", "RU", "CN")
"""Offered as buttons: the homes of the programme's languages, and the neighbours."""

_READ = ("pt", "en", "es", "fr", "it", "de", "ru", "zh")

# What people say that CLDR does not.
_ALSO = {
    "usa": "US",
    "eua": "US",
    "ee uu": "US",
    "estados unidos": "US",
    "america": "US",
    "inglaterra": "GB",
    "england": "GB",
    "escocia": "GB",
    "scotland": "GB",
    "holanda": "NL",
    "holland": "NL",
    "uk": "GB",
}


class UnknownCountry(Refusal):
    """No country is known by that name, or several are."""


@explain.register
def _(_refusal: UnknownCountry, tr: NullTranslations) -> str:
    return tr.gettext("I do not know that country. Please write its whole name, or choose a button.")


def country_name(code: str, reader: Person) -> str:
    """Return the country's name in the reader's language; an unknown code is given back as it is."""
    return str(locale_of(reader).territories.get(code, code))


def is_country(code: str) -> bool:
    return code in _codes()


def find_country(words: str) -> str:
    """Return the ISO 3166-1 code of the country somebody wrote. Raises UnknownCountry."""
    name = _folded(words)
    found = _ALSO.get(name) or _names().get(name)
    if found is None and len(name) >= 4:
        beginning = {code for known, code in _names().items() if known.startswith(name)}
        found = beginning.pop() if len(beginning) == 1 else None
    if found is None:
        raise UnknownCountry
    return found


@cache
def _codes() -> frozenset[str]:
    # CLDR also names groupings (EU, UN), outlying parts (AC, QO) and test codes, which nobody is a citizen of.
    grouping = {"EU", "EZ", "UN", "QO", "XA", "XB", "ZZ", "AC", "CP", "CQ", "DG", "EA", "IC", "TA"}
    return frozenset(
        code
        for code in map(str, Locale.parse("en").territories)
        if len(code) == 2 and code.isalpha() and code not in grouping
    )


@cache
def _names() -> dict[str, str]:
    return {
        _folded(str(name)): code
        for language in reversed(_READ)
        for code, name in Locale.parse(language).territories.items()
        if code in _codes()
    }


def _folded(words: str) -> str:
    decomposed = unicodedata.normalize("NFD", words.casefold())
    letters = "".join(char if char.isalnum() else " " for char in decomposed if not unicodedata.combining(char))
    return " ".join(letters.split())
