"""Text, places, contacts, actions; copying and forwarding."""

from typing import Any

from simulator.entities import formatted, units
from simulator.errors import Json, bad_request
from simulator.keyboards import NOTHING, parse
from simulator.params import Params
from simulator.posting import CAPTION_LIMIT, TEXT_LIMIT, by_bot, text_content
from simulator.state import Simulator

ACTIONS = frozenset(
    [
        "typing",
        "upload_photo",
        "record_video",
        "upload_video",
        "record_voice",
        "upload_voice",
        "record_audio",
        "upload_audio",
        "upload_document",
        "choose_sticker",
        "find_location",
        "record_video_note",
        "upload_video_note",
    ]
)
KEPT_BY_COPY = frozenset(
    [
        "text",
        "entities",
        "caption",
        "caption_entities",
        "photo",
        "document",
        "voice",
        "audio",
        "video",
        "video_note",
        "animation",
        "sticker",
        "location",
        "contact",
        "venue",
        "dice",
        "link_preview_options",
    ]
)


def send_message(sim: Simulator, params: Params) -> Json:
    chat = sim.writable(params)
    text, entities = formatted(params, "text")
    if not text:
        raise bad_request("message text is empty")
    if units(text) > TEXT_LIMIT:
        raise bad_request("message is too long")
    markup = parse(params, private=chat.private) if "reply_markup" in params.values else NOTHING
    return by_bot(sim, chat, text_content(sim, text, entities), params, markup)


def send_chat_action(sim: Simulator, params: Params) -> bool:
    chat = sim.writable(params)
    action = params.text("action")
    if action not in ACTIONS:
        raise bad_request("wrong parameter action in request")
    sim.events.emit("chat_action", {"chat_id": chat.id, "action": action})
    return True


def send_location(sim: Simulator, params: Params) -> Json:
    chat = sim.writable(params)
    place = {"latitude": params.number("latitude"), "longitude": params.number("longitude")}
    if abs(place["latitude"]) > 90 or abs(place["longitude"]) > 180:
        raise bad_request("wrong location specified")
    return by_bot(sim, chat, {"location": place}, params, parse(params, private=chat.private))


def send_contact(sim: Simulator, params: Params) -> Json:
    chat = sim.writable(params)
    contact = {name: params.text(name) for name in ("phone_number", "first_name", "last_name") if params.has(name)}
    for name in ("phone_number", "first_name"):
        if name not in contact:
            raise bad_request(f"{name.replace('_', ' ')} is empty")
    return by_bot(sim, chat, {"contact": contact}, params, parse(params, private=chat.private))


def source(sim: Simulator, params: Params, words: str) -> Json:
    origin = sim.chat(params, "from_chat_id")
    message = origin.alive(params.integer("message_id"))
    if message is None:
        raise bad_request(f"message to {words} not found")
    return message


def copy_message(sim: Simulator, params: Params) -> Json:
    chat = sim.writable(params)
    original = source(sim, params, "copy")
    content = {name: value for name, value in original.items() if name in KEPT_BY_COPY}
    if not content:
        raise bad_request("message can't be copied")
    if "caption" in params.values and "text" not in content:
        content.pop("caption", None)
        content.pop("caption_entities", None)
        caption, entities = formatted(params, "caption")
        if units(caption) > CAPTION_LIMIT:
            raise bad_request("message caption is too long")
        if caption:
            content |= text_content(sim, caption, entities, name="caption")
    message = by_bot(sim, chat, content, params, parse(params, private=chat.private))
    return {"message_id": message["message_id"]}


def forward_message(sim: Simulator, params: Params) -> Json:
    chat = sim.writable(params)
    original = source(sim, params, "forward")
    content = {name: value for name, value in original.items() if name in KEPT_BY_COPY or name == "poll"}
    if not content or original.get("has_protected_content"):
        raise bad_request("the message can't be forwarded")
    content["forward_origin"] = original.get("forward_origin") or {
        "type": "user",
        "sender_user": original["from"],
        "date": original["date"],
    }
    return by_bot(sim, chat, content, params, NOTHING)


def several(sim: Simulator, params: Params, one: Any) -> list[Json]:
    """CopyMessages and forwardMessages: those that cannot be found are left out."""
    sent = []
    for number in params.array("message_ids"):
        single = Params({**params.values, "message_id": number})
        if sim.chat(params, "from_chat_id").alive(int(number)) is not None:
            sent.append({"message_id": one(sim, single)["message_id"]})
    if not sent:
        raise bad_request("there are no messages to copy or forward")
    return sent


def copy_messages(sim: Simulator, params: Params) -> list[Json]:
    return several(sim, params, copy_message)


def forward_messages(sim: Simulator, params: Params) -> list[Json]:
    return several(sim, params, forward_message)


METHODS = {
    "sendmessage": send_message,
    "sendchataction": send_chat_action,
    "sendlocation": send_location,
    "sendcontact": send_contact,
    "copymessage": copy_message,
    "copymessages": copy_messages,
    "forwardmessage": forward_message,
    "forwardmessages": forward_messages,
}
