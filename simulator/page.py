"""What the browser page reads: its files, the state at load, the live feed, the bytes of media."""

import asyncio
from pathlib import Path

from aiohttp import web

from simulator.bot_api import encode
from simulator.control import answer, chat_view, clock_view
from simulator.errors import ControlError, Json
from simulator.state import Simulator, group_view

STATIC = Path(__file__).parent / "static"
SHOWN_MESSAGES = 200
KEEP_ALIVE_SECONDS = 15.0
HARMLESS = ("image/", "audio/", "video/", "application/pdf", "text/plain")


def state_view(sim: Simulator) -> Json:
    """Everything the page needs at load."""
    return {
        "last_event_id": sim.events.last,
        "bot": sim.profile.view(),
        "users": [person.view() for person in sim.people.values()],
        "groups": [group_view(chat) for chat in sim.chats.values() if not chat.private],
        "chats": {
            str(chat.id): {**chat_view(sim, chat), "messages": chat.shown()[-SHOWN_MESSAGES:]}
            for chat in sim.chats.values()
        },
        "commands": sim.profile.all_commands(),
        "default_menu_button": sim.profile.menu_button,
        "polls": {poll.id: {"poll": poll.view(), "votes": poll.votes_view()} for poll in sim.polls.values()},
        "clock": clock_view(sim),
    }


def line(number: int, name: str, data: Json) -> bytes:
    return f"id: {number}\nevent: {name}\ndata: {encode(data)}\n\n".encode()


class Page:
    """The page's own addresses."""

    def __init__(self, sim: Simulator) -> None:
        self.sim = sim
        self.files = {path.relative_to(STATIC).as_posix(): path for path in STATIC.rglob("*") if path.is_file()}

    async def index(self, _: web.Request) -> web.StreamResponse:
        return web.FileResponse(STATIC / "index.html", headers={"Cache-Control": "no-cache"})

    async def static(self, request: web.Request) -> web.StreamResponse:
        path = self.files.get(request.match_info["path"])
        if path is None:
            raise web.HTTPNotFound
        # Asked for anew each time (304 if unchanged): modules of two versions must not meet in one page.
        return web.FileResponse(path, headers={"Cache-Control": "no-cache"})

    async def state(self, _: web.Request) -> web.StreamResponse:
        return answer(state_view(self.sim))

    async def file(self, request: web.Request) -> web.StreamResponse:
        stored = self.sim.files.by_id.get(request.match_info["file_id"])
        if stored is None:
            raise ControlError("there is no such file", 404)
        headers = {"X-Content-Type-Options": "nosniff", "Accept-Ranges": "bytes"}
        if not stored.mime_type.startswith(HARMLESS) or "svg" in stored.mime_type:
            # A document sent by anybody must not run as a page of this origin.
            headers["Content-Security-Policy"] = "sandbox"
        content, size = stored.content, len(stored.content)
        part = request.http_range
        if part.start is None and part.stop is None:
            return web.Response(body=content, headers=headers, content_type=stored.mime_type)
        start, stop, _ = part.indices(size)
        if start >= stop:
            headers["Content-Range"] = f"bytes */{size}"
            return web.Response(status=416, headers=headers)
        headers["Content-Range"] = f"bytes {start}-{stop - 1}/{size}"
        return web.Response(status=206, body=content[start:stop], headers=headers, content_type=stored.mime_type)

    async def events(self, request: web.Request) -> web.StreamResponse:
        after = request.headers.get("Last-Event-ID") or request.query.get("after")
        feed = self.sim.events
        missed = feed.since(int(after)) if after else []
        reader = feed.open()
        response = web.StreamResponse(headers={"Content-Type": "text/event-stream", "Cache-Control": "no-store"})
        try:
            await response.prepare(request)
            await response.write(b"retry: 500\n\n")
            if missed is None:
                await response.write(line(feed.last, "reset", {}))
            for event in missed or []:
                await response.write(line(*event))
            await self.follow(response, reader)
        except ConnectionError:
            return response
        finally:
            feed.readers.discard(reader)
        return response

    async def follow(self, response: web.StreamResponse, reader: asyncio.Queue[tuple[int, str, Json] | None]) -> None:
        while True:
            try:
                event = await asyncio.wait_for(reader.get(), KEEP_ALIVE_SECONDS)
            except TimeoutError:
                await response.write(b": still here\n\n")
                continue
            if event is None:
                return
            await response.write(line(*event))


def add_routes(app: web.Application, sim: Simulator) -> None:
    page = Page(sim)
    app.router.add_routes(
        [
            web.get("/", page.index),
            web.get("/_sim/state", page.state),
            web.get("/_sim/events", page.events),
            web.get("/_sim/files/{file_id}", page.file),
        ]
    )
    app.router.add_get("/static/{path:.+}", page.static)
