"""Questions made of a phrase. The same seed makes the same question, so a restart changes nothing."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from random import Random

from core.languages import Language
from lessons.cards import Skill
from lessons.grading import Graded, Verdict, folded, grade
from lessons.phrasebook import Phrase, Phrasebook

OPTIONS = 4
FEWEST_WORDS = 3
MOST_WORDS = 10


class Kind(StrEnum):
    CHOOSE = "choose"
    """The phrase is shown: choose its meaning."""
    ORDER = "order"
    """The meaning is shown: put the words in order."""
    TYPE = "type"
    """The meaning is shown: type the phrase."""


SKILLS = {Kind.CHOOSE: Skill.RECOGNISE, Kind.ORDER: Skill.BUILD, Kind.TYPE: Skill.RECALL}


@dataclass(frozen=True, slots=True, kw_only=True)
class Exercise:
    """`prompt` is what is asked about; `options` are meanings to choose from, or words to put in order."""

    kind: Kind
    phrase: Phrase
    language: Language
    base: Language
    prompt: str
    options: tuple[str, ...] = ()
    answer: int = -1
    """The place of the right option, for CHOOSE."""


def base_for(reader: Language, language: Language) -> Language:
    """Return the language that meanings are given in: the reader's, or English when that is what is learnt."""
    if reader is not language:
        return reader
    return Language.PORTUGUESE if language is Language.ENGLISH else Language.ENGLISH


def can_order(phrase: Phrase, language: Language) -> bool:
    words = phrase.words(language)
    return FEWEST_WORDS <= len(words) <= MOST_WORDS and len({folded(word) for word in words}) > 1


def make(kind: Kind, phrase: Phrase, book: Phrasebook, language: Language, base: Language, seed: int) -> Exercise:
    """Return the exercise that `seed` makes of `phrase`."""
    rng = Random(seed)
    if kind is Kind.CHOOSE:
        others = book.confusable(phrase, language, base)
        options = [phrase.text[base], *rng.sample(others, min(OPTIONS - 1, len(others)))]
        rng.shuffle(options)
        return Exercise(
            kind=kind,
            phrase=phrase,
            language=language,
            base=base,
            prompt=phrase.text[language],
            options=tuple(options),
            answer=options.index(phrase.text[base]),
        )
    words = phrase.words(language) if kind is Kind.ORDER else []
    return Exercise(
        kind=kind,
        phrase=phrase,
        language=language,
        base=base,
        prompt=phrase.text[base],
        options=tuple(_shuffled(words, rng)),
    )


def check_choice(exercise: Exercise, choice: int) -> Graded:
    """Grade a chosen option, 0 for the first."""
    verdict = Verdict.RIGHT if choice == exercise.answer else Verdict.WRONG
    return Graded(verdict=verdict, expected=exercise.options[exercise.answer])


def check_meaning(exercise: Exercise, written: str) -> Graded:
    """Grade the meaning of a CHOOSE exercise that was written out instead of chosen."""
    return grade(written, exercise.phrase.right(exercise.base), exercise.base)


def check_order(exercise: Exercise, order: Sequence[int]) -> Graded:
    """Grade words put in `order`, places among the options; equal words are equal."""
    built = _joined([exercise.options[place] for place in order], exercise.language)
    result = check_text(exercise, built)
    # The words were given, so only their order is judged: an accent or a slip cannot be.
    exact = any(folded(built) == folded(one) for one in exercise.phrase.right(exercise.language))
    return Graded(
        verdict=Verdict.RIGHT if exact else Verdict.WRONG,
        expected=exercise.phrase.text[exercise.language],
        spans=result.spans,
    )


def check_text(exercise: Exercise, written: str) -> Graded:
    """Grade what was typed."""
    phrase, language = exercise.phrase, exercise.language
    # A beginner may write Mandarin in pinyin; from B1 on signs are asked for.
    pinyin = phrase.pinyin if language is Language.MANDARIN and phrase.level.rank < 2 else ""
    return grade(written, phrase.right(language), language, pinyin=pinyin)


def joined(exercise: Exercise, order: Sequence[int]) -> str:
    """Return the words put in order so far, as a sentence."""
    return _joined([exercise.options[place] for place in order], exercise.language)


def _joined(words: Sequence[str], language: Language) -> str:
    return ("" if language is Language.MANDARIN else " ").join(words)


def _shuffled(words: list[str], rng: Random) -> list[str]:
    """Return the words in another order than the right one."""
    mixed = list(words)
    for _ in range(20):
        rng.shuffle(mixed)
        if mixed != words:
            break
    return mixed
