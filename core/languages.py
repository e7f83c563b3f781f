"""Languages of the programme and the levels of the Common European Framework (CEFR)."""

from enum import StrEnum


class Language(StrEnum):
    """A language practised here, and one an interface may be read in; the value is its ISO 639-1 code."""

    ENGLISH = "en"
    SPANISH = "es"
    FRENCH = "fr"
    ITALIAN = "it"
    GERMAN = "de"
    RUSSIAN = "ru"
    MANDARIN = "zh"
    PORTUGUESE = "pt"


class Level(StrEnum):
    """A CEFR level; levels compare by their place, A1 lowest."""

    A1 = "A1"
    A2 = "A2"
    B1 = "B1"
    B2 = "B2"
    C1 = "C1"
    C2 = "C2"

    @property
    def rank(self) -> int:
        """0 for A1 to 5 for C2."""
        return _RANKS[self]


_RANKS = {level: rank for rank, level in enumerate(Level)}

SELF_ASSESSED = (Level.A1, Level.A2, Level.B1, Level.B2, Level.C1)
"""The levels a person may choose as the own view when enrolling."""


def language_of_client(code: str | None, offered: tuple[Language, ...], fallback: Language) -> Language:
    """Return the offered language a Telegram client's `code` (IETF, such as ``pt-br``) stands for, else `fallback`."""
    if code:
        primary = code.replace("_", "-").split("-", 1)[0].lower()
        for language in offered:
            if language.value == primary:
                return language
    return fallback
