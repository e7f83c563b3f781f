"""The first minute: language, notice, consent, and what a deep link brought along."""

import secrets
import shutil
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select, text

import programme
from core.ids import TelegramId
from core.languages import Language
from core.roles import Role
from enrolment import invites
from storage.people import STRANGER_KEPT
from storage.tables.base import metadata
from tests.handlers.enrolling import newcomer, staff
from tests.world import open_world

EVEN_SO = {"handled_updates", "audit_log", "alembic_version"}
"""Tables that hold nothing of a person's: numbers of updates, and the log of decisions."""


async def person_of(world, player):
    async with world.app.transactions.read() as stores:
        return await stores.people.find(TelegramId(player.id))


async def filled_tables(world):
    """The tables that have rows."""
    async with world.app.transactions.read() as stores:
        return {
            table.name
            for table in metadata.sorted_tables
            if (await stores.link.execute(select(table).limit(1))).first() is not None
        }


async def invitation(world, role):
    async with world.app.transactions.begin() as stores:
        return await invites.create_invite(
            stores.enrolments, stores.audit, role, token=secrets.token_urlsafe(16), now=world.clock.now()
        )


async def test_the_notice_comes_in_layers_and_before_anything_else(world):
    ana = await world.person("Ana", language="en")
    await ana.start()
    assert ana.buttons == ["🇧🇷 Português", "🇬🇧 English", "🇪🇸 Español"]
    await ana.press("English")
    assert "Before we begin: your data" in ana.screen
    assert "aged 18 or over" in ana.screen
    await ana.press("Read the whole notice")
    assert "On what basis" in ana.screen
    assert ana.buttons == ["✅ I agree", "No, thank you"]
    person = await person_of(world, ana)
    assert (person.consent, person.name) == (None, "")
    await ana.press("I agree")
    assert "Enrol now" in ana.buttons[0]
    async with world.app.transactions.read() as stores:
        [line] = await stores.enrolments.consents(person.id)
    assert (line["version"], line["language"], line["given"]) == ("2026-11", "en", True)


async def test_agreeing_twice_is_one_line_in_the_ledger(world):
    ana = await world.person("Ana", language="en")
    await ana.start()
    await ana.press("English")
    message, agree = await ana.data_of("I agree")
    await ana.press_data(message, agree)
    await ana.press_data(message, agree)
    async with world.app.transactions.read() as stores:
        assert len(await stores.enrolments.consents((await person_of(world, ana)).id)) == 1


async def test_refusing_leaves_nothing_behind(world):
    ana = await world.person("Ana", language="en")
    await ana.start("campaign")
    await ana.press("English")
    assert await filled_tables(world) == {"people", "drafts", "handled_updates"}
    await ana.press("No, thank you")
    assert "kept nothing about you" in ana.screen
    assert await filled_tables(world) <= EVEN_SO
    await ana.start()
    await ana.press("English")
    await ana.press("I agree")
    assert (await person_of(world, ana)).consent == "2026-11"


async def test_a_stranger_reaches_nothing_but_help_and_their_rights(world):
    ana = await world.person("Ana", language="en")
    await ana.start()
    for words in ("/enrol", "/queue", "/practice", "hello", "/cancel", "hello"):
        await ana.say(words)
    assert ana.buttons == ["▶️ Begin", "🌐 Language", "🔒 Privacy", "❓ Help"]
    await ana.press("Begin")
    assert "Before we begin" in ana.screen


async def test_strangers_who_never_answer_are_forgotten_after_a_month(world):
    ana, ben = await world.person("Ana", language="en"), await newcomer(world, "Ben")
    await ana.start()
    month = STRANGER_KEPT
    async with world.app.transactions.begin() as stores:
        assert await stores.people.forget_strangers(now=world.clock.now() + month - timedelta(hours=1)) == 0
        assert await stores.people.forget_strangers(now=world.clock.now() + month + timedelta(hours=1)) == 1
    assert await person_of(world, ana) is None
    assert await person_of(world, ben) is not None


@pytest.mark.parametrize("code", ["xx", "fr", "", "EN", "en;drop"])
async def test_a_forged_language_is_refused(world, code):
    ana = await newcomer(world)
    await ana.press_data(ana.last["message_id"], f"el:{code}")
    assert "no longer valid" in ana.toast
    assert (await person_of(world, ana)).language is Language.ENGLISH


@pytest.mark.parametrize(("payload", "kept"), [("a-B_9", "a-B_9"), ("x" * 64, "x" * 64), ("x" * 65, ""), ("ü%20", "")])
async def test_where_somebody_came_from_is_kept_when_it_is_well_formed(world, payload, kept):
    ana = await world.person("Ana", language="en")
    await ana.say(f"/start {payload}")
    assert (await person_of(world, ana)).source == kept


