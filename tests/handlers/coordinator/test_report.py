"""The report in the chat: the answer, the picture, and the rows behind the numbers."""

import struct
from dataclasses import replace
from datetime import time, timedelta
from io import BytesIO
from typing import Any

import aiohttp
from openpyxl import load_workbook
from sqlalchemy import select

from core.categories import Category
from core.ids import TelegramId
from core.languages import Language, Level
from core.roles import Role
from enrolment.enrolments import Form, Status
from storage.tables.people import audit_log
from tests.world import Player, World

FORM = Form(
    language=Language.FRENCH,
    level=Level.A2,
    category=Category.EFFECTIVE,
    department="saude",
    days=frozenset({0}),
    at=time(8, 30),
)
HEADINGS = (
    "Number",
    "Name",
    "Status",
    "Language",
    "Level",
    "Category",
    "Department",
    "Submitted",
    "Decided",
    "Answers",
    "Minutes in sessions",
)


async def enrol(world: World, name: str, *way: Status) -> None:
    """Keep an enrolment that was sent two days ago and went its `way`."""
    then = world.clock.now() - timedelta(days=2)
    number = await world.control.add_user(name)
    async with world.app.transactions.begin() as stores:
        person, _ = await stores.people.meet(TelegramId(number), Language.ENGLISH, now=then)
        await stores.people.save(replace(person, name=name))
        enrolment = await stores.enrolments.add(person.id, FORM, now=then)
        for status in way:
            enrolment = enrolment.moved(status, by=person.id, now=then)
            await stores.enrolments.save(enrolment)


async def staff(world: World, *roles: Role) -> Player:
    player = await world.person("Clara")
    await world.grant(player, *roles)
    return player


async def content(world: World, file: dict[str, Any]) -> bytes:
    """The bytes of a file that the bot sent."""
    url = f"{world.server.url}/_sim/files/{file['file_id']}"
    async with aiohttp.ClientSession() as http, http.get(url, raise_for_status=True) as response:
        return await response.read()


async def rows(world: World, player: Player) -> list[tuple[Any, ...]]:
    """The lines of the sheet that came last, its headings first."""
    book = load_workbook(BytesIO(await content(world, player.last["document"])))
    return list(book.worksheets[0].iter_rows(values_only=True))


async def recorded(world: World) -> list[tuple[str, Any]]:
    async with world.app.transactions.read() as stores:
        found = await stores.link.execute(select(audit_log).where(audit_log.c.action.startswith("report.")))
        return [(row.action, row.after) for row in found]


async def test_the_picture_comes_with_the_answer_first(world: World) -> None:
    await enrol(world, "Ana Souza")
    await enrol(world, "Bia Lima", Status.ADMITTED)
    clara = await staff(world, Role.COORDINATOR)
    await clara.say("/report")
    assert clara.screen.startswith("Report\n1 request waits for your decision.")
    assert "Enrolments to decide: 1" in clara.screen
    assert "Active learners: 1" in clara.screen
    assert "French 1" in clara.screen
    assert clara.buttons == ["📄 Rows as a sheet", "🏠 Menu"]
    picture = await content(world, clara.last["photo"][-1])
    assert struct.unpack(">II", picture[16:24]) == (1200, 720)


async def test_the_menu_leads_to_the_report_and_back(world: World) -> None:
    clara = await staff(world, Role.VIEWER)
    await clara.start()
    await clara.press("📊 Report")
    assert "Nothing waits for your decision." in clara.screen
    await clara.press("🏠 Menu")
    assert "📊 Report" in clara.buttons


async def test_a_coordinator_gets_the_rows_with_names(world: World) -> None:
    await enrol(world, "=HYPERLINK(1) Souza")
    await enrol(world, "Bia Lima", Status.ADMITTED)
    clara = await staff(world, Role.COORDINATOR)
    await clara.say("/report")
    await clara.press("Rows as a sheet")
    assert clara.toast == "The sheet is on its way."
    assert clara.last["document"]["file_name"] == "enrolments-2026-11-24.xlsx"
    assert clara.screen == "2 enrolments, as of Tue, 24 Nov, 09:00."
    first, second, third = await rows(world, clara)
    assert first == HEADINGS
    assert second[:7] == (2, "Bia Lima", "Admitted", "French", "A2", "Effective public servant", "saude")
    assert [moment.isoformat(" ", "minutes") for moment in second[7:9]] == ["2026-11-22 09:00"] * 2
    assert second[9:] == (0, 0)
    assert third[1:3] == ("=HYPERLINK(1) Souza", "Waiting for a decision")
    assert third[8] is None
    assert await recorded(world) == [("report.rows", {"rows": 2})]


async def test_a_viewer_gets_the_rows_without_names(world: World) -> None:
    await enrol(world, "Ana Souza", Status.ADMITTED)
    clara = await staff(world, Role.VIEWER)
    await clara.say("/report")
    await clara.press("Rows as a sheet")
    headings, row = await rows(world, clara)
    assert headings == HEADINGS
    assert row[:3] == (1, None, "Admitted")


async def test_a_learner_gets_nothing_not_even_with_a_coordinators_button(world: World) -> None:
    clara = await staff(world, Role.COORDINATOR)
    await clara.say("/report")
    _, data = await clara.data_of("Rows as a sheet")
    ana = await world.person("Ana")
    await world.grant(ana, Role.LEARNER)
    await ana.start()
    assert "📊 Report" not in ana.buttons
    for press in (data, "go:report"):
        await ana.press_data(ana.last["message_id"], press)
        assert "no longer valid" in (ana.toast or "")
    await ana.say("/report")
    assert not [message for message in await ana.messages() if "photo" in message or "document" in message]
    assert await recorded(world) == []
