"""The coordinators' page over real HTTP: who may read it, what it says, and what it lets nobody do."""

import hashlib
import hmac
import json
from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from datetime import time, timedelta
from pathlib import Path
from urllib.parse import parse_qsl, urlencode

import aiohttp
import pytest
from sqlalchemy import select

from bot.web import serving
from core.categories import Category
from core.ids import TelegramId
from core.languages import Language, Level
from core.roles import Role
from enrolment.enrolments import Form, Status
from enrolment.invites import create_invite
from storage.tables.people import audit_log
from tests.bot.service import free_port
from tests.databases import SqliteMaker
from tests.world import Player, World, open_world

FORM = Form(
    language=Language.FRENCH,
    level=Level.A2,
    category=Category.EFFECTIVE,
    department="saude",
    days=frozenset({0}),
    at=time(8, 30),
)


@dataclass(frozen=True)
class Answer:
    status: int
    text: str
    policy: str


class Site:
    """The service with its page, and somebody to ask it."""

    def __init__(self, world: World, url: str) -> None:
        self.world = world
        self.url = url

    async def get(self, path: str, authorization: str | None = None) -> Answer:
        headers = {"Authorization": authorization} if authorization is not None else {}
        async with aiohttp.ClientSession() as http, http.get(f"{self.url}{path}", headers=headers) as response:
            policy = response.headers.get("Content-Security-Policy", "")
            return Answer(response.status, await response.text(), policy)

    async def figures(self, init_data: str) -> Answer:
        return await self.get("/app/figures", f"tma {init_data}")

    async def somebody(self, *roles: Role) -> Player:
        player = await self.world.person("Clara")
        await self.world.grant(player, *roles)
        return player

    async def reader(self, *roles: Role) -> str:
        """The init data of a staff member who opens the page from the report."""
        player = await self.somebody(*roles)
        await player.say("/report")
        opened = await self.world.control.open_web_app(player.id, message_id=player.last["message_id"])
        assert opened["url"].startswith(f"{self.url}/app/#tgWebAppData=")
        return str(opened["init_data"])

    async def enrolled(self, name: str) -> None:
        now = self.world.clock.now()
        number = await self.world.control.add_user("Learner")
        async with self.world.app.transactions.begin() as stores:
            person, _ = await stores.people.meet(TelegramId(number), Language.ENGLISH, now=now)
            await stores.people.save(replace(person, name=name))
            enrolment = await stores.enrolments.add(person.id, FORM, now=now)
            await stores.enrolments.save(enrolment.moved(Status.ADMITTED, by=person.id, now=now))


@pytest.fixture
async def site(sqlite_maker: SqliteMaker, tmp_path: Path) -> AsyncIterator[Site]:
    port = free_port()
    url = f"http://127.0.0.1:{port}"
    async with open_world(sqlite_maker.fresh(tmp_path), public_url=url, port=port) as world, serving(world.app):
        yield Site(world, url)


def signed(fields: dict[str, str], token: str) -> str:
    """Init data as Telegram signs it (https://core.telegram.org/bots/webapps#validating-data-received-via-the-mini-app)."""
    lines = "\n".join(f"{name}={fields[name]}" for name in sorted(fields))
    key = hmac.new(b"WebAppData", token.encode(), hashlib.sha256).digest()
    return urlencode({**fields, "hash": hmac.new(key, lines.encode(), hashlib.sha256).hexdigest()})


async def test_the_page_itself_holds_no_figures_and_runs_only_our_own_files(site: Site) -> None:
    await site.enrolled("Ana Souza")
    shell = await site.get("/app/")
    assert shell.status == 200
    assert "Ana" not in shell.text
    rules = dict(rule.strip().split(" ", 1) for rule in shell.policy.split(";"))
    assert rules["default-src"] == "'none'"
    assert rules["script-src"] == rules["style-src"] == rules["connect-src"] == "'self'"
    assert rules["frame-ancestors"].split() == [
        "'self'",
        "https://web.telegram.org",
        "http://127.0.0.1:*",
        "http://localhost:*",
    ]
    assert "<script>" not in shell.text
    for name in ("dashboard.js", "dashboard.css"):
        assert (await site.get(f"/app/{name}")).status == 200
    for name in ("dashboard.html", "..%2fdashboard.py", "../auth.py"):
        assert (await site.get(f"/app/{name}")).status == 404


async def test_behind_a_public_address_only_telegram_may_frame_it(sqlite_maker: SqliteMaker, tmp_path: Path) -> None:
    port = free_port()
    address = {"webhook_url": "https://bot.example.org/hook", "port": port}
    async with open_world(sqlite_maker.fresh(tmp_path), **address) as world, serving(world.app):
        shell = await Site(world, f"http://127.0.0.1:{port}").get("/app/")
        assert shell.policy.endswith("frame-ancestors 'self' https://web.telegram.org")
        assert world.app.dispatcher["dashboard_url"] == "https://bot.example.org/app/"


@pytest.mark.parametrize("header", [None, "", "tma ", "tma x", "Bearer x", "tma hash=00", "tma user=%7B%7D&hash=a"])
async def test_without_a_signature_nobody_is_told_anything(site: Site, header: str | None) -> None:
    answer = await site.get("/app/figures", header)
    assert (answer.status, answer.text) == (401, "")
    assert "frame-ancestors" in answer.policy