async def test_the_first_source_stays(world):
    ana = await newcomer(world)
    ben = await world.person("Ben", language="en")
    await ben.start("poster")
    await ben.start("radio")
    await ana.start("radio")
    assert [(await person_of(world, player)).source for player in (ana, ben)] == ["", "poster"]


async def test_an_invitation_outlives_language_and_notice_and_works_once(world):
    payload = await invitation(world, Role.ADMIN)
    ana, ben = await world.person("Ana", language="en"), await world.person("Ben", language="en")
    for player in (ana, ben):
        await player.start(payload)
        await player.press("English")
    await world.restart()
    await ana.press("I agree")
    assert "🔗 Matching" in ana.buttons
    await ben.press("I agree")
    assert "used already or is too old" in ben.screen
    assert [(await person_of(world, player)).roles for player in (ana, ben)] == [{Role.ADMIN}, frozenset()]
    assert (await person_of(world, ben)).consent == "2026-11"
    assert (await person_of(world, ana)).source == ""
    calls = [str(call) for call in await world.control.calls("setMyCommands")]
    assert [("matching" in call, "queue" in call) for call in calls if str(ana.id) in call] == [(True, True)]


async def test_a_member_may_take_an_invitation_and_a_forged_one_gives_nothing(world):
    ana = await newcomer(world)
    for forged in ("inv_", "inv_x", "inv_" + "a" * 22):
        await ana.start(forged)
        assert "used already or is too old" in ana.screen
    await ana.start(await invitation(world, Role.VIEWER))
    assert "📊 Report" in ana.buttons
    assert "🔗 Matching" not in ana.buttons
    async with world.app.transactions.read() as stores:
        person = await person_of(world, ana)
        [entry] = await stores.audit.of(f"person:{person.id}")
    assert (entry.action, entry.after) == ("invite.accepted", {"role": "viewer"})


async def test_an_invitation_ends_after_two_days(world):
    payload = await invitation(world, Role.ADMIN)
    ana = await newcomer(world)
    await world.clock.advance(49 * 3600)
    await ana.start(payload)
    assert "too old" in ana.screen
    assert (await person_of(world, ana)).roles == frozenset()


async def test_the_token_itself_is_not_kept(world):
    payload = await invitation(world, Role.ADMIN)
    async with world.app.transactions.read() as stores:
        [row] = (await stores.link.execute(text("SELECT * FROM invites"))).all()
    assert payload.removeprefix("inv_") not in str(row)


async def test_a_volunteers_link_opens_volunteering_after_consent(world):
    ana = await world.person("Ana", language="en")
    await ana.start("vol")
    await ana.press("English")
    await ana.press("I agree")
    assert "Begin as a volunteer" in ana.buttons[0]
    assert (await person_of(world, ana)).source == "vol"


async def test_a_new_notice_is_put_before_those_who_agreed_to_an_older_one(sqlite_maker, tmp_path):
    folder = tmp_path / "programme"
    shutil.copytree(Path(programme.__file__).parent, folder)
    url = sqlite_maker.fresh(tmp_path)
    async with open_world(url, programme_folder=folder) as world:
        ana, ben = await newcomer(world, "Ana"), await newcomer(world, "Ben")
        for old in (folder / "texts" / "notice").glob("2026-11.*.md"):
            old.rename(old.with_name(old.name.replace("2026-11", "2027-03")))
        settings = folder / "programme.toml"
        settings.write_text(settings.read_text().replace('notice = "2026-11"', 'notice = "2027-03"'))
        await world.restart()
        for player in (ana, ben):
            await player.start()
            assert "Our privacy notice has changed" in player.screen
        await ana.press("I agree")
        await ben.press("No, thank you")
        assert "stays in force" in ben.screen
        assert [(await person_of(world, player)).consent for player in (ana, ben)] == ["2027-03", "2026-11"]
        async with world.app.transactions.read() as stores:
            lines = await stores.enrolments.consents((await person_of(world, ana)).id)
        assert [line["version"] for line in lines] == ["2026-11", "2027-03"]
        await ana.start()
        assert "Enrol now" in ana.buttons[0]


async def test_something_under_way_is_kept_when_a_sticker_or_stray_words_come(world):
    celia = await staff(world)
    ana = await world.person("Ana", language="en")
    await ana.start()
    await ana.send("voice")
    assert "write it as text" in ana.screen
    await ana.say("English, please")
    assert "use the buttons above" in ana.screen
    await ana.press("English")
    assert any("Before we begin" in message.get("text", "") for message in await ana.messages())
    await celia.send("sticker")
    assert "only read text" in celia.screen
    assert "📥 Enrolments" in celia.buttons
