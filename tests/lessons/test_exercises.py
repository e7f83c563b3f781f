"""Exercises can be solved, and are the same after a restart."""

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from core.languages import Language, Level
from lessons.exercises import (
    FEWEST_WORDS,
    MOST_WORDS,
    Kind,
    base_for,
    can_order,
    check_choice,
    check_meaning,
    check_order,
    check_text,
    joined,
    make,
)
from lessons.grading import Verdict, folded
from lessons.phrasebook import load_phrasebook
from tests.lessons.books import book, phrase

BOOK = load_phrasebook()
phrases = st.sampled_from(BOOK.phrases)
languages = st.sampled_from(list(Language))
readers = st.sampled_from([Language.ENGLISH, Language.PORTUGUESE, Language.SPANISH])
seeds = st.integers(0, 2**31 - 1)


@given(said=phrases, language=languages, reader=readers, seed=seeds, kind=st.sampled_from(Kind))
def test_a_seed_makes_the_same_exercise_again(said, language, reader, seed, kind):
    base = base_for(reader, language)
    assert base is not language
    assert make(kind, said, BOOK, language, base, seed) == make(kind, said, BOOK, language, base, seed)


@given(said=phrases, language=languages, reader=readers, seed=seeds)
def test_a_choice_has_four_different_options_and_one_that_is_right(said, language, reader, seed):
    base = base_for(reader, language)
    exercise = make(Kind.CHOOSE, said, BOOK, language, base, seed)
    assert exercise.prompt == said.text[language]
    assert len({folded(option) for option in exercise.options}) == 4
    right = {folded(one) for one in said.right(base)}
    assert [folded(option) in right for option in exercise.options].count(True) == 1
    verdicts = [check_choice(exercise, choice).verdict for choice in range(4)]
    assert verdicts.count(Verdict.RIGHT) == 1
    assert verdicts[exercise.answer] is Verdict.RIGHT
    assert check_meaning(exercise, exercise.options[exercise.answer]).verdict is Verdict.RIGHT
    assert not check_meaning(exercise, exercise.options[exercise.answer - 1]).accepted


@given(said=phrases, language=languages, reader=readers, seed=seeds)
def test_words_can_be_put_in_order_and_are_not_in_order_at_first(said, language, reader, seed):
    assume(can_order(said, language))
    exercise = make(Kind.ORDER, said, BOOK, language, base_for(reader, language), seed)
    words = said.words(language)
    assert FEWEST_WORDS <= len(words) <= MOST_WORDS
    assert sorted(exercise.options) == sorted(words)
    assert list(exercise.options) != words
    left = list(range(len(words)))
    order = []
    for word in words:
        order.append(next(place for place in left if exercise.options[place] == word))
        left.remove(order[-1])
    assert check_order(exercise, order).verdict is Verdict.RIGHT
    assert folded(joined(exercise, order)) == folded(said.text[language])


def test_another_order_is_wrong_and_shows_where():
    said = phrase(1, text={Language.FRENCH: "Bonjour, je suis là."})
    exercise = make(Kind.ORDER, said, book(said), Language.FRENCH, Language.ENGLISH, 3)
    order = [exercise.options.index(word) for word in ("je", "suis", "là.", "Bonjour,")]
    graded = check_order(exercise, order)
    assert graded.verdict is Verdict.WRONG
    assert len(graded.spans) > 1


def test_one_of_two_equal_words_is_as_good_as_the_other():
    said = phrase(1, text={Language.ENGLISH: "the more the better"})
    exercise = make(Kind.ORDER, said, book(said), Language.ENGLISH, Language.PORTUGUESE, 1)
    the = [place for place, word in enumerate(exercise.options) if word == "the"]
    more, better = exercise.options.index("more"), exercise.options.index("better")
    for first, second in (the, the[::-1]):
        assert check_order(exercise, [first, more, second, better]).verdict is Verdict.RIGHT


@pytest.mark.parametrize(
    ("text", "can"),
    [("Good morning.", False), ("No, no, no!", False), ("Where is it?", True), ("a b c d e f g h i j k", False)],
)
def test_only_a_few_different_words_are_put_in_order(text, can):
    assert can_order(phrase(1, text={Language.ENGLISH: text}), Language.ENGLISH) is can


@given(said=phrases, language=languages, reader=readers)
def test_what_the_book_says_is_a_right_answer_to_typing(said, language, reader):
    exercise = make(Kind.TYPE, said, BOOK, language, base_for(reader, language), 1)
    assert exercise.prompt == said.text[exercise.base]
    for right in said.right(language):
        assert check_text(exercise, right).verdict is Verdict.RIGHT


@given(said=phrases)
def test_pinyin_is_for_beginners(said):
    exercise = make(Kind.TYPE, said, BOOK, Language.MANDARIN, Language.ENGLISH, 1)
    assert check_text(exercise, said.pinyin).accepted is (said.level in {Level.A1, Level.A2})


def test_meanings_are_in_the_readers_language_or_in_english():
    assert base_for(Language.PORTUGUESE, Language.FRENCH) is Language.PORTUGUESE
    assert base_for(Language.PORTUGUESE, Language.PORTUGUESE) is Language.ENGLISH
    assert base_for(Language.ENGLISH, Language.ENGLISH) is Language.PORTUGUESE
    assert base_for(Language.SPANISH, Language.SPANISH) is Language.ENGLISH
