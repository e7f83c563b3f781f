"""What the bot is called, its commands and its menu button."""

import re

from simulator.errors import Json, bad_request
from simulator.keyboards import web_app
from simulator.params import Params
from simulator.profile import by_language, parse_scope
from simulator.state import Simulator

COMMAND = re.compile(r"[a-z0-9_]{1,32}")
LANGUAGE = re.compile(r"[a-z]{2}")
MOST_COMMANDS = 100


def language_of(params: Params) -> str:
    code = params.text("language_code")
    if code and not LANGUAGE.fullmatch(code):
        raise bad_request("invalid language code specified")
    return code


def get_me(sim: Simulator, _: Params) -> Json:
    return sim.profile.me()


def set_text(sim: Simulator, params: Params, texts: dict[str, str], name: str, limit: int) -> bool:
    text = params.text(name).strip()
    if len(text) > limit:
        raise bad_request(f"bot {name.replace('_', ' ')} is too long")
    language = language_of(params)
    if text or not language:
        texts[language] = text
    else:
        texts.pop(language, None)
    sim.user = sim.profile.user()
    sim.events.emit("bot", {"bot": sim.profile.view()})
    return True


def set_my_name(sim: Simulator, params: Params) -> bool:
    if not params.text("name").strip() and not params.text("language_code"):
        raise bad_request("bot name must be non-empty")
    return set_text(sim, params, sim.profile.names, "name", 64)


def set_my_description(sim: Simulator, params: Params) -> bool:
    return set_text(sim, params, sim.profile.descriptions, "description", 512)


def set_my_short_description(sim: Simulator, params: Params) -> bool:
    return set_text(sim, params, sim.profile.short_descriptions, "short_description", 120)


def get_my_name(sim: Simulator, params: Params) -> Json:
    return {"name": by_language(sim.profile.names, language_of(params))}


def get_my_description(sim: Simulator, params: Params) -> Json:
    return {"description": by_language(sim.profile.descriptions, language_of(params))}


def get_my_short_description(sim: Simulator, params: Params) -> Json:
    return {"short_description": by_language(sim.profile.short_descriptions, language_of(params))}


def tell_commands(sim: Simulator) -> None:
    seen = {
        str(person.id): sim.profile.commands_for(person.id, person.id, person.language_code)
        for person in sim.people.values()
    }
    sim.events.emit("commands", {"commands": sim.profile.all_commands(), "by_user": seen})


def set_my_commands(sim: Simulator, params: Params) -> bool:
    given = params.array("commands", "can't parse commands list JSON object")
    if len(given) > MOST_COMMANDS:
        raise bad_request("too many commands")
    commands = []
    for item in given:
        if not isinstance(item, dict):
            raise bad_request("can't parse BotCommand: expected an Object")
        name = str(item.get("command", "")).lstrip("/").lower()
        text = str(item.get("description", "")).strip()
        if not COMMAND.fullmatch(name):
            raise bad_request("BOT_COMMAND_INVALID")
        if not 1 <= len(text) <= 256:
            raise bad_request("BOT_COMMAND_DESCRIPTION_INVALID")
        commands.append({"command": name, "description": text})
    key = (parse_scope(params.structure("scope")), language_of(params))
    if commands:
        sim.profile.commands[key] = commands
    else:
        sim.profile.commands.pop(key, None)
    tell_commands(sim)
    return True


def delete_my_commands(sim: Simulator, params: Params) -> bool:
    sim.profile.commands.pop((parse_scope(params.structure("scope")), language_of(params)), None)
    tell_commands(sim)
    return True


def get_my_commands(sim: Simulator, params: Params) -> list[Json]:
    return sim.profile.commands.get((parse_scope(params.structure("scope")), language_of(params)), [])


def menu_button(given: object) -> Json:
    if given is None:
        return {"type": "default"}
    if not isinstance(given, dict) or given.get("type") not in ("commands", "default", "web_app"):
        raise bad_request("can't parse MenuButton: Unsupported type specified")
    if given["type"] != "web_app":
        return {"type": str(given["type"])}
    if not str(given.get("text") or "").strip():
        raise bad_request("can't parse MenuButton: Can't find field \"text\"")
    return {"type": "web_app", "text": given["text"], "web_app": web_app(given.get("web_app"), "menu button")}


def set_chat_menu_button(sim: Simulator, params: Params) -> bool:
    button = menu_button(params.structure("menu_button", "can't parse menu button JSON object"))
    if not params.has("chat_id"):
        sim.profile.menu_button = {"type": "commands"} if button["type"] == "default" else button
        sim.events.emit("menu_button", {"chat_id": None, "menu_button": sim.profile.menu_button})
        return True
    chat = sim.chat(params)
    chat.menu_button = None if button["type"] == "default" else button
    sim.events.emit("menu_button", {"chat_id": chat.id, "menu_button": chat.menu_button or sim.profile.menu_button})
    return True


def get_chat_menu_button(sim: Simulator, params: Params) -> Json:
    if not params.has("chat_id"):
        return sim.profile.menu_button
    return sim.chat(params).menu_button or sim.profile.menu_button


METHODS = {
    "getme": get_me,
    "setmyname": set_my_name,
    "getmyname": get_my_name,
    "setmydescription": set_my_description,
    "getmydescription": get_my_description,
    "setmyshortdescription": set_my_short_description,
    "getmyshortdescription": get_my_short_description,
    "setmycommands": set_my_commands,
    "getmycommands": get_my_commands,
    "deletemycommands": delete_my_commands,
    "setchatmenubutton": set_chat_menu_button,
    "getchatmenubutton": get_chat_menu_button,
}
