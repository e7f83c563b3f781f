"""Time zones as people know them: by a large city."""

import unicodedata
from functools import cache
from gettext import NullTranslations
from zoneinfo import available_timezones

from core.errors import Refusal
from handlers.errors import explain

_AREAS = ("Africa", "America", "Asia", "Atlantic", "Australia", "Europe", "Indian", "Pacific")

# Cities whose usual Portuguese or Spanish name, or whose zone's name, differs from the zone database's English.
_ALSO = {
    "belo horizonte": "America/Sao_Paulo",
    "rio de janeiro": "America/Sao_Paulo",
    "brasilia": "America/Sao_Paulo",
    "buenos aires": "America/Argentina/Buenos_Aires",
    "rosario": "America/Argentina/Cordoba",
    "medellin": "America/Bogota",
    "cidade do mexico": "America/Mexico_City",
    "ciudad de mexico": "America/Mexico_City",
    "nova york": "America/New_York",
    "nueva york": "America/New_York",
    "washington": "America/New_York",
    "boston": "America/New_York",
    "miami": "America/New_York",
    "san francisco": "America/Los_Angeles",
    "lisboa": "Europe/Lisbon",
    "porto": "Europe/Lisbon",
    "almada": "Europe/Lisbon",
    "londres": "Europe/London",
    "barcelona": "Europe/Madrid",
    "roma": "Europe/Rome",
    "milano": "Europe/Rome",
    "milao": "Europe/Rome",
    "milan": "Europe/Rome",
    "berlim": "Europe/Berlin",
    "munich": "Europe/Berlin",
    "hamburg": "Europe/Berlin",
    "moscou": "Europe/Moscow",
    "moscu": "Europe/Moscow",
    "pequim": "Asia/Shanghai",
    "pekin": "Asia/Shanghai",
    "beijing": "Asia/Shanghai",
    "xangai": "Asia/Shanghai",
    "toquio": "Asia/Tokyo",
    "tokio": "Asia/Tokyo",
}


class UnknownCity(Refusal):
    """No zone is known by that name, or several are."""


@explain.register
def _(_refusal: UnknownCity, tr: NullTranslations) -> str:
    return tr.gettext("I do not know that city. Please write the nearest large one, or choose a button.")


def common_zones(tr: NullTranslations) -> list[tuple[str, str]]:
    """Return the zones offered as buttons, each with its label."""
    return [
        ("America/Sao_Paulo", tr.gettext("Belo Horizonte")),
        ("America/Manaus", tr.gettext("Manaus")),
        ("America/Argentina/Buenos_Aires", tr.gettext("Buenos Aires")),
        ("America/Bogota", tr.gettext("Bogotá")),
        ("America/New_York", tr.gettext("New York")),
        ("Europe/Lisbon", tr.gettext("Lisbon")),
        ("Europe/Madrid", tr.gettext("Madrid")),
        ("Europe/Berlin", tr.gettext("Berlin")),
    ]


def find_zone(words: str) -> str:
    """Return the IANA zone of the city somebody wrote, in any of our spellings. Raises UnknownCity."""
    name = _folded(words)
    found = _ALSO.get(name) or _cities().get(name)
    if found is None:
        matching = sorted({zone for city, zone in _cities().items() if len(name) >= 4 and city.startswith(name)})
        found = matching[0] if len(matching) == 1 else None
    if found is None:
        raise UnknownCity
    return found


@cache
def _cities() -> dict[str, str]:
    zones = [zone for zone in sorted(available_timezones()) if zone.split("/", 1)[0] in _AREAS]
    cities = {_folded(zone.rsplit("/", 1)[-1]): zone for zone in zones}
    return cities | {_folded(zone): zone for zone in zones}


def _folded(words: str) -> str:
    plain = unicodedata.normalize("NFD", words.replace("_", " ").casefold())
    return " ".join("".join(char for char in plain if not unicodedata.combining(char)).split())
