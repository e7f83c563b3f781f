"""Reads a programme from its folder, and tells every fault at once."""

import re
import tomllib
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from core.categories import Category
from core.days import is_zone
from core.languages import Language
from core.programme import Document, Intake, Place, Programme

SHORT_LIMIT = 1000
"""Characters of a text's first layer: with its greeting and buttons it stays one screen."""
FULL_LIMIT = 3800
"""Characters of a whole text: one Telegram message holds 4096, its markup included."""

_VERSION = re.compile(r"\d{4}-\d{2}")
_CODE = re.compile(r"[a-z0-9-]{1,32}")


class BrokenProgramme(Exception):  # noqa: N818 - names the state of the files
    """The files have faults; `faults` lists them all, each as ``file: key: what is wrong``."""

    def __init__(self, faults: list[str]) -> None:
        super().__init__("\n".join(faults))
        self.faults = faults


def load_programme(folder: Path) -> Programme:
    """Read `folder`. Raises BrokenProgramme with every fault at once."""
    reader = _Reader(folder)
    names = ("programme.toml", "departments.toml", "regionals.toml", "partners.toml")
    settings, departments, regionals, partners = (reader.toml(name) for name in names)
    if reader.faults:
        # What an unreadable file lacks would only hide why.
        raise BrokenProgramme(reader.faults)
    programme = Programme(
        city=reader.text(settings, "city"),
        service=reader.text(settings, "service"),
        time_zone=reader.zone(settings, "time_zone"),
        controller=reader.text(settings, "controller"),
        contact=reader.text(settings, "contact"),
        languages=reader.languages(settings.get("languages")),
        categories=reader.categories(settings.get("category")),
        daily_cap=reader.number(settings, "daily_cap", low=1, high=50),
        intake=reader.intake(settings.get("intake")),
        departments=reader.places("departments.toml", departments, "department"),
        regionals=reader.places("regionals.toml", regionals, "regional"),
        partner_cities=reader.places("partners.toml", partners, "city"),
        networks=reader.places("partners.toml", partners, "network"),
        notice=reader.document("notice", reader.text(settings, "notice")),
        term=reader.document("term", reader.text(settings, "term")),
    )
    if reader.faults:
        raise BrokenProgramme(reader.faults)
    return programme


