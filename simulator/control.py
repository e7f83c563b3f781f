"""The control interface over HTTP, for programs on this machine."""

import ipaddress
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from aiohttp import web

from simulator import faults
from simulator.bot_api import encode
from simulator.chats import Chat
from simulator.clock import next_step
from simulator.control_people import ACTIONS, LONGEST_WAIT
from simulator.errors import ApiError, ControlError, Json
from simulator.methods.polling import close_due
from simulator.state import Simulator, group_view

CONTROL_BYTES = 30 * 1024 * 1024
Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


def loopback(host: str | None) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host or "").is_loopback
    except ValueError:
        return False


def guard(request: web.Request) -> None:
    """Lets only programs on this machine in, and no web page of somebody else. Raises ControlError 403."""
    named = urlsplit(f"//{request.host}").hostname
    origin = request.headers.get("Origin")
    if not loopback(request.remote) or not loopback(named):
        raise ControlError("the control interface serves this machine only", 403)
    if origin is not None and origin != f"{request.scheme}://{request.host}":
        raise ControlError("the control interface does not serve other sites", 403)


@web.middleware
async def on_this_machine(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Guards everything but the Bot API, and turns refusals into JSON."""
    if request.path.startswith(("/bot", "/file/")):
        return await handler(request)
    try:
        guard(request)
        return await handler(request)
    except ControlError as refusal:
        return answer({"error": refusal.words}, refusal.status)
    except ApiError as refusal:
        return answer({"error": refusal.description}, refusal.code)
    except web.HTTPRequestEntityTooLarge:
        return answer({"error": "the request is too large"}, 413)
    except (KeyError, TypeError, ValueError) as failure:
        # What a control program sends is free JSON: a missing or odd field ends here, in its own words.
        return answer({"error": f"wrong or missing field: {failure}"}, 400)


def answer(body: Json, status: int = 200) -> web.Response:
    return web.Response(body=encode(body).encode(), status=status, content_type="application/json")


async def given(request: web.Request) -> Json:
    if request.content_length is not None and request.content_length > CONTROL_BYTES:
        raise ControlError("the request is too large", 413)
    body = await request.read()
    if len(body) > CONTROL_BYTES:
        raise ControlError("the request is too large", 413)
    found = await request.json() if body else {}
    if not isinstance(found, dict):
        raise ControlError("a JSON object is expected")
    return found


class ControlInterface:
    """Everything under /_sim but the page's own feeds."""

    def __init__(self, sim: Simulator) -> None:
        self.sim = sim

    async def add_user(self, request: web.Request) -> web.StreamResponse:
        return answer({"user": self.sim.add_person(await given(request)).view()})

    async def act(self, request: web.Request) -> web.StreamResponse:
        action = ACTIONS.get(request.match_info["action"])
        if action is None:
            raise ControlError("there is no such action", 404)
        person = self.sim.person(request.match_info["person"])
        return answer(await action(self.sim, person, await given(request)))

    async def add_group(self, request: web.Request) -> web.StreamResponse:
        return answer({"chat": group_view(self.sim.add_group(await given(request)))})

    async def chat(self, request: web.Request) -> web.StreamResponse:
        chat = self.sim.chats.get(int(request.match_info["chat"]))
        if chat is None:
            raise ControlError("there is no such chat", 404)
        if "since" in request.query:
            seconds = min(float(request.query.get("wait", 0)), LONGEST_WAIT)
            await chat.wait_beyond(int(request.query["since"]), seconds)
        after = int(request.query.get("after", 0))
        return answer({**chat_view(self.sim, chat), "messages": chat.shown(after)})

    async def add_update(self, request: web.Request) -> web.StreamResponse:
        return answer({"update_id": self.sim.updates.put_raw(await given(request))})

    async def add_fault(self, request: web.Request) -> web.StreamResponse:
        self.sim.faults.planned.append(faults.ordered(await given(request)))
        return self.faults_left()

    async def list_faults(self, _: web.Request) -> web.StreamResponse:
        return self.faults_left()

    async def drop_faults(self, _: web.Request) -> web.StreamResponse:
        self.sim.faults.planned.clear()
        return self.faults_left()

    def faults_left(self) -> web.Response:
        return answer({"faults": [fault.view() for fault in self.sim.faults.planned]})

    async def limits(self, request: web.Request) -> web.StreamResponse:
        self.sim.limits.change(await given(request))
        return answer(self.sim.limits.view())

    async def calls(self, request: web.Request) -> web.StreamResponse:
        shown = self.sim.journal.shown(request.query.get("method", ""), int(request.query.get("after", 0)))
        return answer({"calls": [call | {"at": datetime.fromtimestamp(at, UTC).isoformat()} for call, at in shown]})

    async def clock(self, _: web.Request) -> web.StreamResponse:
        return answer(clock_view(self.sim))

    async def move_clock(self, request: web.Request) -> web.StreamResponse:
        if not self.sim.movable:
            raise ControlError("this clock cannot be moved", 403)
        order = await given(request)
        now = self.sim.clock.now()
        if "step" in order:
            moment = next_step(str(order["step"]), now, zone(order.get("time_zone")))
            seconds = (moment - now).total_seconds()
        else:
            seconds = float(order["advance_seconds"])
        if not 0 <= seconds <= 10 * 366 * 86400:
            raise ControlError("time moves forward only, ten years at most")
        await self.sim.clock.advance(seconds)
        return answer(clock_view(self.sim))

    async def reset(self, _: web.Request) -> web.StreamResponse:
        self.sim.reset()
        return answer({})

    async def health(self, _: web.Request) -> web.StreamResponse:
        return answer({"ok": True})


def zone(name: Any) -> ZoneInfo:
    try:
        return ZoneInfo(str(name or "UTC"))
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise ControlError("unknown time zone") from None


def clock_view(sim: Simulator) -> Json:
    return {"now": sim.clock.now().isoformat(), "enabled": sim.movable}


def chat_view(sim: Simulator, chat: Chat) -> Json:
    """A chat without its messages, as the person in it sees it."""
    person = sim.people.get(chat.id)
    language = person.language_code if person else ""
    return {
        "version": chat.version,
        "keyboard": chat.keyboard,
        "pinned_message_id": chat.pinned,
        "menu_button": chat.menu_button or sim.profile.menu_button,
        "commands": sim.profile.commands_for(chat.id, chat.id, language),
        "reactions": {str(number): reaction for number, reaction in chat.reactions.items()},
        "started": person.started if person else True,
        "blocked": person.blocked if person else False,
    }


def follow_clock(sim: Simulator) -> None:
    """When the clock moves, polls that ran out are closed and the page is told."""

    async def moved(_: datetime) -> None:
        for poll in list(sim.polls.values()):
            if poll.close_at and not poll.closed:
                close_due(sim, poll)
        sim.events.emit("clock", clock_view(sim))

    sim.clock.on_move(moved)


def add_routes(app: web.Application, sim: Simulator) -> None:
    control = ControlInterface(sim)
    follow_clock(sim)
    app.router.add_routes(
        [
            web.post("/_sim/users", control.add_user),
            web.get("/_sim/users/{chat}/chat", control.chat),
            web.post("/_sim/users/{person}/{action}", control.act),
            web.post("/_sim/groups", control.add_group),
            web.get("/_sim/groups/{chat}/chat", control.chat),
            web.post("/_sim/updates", control.add_update),
            web.post("/_sim/faults", control.add_fault),
            web.get("/_sim/faults", control.list_faults),
            web.delete("/_sim/faults", control.drop_faults),
            web.post("/_sim/limits", control.limits),
            web.get("/_sim/calls", control.calls),
            web.get("/_sim/clock", control.clock),
            web.post("/_sim/clock", control.move_clock),
            web.post("/_sim/reset", control.reset),
            web.get("/_sim/health", control.health),
        ]
    )
