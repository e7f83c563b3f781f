"""The control interface's half that plays the people."""

import asyncio
import base64
import binascii
from typing import Any

from simulator import webapps
from simulator.chats import Chat
from simulator.entities import checked, cleaned, detected, units, with_detected
from simulator.errors import ControlError, Json
from simulator.files import FileStore
from simulator.keyboards import find_button
from simulator.methods.answering import send_result
from simulator.methods.media import KINDS, media_content
from simulator.methods.polling import show
from simulator.people import Person
from simulator.posting import CAPTION_LIMIT, TEXT_LIMIT, by_person, changed, text_content
from simulator.state import Query, Simulator

WEB_APP_DATA_BYTES = 4096
LONGEST_WAIT = 60.0
MIME = {
    "voice": "audio/ogg",
    "audio": "audio/mpeg",
    "photo": "image/jpeg",
    "video": "video/mp4",
    "video_note": "video/mp4",
    "animation": "video/mp4",
    "sticker": "image/webp",
}


def place(sim: Simulator, person: Person, given: Json) -> Chat:
    """Where the person acts: the own chat with the bot, or a group they are in."""
    chat = sim.chats.get(int(given.get("chat_id") or person.id))
    if chat is None or person.id not in chat.member_ids:
        raise ControlError("the person is not in that chat", 404)
    if chat.private and person.blocked:
        raise ControlError("the person has blocked the bot; unblock or start first")
    return chat


def posted(sim: Simulator, person: Person, given: Json, content: Json) -> Json:
    chat = place(sim, person, given)
    message, number = by_person(sim, person, chat, content, reply_to=given.get("reply_to_message_id"))
    return {"message": message, "update_id": number}


def typed_text(given: Json) -> tuple[str, list[Json]]:
    text = str(given.get("text") or "")
    formatting = checked(given.get("entities") or [], text)
    text, formatting = cleaned(text, formatting)
    if not text:
        raise ControlError("the text is empty")
    if units(text) > TEXT_LIMIT:
        raise ControlError("the text is longer than a message")
    return text, with_detected(text, formatting)


async def say(sim: Simulator, person: Person, given: Json) -> Json:
    text, entities = typed_text(given)
    return posted(sim, person, given, text_content(sim, text, entities))


async def edit(sim: Simulator, person: Person, given: Json) -> Json:
    chat = place(sim, person, given)
    message = chat.alive(int(given["message_id"]))
    if message is None or message["from"]["id"] != person.id or "text" not in message:
        raise ControlError("the person has no such text message", 404)
    text, entities = typed_text(given)
    kept = {name: value for name, value in message.items() if name not in ("text", "entities")}
    new = changed(sim, chat, kept | text_content(sim, text, entities) | {"edit_date": sim.clock.timestamp()})
    return {"message": new, "update_id": sim.updates.put("edited_message", new, lane=chat.id)}


async def start(sim: Simulator, person: Person, given: Json) -> Json:
    if person.blocked:
        set_blocked(sim, person, blocked=False)
    payload = str(given.get("payload") or "")
    text = f"/start {payload}" if payload else "/start"
    return posted(sim, person, {}, text_content(sim, text, detected(text)))


async def media(sim: Simulator, person: Person, given: Json) -> Json:
    kind = given.get("kind")
    if kind not in KINDS:
        raise ControlError(f"kind must be one of {', '.join(KINDS)}")
    try:
        content = base64.b64decode(str(given.get("base64") or ""), validate=True)
    except binascii.Error:
        raise ControlError("base64 is not base64") from None
    caption = str(given.get("caption") or "").strip()
    if units(caption) > CAPTION_LIMIT:
        raise ControlError("the caption is too long")
    place(sim, person, given)
    message = media_content(stored_media(sim.files, str(kind), content, given), str(kind), given)
    if caption:
        message |= text_content(sim, caption, detected(caption), name="caption")
    return posted(sim, person, given, message)


def stored_media(files: FileStore, kind: str, content: bytes, given: Json) -> Any:
    mime_type = str(given.get("mime_type") or MIME.get(kind, ""))
    return files.add(kind, content, name=str(given.get("filename") or ""), mime_type=mime_type)


async def contact(sim: Simulator, person: Person, given: Json) -> Json:
    shared: Json = {"phone_number": str(given.get("phone_number") or f"+{person.id}"), "first_name": person.first_name}
    if person.last_name:
        shared["last_name"] = person.last_name
    return posted(sim, person, given, {"contact": {**shared, "user_id": person.id}})


async def location(sim: Simulator, person: Person, given: Json) -> Json:
    where = {"latitude": float(given["latitude"]), "longitude": float(given["longitude"])}
    return posted(sim, person, given, {"location": where})


async def answered(query: Query, given: Json) -> None:
    seconds = min(float(given.get("wait_seconds") or 0), LONGEST_WAIT)
    if seconds > 0:
        try:
            await asyncio.wait_for(query.answered.wait(), seconds)
        except TimeoutError:
            return


