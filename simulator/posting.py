"""Putting messages into chats, for the bot and for people, and changing them."""

from typing import Any

from simulator.chats import Chat
from simulator.errors import Json, bad_request
from simulator.keyboards import Markup
from simulator.params import Params
from simulator.people import Person
from simulator.state import Simulator

TEXT_LIMIT = 4096
CAPTION_LIMIT = 1024
FORMATTED = ("entities", "caption_entities")


def with_users(sim: Simulator, entities: list[Json]) -> list[Json]:
    """Mentions by id carry the person; those of strangers become plain text."""
    found = []
    for entity in entities:
        if entity["type"] == "text_mention" and "user_id" in entity:
            person = sim.people.get(entity["user_id"])
            if person is None:
                continue
            entity = {name: entity[name] for name in ("offset", "length", "type")} | {"user": person.user()}
        found.append(entity)
    return found


def text_content(sim: Simulator, text: str, entities: list[Json], *, name: str = "text") -> Json:
    """`text` or `caption` with its entities as a message carries them."""
    content: Json = {name: text}
    if entities:
        content["entities" if name == "text" else "caption_entities"] = with_users(sim, entities)
    return content


def by_bot(sim: Simulator, chat: Chat, content: Json, params: Params, markup: Markup) -> Json:
    """The bot's new message, kept and told to the page."""
    message: Json = {
        "message_id": sim.next_message_id(),
        "from": sim.user,
        "chat": chat.card,
        "date": sim.clock.timestamp(),
    }
    values = params.values
    if "reply_parameters" in values or "reply_to_message_id" in values:
        replied = replied_to(chat, params)
        if replied is not None:
            message["reply_to_message"] = replied
    message.update(content)
    if params.flag("protect_content"):
        message["has_protected_content"] = True
    if "link_preview_options" in values:
        message["link_preview_options"] = params.structure("link_preview_options")
    if markup.inline is not None:
        message["reply_markup"] = markup.inline
    chat.keep(message)
    sim.events.emit("message", {"chat_id": chat.id, "message": message})
    if markup.reply is not None or markup.removes:
        chat.keyboard = markup.reply
        sim.events.emit("keyboard", {"chat_id": chat.id, "keyboard": markup.reply})
    return message


def replied_to(chat: Chat, params: Params) -> Json | None:
    given = params.structure("reply_parameters", "can't parse reply parameters JSON object")
    lenient = params.flag("allow_sending_without_reply")
    if isinstance(given, dict):
        number = given.get("message_id")
        lenient = lenient or bool(given.get("allow_sending_without_reply"))
    else:
        number = params.integer("reply_to_message_id")
    if not number:
        return None
    message = chat.alive(int(number))
    if message is None and not lenient:
        raise bad_request("message to be replied not found")
    return None if message is None else quoted(message)


def quoted(message: Json) -> Json:
    """A message inside another one: without what it answers itself."""
    return {name: value for name, value in message.items() if name != "reply_to_message"}


def by_person(
    sim: Simulator, person: Person, chat: Chat, content: Json, *, reply_to: Any = None, **extra: Any
) -> tuple[Json, int]:
    """A person's new message and the id of its update. Writing to the bot in private starts it."""
    message: Json = {
        "message_id": sim.next_message_id(),
        "from": person.user(),
        "chat": chat.card,
        "date": sim.clock.timestamp(),
        **extra,
    }
    if reply_to:
        replied = chat.alive(int(reply_to))
        if replied is not None:
            message["reply_to_message"] = quoted(replied)
    message.update(content)
    if chat.private and not person.started:
        person.started = True
        sim.events.emit("user", {"user": person.view()})
    chat.keep(message)
    sim.events.emit("message", {"chat_id": chat.id, "message": message})
    return message, sim.updates.put("message", message, lane=chat.id)


def changed(sim: Simulator, chat: Chat, message: Json) -> Json:
    """A message's new state, kept and told to the page. Messages are replaced, never altered in place."""
    chat.keep(message)
    sim.events.emit("edit", {"chat_id": chat.id, "message": message})
    return message


def own_message(sim: Simulator, params: Params) -> tuple[Chat, Json]:
    """The bot's message that an editing call names; raises 400."""
    if inline_id := params.text("inline_message_id"):
        place = sim.inline_messages.get(inline_id)
        if place is None:
            raise bad_request("MESSAGE_ID_INVALID")
        chat = sim.chats[place[0]]
        found = chat.alive(place[1])
        if found is None:
            raise bad_request("MESSAGE_ID_INVALID")
        return chat, found
    chat = sim.writable(params)
    number = params.integer("message_id")
    if not number:
        raise bad_request("message identifier is not specified")
    message = chat.alive(number)
    if message is None:
        raise bad_request("message to edit not found")
    if message["from"]["id"] != sim.profile.id:
        raise bad_request("message can't be edited")
    return chat, message
