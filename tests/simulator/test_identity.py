"""Names, commands, menu button and facts about people, driven by both clients."""

from simulator.client import Control
from tests.simulator.drivers import Driver


async def test_commands_follow_scope_and_language(client: Driver, control: Control, known: int) -> None:
    types = client.types()

    async def put(name: str, scope: object = None, language: str | None = None) -> None:
        command = types.BotCommand(command=name, description=f"About {name}")
        assert await client.bot.set_my_commands(commands=[command], scope=scope, language_code=language)

    async def seen() -> list[str]:
        return [command["command"] for command in (await control.chat_state(known))["commands"]]

    assert await seen() == []
    await put("anyone")
    assert await seen() == ["anyone"]
    await put("qualquer", language="pt")
    assert await seen() == ["qualquer"]
    private = types.BotCommandScopeAllPrivateChats()
    await put("private", private)
    assert await seen() == ["private"]
    await put("privado", private, "pt")
    assert await seen() == ["privado"]
    await put("coordinator", types.BotCommandScopeChat(chat_id=known))
    assert await seen() == ["coordinator"]
    found = await client.bot.get_my_commands(scope=private, language_code="pt")
    assert [command.command for command in found] == ["privado"]
    assert await client.bot.delete_my_commands(scope=types.BotCommandScopeChat(chat_id=known))
    assert await seen() == ["privado"]
    assert list(await client.bot.get_my_commands(language_code="es")) == []


async def test_names_and_descriptions_have_languages(client: Driver, control: Control) -> None:
    bot = client.bot
    assert await bot.set_my_name(name="Talking")
    assert await bot.set_my_name(name="Falando", language_code="pt")
    assert await bot.set_my_description(description="What it is")
    assert await bot.set_my_description(description="O que é", language_code="pt")
    assert await bot.set_my_short_description(short_description="Short")
    assert (await bot.get_my_name(language_code="pt")).name == "Falando"
    assert (await bot.get_my_name(language_code="es")).name == "Talking"
    assert (await bot.get_my_description(language_code="pt")).description == "O que é"
    assert (await bot.get_my_short_description()).short_description == "Short"
    assert await bot.set_my_name(name="", language_code="pt")
    assert (await bot.get_my_name(language_code="pt")).name == "Talking"
    shown = (await control.state())["bot"]
    assert shown["descriptions"] == {"": "What it is", "pt": "O que é"}
    assert (await bot.get_me()).first_name == "Talking"
    long = bot.set_my_short_description(short_description="x" * 121)
    assert (await client.refusal(long)).words == "bot short description is too long"


async def test_the_menu_button_has_a_default(client: Driver, control: Control, known: int) -> None:
    types = client.types()
    assert (await client.bot.get_chat_menu_button(chat_id=known)).type == "commands"
    app = types.WebAppInfo(url="https://falando.example/")
    assert await client.bot.set_chat_menu_button(menu_button=types.MenuButtonWebApp(text="Open", web_app=app))
    assert (await client.bot.get_chat_menu_button(chat_id=known)).text == "Open"
    assert await client.bot.set_chat_menu_button(chat_id=known, menu_button=types.MenuButtonCommands())
    assert (await control.chat_state(known))["menu_button"] == {"type": "commands"}
    assert await client.bot.set_chat_menu_button(chat_id=known, menu_button=types.MenuButtonDefault())
    assert (await client.bot.get_chat_menu_button(chat_id=known)).text == "Open"


async def test_facts_about_people(client: Driver, control: Control, known: int) -> None:
    chat = await client.bot.get_chat(chat_id=known)
    assert (chat.first_name, chat.username, str(chat.type)) == ("Ana", "ana_bh", "private")
    member = await client.bot.get_chat_member(chat_id=known, user_id=known)
    assert (str(member.status), member.user.first_name) == ("member", "Ana")
    assert (await client.bot.get_user_profile_photos(user_id=known)).total_count == 0
    unknown = client.bot.get_chat(chat_id=5)
    assert (await client.refusal(unknown)).words == "chat not found"
    changed = await control.add_user("Ana Maria", id=known, language_code="en")
    assert changed == known
    assert (await client.bot.get_chat(chat_id=known)).first_name == "Ana Maria"


async def test_signing_out_is_accepted(client: Driver) -> None:
    """`close` is called by its method: in aiogram `bot.close` is the same call under the same name."""
    assert await client.bot.log_out() is True
    assert await client.bot.close() is True
