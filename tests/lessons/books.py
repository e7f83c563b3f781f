"""A small book for rules that do not care what it says."""

from core.ids import PhraseId
from core.languages import Language, Level
from lessons.phrasebook import Phrase, Phrasebook, Theme

_WORDS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")


def phrase(number, *, level=Level.A1, theme="school", text=None, also=None):
    """A phrase of four words in every language, unlike every other one's."""
    said = {language: f"{language.value} {_WORDS[number % 12]} {number} words." for language in Language}
    said[Language.MANDARIN] = f"你好{number}再见。"
    said |= text or {}
    return Phrase(
        id=PhraseId(f"{theme}-{level.value}-{number:03}"),
        theme=theme,
        level=level,
        situation={"en": "Somebody says it"},
        note={"en": "Say it kindly."},
        text=said,
        pinyin=f"Nǐhǎo {number} zàijiàn.",
        spaced=f"你好 {number} 再见。",
        also=also or {},
    )


def book(*phrases):
    themes = {one.theme: Theme(code=one.theme, title={"en": one.theme}, emoji="📘") for one in phrases}
    return Phrasebook(phrases=phrases, themes=themes)


def shelf(levels=(Level.A1, Level.A2, Level.B1), themes=("health", "school"), each=6):
    """A book with `each` phrases of every level in every theme."""
    return book(
        *(
            phrase(100 * place + number, level=level, theme=theme)
            for place, theme in enumerate(themes)
            for level in levels
            for number in range(each)
        )
    )
