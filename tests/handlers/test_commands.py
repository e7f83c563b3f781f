"""Commands, descriptions and the menu, by role and language."""

import pytest
from aiogram.methods import GetMyCommands
from aiogram.types import BotCommandScopeAllPrivateChats, BotCommandScopeChat

from core.ids import TelegramId
from core.languages import Language
from core.roles import Role
from enrolment.people import Person
from handlers.catalogues import OFFERED, translations
from handlers.commands import startup_calls
from handlers.menu import home_screen
from tests.handlers.enrolling import newcomer, staff
from tests.world import TUESDAY_NOON


async def names(world, scope, language=None):
    commands = await world.app.bot(GetMyCommands(scope=scope, language_code=language))
    return {command.command: command.description for command in commands}


async def test_the_start_gives_every_chat_its_commands_in_its_language(world):
    for call in startup_calls():
        await world.app.bot(call)
    for language in OFFERED:
        tr = translations(language)
        found = await names(world, BotCommandScopeAllPrivateChats(), language.value)
        assert found["start"] == tr.gettext("Open the menu")
        assert found["privacy"] == tr.gettext("My data")
        assert not {"queue", "matching", "report"} & set(found)
        about = await world.app.bot.get_my_short_description(language_code=language.value)
        assert about.short_description == tr.gettext("Practise languages with people from all over the world.")
    assert await names(world, BotCommandScopeAllPrivateChats()) == await names(
        world, BotCommandScopeAllPrivateChats(), Language.PORTUGUESE.value
    )


async def test_a_chat_gets_its_own_commands_with_a_language_and_loses_them_with_the_person(world):
    celia = await staff(world)
    await celia.say("/language")
    await celia.press("Español")
    scope = BotCommandScopeChat(chat_id=celia.id)
    tr = translations(Language.SPANISH)
    found = await names(world, scope)
    assert found["queue"] == tr.gettext("Enrolments to decide")
    assert "matching" in found
    async with world.app.transactions.read() as stores:
        person = await stores.people.find(TelegramId(celia.id))
    assert person.language is Language.SPANISH
    await celia.press_data(celia.last["message_id"], "pr:delete-now")
    assert await names(world, scope) == {}


@pytest.mark.parametrize(
    ("code", "language"),
    [("pt-br", "pt"), ("pt", "pt"), ("es", "es"), ("es-419", "es"), ("en-GB", "en"), ("de", "pt"), (None, "pt")],
)
async def test_the_first_screen_is_in_the_language_of_the_telephone(world, code, language):
    ana = await world.person("Ana", language=code)
    await ana.start()
    assert ana.screen == translations(Language(language)).gettext("Which language shall we use here?")


async def test_the_language_changes_everything_at_any_time(world):
    ana = await newcomer(world)
    for label, language in (("Español", Language.SPANISH), ("Português", Language.PORTUGUESE)):
        tr = translations(language)
        await ana.say("/language")
        await ana.press(label)
        assert ana.toast == tr.gettext("Done.")
        assert tr.gettext("📝 Enrol now") in ana.buttons
        await ana.say("/enrol")
        assert tr.gettext("What is your name?") in ana.screen
        await ana.say("/cancel")
    await ana.say("/privacy")
    assert "terça-feira, 24 de novembro" in ana.screen
    assert "O serviço é para maiores de 18 anos" in ana.screen


async def test_a_language_changed_half_way_goes_on_with_the_same_question(world):
    ana = await newcomer(world)
    await ana.press("Enrol now")
    await ana.say("Ana Ribeiro")
    await ana.say("/language")
    await ana.press("Español")
    tr = translations(Language.SPANISH)
    await ana.press(tr.gettext("📝 Enrol now"))
    assert tr.gettext("What is your tie to the city?") in ana.screen


async def test_help_speaks_of_what_one_may_do(world):
    said = {}
    for role in (None, Role.LEARNER, Role.VOLUNTEER, Role.VIEWER, Role.ADMIN):
        player = await world.person("Ana", language="en")
        await world.grant(player, *([role] if role else []))
        await player.say("/help")
        said[role] = player.screen
    assert "/practice" in said[Role.LEARNER]
    assert "/practice" not in said[None]
    assert "/queue" in said[Role.ADMIN]
    assert "/queue" in said[Role.VIEWER]
    assert "/matching" not in said[Role.VIEWER]
    assert "/volunteer" in said[Role.VOLUNTEER]
    assert all("/privacy" in words for words in said.values())


def somebody(*roles, consent="2026-11"):
    return Person(
        id=1,
        telegram_id=TelegramId(1),
        name="Ana Lima",
        language=Language.ENGLISH,
        time_zone="UTC",
        created_at=TUESDAY_NOON,
        consent=consent,
        roles=frozenset(roles),
    )


def first_button(person, **more):
    return home_screen(person, translations(Language.ENGLISH), **more).keyboard.inline_keyboard[0][0].text


def test_the_menu_begins_with_what_matters():
    assert first_button(somebody(consent=None)) == "▶️ Begin"
    assert first_button(somebody()) == "📝 Enrol now"
    assert first_button(somebody(Role.LEARNER)) == "▶️ Practise now"
    assert first_button(somebody(Role.LEARNER, Role.ADMIN)) == "▶️ Practise now"
    assert first_button(somebody(Role.VIEWER), waiting=3) == "📥 Enrolments (3)"
    assert first_button(somebody(Role.VIEWER), waiting=0) == "📥 Enrolments"


async def test_cancel_says_whether_there_was_something(world):
    ana = await newcomer(world)
    await ana.say("/cancel")
    assert "nothing to stop" in ana.screen
    await ana.press("Enrol now")
    await ana.say("/cancel")
    assert "Nothing was sent" in ana.screen
    await ana.say("Ana Ribeiro")
    assert "did not understand" in ana.screen
