"""The phrasebook: one meaning said in eight languages, read once and never changed while running."""

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache, cached_property
from pathlib import Path
from typing import Any

from core.ids import PhraseId
from core.languages import Language, Level
from lessons.grading import folded

FOLDER = Path(__file__).parent / "phrases"

_ENOUGH = 8
_KEYS = frozenset({"id", "level", "register", "situation", "note", "text", "also"})
_BESIDES = frozenset({"pinyin", "zh_words"})
_FALLBACK = "en"
"""The language that situations, notes and titles are read in when the reader's own is missing."""

Words = Mapping[str, str]
"""A sentence by the code of the language it is read in."""


class BrokenPhrasebook(Exception):  # noqa: N818 - names the state of the files
    """The files have faults; `faults` lists them all, each as ``file: phrase: what is wrong``."""

    def __init__(self, faults: list[str]) -> None:
        super().__init__("\n".join(faults))
        self.faults = faults


@dataclass(frozen=True, slots=True, kw_only=True)
class Theme:
    code: str
    title: Words
    emoji: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Phrase:
    """`also` holds what is right as well, by language; `spaced` is the Mandarin with spaces between its words."""

    id: PhraseId
    theme: str
    level: Level
    situation: Words
    note: Words
    text: Mapping[Language, str]
    pinyin: str
    spaced: str
    also: Mapping[Language, tuple[str, ...]] = field(default_factory=dict)

    def words(self, language: Language) -> list[str]:
        """Return the sentence cut into words, punctuation kept on them (French writes a space before some)."""
        sentence = self.spaced if language is Language.MANDARIN else self.text[language]
        words: list[str] = []
        for word in sentence.split():
            if words and not any(char.isalnum() for char in word):
                words[-1] += f" {word}"
            else:
                words.append(word)
        return words

    def right(self, language: Language) -> tuple[str, ...]:
        """Return everything that counts as saying it, the sentence itself first."""
        return (self.text[language], *self.also.get(language, ()))


@dataclass(frozen=True, kw_only=True)
class Phrasebook:
    """Phrases in their order, file by file."""

    phrases: tuple[Phrase, ...]
    themes: Mapping[str, Theme]

    @cached_property
    def by_id(self) -> Mapping[PhraseId, Phrase]:
        return {phrase.id: phrase for phrase in self.phrases}

    @cached_property
    def _by_level(self) -> Mapping[Level, tuple[Phrase, ...]]:
        """Within a level themes take turns, so that a week is not all health post."""
        return {level: tuple(_in_turn(phrase for phrase in self.phrases if phrase.level is level)) for level in Level}

    def course(self, level: Level) -> list[Phrase]:
        """Return the phrases to learn at `level`: its own, then the ones above, then what lies below."""
        nearest = sorted(Level, key=lambda other: (other.rank < level.rank, abs(other.rank - level.rank)))
        return [phrase for other in nearest for phrase in self._by_level[other]]

    @cached_property
    def _confusable(self) -> dict[tuple[PhraseId, Language, Language], tuple[str, ...]]:
        # Filled as it is asked for: comparing with the whole book takes longer than all the rest of an answer.
        return {}

    def confusable(self, phrase: Phrase, language: Language, base: Language) -> tuple[str, ...]:
        """Return meanings in `base` to set beside that of `phrase`, the nearest first; none of them is right as well.

        Those of the same level and theme come first, then of the level, then the rest; eight are enough to draw from.
        """
        key = (phrase.id, language, base)
        if key not in self._confusable:
            self._confusable[key] = tuple(self._nearest(phrase, language, base))
        return self._confusable[key]

    def _nearest(self, phrase: Phrase, language: Language, base: Language) -> Iterable[str]:
        meant, said = _folded(phrase.right(base)), _folded(phrase.right(language))
        near = sorted(
            self.phrases, key=lambda other: 2 * (other.level is not phrase.level) + (other.theme != phrase.theme)
        )
        found: dict[str, str] = {}
        for other in near:
            if not meant & _folded(other.right(base)) and not said & _folded(other.right(language)):
                found.setdefault(folded(other.text[base]), other.text[base])
            if len(found) == _ENOUGH:
                break
        return found.values()


