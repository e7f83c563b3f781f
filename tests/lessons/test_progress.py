"""Progress counts each phrase once, by what is remembered best."""

from datetime import timedelta

from core.languages import Level
from lessons.cards import Grade, Skill
from lessons.progress import progress
from tests.lessons.books import phrase
from tests.lessons.test_rounds import BOOK, NOW, card


def test_without_answers_nothing_is_met_but_everything_is_there():
    found = progress([], BOOK, now=NOW)
    assert (found.met, found.remembered, found.due) == (0, 0, 0)
    assert {level: each.total for level, each in found.levels.items()} == {Level.A1: 12, Level.A2: 12, Level.B1: 12}


def test_a_phrase_counts_once_with_its_best_skill():
    said = BOOK.phrases[0]
    strong = card(said, Skill.RECOGNISE, grades=(Grade.EASY,), days_ago=0.1)
    weak = card(said, Skill.RECALL, grades=(Grade.AGAIN,), days_ago=60)
    found = progress([weak, strong], BOOK, now=NOW)
    assert found.met == 1
    assert 0.9 < found.remembered <= 1
    assert found.due == 1


def test_what_is_remembered_fades_while_what_was_met_stays():
    known = [card(said) for said in BOOK.phrases[:6]]
    now, later = progress(known, BOOK, now=NOW), progress(known, BOOK, now=NOW + timedelta(days=365))
    assert now.met == later.met == 6
    assert later.remembered < now.remembered


def test_a_phrase_that_left_the_book_does_not_count():
    assert progress([card(phrase(999, theme="gone"))], BOOK, now=NOW).met == 0
