"""A country is found by the name people give it, whatever their language."""

import pytest

from handlers.countries import COMMON, UnknownCountry, find_country, is_country


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("Brasil", "BR"),
        ("  brazil ", "BR"),
        ("Alemanha", "DE"),
        ("Deutschland", "DE"),
        ("japao", "JP"),
        ("Japón", "JP"),
        ("Россия", "RU"),
        ("中国", "CN"),
        ("EUA", "US"),
        ("United States", "US"),
        ("Inglaterra", "GB"),
        ("Cote d'Ivoire", "CI"),
        ("venezue", "VE"),
    ],
)
def test_a_country_is_found(words, code):
    assert find_country(words) == code


@pytest.mark.parametrize("words", ["", "Atlantis", "European Union", "united", "xx", "<b>Brazil</b> x"])
def test_what_is_none_is_refused(words):
    with pytest.raises(UnknownCountry):
        find_country(words)


def test_those_offered_are_countries():
    assert all(map(is_country, COMMON))
    assert not is_country("EU")
    assert not is_country("zz")
