"""What is a city's own, read from data: another city adopts the service by changing files, not code."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from core.days import is_zone
from core.languages import Language

Names = Mapping[Language, str]


class BrokenProgramme(Exception):  # noqa: N818 - names the state of the files
    """The files have faults; `faults` lists them all, each as ``file: key: what is wrong``."""

    def __init__(self, faults: list[str]) -> None:
        super().__init__("\n".join(faults))
        self.faults = faults


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A department or a regional, for as long as it exists; `code` never changes."""

    code: str
    names: Names
    valid_from: date | None = None
    valid_to: date | None = None

    def name(self, language: Language) -> str:
        return self.names.get(language) or self.names[Language.PORTUGUESE]

    def exists_on(self, day: date) -> bool:
        return (self.valid_from is None or self.valid_from <= day) and (self.valid_to is None or day <= self.valid_to)


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A versioned text people agree to. `short` fits a screen, `full` is the whole; both plain, ``# `` heads a part."""

    version: str
    short: Names
    full: Names

    def summary(self, language: Language) -> str:
        return self.short.get(language) or self.short[Language.PORTUGUESE]

    def text(self, language: Language) -> str:
        return self.full.get(language) or self.full[Language.PORTUGUESE]


@dataclass(frozen=True, slots=True, kw_only=True)
class Programme:
    city: str
    service: str
    time_zone: str
    contact: str
    """Where to write about personal data: an office, never a person."""
    languages: tuple[Language, ...]
    categories: tuple[str, ...]
    """The learner categories that are open now, in the order they are offered."""
    daily_cap: int
    """Exercises in a day's round at most."""
    places: int
    """Seats of the standing intake; 0 is no limit."""
    departments: tuple[Place, ...]
    regionals: tuple[Place, ...]
    partner_cities: tuple[Place, ...]
    networks: tuple[Place, ...]
    notice: Document
    term: Document

    def place_name(self, code: str, language: Language) -> str:
        """Return the name of a department or regional; an unknown code is given back as it is."""
        for place in (*self.departments, *self.regionals):
            if place.code == code:
                return place.name(language)
        return code


def load_programme(folder: Path) -> Programme:
    """Read `folder`. Raises BrokenProgramme with every fault at once."""
    reader = _Reader(folder)
    settings = reader.toml("programme.toml")
    programme = Programme(
        city=reader.text(settings, "city"),
        service=reader.text(settings, "service"),
        time_zone=reader.zone(settings, "time_zone"),
        contact=reader.text(settings, "contact"),
        languages=reader.languages(settings, "languages"),
        categories=tuple(settings.get("categories", ())),
        daily_cap=reader.number(settings, "daily_cap", low=1, high=50),
        places=reader.number(settings, "places", low=0, high=1_000_000),
        departments=reader.places("departments.toml", "department"),
        regionals=reader.places("regionals.toml", "regional"),
        partner_cities=reader.places("partners.toml", "city"),
        networks=reader.places("partners.toml", "network"),
        notice=reader.document("notice", reader.text(settings, "notice")),
        term=reader.document("term", reader.text(settings, "term")),
    )
    if reader.faults:
        raise BrokenProgramme(reader.faults)
    return programme


class _Reader:
    """Collects faults instead of stopping at the first."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.faults: list[str] = []

    def toml(self, name: str) -> dict[str, Any]:
        try:
            return tomllib.loads((self._folder / name).read_text(encoding="utf-8"))
        except (OSError, tomllib.TOMLDecodeError) as error:
            self.faults.append(f"{name}: {error}")
            return {}

    def text(self, values: Mapping[str, Any], key: str) -> str:
        value = values.get(key)
        if not isinstance(value, str) or not value.strip():
            self.faults.append(f"programme.toml: {key}: a text is missing")
            return ""
        return value

    def zone(self, values: Mapping[str, Any], key: str) -> str:
        zone = self.text(values, key)
        if zone and not is_zone(zone):
            self.faults.append(f"programme.toml: {key}: {zone!r} is not an IANA time zone")
        return zone

    def number(self, values: Mapping[str, Any], key: str, *, low: int, high: int) -> int:
        value = values.get(key)
        if not isinstance(value, int) or not low <= value <= high:
            self.faults.append(f"programme.toml: {key}: a number from {low} to {high} is missing")
            return low
        return value

    def languages(self, values: Mapping[str, Any], key: str) -> tuple[Language, ...]:
        known = {language.value for language in Language}
        listed = values.get(key, [])
        wrong = [code for code in listed if code not in known]
        if wrong or not listed:
            self.faults.append(f"programme.toml: {key}: not languages of the programme: {wrong}")
        return tuple(Language(code) for code in listed if code in known)

    def places(self, name: str, table: str) -> tuple[Place, ...]:
        found: dict[str, Place] = {}
        for number, row in enumerate(self.toml(name).get(table, []), start=1):
            code, names = row.get("code"), row.get("name", {})
            if not code or code in found or "pt" not in names:
                self.faults.append(f"{name}: {table} {number}: a unique code and a Portuguese name are needed")
                continue
            found[code] = Place(
                code=code,
                names={Language(key): value for key, value in names.items()},
                valid_from=row.get("valid_from"),
                valid_to=row.get("valid_to"),
            )
        return tuple(found.values())

    def document(self, kind: str, version: str) -> Document:
        full: dict[Language, str] = {}
        short: dict[Language, str] = {}
        for language in Language:
            file = self._folder / "texts" / kind / f"{version}.{language.value}.md"
            if file.exists():
                first, _, rest = file.read_text(encoding="utf-8").strip().partition("\n---\n")
                short[language], full[language] = first.strip(), rest.strip()
        if Language.PORTUGUESE not in full or not all(full.values()):
            self.faults.append(f"texts/{kind}/{version}.*.md: Portuguese, or the part after ---, is missing")
        return Document(version=version, short=short, full=full)