class _Reader:
    """Collects faults instead of stopping at the first; what it returns for a faulty value is never used."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.faults: list[str] = []

    def toml(self, name: str) -> dict[str, Any]:
        try:
            return tomllib.loads((self._folder / name).read_text(encoding="utf-8"))
        except FileNotFoundError:
            self._fault(name, "", "the file is missing")
        except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
            self._fault(name, "", str(error))
        return {}

    def text(self, values: Mapping[str, Any], key: str) -> str:
        value = values.get(key)
        if not isinstance(value, str) or not value.strip():
            self._fault("programme.toml", key, "a text is missing")
            return ""
        return value

    def zone(self, values: Mapping[str, Any], key: str) -> str:
        zone = self.text(values, key)
        if zone and not is_zone(zone):
            self._fault("programme.toml", key, f"{zone!r} is not an IANA time zone")
        return zone

    def number(self, values: Mapping[str, Any], key: str, *, low: int, high: int) -> int:
        value = values.get(key)
        if not isinstance(value, int) or isinstance(value, bool) or not low <= value <= high:
            self._fault("programme.toml", key, f"a number from {low} to {high} is missing")
            return low
        return value

    def languages(self, listed: Any) -> tuple[Language, ...]:
        if not isinstance(listed, list) or not listed:
            self._fault("programme.toml", "languages", "a list of language codes is missing")
            return ()
        known = {language.value for language in Language}
        for code in listed:
            if code not in known or listed.count(code) > 1:
                self._fault("programme.toml", "languages", f"{code!r} is unknown or listed twice")
        return tuple(Language(code) for code in listed if code in known)

    def categories(self, rows: Any) -> tuple[Category, ...]:
        """Return the open ones, in the order of the file."""
        found: dict[Category, bool] = {}
        known = {category.value for category in Category}
        for number, row in enumerate(_tables(rows), start=1):
            code, is_open = row.get("code"), row.get("open")
            if code not in known or Category(code) in found or not isinstance(is_open, bool):
                self._fault("programme.toml", f"category {number}", "a known code, once, and open = true or false")
                continue
            found[Category(code)] = is_open
        if not any(found.values()):
            self._fault("programme.toml", "category", "at least one must be open")
        return tuple(category for category, is_open in found.items() if is_open)

    def intake(self, row: Any) -> Intake:
        values = row if isinstance(row, dict) else {}
        code, opens, closes = values.get("code"), values.get("opens"), values.get("closes")
        places = values.get("places", 0)
        if not isinstance(code, str) or not _CODE.fullmatch(code):
            self._fault("programme.toml", "intake.code", "small letters, digits and hyphens, 32 at most")
        if type(opens) is not date or (closes is not None and (type(closes) is not date or closes < opens)):
            self._fault("programme.toml", "intake.opens", "a date is needed, and closes not before it")
        if type(places) is not int or places < 0:
            self._fault("programme.toml", "intake.places", "a number of seats, 0 for no limit")
        return Intake(code=str(code), opens=opens or date.min, closes=closes, places=places)

    def places(self, name: str, values: Mapping[str, Any], table: str) -> tuple[Place, ...]:
        found: dict[str, Place] = {}
        for number, row in enumerate(_tables(values.get(table)), start=1):
            problem = _place_problem(row, found)
            if problem:
                self._fault(name, f"{table} {number}", problem)
                continue
            found[row["code"]] = Place(
                code=row["code"],
                names={Language(key): value for key, value in row["name"].items()},
                valid_from=row.get("valid_from"),
                valid_to=row.get("valid_to"),
            )
        if not found:
            self._fault(name, table, "none is listed")
        return tuple(found.values())

    def document(self, kind: str, version: str) -> Document:
        full: dict[Language, str] = {}
        short: dict[Language, str] = {}
        if version and not _VERSION.fullmatch(version):
            self._fault("programme.toml", kind, f"{version!r} is not a version such as 2026-11")
        for language in Language:
            name = f"texts/{kind}/{version}.{language.value}.md"
            if (self._folder / name).exists():
                first, _, rest = (self._folder / name).read_text(encoding="utf-8").strip().partition("\n---\n")
                short[language], full[language] = first.strip(), rest.strip()
                self._measure(name, short[language], full[language])
        if version and Language.PORTUGUESE not in full:
            self._fault(f"texts/{kind}/{version}.pt.md", "", "the file is missing")
        return Document(version=version, short=short, full=full)

    def _measure(self, name: str, short: str, full: str) -> None:
        if not short or not full:
            self._fault(name, "", "a short text, a line of ---, and the whole text are needed")
        if len(short) > SHORT_LIMIT:
            self._fault(name, "", f"the short text has {len(short)} characters; {SHORT_LIMIT} fit")
        if len(full) > FULL_LIMIT:
            self._fault(name, "", f"the whole text has {len(full)} characters; {FULL_LIMIT} fit")

    def _fault(self, file: str, key: str, words: str) -> None:
        self.faults.append(": ".join(part for part in (file, key, words) if part))


def _tables(rows: Any) -> Sequence[Mapping[str, Any]]:
    return [row if isinstance(row, dict) else {} for row in rows] if isinstance(rows, list) else []


def _place_problem(row: Mapping[str, Any], found: Mapping[str, Place]) -> str | None:
    code, names = row.get("code"), row.get("name")
    known = {language.value for language in Language}
    dates = [row[key] for key in ("valid_from", "valid_to") if key in row]
    if not isinstance(code, str) or not _CODE.fullmatch(code) or code in found:
        return "a code of its own is needed: small letters, digits and hyphens, 32 at most"
    if not isinstance(names, dict) or "pt" not in names or not set(names) <= known:
        return "names by language code are needed, the Portuguese one at least"
    if not all(isinstance(name, str) and name.strip() for name in names.values()):
        return "a name is empty"
    if any(type(each) is not date for each in dates) or dates != sorted(dates):
        return "valid_from and valid_to are dates, in this order"
    return None
