"""The web server: Telegram's webhook, the coordinators' page, and a health page for whoever watches over the process.

An update is handled before it is answered with 200. Telegram sends again what was not answered, so a process that dies
loses no update, and one that is slow gets no more than it can take; what comes twice is dropped by its number.
"""

import asyncio
import hashlib
import hmac
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from urllib.parse import urlsplit

import structlog
from aiogram.types import Update
from aiohttp import web
from pydantic import ValidationError
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from bot.app import App
from bot.metrics import Metrics
from bot.settings import Settings, is_loopback
from handlers.miniapp.dashboard import TELEGRAM_PAGES, Dashboard

log = structlog.get_logger()

SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105 - the header's name
_LARGEST_UPDATE = 1024 * 1024
_LOCAL_PAGES = ("http://127.0.0.1:*", "http://localhost:*")


def webhook_secret(settings: Settings) -> str:
    """Return WEBHOOK_SECRET, else one made from the token: the same in every process, and it does not give it away."""
    if settings.webhook_secret is not None:
        return settings.webhook_secret.get_secret_value()
    token = settings.telegram_token.get_secret_value()
    return hmac.new(token.encode(), b"webhook", hashlib.sha256).hexdigest()


def build_web(app: App) -> web.Application:
    """Return the aiohttp application: ``/health``, ``/metrics``, ``/app/``, and WEBHOOK_URL's path when it is set."""
    served = web.Application(client_max_size=_LARGEST_UPDATE)
    served.router.add_get("/health", _Health(app).answer)
    served.router.add_get("/metrics", Metrics(app).answer)
    served.add_routes(_dashboard(app).routes())
    if app.settings.webhook_url is not None:
        path = urlsplit(app.settings.webhook_url).path or "/"
        served.router.add_post(path, Webhook(app).take)
    return served


@asynccontextmanager
async def serving(app: App) -> AsyncIterator[int]:
    """Serve on HOST and PORT until the end of the block; give the port."""
    runner = web.AppRunner(build_web(app), access_log=None, shutdown_timeout=30)
    await runner.setup()
    try:
        await web.TCPSite(runner, app.settings.host, app.settings.port).start()
        port = int(runner.addresses[0][1])
        log.info("web.listening", host=app.settings.host, port=port)
        yield port
    finally:
        await runner.cleanup()


def _dashboard(app: App) -> Dashboard:
    here = app.settings.dashboard_url
    local = here is not None and is_loopback(here)
    return Dashboard(
        begin=app.transactions.begin,
        token=app.settings.telegram_token.get_secret_value(),
        clock=app.clock,
        programme=app.dispatcher["programme"],
        # The demo's Telegram is a page of this machine too, on another port.
        framed_by=[*TELEGRAM_PAGES, *_LOCAL_PAGES] if local else TELEGRAM_PAGES,
    )


class Webhook:
    def __init__(self, app: App) -> None:
        self._app = app
        self._secret = webhook_secret(app.settings).encode()
        self._places = asyncio.Semaphore(app.settings.update_concurrency)

    async def take(self, request: web.Request) -> web.Response:
        """Answer 200 once the update was handled; 401, 415, 413 or 400 for what does not come from Telegram."""
        given = request.headers.get(SECRET_HEADER, "").encode(errors="surrogateescape")
        if not hmac.compare_digest(given, self._secret):
            return web.Response(status=401)
        if request.content_type != "application/json":
            return web.Response(status=415)
        try:
            update = Update.model_validate(json.loads(await request.read()), context={"bot": self._app.bot})
        except (ValidationError, ValueError, RecursionError):
            return web.Response(status=400)
        async with self._places:
            # Telegram giving up on the connection must not cut off a transaction half-way.
            await asyncio.shield(self._app.handle(update))
        return web.Response()

    async def announce(self) -> None:
        """Tell Telegram where updates go."""
        settings = self._app.settings
        await self._app.bot.set_webhook(
            settings.webhook_url or "",
            secret_token=self._secret.decode(),
            max_connections=min(100, settings.update_concurrency),
            allowed_updates=self._app.dispatcher.resolve_used_update_types(),
        )


class _Health:
    def __init__(self, app: App) -> None:
        self._app = app

    async def answer(self, _request: web.Request) -> web.Response:
        try:
            async with self._app.transactions.database.read() as link:
                await link.execute(text("SELECT 1"))
        except (SQLAlchemyError, OSError):
            log.exception("health.failed")
            return web.json_response({"ok": False}, status=503)
        return web.json_response({"ok": True})
