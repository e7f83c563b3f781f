"""The Bot API over HTTP: token, method, faults, limits, reply."""

import asyncio
import json
from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from aiohttp import web

from simulator import limits
from simulator.body import read_params
from simulator.errors import ApiError, Json, bad_request
from simulator.faults import Fault
from simulator.methods import answering, chatting, editing, identity, media, polling, receiving, sending
from simulator.params import Params
from simulator.state import Simulator

Method = Callable[[Simulator, Params], Any]
TABLE: dict[str, Method] = {
    **sending.METHODS,
    **media.METHODS,
    **editing.METHODS,
    **polling.METHODS,
    **answering.METHODS,
    **identity.METHODS,
    **chatting.METHODS,
    **receiving.METHODS,
}
encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


def perform(sim: Simulator, method: str, params: Params, now: float) -> Any:
    """The result of any method but getUpdates; `method` in lower case. Raises ApiError."""
    call = TABLE.get(method)
    if call is None:
        raise ApiError(404, "Not Found")
    if sim.limits.enforce and limits.counts(method):
        try:
            refusal = sim.limits.refusal(int(params.values.get("chat_id") or 0), now)
        except ValueError:
            raise bad_request("chat not found") from None
        if refusal is not None:
            raise refusal
    return call(sim, params)


def reply(body: Json, status: int = 200) -> web.Response:
    return web.Response(body=encode(body).encode(), status=status, content_type="application/json")


def drop(request: web.Request) -> web.Response:
    """Cuts the connection without an answer."""
    if request.transport is not None:
        request.transport.abort()
    return web.Response(status=HTTPStatus.BAD_GATEWAY)


class BotApi:
    """Answers the calls of one bot."""

    def __init__(self, sim: Simulator) -> None:
        self.sim = sim
        sim.dispatch = self.call

    async def call(self, name: str, params: Params) -> object:
        """One call, with or without HTTP around it, noted in the journal. Raises ApiError."""
        sim, method = self.sim, name.lower()
        loop = asyncio.get_running_loop()
        begun, at, journal = loop.time(), sim.clock.now().timestamp(), sim.journal
        try:
            if method == "getupdates":
                result: object = await receiving.get_updates(sim, params)
            else:
                result = perform(sim, method, params, begun)
        except ApiError as refusal:
            journal.note(name, at, loop.time() - begun, params, refusal)
            raise
        journal.note(name, at, loop.time() - begun, params)
        return result

    async def handle(self, request: web.Request) -> web.StreamResponse:
        method = request.match_info["method"]
        sim = self.sim
        try:
            params = await read_params(request)
            if sim.faults.planned and (fault := sim.faults.take(method.lower())) is not None:
                return await self.troubled(request, method, params, fault)
            return reply({"ok": True, "result": await self.call(method, params)})
        except ApiError as refusal:
            return reply(refusal.reply(), refusal.code)

    async def troubled(self, request: web.Request, method: str, params: Params, fault: Fault) -> web.StreamResponse:
        sim = self.sim
        at = sim.clock.now().timestamp()
        if fault.mode == "error":
            refusal = fault.error()
            sim.journal.note(method, at, 0.0, params, refusal)
            raise refusal
        if fault.mode in ("timeout", "reset"):
            sim.journal.note(method, at, 0.0, params, f"fault: {fault.mode}")
            if fault.mode == "timeout":
                await asyncio.sleep(fault.seconds)
            return drop(request)
        if fault.mode == "slow":
            await asyncio.sleep(fault.seconds)
            return reply({"ok": True, "result": await self.call(method, params)})
        try:
            await self.call(method, params)
        except ApiError:
            return drop(request)
        return drop(request)

    async def download(self, request: web.Request) -> web.StreamResponse:
        stored = self.sim.files.by_path.get(request.match_info["path"])
        if stored is None:
            return reply(ApiError(404, "Not Found").reply(), 404)
        return web.Response(body=stored.content, content_type="application/octet-stream")


async def wrong_token(request: web.Request) -> web.StreamResponse:
    """A token of the right form but not this bot's is 401; anything else is 404, as with Telegram."""
    bot_id, colon, secret = request.match_info["token"].partition(":")
    if colon and bot_id.isdigit() and secret:
        return reply(ApiError(401, "Unauthorized").reply(), 401)
    return reply(ApiError(404, "Not Found").reply(), 404)


def add_routes(app: web.Application, sim: Simulator) -> None:
    api = BotApi(sim)
    app.router.add_route("*", f"/bot{sim.token}/{{method}}", api.handle)
    app.router.add_get(f"/file/bot{sim.token}/{{path:.+}}", api.download)
    app.router.add_route("*", "/bot{token}/{method}", wrong_token)
    app.router.add_route("*", "/file/bot{token}/{path:.+}", wrong_token)
