"""The phrasebook is read whole, and says everything that is wrong at once."""

import time

import pytest

from core.languages import Language, Level
from lessons.grading import folded
from lessons.phrasebook import FOLDER, BrokenPhrasebook, load_phrasebook
from tests.lessons.books import book, phrase, shelf

FILE = """
title = {{ en = "At the school", pt = "Na escola" }}
emoji = "🏫"
[[phrase]]
id = "{id}"
level = "{level}"
register = "formal"
situation = {{ en = "A clerk greets" }}
note = {{ en = "Greet first." }}
[phrase.text]
en = "Good morning!"
es = "¡Buenos días!"
fr = "Bonjour !"
it = "Buongiorno!"
de = "Guten Morgen!"
ru = "Доброе утро!"
zh = "早上好！"
pt = "{pt}"
pinyin = "Zǎoshang hǎo!"
zh_words = "{zh_words}"
[phrase.also]
{also}
"""


def write(folder, name="school.toml", **changed):
    good = {"id": "school-001", "level": "A1", "pt": "Bom dia!", "zh_words": "早上 好！", "also": 'pt = ["Olá!"]'}
    (folder / name).write_text(FILE.format(**good | changed), encoding="utf-8")
    return folder


def faults(folder):
    with pytest.raises(BrokenPhrasebook) as broken:
        load_phrasebook(folder)
    return broken.value.faults


def test_a_file_becomes_a_theme_with_its_phrases(tmp_path):
    loaded = load_phrasebook(write(tmp_path))
    [said] = loaded.phrases
    assert loaded.by_id["school-001"] is said
    assert (said.theme, said.level, said.pinyin) == ("school", Level.A1, "Zǎoshang hǎo!")
    assert said.right(Language.PORTUGUESE) == ("Bom dia!", "Olá!")
    assert said.right(Language.GERMAN) == ("Guten Morgen!",)
    assert said.words(Language.MANDARIN) == ["早上", "好！"]
    assert said.words(Language.FRENCH) == ["Bonjour !"]
    assert loaded.themes["school"].title["pt"] == "Na escola"


@pytest.mark.parametrize(
    ("changed", "fault"),
    [
        ({"id": ""}, "school.toml: : id is missing"),
        ({"level": "A7"}, "school.toml: school-001: level is not one of CEFR"),
        ({"pt": " "}, "school.toml: school-001: text.pt is missing"),
        ({"zh_words": "早上 坏！"}, "school.toml: school-001: zh_words without spaces is not zh"),
        ({"also": 'xx = ["a"]'}, "school.toml: school-001: also.xx is not a language"),
        ({"also": 'pt = "a"'}, "school.toml: school-001: also.pt is not a list of sentences"),
        ({"also": 'pt = [""]'}, "school.toml: school-001: also.pt is not a list of sentences"),
    ],
)
def test_what_is_wrong_is_named_with_its_file_and_phrase(tmp_path, changed, fault):
    assert faults(write(tmp_path, **changed)) == [fault]


def test_every_fault_is_told_at_once(tmp_path):
    write(tmp_path, "a.toml", level="", pt="")
    write(tmp_path, "b.toml", id="b-1", zh_words="x")
    write(tmp_path, "c.toml", id="b-1")
    write(tmp_path, "d.toml", id="b-1")
    (tmp_path / "e.toml").write_text("[[phrase]\n")
    (tmp_path / "f.toml").write_text('title = { pt = "Sem" }\n')
    found = faults(tmp_path)
    assert [fault.split(": ")[0] for fault in found] == ["a.toml"] * 2 + ["b.toml", "d.toml", "e.toml"] + ["f.toml"] * 2
    assert "d.toml: b-1: id is used twice" in found
    assert "f.toml: title.en is missing" in found


def test_a_folder_without_phrases_is_no_book(tmp_path):
    assert faults(tmp_path) == [f"{tmp_path.name}: no phrases"]


def test_the_citys_own_book_is_read_in_a_tenth_of_a_second():
    load_phrasebook.cache_clear()
    began = time.process_time()
    loaded = load_phrasebook(FOLDER)
    assert time.process_time() - began < 0.1 * max(1, len(loaded.phrases) / 140)
    assert load_phrasebook(FOLDER) is loaded


def test_a_course_begins_at_ones_level_and_lets_themes_take_turns():
    course = shelf(each=2).course(Level.A2)
    assert [one.level for one in course] == [Level.A2] * 4 + [Level.B1] * 4 + [Level.A1] * 4
    assert [one.theme for one in course[:4]] == ["health", "school", "health", "school"]
    assert len({one.id for one in course}) == 12


def test_what_is_confusable_is_near_and_never_right_as_well():
    target = phrase(1, also={Language.PORTUGUESE: ("Pode ser assim.",)})
    same_meaning = phrase(2, text={Language.PORTUGUESE: "pode ser assim"})
    same_words = phrase(3, text={Language.FRENCH: target.text[Language.FRENCH].upper()})
    near, far = phrase(4), phrase(5, level=Level.B1, theme="tourism")
    twin = phrase(6, text={Language.PORTUGUESE: near.text[Language.PORTUGUESE]})
    found = book(far, target, same_meaning, same_words, near, twin).confusable(
        target, Language.FRENCH, Language.PORTUGUESE
    )
    assert found == (near.text[Language.PORTUGUESE], far.text[Language.PORTUGUESE])


@pytest.mark.parametrize("base", [Language.PORTUGUESE, Language.ENGLISH, Language.SPANISH])
@pytest.mark.parametrize("language", list(Language))
def test_every_phrase_of_the_citys_book_has_three_others_to_choose_from(language, base):
    if language is base:
        return
    loaded = load_phrasebook()
    for one in loaded.phrases:
        others = loaded.confusable(one, language, base)
        assert len(others) >= 3
        assert len({folded(other) for other in others}) == len(others)
        assert not {folded(other) for other in others} & {folded(right) for right in one.right(base)}