@cache
def load_phrasebook(folder: Path = FOLDER) -> Phrasebook:
    """Read every file of `folder`, once in a process. Raises BrokenPhrasebook with every fault at once."""
    faults: list[str] = []
    themes: dict[str, Theme] = {}
    phrases: dict[PhraseId, Phrase] = {}
    for file in sorted(folder.glob("*.toml")):
        try:
            data = tomllib.loads(file.read_text(encoding="utf-8"))
        except (OSError, ValueError) as error:
            faults.append(f"{file.name}: {error}")
            continue
        title, rows = data.get("title"), data.get("phrase")
        faults += [f"{file.name}: {fault}" for fault in _worded("title", title)]
        if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
            faults.append(f"{file.name}: no phrases")
            continue
        for row in rows:
            wrong = _faults(row, phrases)
            faults += [f"{file.name}: {row.get('id', '?')}: {fault}" for fault in wrong]
            if not wrong:
                phrases[row["id"]] = _phrase(row, file.stem)
        themes[file.stem] = Theme(code=file.stem, title=title or {}, emoji=str(data.get("emoji", "")))
    if not phrases and not faults:
        faults.append(f"{folder.name}: no phrases")
    if faults:
        raise BrokenPhrasebook(faults)
    return Phrasebook(phrases=tuple(phrases.values()), themes=themes)


def _faults(row: Mapping[str, Any], known: Mapping[PhraseId, Phrase]) -> list[str]:
    faults = [f"{key} is not a key" for key in row if key not in _KEYS]
    number = row.get("id")
    if not isinstance(number, str) or not number:
        faults.append("id is missing")
    elif number in known:
        faults.append("id is used twice")
    if row.get("level") not in list(Level):
        faults.append("level is not one of CEFR")
    faults += _worded("situation", row.get("situation"))
    faults += _worded("note", row.get("note"))
    text = row.get("text")
    return faults + (_text_faults(text) if isinstance(text, dict) else ["text is missing"]) + _also_faults(row)


def _text_faults(text: Mapping[str, Any]) -> list[str]:
    faults = [f"text.{key} is not a language" for key in text if key not in {*Language, *_BESIDES}]
    wanted = (*Language, *sorted(_BESIDES))
    faults += [f"text.{key} is missing" for key in wanted if not _is_words(text.get(key))]
    if not faults and text["zh_words"].replace(" ", "") != text["zh"]:
        faults.append("zh_words without spaces is not zh")
    return faults


def _also_faults(row: Mapping[str, Any]) -> list[str]:
    also = row.get("also", {})
    if not isinstance(also, dict):
        return ["also is not a table"]
    faults = [f"also.{code} is not a language" for code in also if code not in list(Language)]
    for code, listed in also.items():
        if not isinstance(listed, list) or not all(_is_words(one) for one in listed):
            faults.append(f"also.{code} is not a list of sentences")
    return faults


def _worded(name: str, words: object) -> list[str]:
    """Return what is wrong with sentences by language that at least the fallback must have."""
    if not isinstance(words, dict) or not _is_words(words.get(_FALLBACK)):
        return [f"{name}.{_FALLBACK} is missing"]
    return [f"{name}.{code} is not a sentence" for code, sentence in words.items() if not _is_words(sentence)]


def _is_words(value: object) -> bool:
    return isinstance(value, str) and bool(value.strip())


def _phrase(row: Mapping[str, Any], theme: str) -> Phrase:
    text = row["text"]
    return Phrase(
        id=PhraseId(row["id"]),
        theme=theme,
        level=Level(row["level"]),
        situation=row.get("situation", {}),
        note=row.get("note", {}),
        text={language: text[language.value] for language in Language},
        pinyin=text["pinyin"],
        spaced=text["zh_words"],
        also={Language(code): tuple(right) for code, right in row.get("also", {}).items()},
    )


def _folded(sentences: Iterable[str]) -> set[str]:
    return {folded(sentence) for sentence in sentences}


def _in_turn(phrases: Iterable[Phrase]) -> list[Phrase]:
    by_theme: dict[str, list[Phrase]] = {}
    for phrase in phrases:
        by_theme.setdefault(phrase.theme, []).append(phrase)
    turns = max((len(listed) for listed in by_theme.values()), default=0)
    return [listed[turn] for turn in range(turns) for listed in by_theme.values() if turn < len(listed)]
