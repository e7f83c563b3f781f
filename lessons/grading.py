"""Typed answers: exact first, then as lenient as the language and a phone's keyboard ask for."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from rapidfuzz.distance import OSA

from core.languages import Language
from lessons.cards import Grade

_PUNCTUATION = re.compile(r"[^\w\s]|_", re.UNICODE)
_SPACES = re.compile(r"\s+")
# Letters that people cannot type everywhere, but that are letters of their own.
_SAME = str.maketrans({"ё": "е", "ß": "ss", "ı": "i", "œ": "oe", "æ": "ae"})
# й and ё are letters; only marks over Latin letters are accents that may be forgotten.
_LATIN = re.compile(r"[a-z]")
_TONES = str.maketrans("", "", "012345")
_LETTERS_FOR_A_SLIP = 8
# One letter here is the difference between yes and no, or now and not: never a slip.
_TURNS_THE_MEANING = {
    Language.ENGLISH: re.compile(r"\b(?:not|now|no|so)\b"),
    Language.GERMAN: re.compile(r"\bk?ein(?:e[mnrs]?)?\b"),
    Language.RUSSIAN: re.compile(r"\b(?:не|на|ни)\b"),
}


class Verdict(StrEnum):
    RIGHT = "right"
    ACCENTS = "accents"
    """Right, but for accents."""
    SLIP = "slip"
    """Right, but for one letter."""
    WRONG = "wrong"


class Change(StrEnum):
    SAME = "same"
    MISSING = "missing"
    EXTRA = "extra"


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """A stretch of words; joined, the SAME and MISSING ones are the right answer, SAME and EXTRA what was written."""

    change: Change
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Graded:
    verdict: Verdict
    expected: str
    """The right answer nearest to what was written."""
    spans: tuple[Span, ...] = ()

    @property
    def accepted(self) -> bool:
        return self.verdict is not Verdict.WRONG

    @property
    def grade(self) -> Grade:
        return {Verdict.WRONG: Grade.AGAIN, Verdict.SLIP: Grade.HARD}.get(self.verdict, Grade.GOOD)


def grade(answer: str, right: Iterable[str], language: Language, *, pinyin: str = "") -> Graded:
    """Compare `answer` with everything that is right, the sentence itself first.

    `pinyin`, when given, is right as well, with or without tones.
    """
    accepted = list(right)
    if language is Language.MANDARIN:
        answer = _simplified(answer)
    written = folded(answer)
    best = min(accepted, key=lambda one: OSA.distance(written, folded(one)))
    if any(written == folded(one) for one in accepted):
        return Graded(verdict=Verdict.RIGHT, expected=best)
    if pinyin and _toneless(answer) == _toneless(pinyin):
        return Graded(verdict=Verdict.RIGHT, expected=best)
    if written and any(bare(answer) == bare(one) for one in accepted):
        return Graded(verdict=Verdict.ACCENTS, expected=best, spans=difference(answer, best, language))
    verdict = Verdict.SLIP if _is_slip(bare(answer), bare(best), language) else Verdict.WRONG
    return Graded(verdict=verdict, expected=best, spans=difference(answer, best, language))


def folded(text: str) -> str:
    """Return `text` without case, punctuation and width, with spaces single: what never makes an answer wrong."""
    plain = unicodedata.normalize("NFKC", text).casefold().translate(_SAME)
    plain = _SPACES.sub(" ", _PUNCTUATION.sub(" ", plain)).strip()
    # Mandarin has no spaces between words, however people type them.
    return re.sub(r"(?<=[\u3400-\u9fff])\s+(?=[\u3400-\u9fff])", "", plain)


def bare(text: str) -> str:
    """Return `text` folded and without the accents over Latin letters; й stays й."""
    parts = []
    for char in folded(text):
        base = unicodedata.normalize("NFD", char)
        parts.append(base[0] if len(base) > 1 and _LATIN.match(base[0]) else char)
    return "".join(parts)


def _toneless(text: str) -> str:
    # Keyboards write ü as v; in "ǚ" its tone is a mark of its own.
    decomposed = unicodedata.normalize("NFD", folded(text)).replace("u\u0308", "v")
    return "".join(char for char in decomposed if not unicodedata.combining(char)).replace(" ", "").translate(_TONES)


def _is_slip(written: str, right: str, language: Language) -> bool:
    """One letter wrong, missing, too many or swapped, in a sentence long enough that it must be a slip."""
    # A sign of Mandarin is a word, so another one is another word.
    if language is Language.MANDARIN or len(right.replace(" ", "")) < _LETTERS_FOR_A_SLIP:
        return False
    if OSA.distance(written, right, score_cutoff=1) != 1:
        return False
    turning = _TURNS_THE_MEANING.get(language)
    return turning is None or turning.findall(written) == turning.findall(right)


def _simplified(text: str) -> str:
    """Return Mandarin written with traditional signs as it is written with simplified ones, by the extra ``zh``."""
    converter = _converter()
    return text if converter is None else str(converter.convert(text))


@cache
def _converter() -> Any:
    return import_module("opencc").OpenCC("t2s") if find_spec("opencc") is not None else None


def difference(answer: str, right: str, language: Language) -> tuple[Span, ...]:
    """Return the difference word by word; for Mandarin sign by sign."""
    apart = "" if language is Language.MANDARIN else " "
    written, wanted = _cut(answer, language), _cut(right, language)
    matcher = SequenceMatcher(
        a=[folded(word) or word for word in written], b=[folded(word) or word for word in wanted], autojunk=False
    )
    spans: list[Span] = []
    for tag, a_from, a_to, b_from, b_to in matcher.get_opcodes():
        if tag == "equal":
            spans.append(Span(change=Change.SAME, words=apart.join(wanted[b_from:b_to])))
            continue
        if a_to > a_from:
            spans.append(Span(change=Change.EXTRA, words=apart.join(written[a_from:a_to])))
        if b_to > b_from:
            spans.append(Span(change=Change.MISSING, words=apart.join(wanted[b_from:b_to])))
    return tuple(spans)


def _cut(text: str, language: Language) -> list[str]:
    """Return the words, or the signs of Mandarin; punctuation stays with what it follows, for it is not judged."""
    if language is not Language.MANDARIN:
        return text.split()
    signs: list[str] = []
    for char in "".join(text.split()):
        if signs and not char.isalnum():
            signs[-1] += char
        else:
            signs.append(char)
    return signs
