"""Bring a database to the tables of this version, or of another one."""

from collections.abc import Callable
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection

from storage.database import Database

_FOLDER = Path(__file__).parent / "migrations"


def _config(connection: Connection | None = None) -> Config:
    config = Config()
    config.set_main_option("script_location", str(_FOLDER))
    config.set_main_option("path_separator", "os")
    if connection is not None:
        config.attributes["connection"] = connection
    return config


async def migrate(database: Database, revision: str = "head") -> None:
    """Go up to `revision`; ``base`` or an older one goes down. Raises alembic.util.CommandError."""

    def work(connection: Connection) -> None:
        script = ScriptDirectory.from_config(_config())
        current = MigrationContext.configure(connection).get_current_revision()
        down = revision == "base" or (current is not None and _is_older(script, revision, current))
        step: Callable[[Config, str], None] = command.downgrade if down else command.upgrade
        step(_config(connection), revision)

    async with database.begin() as link:
        await link.run(work)


async def is_current(database: Database) -> bool:
    """Return whether the database has this version's tables."""
    async with database.read() as link:
        here = await link.run(lambda connection: MigrationContext.configure(connection).get_current_revision())
    return here == ScriptDirectory.from_config(_config()).get_current_head()


def _is_older(script: ScriptDirectory, revision: str, current: str) -> bool:
    if revision == "head":
        return False
    return any(step.revision == revision for step in script.iterate_revisions(current, "base"))
