"""Which version of the tables a database has, asked without Alembic: it would cost every process ten megabytes."""

from pathlib import Path

from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from storage.database import Database

_VERSIONS = Path(__file__).parent / "migrations" / "versions"
_CURRENT = text("SELECT version_num FROM alembic_version")


def newest_revision() -> str:
    """Return the last migration's number; they are numbered in the names of their files."""
    return max(path.name.split("_")[0] for path in _VERSIONS.glob("[0-9]*_*.py"))


async def has_newest_tables(database: Database) -> bool:
    try:
        async with database.read() as link:
            return bool((await link.execute(_CURRENT)).scalar() == newest_revision())
    except DBAPIError:
        # A new database has no table of versions.
        return False
