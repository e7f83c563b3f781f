"""A person's rights: read, take along, be forgotten."""

import json

import aiohttp
from sqlalchemy import String, cast, func, or_, select

from core.audit import AuditEntry
from core.languages import Language, Level
from core.roles import Role
from storage.tables.base import metadata
from tests.handlers.enrolling import enrolled, newcomer, staff
from tests.handlers.test_start import EVEN_SO, filled_tables, person_of


async def downloaded(world, player):
    """The file in the player's last message, fetched as a telephone would."""
    token = world.settings.telegram_token.get_secret_value()
    file_id = player.last["document"]["file_id"]
    async with aiohttp.ClientSession() as http:
        async with http.get(f"{world.server.url}/bot{token}/getFile", params={"file_id": file_id}) as response:
            path = (await response.json())["result"]["file_path"]
        async with http.get(f"{world.server.url}/file/bot{token}/{path}") as response:
            return json.loads(await response.read())


async def test_everything_comes_as_one_file_at_once(world):
    ana = await enrolled(world)
    await enrolled(world, "Ben")
    await ana.say("/enrol")
    await ana.press("German")
    await ana.say("/privacy")
    assert "You agreed to the notice of 2026-11 on Tuesday, 24 November." in ana.screen
    assert "Responsible: Prefeitura de Belo Horizonte." in ana.screen
    await ana.press("Download everything")
    kept = await downloaded(world, ana)
    assert kept["person"]["name"] == "Ana Ribeiro"
    assert kept["person"]["telegram_id"] == ana.id
    assert [line["version"] for line in kept["consents"]] == ["2026-11"]
    [enrolment] = kept["enrolments"]
    assert (enrolment["language"], enrolment["email"]) == ("fr", "ana@example.org")
    assert (enrolment["registration"], enrolment["at"]) == ("123456-7", "08:00")
    assert kept["draft"]["answers"]["language"] == "de"
    assert "Ben" not in json.dumps(kept)


async def test_every_store_that_keeps_rows_of_a_person_adds_to_the_file(world):
    async with world.app.transactions.read() as stores:
        exporting = {type(store).__module__.rsplit(".", 1)[1] for store in stores.holding_personal_data()}
    owned = {
        table.name
        for table in metadata.sorted_tables
        for key in table.foreign_keys
        if key.column.table.name == "people" and key.parent.name == "person_id"
    }
    assert {"drafts", "enrolments", "consents", "tracks", "seats"} <= owned
    assert {"people", "enrolments", "lessons", "sessions", "opportunities"} <= exporting


async def test_deleting_asks_twice_and_leaves_nothing_but_a_number(world):
    ana = await enrolled(world)
    celia = await staff(world)
    await celia.say("/queue")
    await celia.press("Ana Ribeiro")
    await celia.press("Admit")
    await world.due()
    person = await person_of(world, ana)
    await ana.say("/privacy")
    await ana.press("delete everything")
    assert "cannot be brought back" in ana.screen
    await ana.press("No, go back")
    assert await person_of(world, ana) is not None
    await ana.press("delete everything")
    await ana.press("Yes, delete everything")
    assert "Everything about you is deleted" in ana.screen
    assert await person_of(world, ana) is None
    async with world.app.transactions.read() as stores:
        for table in metadata.sorted_tables:
            if table.name in EVEN_SO:
                continue
            hits = or_(*(cast(column, String) == str(ana.id) for column in table.columns))
            owned = [key.parent == person.id for key in table.foreign_keys if key.column.table.name == "people"]
            query = select(func.count()).select_from(table).where(or_(hits, *owned))
            assert (await stores.link.execute(query)).scalar_one() == 0, table.name
        [*_, last] = await stores.audit.of(f"person:{person.id}")
        whole = [str(entry) for entry in await stores.audit.of("enrolment:1")] + [str(last)]
    assert (last.action, last.actor, last.before["consent"]) == ("person.erased", person.id, "2026-11")
    assert not any(word in entry for entry in whole for word in ("Ana", "Ribeiro", "ana@", "123456", str(ana.id)))
    assert str(ana.id) in str(await world.control.calls("deleteMyCommands"))


async def test_a_second_press_of_delete_and_stale_buttons_make_nobody_anew_who_is_kept(world):
    ana = await newcomer(world)
    await ana.say("/privacy")
    await ana.press("delete everything")
    message, yes = await ana.data_of("Yes, delete")
    await ana.press_data(message, yes)
    await ana.press_data(message, yes)
    assert "Something went wrong" not in f"{ana.toast} {ana.screen}"
    assert await filled_tables(world) <= EVEN_SO


async def test_the_last_administrator_has_to_find_another_one_first(world):
    ana, ben = await staff(world, "Ana", Role.ADMIN), await staff(world, "Ben", Role.COORDINATOR)
    await ana.say("/privacy")
    await ana.press("delete everything")
    message, yes = await ana.data_of("Yes, delete")
    await ana.press_data(message, yes)
    assert "only administrator" in ana.toast
    assert (await person_of(world, ana)).roles == {Role.ADMIN}
    await world.grant(ben, Role.ADMIN)
    await ana.press_data(message, yes)
    assert await person_of(world, ana) is None


async def test_a_learner_who_is_deleted_gets_no_phrase_and_may_come_back_as_new(world):
    ana = await newcomer(world)
    person = await world.grant(ana, Role.LEARNER)
    async with world.app.transactions.begin() as stores:
        await stores.lessons.open_track(
            person.id,
            Language.FRENCH,
            Level.A1,
            days=frozenset(range(7)),
            at=world.clock.now().time().replace(hour=13, minute=0, second=0, microsecond=0),
            zone="UTC",
            now=world.clock.now(),
        )
    await ana.press_data(ana.last["message_id"], "pr:delete-now")
    before = len(await ana.messages())
    await world.wait(days=2)
    assert len(await ana.messages()) == before
    await ana.start()
    assert "Which language" in ana.screen


async def test_the_audit_log_is_only_added_to(world):
    ana = await newcomer(world)
    person = await person_of(world, ana)
    entry = AuditEntry(at=world.clock.now(), actor=person.id, action="test.done", subject="test:1")
    async with world.app.transactions.begin() as stores:
        await stores.audit.record(entry)
    await ana.press_data(ana.last["message_id"], "pr:delete-now")
    async with world.app.transactions.read() as stores:
        assert await stores.audit.of("test:1") == (entry,)


async def test_forged_rights_are_no_buttons(world):
    ana = await newcomer(world)
    for data in ("pr:", "pr:everything", "pr:delete-now:7", "ep:maybe", "ep:"):
        await ana.press_data(ana.last["message_id"], data)
        assert "no longer valid" in ana.toast
    assert await person_of(world, ana) is not None


async def test_the_file_is_readable_as_text_in_every_script(world):
    ana = await newcomer(world)
    await ana.press("Enrol now")
    await ana.say("مريم <b>&")
    await ana.say("/privacy")
    await ana.press("Download everything")
    assert (await downloaded(world, ana))["draft"]["answers"]["name"] == "مريم <b>&"
