"""Days, times and names as the reader writes them."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.days import is_zone
from core.errors import BadText, TextProblem
from core.ids import PersonId, TelegramId
from core.languages import Language, Level
from enrolment.people import Person
from handlers import formats
from handlers.catalogues import LOCALES, OFFERED, translations
from handlers.errors import explain
from handlers.learner.enrol_answers import BadAnswer
from handlers.texts import document
from handlers.words import READY_REASONS, category_name, enrolment_status, refusal_reason
from handlers.zones import UnknownCity, common_zones, find_zone

NOON = datetime(2026, 11, 24, 12, 5, tzinfo=UTC)


def reader(language, zone="America/Sao_Paulo"):
    return Person(
        id=PersonId(1), telegram_id=TelegramId(1), name="Ana", language=language, time_zone=zone, created_at=NOON
    )


@pytest.mark.parametrize(
    ("language", "day", "moment"),
    [
        (Language.ENGLISH, "Tuesday, 24 November", "Tue, 24 Nov, 09:05"),
        (Language.PORTUGUESE, "terça-feira, 24 de novembro", "ter., 24 de nov., 09:05"),
        (Language.SPANISH, "martes, 24 de noviembre", "mar, 24 de nov, 09:05"),
    ],
)
def test_days_and_moments_in_each_language(language, day, moment):
    assert formats.local_day(NOON, reader(language)) == day
    assert formats.local_moment(NOON, reader(language)) == moment


def test_the_day_is_the_readers_own():
    late = datetime(2026, 11, 24, 16, 30, tzinfo=UTC)
    assert formats.local_time(late, reader(Language.ENGLISH, "Asia/Tokyo")) == "01:30"
    assert formats.local_day(late, reader(Language.ENGLISH, "Asia/Tokyo")) == "Wednesday, 25 November"
    assert formats.short_day(NOON.date(), reader(Language.ENGLISH)) == "24/11"


@pytest.mark.parametrize("language", OFFERED)
def test_every_word_of_the_programme_has_a_name(language):
    tr = translations(language)
    names = [formats.language_name(each, tr) for each in Language]
    assert len(set(names)) == len(Language)
    assert all(names)
    assert formats.level_name(Level.B1) == "B1"
    for state in ("submitted", "waitlisted", "admitted", "rejected", "withdrawn", "completed"):
        assert enrolment_status(state, tr) != state
    assert category_name("migrant", tr) != "migrant"


def test_a_language_without_a_catalogue_reads_the_citys_own():
    assert formats.locale_of(reader(Language.RUSSIAN)).language == "pt"
    assert set(LOCALES) == set(OFFERED)


@pytest.mark.parametrize("code", READY_REASONS)
def test_a_ready_reason_is_a_sentence_and_ones_own_words_stay(code):
    tr = translations(Language.ENGLISH)
    assert refusal_reason(f"#{code}", tr).endswith(".")
    assert refusal_reason("Because", tr) == "Because"


@pytest.mark.parametrize("step", ["name", "registration", "email", "zone"])
@pytest.mark.parametrize("problem", list(TextProblem))
def test_every_bad_answer_is_explained_in_few_words(step, problem):
    words = explain(BadAnswer(step, BadText(problem, limit=20)), translations(Language.ENGLISH))
    assert 20 < len(words) <= 200


@pytest.mark.parametrize(
    ("words", "zone"),
    [
        ("Lisboa", "Europe/Lisbon"),
        ("são paulo", "America/Sao_Paulo"),
        ("  SAO   PAULO ", "America/Sao_Paulo"),
        ("Belo Horizonte", "America/Sao_Paulo"),
        ("Ciudad de México", "America/Mexico_City"),
        ("medellín", "America/Bogota"),
        ("Tóquio", "Asia/Tokyo"),
        ("Dublin", "Europe/Dublin"),
        ("america/new_york", "America/New_York"),
    ],
)
def test_a_zone_is_found_by_a_city_in_any_spelling(words, zone):
    assert find_zone(words) == zone


@given(st.text(max_size=64))
def test_whatever_is_written_is_a_zone_or_unknown(words):
    try:
        assert is_zone(find_zone(words))
    except UnknownCity:
        return


def test_zones_on_buttons_are_zones():
    assert all(is_zone(zone) for zone, _label in common_zones(translations(Language.ENGLISH)))


def test_a_text_becomes_headings_and_plain_lines():
    assert document("# Who & why\nFirst <b>line</b>\n\n# More\n#not a heading") == (
        "<b>Who &amp; why</b>\nFirst &lt;b&gt;line&lt;/b&gt;\n\n<b>More</b>\n#not a heading"
    )


@given(st.text(alphabet="<>&#ab \n", max_size=200))
def test_no_text_becomes_markup_but_its_headings(text):
    shown = document(text)
    bare = shown.replace("<b>", "").replace("</b>", "")
    assert "<" not in bare
    assert ">" not in bare
