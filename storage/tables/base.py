"""What every table shares: the metadata with its naming convention, and the column types."""

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import BigInteger, Column, DateTime, ForeignKey, MetaData
from sqlalchemy.dialects import sqlite
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeDecorator

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(column_0_N_label)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)

# SQLite makes row numbers by itself only for a column declared INTEGER.
BigId = BigInteger().with_variant(sqlite.INTEGER(), "sqlite")


class Instant(TypeDecorator[datetime]):
    """An aware UTC datetime: TIMESTAMP WITH TIME ZONE on PostgreSQL, integer microseconds since 1970 on SQLite.

    SQLite has no time type; an integer sorts and compares right and is read without parsing a text.
    """

    impl = DateTime(timezone=True)
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> Any:
        if dialect.name == "sqlite":
            return dialect.type_descriptor(BigInteger())
        return dialect.type_descriptor(DateTime(timezone=True))

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> Any:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a naive datetime is not an instant")
        return _microseconds(value) if dialect.name == "sqlite" else value

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if dialect.name == "sqlite":
            return datetime.fromtimestamp(value // 1_000_000, UTC).replace(microsecond=value % 1_000_000)
        return value.astimezone(UTC) if isinstance(value, datetime) else None


def _microseconds(value: datetime) -> int:
    return int(value.replace(microsecond=0).timestamp()) * 1_000_000 + value.microsecond


def somebody(name: str) -> Column[int]:
    """Return a column for a person who may ask to be forgotten: the row stays, and no longer says who it was."""
    return Column(name, BigId, ForeignKey("people.id", ondelete="SET NULL"), index=True)
