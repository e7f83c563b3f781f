"""A Mini App on its own port: it tells its server what it was opened with, and answers its buttons."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from aiohttp import web

PAGE = """<!doctype html><meta charset="utf-8"><title>App</title>
<script src="{client}"></script>
<h1 id="who"></h1><button id="send">Send</button>
<script>
  const app = Telegram.WebApp;
  app.ready();
  document.getElementById("who").textContent = app.initDataUnsafe.user?.first_name ?? "nobody";
  document.getElementById("send").onclick = () => app.sendData("twelve hours");
  app.MainButton.setText("Save").onClick(() => app.close()).show();
  fetch("/seen", {{ method: "POST", body: app.initData }});
</script>
"""


@dataclass(slots=True)
class MiniApp:
    """Where it lives and the initData it was opened with, oldest first."""

    url: str = ""
    client: str = ""
    seen: list[str] = field(default_factory=list)

    async def page(self, _: web.Request) -> web.Response:
        return web.Response(text=PAGE.format(client=self.client), content_type="text/html")

    async def take(self, request: web.Request) -> web.Response:
        self.seen.append(await request.text())
        return web.Response()


@asynccontextmanager
async def mini_app() -> AsyncIterator[MiniApp]:
    """The app on a free loopback port."""
    app = MiniApp()
    routes = web.Application()
    routes.router.add_get("/app", app.page)
    routes.router.add_post("/seen", app.take)
    runner = web.AppRunner(routes, shutdown_timeout=0.1)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    app.url = f"http://127.0.0.1:{runner.addresses[0][1]}/app"
    try:
        yield app
    finally:
        await runner.cleanup()
