"""The phrasebook: one meaning said in eight languages, read once and never changed while running."""

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from core.ids import PhraseId
from core.languages import Language, Level

FOLDER = Path(__file__).parent / "phrases"

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

    def alike(self, phrase: Phrase) -> list[Phrase]:
        """Return the other phrases, those of the same level and theme first, then of the level, then the rest."""
        others = [other for other in self.phrases if other.id != phrase.id]
        return sorted(others, key=lambda other: 2 * (other.level is not phrase.level) + (other.theme != phrase.theme))


def load_phrasebook(folder: Path = FOLDER) -> Phrasebook:
    """Read every file of `folder`. Raises BrokenPhrasebook with every fault at once."""
    faults: list[str] = []
    themes: dict[str, Theme] = {}
    phrases: dict[PhraseId, Phrase] = {}
    for file in sorted(folder.glob("*.toml")):
        try:
            data = tomllib.loads(file.read_text(encoding="utf-8"))
        except (OSError, tomllib.TOMLDecodeError) as error:
            faults.append(f"{file.name}: {error}")
            continue
        themes[file.stem] = Theme(code=file.stem, title=data.get("title", {}), emoji=data.get("emoji", ""))
        for row in data.get("phrase", []):
            wrong = _faults(row, phrases)
            faults += [f"{file.name}: {row.get('id', '?')}: {fault}" for fault in wrong]
            if not wrong:
                phrase = _phrase(row, file.stem)
                phrases[phrase.id] = phrase
    if not phrases:
        faults.append(f"{folder.name}: no phrases")
    if faults:
        raise BrokenPhrasebook(faults)
    return Phrasebook(phrases=tuple(phrases.values()), themes=themes)


def _faults(row: Mapping[str, Any], known: Mapping[PhraseId, Phrase]) -> list[str]:
    text = row.get("text", {})
    faults = [f"{language.value} is missing" for language in Language if not str(text.get(language.value, "")).strip()]
    if not row.get("id"):
        faults.append("id is missing")
    elif row["id"] in known:
        faults.append("id is used twice")
    if row.get("level") not in {level.value for level in Level}:
        faults.append("level is not one of CEFR")
    if not text.get("pinyin"):
        faults.append("pinyin is missing")
    if str(text.get("zh_words", "")).replace(" ", "") != str(text.get("zh", "")):
        faults.append("zh_words without spaces is not zh")
    return faults


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


def _in_turn(phrases: Iterable[Phrase]) -> list[Phrase]:
    by_theme: dict[str, list[Phrase]] = {}
    for phrase in phrases:
        by_theme.setdefault(phrase.theme, []).append(phrase)
    turns = max((len(listed) for listed in by_theme.values()), default=0)
    return [listed[turn] for turn in range(turns) for listed in by_theme.values() if turn < len(listed)]
