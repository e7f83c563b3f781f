"""gettext catalogues: loaded once, handed to handlers as `tr`."""

from functools import cache
from gettext import GNUTranslations, NullTranslations
from pathlib import Path

import locales
from core.languages import Language

FOLDER = Path(locales.__file__).parent
DOMAIN = "falando"

LOCALES = {
    Language.PORTUGUESE: "pt_BR",
    Language.ENGLISH: "en",
    Language.SPANISH: "es",
}
"""The interface languages on offer, the city's own first. A test refuses one whose catalogue is not complete."""

OFFERED = tuple(LOCALES)


@cache
def translations(language: Language) -> NullTranslations:
    """Return the catalogue of `language`; a language not on offer reads Portuguese. Raises FileNotFoundError."""
    locale = LOCALES.get(language, LOCALES[Language.PORTUGUESE])
    if locale == "en":
        return NullTranslations()
    with (FOLDER / locale / "LC_MESSAGES" / f"{DOMAIN}.mo").open("rb") as stream:
        return GNUTranslations(stream)
