"""Look at everything the service needs, and say in plain words what to do about what is missing."""

import asyncio
from collections.abc import Awaitable, Callable

import typer
from aiogram.exceptions import TelegramAPIError, TelegramUnauthorizedError
from aiogram.utils.token import TokenValidationError
from pydantic import ValidationError
from sqlalchemy.exc import SQLAlchemyError

from bot.app import build_bot
from bot.keys import NoKeys, load_keys
from bot.settings import Settings
from core.programme_files import BrokenProgramme, load_programme
from handlers.catalogues import LOCALES, translations
from storage.cipher import Cipher
from storage.database import open_database
from storage.migrate import is_current

Check = Callable[[Settings], Awaitable[str]]


class Advice(Exception):  # noqa: N818 - it is a piece of advice
    """Something is wrong; the message says what to do."""


def examine() -> int:
    """Print a line for each check; return 0 when all is well, else 1."""
    try:
        settings = Settings()
    except ValidationError as error:
        for problem in error.errors(include_input=False, include_url=False):
            typer.echo(f"✗ {'.'.join(map(str, problem['loc'])).upper()}: {problem['msg']}")
        return 1
    typer.echo("✓ Settings are read.")
    return asyncio.run(_examine(settings))


async def _examine(settings: Settings) -> int:
    failed = 0
    for check in (_keys, _database, _programme, _catalogues, _telegram):
        try:
            typer.echo(f"✓ {await check(settings)}")
        except Advice as advice:
            failed = 1
            typer.echo(f"✗ {advice}")
    return failed


async def _keys(settings: Settings) -> str:
    try:
        keys = load_keys(settings, create=False)
        Cipher(keys)
    except NoKeys as missing:
        raise Advice(
            f"No encryption key at {missing.path}. `falando run` makes one; after that keep a copy in a safe place."
        ) from missing
    except ValueError as error:
        raise Advice(
            "An encryption key is not 32 bytes in URL-safe base64. `falando rotate-key` makes good ones."
        ) from error
    return f"{len(keys)} encryption key(s)."


async def _database(settings: Settings) -> str:
    try:
        database = open_database(settings.database_url.get_secret_value())
    except (ValueError, SQLAlchemyError) as error:
        raise Advice("DATABASE_URL is not a URL of SQLite or PostgreSQL, such as sqlite:///var/falando.db.") from error
    try:
        current = await is_current(database)
    except (SQLAlchemyError, OSError) as error:
        raise Advice(
            f"The database does not answer ({type(error).__name__}). Check DATABASE_URL and the server."
        ) from error
    finally:
        await database.close()
    if not current:
        raise Advice("The database is not at this version's tables. Run `falando migrate`.")
    return f"The database ({database.dialect}) answers and is up to date."


async def _programme(settings: Settings) -> str:
    try:
        city = load_programme(settings.programme_folder).city
    except BrokenProgramme as broken:
        raise Advice("\n  ".join([f"Mend these in {settings.programme_folder}:", *broken.faults])) from broken
    return f"The programme of {city} is whole."


async def _catalogues(_settings: Settings) -> str:
    for language, locale in LOCALES.items():
        try:
            translations(language)
        except FileNotFoundError as error:
            raise Advice(f"The catalogue {locale} is not compiled. Run `make catalogues`.") from error
    return f"Catalogues: {', '.join(LOCALES.values())}."


async def _telegram(settings: Settings) -> str:
    try:
        bot = build_bot(settings)
    except TokenValidationError as error:
        raise Advice(
            "TELEGRAM_TOKEN is not set or not a token. @BotFather gives one; `make demo` needs none."
        ) from error
    try:
        me = await bot.me()
        webhook = await bot.get_webhook_info()
    except TelegramUnauthorizedError as error:
        raise Advice("Telegram does not know this token. Copy it anew from @BotFather.") from error
    except TelegramAPIError as error:
        raise Advice(f"{settings.telegram_api_url} does not answer ({type(error).__name__}).") from error
    finally:
        await bot.session.close()
    if settings.webhook_url is None and webhook.url:
        raise Advice("A webhook is set at Telegram but WEBHOOK_URL is not. Starting the bot to poll removes it.")
    return f"Telegram knows the bot as @{me.username}."