async def test_forged_and_borrowed_signatures_are_refused(site: Site) -> None:
    genuine = dict(parse_qsl(await site.reader(Role.COORDINATOR)))
    token = site.world.settings.telegram_token.get_secret_value()
    unsigned = {name: value for name, value in genuine.items() if name != "hash"}
    assert (await site.figures(signed(unsigned, token))).status == 200
    other = {**unsigned, "user": json.dumps({"id": 7, "first_name": "Eve"})}
    without = {name: value for name, value in unsigned.items() if name != "user"}
    for forged in (
        urlencode(unsigned),
        urlencode({**other, "hash": genuine["hash"]}),
        urlencode({**genuine, "auth_date": str(int(genuine["auth_date"]) + 60)}),
        signed(unsigned, "4200000001:another-bots-token"),
        signed(without, token),
    ):
        answer = await site.figures(forged)
        assert (answer.status, answer.text) == (401, "")


async def test_an_old_signature_no_longer_opens_the_page(site: Site) -> None:
    init_data = await site.reader(Role.COORDINATOR)
    await site.world.clock.advance(timedelta(minutes=59).total_seconds())
    assert (await site.figures(init_data)).status == 200
    await site.world.clock.advance(timedelta(minutes=2).total_seconds())
    assert (await site.figures(init_data)).status == 401


async def test_a_signature_of_the_future_is_refused(site: Site) -> None:
    genuine = dict(parse_qsl(await site.reader(Role.COORDINATOR)))
    del genuine["hash"]
    later = {**genuine, "auth_date": str(int(genuine["auth_date"]) + 3600)}
    token = site.world.settings.telegram_token.get_secret_value()
    assert (await site.figures(signed(later, token))).status == 401


async def test_learners_and_strangers_are_sent_away(site: Site) -> None:
    await site.enrolled("Ana Souza")
    genuine = dict(parse_qsl(await site.reader(Role.COORDINATOR)))
    del genuine["hash"]
    token = site.world.settings.telegram_token.get_secret_value()
    learner = await site.somebody(Role.LEARNER)
    for number in (learner.id, 999_999_999):
        user = json.dumps({"id": number, "first_name": "Ana"})
        answer = await site.figures(signed({**genuine, "user": user}, token))
        assert (answer.status, answer.text) == (403, "")


async def test_a_coordinator_reads_figures_and_names_and_the_look_is_recorded(site: Site) -> None:
    await site.enrolled('Ana <script>alert(1)</script> & "Bia"')
    answer = await site.figures(await site.reader(Role.COORDINATOR))
    assert answer.status == 200
    assert "<dt>Active learners</dt><dd>1</dd>" in answer.text
    assert "<td>Ana &lt;script&gt;alert(1)&lt;/script&gt; &amp; &#34;Bia&#34;</td>" in answer.text
    assert "<script" not in answer.text
    async with site.world.app.transactions.read() as stores:
        seen = (await stores.link.execute(select(audit_log).where(audit_log.c.action == "report.page"))).all()
    assert [row.after for row in seen] == [{"rows": 1}]


async def test_a_viewer_reads_figures_without_names(site: Site) -> None:
    await site.enrolled("Ana Souza")
    answer = await site.figures(await site.reader(Role.VIEWER))
    assert answer.status == 200
    assert "<dt>Active learners</dt><dd>1</dd>" in answer.text
    assert "Ana" not in answer.text


async def test_somebody_who_lost_the_role_reads_nothing_more(site: Site) -> None:
    init_data = await site.reader(Role.COORDINATOR)
    async with site.world.app.transactions.begin() as stores:
        (person,) = await stores.people.with_role(Role.COORDINATOR)
        await stores.people.save(replace(person, roles=frozenset()))
    assert (await site.figures(init_data)).status == 403


async def test_staff_find_the_page_beside_the_text_field_and_others_do_not(site: Site) -> None:
    await site.reader(Role.VIEWER)
    learner = await site.somebody(Role.LEARNER)
    await learner.say("/report")
    (call,) = await site.world.control.calls("setChatMenuButton")
    assert call["params"]["menu_button"]["web_app"]["url"] == f"{site.url}/app/"
    assert call["params"]["chat_id"] != str(learner.id)


async def test_who_accepts_an_invitation_finds_the_page_at_once(site: Site) -> None:
    async with site.world.app.transactions.begin() as stores:
        now = site.world.clock.now()
        payload = await create_invite(stores.enrolments, stores.audit, Role.VIEWER, token="t" * 32, now=now)
    player = await site.somebody()
    await player.start(payload)
    opened = await site.world.control.open_web_app(player.id)
    assert (await site.figures(opened["init_data"])).status == 200


async def test_without_an_address_there_is_no_page_to_open(world: World) -> None:
    clara = await world.person("Clara")
    await world.grant(clara, Role.COORDINATOR)
    await clara.say("/report")
    assert clara.buttons == ["📄 Rows as a sheet", "🏠 Menu"]
    assert await world.control.calls("setChatMenuButton") == []
