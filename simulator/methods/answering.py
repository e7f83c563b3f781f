"""Answers to pressed buttons, inline queries and Mini Apps."""

from simulator.entities import formatted, units
from simulator.errors import Json, bad_request
from simulator.keyboards import parse, web_app
from simulator.params import Params
from simulator.posting import by_person, text_content
from simulator.state import Simulator

ANSWER_LIMIT = 200
MOST_RESULTS = 50
CACHED = ("photo", "document", "voice", "audio", "video", "sticker")


def answer_callback_query(sim: Simulator, params: Params) -> bool:
    query = sim.open_query(sim.callbacks, params.text("callback_query_id"))
    text = params.text("text")
    if units(text) > ANSWER_LIMIT:
        raise bad_request("MESSAGE_TOO_LONG")
    url = params.text("url")
    if url and not url.startswith((f"https://t.me/{sim.profile.username}?", f"t.me/{sim.profile.username}?")):
        raise bad_request("URL_INVALID")
    query.answer = {"text": text, "show_alert": params.flag("show_alert"), "url": url}
    query.answered.set()
    sim.events.emit(
        "callback_answer",
        {
            "chat_id": query.chat_id,
            "user_id": query.user_id,
            "message_id": query.message_id,
            "callback_query_id": query.id,
            **query.answer,
        },
    )
    return True


def answer_inline_query(sim: Simulator, params: Params) -> bool:
    query = sim.open_query(sim.inline_queries, params.text("inline_query_id"))
    results = params.array("results", "can't parse JSON encoded inline query results")
    if len(results) > MOST_RESULTS:
        raise bad_request("RESULTS_TOO_MUCH")
    seen = set()
    for result in results:
        number = str(result.get("id", "")) if isinstance(result, dict) else ""
        if not 1 <= len(number.encode()) <= 64:
            raise bad_request("RESULT_ID_INVALID")
        if number in seen:
            raise bad_request("RESULT_ID_DUPLICATE")
        seen.add(number)
        result_content(sim, result)
        parse(Params({"reply_markup": result.get("reply_markup")}))
    button = params.structure("button")
    if isinstance(button, dict) and "web_app" in button:
        web_app(button["web_app"], "inline query results button")
    query.answer = {"results": results, "button": button, "next_offset": params.text("next_offset")}
    query.answered.set()
    return True


def result_content(sim: Simulator, result: Json) -> Json:
    """The message that a chosen result becomes; raises 400."""
    given = result.get("input_message_content")
    if isinstance(given, dict):
        if "message_text" not in given:
            raise bad_request("can't parse input message content")
        described = Params({**given, "text": given["message_text"]})
        text, entities = formatted(described, "text")
        if not text:
            raise bad_request("message text is empty")
        return text_content(sim, text, entities)
    kind = str(result.get("type"))
    stored = sim.files.by_id.get(str(result.get(f"{kind}_file_id"))) if kind in CACHED else None
    if stored is None:
        raise bad_request("can't parse inline query result: input message content is not specified")
    from simulator.methods.media import caption_content, media_content

    return media_content(stored, kind, result) | caption_content(sim, Params(result))


def send_result(sim: Simulator, *, user_id: int, chat_id: int, result: Json) -> tuple[Json, str]:
    """A person sends a result of the bot: the message "via" it, and its inline id."""
    person, chat = sim.people[user_id], sim.chats[chat_id]
    content = result_content(sim, result)
    markup = parse(Params({"reply_markup": result.get("reply_markup")})).inline
    if markup is not None:
        content["reply_markup"] = markup
    message, _ = by_person(sim, person, chat, content, via_bot=sim.user)
    inline_id = f"BAAA{sim.profile.id}-{message['message_id']}"
    sim.inline_messages[inline_id] = (chat.id, message["message_id"])
    return message, inline_id


def answer_web_app_query(sim: Simulator, params: Params) -> Json:
    query = sim.open_query(sim.web_app_queries, params.text("web_app_query_id"))
    result = params.structure("result", "can't parse JSON encoded web view result")
    if not isinstance(result, dict):
        raise bad_request("can't parse JSON encoded web view result")
    _, inline_id = send_result(sim, user_id=query.user_id, chat_id=query.chat_id, result=result)
    query.answer = {}
    query.answered.set()
    sim.events.emit("web_app_closed", {"chat_id": query.chat_id, "query_id": query.id})
    return {"inline_message_id": inline_id}


METHODS = {
    "answercallbackquery": answer_callback_query,
    "answerinlinequery": answer_inline_query,
    "answerwebappquery": answer_web_app_query,
}
