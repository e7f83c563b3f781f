"""What is a city's own: another city adopts the service by changing data, not code.

core/programme_files.py reads it from a folder.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from core.categories import Category
from core.languages import Language

Names = Mapping[Language, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A department, a regional, a city or a network, for as long as it exists; `code` never changes."""

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
class Intake:
    """An enrolment window: the local days it is open on, first and last, and its seats (0 is no limit)."""

    code: str
    opens: date
    closes: date | None = None
    places: int = 0

    def is_open_on(self, day: date) -> bool:
        return self.opens <= day and (self.closes is None or day <= self.closes)


@dataclass(frozen=True, slots=True, kw_only=True)
class Programme:
    city: str
    service: str
    time_zone: str
    controller: str
    """Who answers for personal data: an institution."""
    contact: str
    """Where to write about personal data: an office, never a person."""
    languages: tuple[Language, ...]
    categories: tuple[Category, ...]
    """The learner categories that are open now, in the order they are offered."""
    daily_cap: int
    """Exercises in a day's round at most."""
    intake: Intake
    """The standing intake that people enrol in now."""
    departments: tuple[Place, ...]
    regionals: tuple[Place, ...]
    partner_cities: tuple[Place, ...]
    networks: tuple[Place, ...]
    notice: Document
    term: Document

    def workplaces(self, category: Category, day: date) -> tuple[Place, ...]:
        """Return where a person of `category` may belong on `day`: the departments, or the regionals."""
        places: Sequence[Place] = self.departments if category.serves_the_city else self.regionals
        return tuple(place for place in places if place.exists_on(day))

    def place_name(self, code: str, language: Language) -> str:
        """Return the name of a department or regional; an unknown code is given back as it is."""
        for place in (*self.departments, *self.regionals):
            if place.code == code:
                return place.name(language)
        return code
