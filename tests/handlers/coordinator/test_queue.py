"""The queue of enrolments: its pages, its line, who may look and who may decide."""

import shutil
from pathlib import Path

import programme
from core.ids import PersonId, TelegramId
from core.languages import Language
from core.roles import Role
from enrolment.enrolments import Status
from tests.handlers.coordinator.deciding import STALE, kept, logged, news, open_one
from tests.handlers.enrolling import enrolled, staff
from tests.world import open_world


async def test_the_waiting_list_tells_the_place_in_the_line(world):
    ana, ben, celia = await enrolled(world), await enrolled(world, "Ben"), await staff(world)
    await open_one(celia, "Ben")
    await celia.press("waiting list")
    assert celia.toast == "On the waiting list."
    assert "Your place in the line: 2." in await news(world, ben)
    await open_one(celia)
    await celia.press("Admit")
    await news(world, ana)
    await ben.press("My enrolment")
    assert "On the waiting list" in ben.screen
    assert "Your place in the line: 1." in ben.screen
    await celia.say("/queue")
    assert celia.buttons[0].startswith("⏳ Ben Ribeiro")
    await celia.press("Ben Ribeiro")
    await celia.press("Admit")
    assert "You are in, Ben!" in await news(world, ben)


async def test_a_full_intake_admits_nobody_and_a_closed_one_takes_nobody(sqlite_maker, tmp_path):
    folder = tmp_path / "programme"
    shutil.copytree(Path(programme.__file__).parent, folder)
    settings = folder / "programme.toml"
    whole = settings.read_text()
    settings.write_text(whole.replace("\nplaces = 0", "\nplaces = 1"))
    async with open_world(sqlite_maker.fresh(tmp_path), programme_folder=folder) as world:
        await enrolled(world)
        ben, celia = await enrolled(world, "Ben"), await staff(world)
        await open_one(celia)
        await celia.press("Admit")
        await open_one(celia, "Ben")
        message, admit = await celia.data_of("Admit")
        await celia.press_data(message, admit)
        assert celia.toast.startswith("The 1 place of this intake is taken.")
        assert (await kept(world, 2))[0].status is Status.SUBMITTED
        settings.write_text(whole.replace("\nplaces = 0", "\nplaces = 2\ncloses = 2026-11-23"))
        await world.restart()
        await celia.press_data(message, admit)
        assert celia.toast == "Admitted."
        await ben.say("/enrol")
        assert "Enrolments are closed" in ben.screen


async def test_viewers_see_everything_and_decide_nothing(world):
    await enrolled(world)
    vera, celia = await staff(world, "Vera", Role.VIEWER), await staff(world)
    await open_one(vera)
    assert "ana@example.org" in vera.screen
    assert vera.buttons == ["◀️ Back to the queue", "🏠 Menu"]
    await open_one(celia)
    for action in ("admit", "refuse", "wait", "undo", "keep"):
        await vera.press_data(vera.last["message_id"], f"ed:1:1:{action}")
        assert STALE in vera.toast
    await vera.press_data(vera.last["message_id"], "er:1:1:places")
    assert STALE in vera.toast
    assert (await kept(world))[0].status is Status.SUBMITTED


FORGED = ["eo:99", "eo:-1", "eo:x", f"eo:{10**30}", "ed:99:1:admit", "ed:1:7:admit", "ed:1:1:undo", "ed:1:1:marry"]
FORGED += ["er:1:1:x", "er:1:9:places", "er:99:1:places", "ed:1:1:", "ed:1:x:admit", f"ed:1:{10**30}:admit"]


async def test_forged_decisions_change_nothing(world):
    await enrolled(world)
    celia = await staff(world)
    for data in FORGED:
        await celia.press_data(celia.last["message_id"], data)
        assert STALE in celia.toast, data
    assert (await kept(world))[0].status is Status.SUBMITTED
    assert len(await logged(world)) == 1


async def test_pages_of_eight_and_an_empty_queue(world):
    celia = await staff(world)
    await celia.say("/queue")
    assert "Nothing waits. Well done!" in celia.screen
    await enrolled(world)
    async with world.app.transactions.begin() as stores:
        form = (await stores.enrolments.of(PersonId(2)))[0].form
        for number in range(9):
            met, _ = await stores.people.meet(TelegramId(900 + number), Language.ENGLISH, now=world.clock.now())
            await stores.enrolments.add(met.id, form, now=world.clock.now())
    await celia.say("/start")
    assert "📥 Enrolments (10)" in celia.buttons
    await celia.press("Enrolments (10)")
    assert "Page 1 of 2" in celia.screen
    assert len([label for label in celia.buttons if "French A2" in label]) == 8
    await celia.press("Next")
    assert len([label for label in celia.buttons if "French A2" in label]) == 2
    for forged in ("eq:99:0", "eq:-5:0", "eq:0:1", f"eq:{10**30}:0"):
        await celia.press_data(celia.last["message_id"], forged)
        assert "Something went wrong" not in f"{celia.toast} {celia.screen}"
