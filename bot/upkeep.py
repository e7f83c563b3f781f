"""What is done to a service by hand: migrations, invitations, new keys."""

import asyncio
import secrets

import typer
from sqlalchemy.engine import make_url
from sqlalchemy.exc import SQLAlchemyError

from bot.app import build_bot, build_transactions
from bot.clock import SystemClock
from bot.keys import load_keys, write_keys
from bot.settings import Settings
from core.roles import Role
from enrolment import invites
from gateways.jobs import install
from storage.cipher import Cipher
from storage.database import open_database
from storage.migrate import migrate
from storage.rotation import rotate

INVITED = (Role.ADMIN, Role.COORDINATOR, Role.VIEWER)


def migrate_database(revision: str) -> None:
    url = make_url(Settings().database_url.get_secret_value())

    async def work() -> None:
        database = open_database(url.render_as_string(hide_password=False))
        try:
            await migrate(database, revision)
        finally:
            await database.close()
        if database.dialect == "postgresql" and revision == "head":
            await install(url.set(drivername="postgresql").render_as_string(hide_password=False))

    asyncio.run(work())
    typer.echo(f"The database is at {revision}.")


def print_invite(role: str) -> None:
    """Print a one-time deep link. Exits with 2 for a role that cannot be given so."""
    if role not in INVITED:
        typer.echo(f"--role is one of: {', '.join(INVITED)}", err=True)
        raise typer.Exit(code=2)

    async def work() -> str:
        settings = Settings()
        transactions = build_transactions(settings)
        bot = build_bot(settings)
        try:
            username = (await bot.me()).username
            async with transactions.begin() as stores:
                payload = await invites.create_invite(
                    stores.enrolments,
                    stores.audit,
                    Role(role),
                    token=secrets.token_urlsafe(16),
                    now=SystemClock().now(),
                )
        finally:
            await bot.session.close()
            await transactions.database.close()
        return f"https://t.me/{username}?start={payload}"

    typer.echo(asyncio.run(work()))
    typer.echo("It works once, within 48 hours. Whoever opens it first gets the role.", err=True)


def rotate_keys() -> None:
    """Put a new key in front, seal everything with it, then drop the older ones from the key file."""
    settings = Settings()
    if settings.encryption_keys is not None:
        typer.echo("ENCRYPTION_KEYS is set: put a new key in front of it, and I will seal everything anew with that.")
        keys = load_keys(settings, create=False)
    else:
        keys = [Cipher.new_key(), *load_keys(settings, create=False)]
        write_keys(settings.encryption_key_file, keys)

    async def work() -> int:
        database = open_database(settings.database_url.get_secret_value())
        try:
            return await rotate(database, Cipher(keys))
        finally:
            await database.close()

    try:
        count = asyncio.run(work())
    except SQLAlchemyError as error:
        typer.echo(f"Stopped half-way ({type(error).__name__}); both keys are kept. Run it again.", err=True)
        raise typer.Exit(code=1) from error
    if settings.encryption_keys is None:
        write_keys(settings.encryption_key_file, keys[:1])
    typer.echo(f"{count} values are sealed with the new key. Restart the processes.")
