"""Small values as columns: sets between commas, and people who are gone."""

from collections.abc import Iterable
from enum import StrEnum

from core.ids import PersonId

GONE = PersonId(0)
"""Stands for somebody who asked to be forgotten; nobody ever has this number."""


def joined(values: Iterable[StrEnum]) -> str:
    """Return the values sorted, between commas, so that one can be looked for: ``,A1,B1,``."""
    listed = ",".join(sorted(value.value for value in values))
    return f",{listed}," if listed else ""


def split(column: str) -> list[str]:
    return [word for word in column.split(",") if word]


def person(column: int | None) -> PersonId:
    return GONE if column is None else PersonId(column)


def maybe(column: int | None) -> PersonId | None:
    return None if column is None else PersonId(column)
