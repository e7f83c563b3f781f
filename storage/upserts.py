"""INSERT … ON CONFLICT for the two databases, which spell it alike but live in two modules."""

from typing import Any

from sqlalchemy import Table
from sqlalchemy.dialects.postgresql import insert as postgres_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert

from storage.database import Link


def insert_for(link: Link, table: Table) -> Any:
    """Return the dialect's own insert, which knows ``on_conflict_do_nothing`` and ``on_conflict_do_update``."""
    return postgres_insert(table) if link.dialect == "postgresql" else sqlite_insert(table)
