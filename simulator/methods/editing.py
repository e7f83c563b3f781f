"""Changing, deleting, pinning and reacting to messages."""

from simulator.entities import formatted, units
from simulator.errors import Json, bad_request
from simulator.keyboards import Markup, parse
from simulator.methods.media import KINDS, caption_content, input_media
from simulator.params import Params
from simulator.posting import TEXT_LIMIT, changed, own_message, text_content
from simulator.state import Simulator

DELETE_SECONDS = 48 * 3600
MEDIA_FIELDS = frozenset({*KINDS, "text", "entities", "caption", "caption_entities", "show_caption_above_media"})
NOT_MODIFIED = (
    "message is not modified: specified new message content and reply markup are exactly the same as a current content "
    "and reply markup of the message"
)


def inline_markup(params: Params, *, private: bool) -> Json | None:
    markup: Markup = parse(params, private=private)
    if markup.reply is not None or markup.removes:
        raise bad_request("inline keyboard expected")
    return markup.inline


def replaced(sim: Simulator, params: Params, content: Json, dropped: frozenset[str], *, quiet: bool = False) -> object:
    """The message with new content and keyboard; raises 400 when nothing would change."""
    chat, message = own_message(sim, params)
    markup = inline_markup(params, private=chat.private)
    new = {name: value for name, value in message.items() if name not in dropped and name != "reply_markup"} | content
    if markup is not None:
        new["reply_markup"] = markup
    if new == message:
        raise bad_request(NOT_MODIFIED)
    if not quiet:
        new["edit_date"] = sim.clock.timestamp()
    changed(sim, chat, new)
    return True if params.has("inline_message_id") else new


def edit_message_text(sim: Simulator, params: Params) -> object:
    text, entities = formatted(params, "text")
    if not text:
        raise bad_request("message text is empty")
    if units(text) > TEXT_LIMIT:
        raise bad_request("message is too long")
    _, message = own_message(sim, params)
    if "text" not in message:
        raise bad_request("there is no text in the message to edit")
    content = text_content(sim, text, entities)
    if params.has("link_preview_options"):
        content["link_preview_options"] = params.structure("link_preview_options")
    return replaced(sim, params, content, frozenset({"text", "entities", "link_preview_options"}))


def edit_message_caption(sim: Simulator, params: Params) -> object:
    content = caption_content(sim, params)
    _, message = own_message(sim, params)
    if not any(kind in message for kind in KINDS if kind not in ("video_note", "sticker")):
        raise bad_request("there is no caption in the message to edit")
    return replaced(sim, params, content, frozenset({"caption", "caption_entities", "show_caption_above_media"}))


def edit_message_media(sim: Simulator, params: Params) -> object:
    _, message = own_message(sim, params)
    if "poll" in message:
        raise bad_request("message can't be edited")
    given = params.structure("media", "can't parse input media JSON object")
    return replaced(sim, params, input_media(sim, params, given), MEDIA_FIELDS)


def edit_message_reply_markup(sim: Simulator, params: Params) -> object:
    return replaced(sim, params, {}, frozenset(), quiet=True)


def delete_message(sim: Simulator, params: Params) -> bool:
    chat = sim.chat(params)
    number = params.integer("message_id")
    message = chat.alive(number)
    if message is None:
        raise bad_request("message to delete not found")
    if sim.clock.timestamp() - message["date"] > DELETE_SECONDS:
        raise bad_request("message can't be deleted")
    own = message["from"]["id"] == sim.profile.id
    if not own and not chat.private:
        raise bad_request("message can't be deleted")
    chat.deleted.add(number)
    chat.changed()
    sim.events.emit("delete", {"chat_id": chat.id, "message_id": number})
    return True


def delete_messages(sim: Simulator, params: Params) -> bool:
    """Those that cannot be found are skipped, as Telegram does."""
    chat = sim.chat(params)
    numbers = params.array("message_ids")
    if not 1 <= len(numbers) <= 100:
        raise bad_request("there must be from 1 to 100 message identifiers")
    for number in numbers:
        if chat.alive(int(number)) is not None:
            delete_message(sim, Params({"chat_id": chat.id, "message_id": number}))
    return True


def pin_chat_message(sim: Simulator, params: Params) -> bool:
    chat = sim.writable(params)
    number = params.integer("message_id")
    if chat.alive(number) is None:
        raise bad_request("message to pin not found")
    chat.pinned = number
    sim.events.emit("pin", {"chat_id": chat.id, "message_id": number})
    return True


def unpin_chat_message(sim: Simulator, params: Params) -> bool:
    chat = sim.writable(params)
    number = params.integer("message_id") or chat.pinned
    if chat.pinned is None or number != chat.pinned:
        raise bad_request("message to unpin not found")
    chat.pinned = None
    sim.events.emit("pin", {"chat_id": chat.id, "message_id": None})
    return True


def unpin_all_chat_messages(sim: Simulator, params: Params) -> bool:
    chat = sim.writable(params)
    chat.pinned = None
    sim.events.emit("pin", {"chat_id": chat.id, "message_id": None})
    return True


def set_message_reaction(sim: Simulator, params: Params) -> bool:
    chat = sim.writable(params)
    number = params.integer("message_id")
    if chat.alive(number) is None:
        raise bad_request("message to react not found")
    reaction = params.array("reaction", "can't parse reaction types JSON object")
    if len(reaction) > 1 or any(not isinstance(one, dict) or one.get("type") != "emoji" for one in reaction):
        raise bad_request("REACTION_INVALID")
    chat.reactions[number] = reaction
    chat.changed()
    sim.events.emit("reaction", {"chat_id": chat.id, "message_id": number, "reaction": reaction})
    return True


METHODS = {
    "editmessagetext": edit_message_text,
    "editmessagecaption": edit_message_caption,
    "editmessagemedia": edit_message_media,
    "editmessagereplymarkup": edit_message_reply_markup,
    "deletemessage": delete_message,
    "deletemessages": delete_messages,
    "pinchatmessage": pin_chat_message,
    "unpinchatmessage": unpin_chat_message,
    "unpinallchatmessages": unpin_all_chat_messages,
    "setmessagereaction": set_message_reaction,
}