async def press(sim: Simulator, person: Person, given: Json) -> Json:
    chat = place(sim, person, given)
    number = int(given["message_id"])
    message = chat.messages.get(number)
    if message is None:
        raise ControlError("there is no such message", 404)
    data = given.get("data")
    if data is None:
        button = find_button(message.get("reply_markup"), str(given.get("text")))
        if button is None or chat.alive(number) is None:
            raise ControlError(f"there is no button {given.get('text')!r} under that message", 404)
        if "url" in button:
            return {"url": button["url"]}
        if "callback_data" not in button:
            raise ControlError("that button is not one to press: use web_app")
        data = button["callback_data"]
    query = sim.new_query(sim.callbacks, chat_id=chat.id, user_id=person.id, message_id=number)
    shown = message if chat.alive(number) else {"chat": chat.card, "message_id": number, "date": 0}
    content = {
        "id": query.id,
        "from": person.user(),
        "message": shown,
        "chat_instance": chat.instance,
        "data": str(data),
    }
    seen = {"chat_id": chat.id, "user_id": person.id, "message_id": number}
    sim.events.emit("callback", {**seen, "callback_query_id": query.id, "data": str(data)})
    update_id = sim.updates.put("callback_query", content, lane=chat.id)
    await answered(query, given)
    return {"callback_query_id": query.id, "update_id": update_id, "answer": query.answer}


async def vote(sim: Simulator, person: Person, given: Json) -> Json:
    poll = sim.polls.get(str(given.get("poll_id")))
    if poll is None or person.id not in sim.chats[poll.chat_id].member_ids:
        raise ControlError("the person sees no such poll", 404)
    chosen = [int(index) for index in given.get("option_ids") or []]
    poll.vote(person.id, chosen)
    view = show(sim, poll)
    if not poll.facts["is_anonymous"]:
        names = [poll.options[index]["persistent_id"] for index in sorted(chosen)]
        answer = {"poll_id": poll.id, "user": person.user(), "option_ids": sorted(chosen)}
        sim.updates.put("poll_answer", {**answer, "option_persistent_ids": names}, lane=poll.chat_id)
    sim.updates.put("poll", view, lane=poll.chat_id)
    return {"poll": view}


async def web_app(sim: Simulator, person: Person, given: Json) -> Json:
    return webapps.opened(sim, person, message_id=given.get("message_id"), label=str(given.get("button_text") or ""))


async def web_app_data(sim: Simulator, person: Person, given: Json) -> Json:
    label, data = str(given.get("button_text") or ""), str(given.get("data") or "")
    button = find_button(sim.chats[person.id].keyboard, label)
    if button is None or "web_app" not in button:
        raise ControlError("only a Mini App of the reply keyboard can send data")
    if not 1 <= len(data.encode()) <= WEB_APP_DATA_BYTES:
        raise ControlError("the data must have 1 to 4096 bytes")
    return posted(sim, person, {}, {"web_app_data": {"button_text": label, "data": data}})


async def inline(sim: Simulator, person: Person, given: Json) -> Json:
    query = sim.new_query(sim.inline_queries, chat_id=person.id, user_id=person.id)
    content = {
        "id": query.id,
        "from": person.user(),
        "query": str(given.get("query") or ""),
        "offset": str(given.get("offset") or ""),
        "chat_type": "sender",
    }
    sim.updates.put("inline_query", content, lane=person.id)
    await answered(query, {"wait_seconds": given.get("wait_seconds", 10)})
    if query.answer is None:
        raise ControlError("the bot did not answer the query in time")
    return {"inline_query_id": query.id, **query.answer}


async def chosen_result(sim: Simulator, person: Person, given: Json) -> Json:
    query = sim.inline_queries.get(str(given.get("inline_query_id")))
    results = query.answer["results"] if query is not None and query.answer is not None else []
    wanted = str(given.get("result_id"))
    result = next((one for one in results if str(one["id"]) == wanted), None)
    if result is None:
        raise ControlError("there is no such result", 404)
    message, inline_id = send_result(sim, user_id=person.id, chat_id=person.id, result=result)
    chosen: Json = {"result_id": wanted, "from": person.user(), "query": str(given.get("query") or "")}
    if "reply_markup" in message:
        chosen["inline_message_id"] = inline_id
    sim.updates.put("chosen_inline_result", chosen, lane=person.id)
    return {"message": message}


def set_blocked(sim: Simulator, person: Person, *, blocked: bool) -> None:
    """Blocks or unblocks, and tells the bot as Telegram does."""
    if person.blocked == blocked:
        return
    person.blocked = blocked
    sim.events.emit("blocked", {"user_id": person.id, "blocked": blocked})
    sim.chats[person.id].changed()
    free: Json = {"status": "member", "user": sim.user}
    kicked: Json = {"status": "kicked", "user": sim.user, "until_date": 0}
    content = {
        "chat": sim.chats[person.id].card,
        "from": person.user(),
        "date": sim.clock.timestamp(),
        "old_chat_member": free if blocked else kicked,
        "new_chat_member": kicked if blocked else free,
    }
    sim.updates.put("my_chat_member", content, lane=person.id)


async def block(sim: Simulator, person: Person, _: Json) -> Json:
    set_blocked(sim, person, blocked=True)
    return {"user": person.view()}


async def unblock(sim: Simulator, person: Person, _: Json) -> Json:
    set_blocked(sim, person, blocked=False)
    return {"user": person.view()}


ACTIONS = {
    "messages": say,
    "edits": edit,
    "start": start,
    "media": media,
    "contact": contact,
    "location": location,
    "callbacks": press,
    "poll_answers": vote,
    "web_app": web_app,
    "web_app_data": web_app_data,
    "inline": inline,
    "chosen_result": chosen_result,
    "block": block,
    "unblock": unblock,
}
