"""A city's data is read whole, and every fault of it is told at once."""

import shutil
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import programme
from core.categories import Category
from core.languages import Language
from core.programme import Intake, Place
from core.programme_files import FULL_LIMIT, BrokenProgramme, load_programme
from handlers.catalogues import OFFERED

SHIPPED = Path(programme.__file__).parent
TODAY = date(2026, 11, 24)


@pytest.fixture
def folder(tmp_path):
    shutil.copytree(SHIPPED, tmp_path / "city")
    return tmp_path / "city"


def change(folder, name, old, new):
    file = folder / name
    text = file.read_text()
    assert text.count(old) >= 1
    file.write_text(text.replace(old, new))


def faults_of(folder):
    with pytest.raises(BrokenProgramme) as caught:
        load_programme(folder)
    return caught.value.faults


def test_belo_horizontes_own_is_whole():
    city = load_programme(SHIPPED)
    assert (city.city, city.time_zone) == ("Belo Horizonte", "America/Sao_Paulo")
    assert set(city.languages) == set(Language)
    assert set(city.categories) == {category for category in Category if category.serves_the_city}
    secretariats = [place for place in city.departments if place.name(Language.PORTUGUESE).startswith("Secretaria")]
    assert len(secretariats) == 18
    assert len(city.regionals) == 10
    assert len(city.partner_cities) == 9
    assert len(city.networks) == 10
    assert city.intake.is_open_on(TODAY)


@pytest.mark.parametrize("language", OFFERED)
def test_the_texts_people_agree_to_are_there_in_every_language_of_the_interface(language):
    city = load_programme(SHIPPED)
    for document in (city.notice, city.term):
        assert language in document.short
        assert language in document.full
        assert sum(line.startswith("# ") for line in document.text(language).splitlines()) >= 6
        assert "/" not in document.text(language).replace("/privacy", "").replace("/2018", "").replace("/1998", "")


def test_names_fit_a_button_and_its_data():
    city = load_programme(SHIPPED)
    for place in (*city.departments, *city.regionals):
        assert len(f"en:department:{place.code}".encode()) <= 64
        assert all(len(name) <= 64 for name in place.names.values())


def test_places_come_and_go_with_the_day():
    city = load_programme(SHIPPED)
    before, after = date(2025, 2, 2), date(2025, 2, 3)
    codes = [{place.code for place in city.workplaces(Category.EFFECTIVE, day)} for day in (before, after)]
    assert codes[1] - codes[0] >= {"mobilidade", "seguranca-alimentar", "administracao", "secretaria-geral"}
    assert len(city.workplaces(Category.MIGRANT, before)) == 9
    assert len(city.workplaces(Category.MIGRANT, after)) == 10
    assert city.place_name("mobilidade", Language.ENGLISH) == "Urban Mobility"
    assert city.place_name("norte", Language.GERMAN) == "Norte"
    assert city.place_name("gone", Language.ENGLISH) == "gone"


def test_a_switch_opens_a_category(folder):
    change(folder, "programme.toml", 'code = "citizen"\nopen = false', 'code = "citizen"\nopen = true')
    assert load_programme(folder).categories[-1] is Category.CITIZEN


def test_every_fault_is_told_at_once_with_its_file_and_key(folder):
    change(folder, "programme.toml", 'city = "Belo Horizonte"', 'city = " "')
    change(folder, "programme.toml", '"America/Sao_Paulo"', '"America/Belo_Horizonte"')
    change(folder, "programme.toml", "daily_cap = 10", "daily_cap = 51")
    change(folder, "programme.toml", '"zh", "pt"', '"zh", "xx", "zh"')
    change(folder, "programme.toml", 'code = "seconded"', 'code = "senator"')
    change(folder, "programme.toml", "opens = 2026-01-01", "opens = 2026-01-01\ncloses = 2025-01-01")
    change(folder, "programme.toml", 'term = "2026-11"', 'term = "latest"')
    change(folder, "departments.toml", 'code = "saude"', 'code = "educacao"')
    change(folder, "departments.toml", "valid_from = 2025-02-03", 'valid_from = "soon"')
    change(folder, "regionals.toml", 'pt = "Leste"', 'en = "East"')
    (folder / "texts/notice/2026-11.pt.md").unlink()
    (folder / "texts/notice/2026-11.en.md").write_text("Short\n---\n" + "x" * (FULL_LIMIT + 1))
    told = "\n".join(faults_of(folder))
    for words in (
        "programme.toml: city: a text is missing",
        "programme.toml: time_zone: 'America/Belo_Horizonte' is not an IANA time zone",
        "programme.toml: daily_cap: a number from 1 to 50",
        "programme.toml: languages: 'xx' is unknown or listed twice",
        "programme.toml: languages: 'zh' is unknown or listed twice",
        "programme.toml: category 4: a known code",
        "programme.toml: intake.opens: a date is needed",
        "programme.toml: term: 'latest' is not a version",
        "departments.toml: department 5: a code of its own",
        "departments.toml: department 7: valid_from and valid_to are dates",
        "regionals.toml: regional 4: names by language code",
        "texts/notice/2026-11.pt.md: the file is missing",
        f"texts/notice/2026-11.en.md: the whole text has {FULL_LIMIT + 1} characters",
    ):
        assert words in told


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("programme.toml", "city = ", "programme.toml: Invalid value"),
        ("departments.toml", "department = 5", "departments.toml: department: none is listed"),
        ("departments.toml", "[[department]]\ncode = 7", "department 1: a code of its own"),
        ("departments.toml", '[[department]]\ncode = "a"\nname = "A"', "department 1: names by language code"),
        ("departments.toml", '[[department]]\ncode = "a"\nname = { pt = " " }', "department 1: a name is empty"),
        ("departments.toml", '[[department]]\ncode = "a"\nname = { xx = "A", pt = "A" }', "names by language code"),
        ("regionals.toml", "", "regionals.toml: regional: none is listed"),
        ("partners.toml", "city = [1, 2]", "partners.toml: city 1: a code of its own"),
        ("texts/term/2026-11.es.md", "no second part", "a short text, a line of ---"),
    ],
)
def test_a_file_of_another_shape_is_a_fault_and_never_a_crash(folder, name, content, told):
    (folder / name).write_text(content)
    assert told in "\n".join(faults_of(folder))


def test_a_missing_folder_names_the_missing_files(tmp_path):
    assert faults_of(tmp_path) == [
        f"{name}: the file is missing"
        for name in ("programme.toml", "departments.toml", "regionals.toml", "partners.toml")
    ]


def test_a_file_that_is_no_text_is_a_fault(folder):
    (folder / "partners.toml").write_bytes(b"\xff\xfe\x00")
    assert faults_of(folder)[0].startswith("partners.toml: ")


days = st.dates(min_value=date(2020, 1, 1), max_value=date(2035, 1, 1))


@given(days, st.one_of(st.none(), st.integers(0, 900)), days)
def test_an_intake_is_open_from_its_first_to_its_last_day(opens, lasts, day):
    closes = None if lasts is None else opens + timedelta(days=lasts)
    intake = Intake(code="x", opens=opens, closes=closes)
    assert intake.is_open_on(day) == (day >= opens and (closes is None or day <= closes))
    assert intake.is_open_on(opens)
    assert not intake.is_open_on(opens - timedelta(days=1))


@given(st.one_of(st.none(), days), st.one_of(st.none(), days), days)
def test_a_place_exists_between_its_dates(start, end, day):
    place = Place(code="x", names={Language.PORTUGUESE: "X"}, valid_from=start, valid_to=end)
    assert place.exists_on(day) == ((start or date.min) <= day <= (end or date.max))
