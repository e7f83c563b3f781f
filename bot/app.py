"""One function builds the app. Nothing here is global, and importing this module does no work."""

import logging
from dataclasses import dataclass
from random import Random, SystemRandom

import structlog
from aiogram import Bot, Dispatcher
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.methods import AnswerCallbackQuery, EditMessageText, GetUpdates, Response, SendMessage
from aiogram.types import Update

from bot.counters import Counters
from bot.delivery.limits import build_limits
from bot.delivery.sender import Sender
from bot.jobs import DueWork
from bot.keys import load_keys
from bot.middlewares import OneTransaction
from bot.outgoing import Outgoing
from bot.settings import Settings
from core.ports import Clock
from core.programme_files import load_programme
from gateways.speech import make_voice
from gateways.translation import make_translator
from handlers.notices import renderers
from handlers.routers import all_doors
from lessons.phrasebook import Phrasebook, load_phrasebook
from storage.cipher import Cipher
from storage.database import open_database
from storage.stores import Transactions


@dataclass(frozen=True, slots=True, kw_only=True)
class App:
    """Everything a process needs, made once."""

    settings: Settings
    clock: Clock
    rng: Random
    bot: Bot
    transactions: Transactions
    dispatcher: Dispatcher
    outgoing: Outgoing
    work: DueWork
    answer_models: tuple[type, ...]
    counters: Counters

    async def handle(self, update: Update) -> None:
        """Handle one update as if it had just come in; never raises."""
        await self.dispatcher.feed_update(self.bot, update)

    async def due_work(self) -> None:
        """Do at once all that is due: plan, expire, send. For tests and for a demo whose clock is moved."""
        await self.work.drain()

    async def close(self) -> None:
        await self.bot.session.close()
        await self.transactions.database.close()


def build_transactions(settings: Settings, *, create_key: bool = True) -> Transactions:
    """Return the way into the database. Raises ValueError, NoKeys."""
    cipher = Cipher(load_keys(settings, create=create_key))
    return Transactions(open_database(settings.database_url.get_secret_value()), cipher)


def build_bot(settings: Settings) -> Bot:
    """Return a client of the Bot API server that the settings name. Raises aiogram's TokenValidationError."""
    server = TelegramAPIServer.from_base(settings.telegram_api_url)
    return Bot(settings.telegram_token.get_secret_value(), session=AiohttpSession(api=server))


def hold_answer_models() -> tuple[type, ...]:
    """Return the models of the answers we get most.

    aiogram asks pydantic for ``Response[...]`` at every answer; pydantic keeps it only while somebody holds it, and
    takes 8 ms to make it anew.
    """
    methods = (SendMessage, EditMessageText, AnswerCallbackQuery, GetUpdates)
    return tuple(Response[method.__returning__] for method in methods)  # type: ignore[name-defined]


async def build_app(settings: Settings, *, clock: Clock, rng: Random | None = None) -> App:
    """Return the app; it asks Telegram once who the bot is. Raises aiogram's TelegramAPIError, ValueError, NoKeys."""
    chance = rng or SystemRandom()
    transactions = build_transactions(settings)
    bot = build_bot(settings)
    outgoing = Outgoing(bot, transactions, clock)
    counters = Counters()
    dispatcher = Dispatcher(disable_fsm=True)
    dispatcher.update.outer_middleware(OneTransaction(transactions, outgoing, clock, chance, counters))
    dispatcher.include_routers(*all_doors())
    phrasebook = load_phrasebook()
    dispatcher["phrasebook"] = phrasebook
    dispatcher["voice"] = make_voice()
    dispatcher["programme"] = load_programme(settings.programme_folder)
    key = settings.translation_key
    dispatcher["translator"] = make_translator(
        settings.translation_provider, url=settings.translation_url, key=key.get_secret_value() if key else None
    )
    dispatcher["dashboard_url"] = settings.dashboard_url
    dispatcher["bot_username"] = (await bot.me()).username
    return App(
        settings=settings,
        clock=clock,
        rng=chance,
        bot=bot,
        transactions=transactions,
        dispatcher=dispatcher,
        outgoing=outgoing,
        answer_models=hold_answer_models(),
        work=DueWork(transactions, clock, build_sender(settings, bot, transactions, clock, phrasebook, counters)),
        counters=counters,
    )


def build_sender(
    settings: Settings, bot: Bot, transactions: Transactions, clock: Clock, phrasebook: Phrasebook, counters: Counters
) -> Sender:
    """Return a sender that shares its limits with every other one of these settings."""
    redis = settings.redis_url.get_secret_value() if settings.redis_url is not None else None
    limits = build_limits(settings.sends_per_second, database=transactions.database, redis_url=redis)
    words = renderers(phrasebook, speaks=make_voice() is not None)
    return Sender(bot, transactions, clock, renderers=words, limits=limits, counters=counters)


def set_up_logs(settings: Settings) -> None:
    """Send structured logs to standard error; they name ids and codes, never what people write."""
    level = logging.getLevelNamesMapping()[settings.log_level]
    logging.basicConfig(level=level, format="%(levelname)s %(name)s %(message)s")
    for chatty in ("aiogram.event", "apscheduler"):
        logging.getLogger(chatty).setLevel(max(level, logging.WARNING))
    renderer = structlog.processors.JSONRenderer() if settings.log_format == "json" else structlog.dev.ConsoleRenderer()
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso"),
            structlog.processors.format_exc_info,
            renderer,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=structlog.PrintLoggerFactory(),
        cache_logger_on_first_use=True,
    )
