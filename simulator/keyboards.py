"""Reply markup: checked as Telegram checks it."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from simulator.errors import Json, bad_request
from simulator.params import Params

DATA_BYTES = 64
INLINE_BUTTONS = 100
KEYBOARD_BUTTONS = 300
LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})
INLINE_ACTIONS = (
    "callback_data",
    "url",
    "web_app",
    "login_url",
    "switch_inline_query",
    "switch_inline_query_current_chat",
    "switch_inline_query_chosen_chat",
    "copy_text",
    "callback_game",
    "pay",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Markup:
    """An inline keyboard of the message, or a change of the chat's reply keyboard."""

    inline: Json | None = None
    reply: Json | None = None
    removes: bool = False


NOTHING = Markup()


def parse(params: Params, *, private: bool = True) -> Markup:
    """The call's reply markup; raises 400 in Telegram's words."""
    given = params.structure("reply_markup", "can't parse reply keyboard markup JSON object")
    if given is None:
        return NOTHING
    if not isinstance(given, dict):
        raise bad_request("object expected as reply markup")
    if "inline_keyboard" in given:
        return Markup(inline=inline(given["inline_keyboard"], private=private))
    if "keyboard" in given:
        return Markup(reply=reply_keyboard(given, private=private))
    if given.get("remove_keyboard"):
        return Markup(removes=True)
    if given.get("force_reply"):
        return Markup(reply=given)
    if not given:
        return NOTHING
    raise bad_request("can't parse reply keyboard markup JSON object")


def rows_of(given: Any, name: str) -> list[list[Any]]:
    if not isinstance(given, list):
        raise bad_request(f'field "{name}" of the ReplyKeyboardMarkup must be an Array')
    for row in given:
        if not isinstance(row, list):
            raise bad_request(f'field "{name}" of the ReplyKeyboardMarkup must be an Array of Arrays')
    return given


def inline(given: Any, *, private: bool) -> Json | None:
    rows = [[inline_button(button, private=private) for button in row] for row in rows_of(given, "inline_keyboard")]
    rows = [row for row in rows if row]
    if sum(map(len, rows)) > INLINE_BUTTONS:
        raise bad_request("reply markup is too long")
    return {"inline_keyboard": rows} if rows else None


def labelled(button: Any, words: str) -> str:
    if not isinstance(button, dict):
        raise bad_request(f"can't parse {words}: {words[0].upper()}{words[1:]} must be an Object")
    if "text" not in button:
        raise bad_request(f"can't parse {words}: Can't find field \"text\"")
    text = button["text"]
    if not isinstance(text, str):
        raise bad_request(f'can\'t parse {words}: Field "text" must be of type String')
    if not text.strip():
        raise bad_request(f"{words} text must be non-empty")
    return text


def inline_button(button: Any, *, private: bool) -> Json:
    text = labelled(button, "inline keyboard button")
    if data := button.get("callback_data"):
        if not isinstance(data, str):
            raise bad_request('can\'t parse inline keyboard button: Field "callback_data" must be of type String')
        if len(data.encode()) > DATA_BYTES:
            raise bad_request("BUTTON_DATA_INVALID")
        return {"text": text, "callback_data": data, **styled(button)}
    for action in INLINE_ACTIONS[1:]:
        value = button.get(action)
        if value is None or (value == "" and not action.startswith("switch_")):
            continue
        if action == "url":
            value = link_address(value)
        elif action == "web_app":
            if not private:
                raise bad_request("BUTTON_TYPE_INVALID")
            value = web_app(value, "inline keyboard button")
        elif action == "login_url":
            return {"text": text, "url": link_address(value.get("url", "")), **styled(button)}
        return {"text": text, action: value, **styled(button)}
    raise bad_request("can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard")


def styled(button: Json) -> Json:
    return {name: button[name] for name in ("style", "icon_custom_emoji_id") if button.get(name)}


def link_address(value: Any) -> str:
    url = str(value).strip()
    words = f"inline keyboard button URL '{url}' is invalid: "
    if "://" not in url and not url.startswith(("tel:", "mailto:")):
        if "." not in url or " " in url:
            raise bad_request(words + "Wrong HTTP URL")
        return f"http://{url}"
    parts = urlsplit(url)
    if parts.scheme.lower() not in ("http", "https", "tg", "tel", "mailto", "ton"):
        raise bad_request(words + "Unsupported URL protocol")
    if parts.scheme.lower() in ("http", "https") and not parts.hostname:
        raise bad_request(words + "URL host is empty")
    return url


def web_app(value: Any, owner: str) -> Json:
    """A Mini App's address: HTTPS, or plain HTTP on this very machine."""
    if not isinstance(value, dict) or not isinstance(value.get("url"), str):
        raise bad_request(f"can't parse {owner}: Can't find field \"url\"")
    url = value["url"].strip()
    parts = urlsplit(url)
    if not parts.hostname:
        raise bad_request(f"{owner} Web App URL '{url}' is invalid: Wrong HTTP URL")
    if parts.scheme != "https" and not (parts.scheme == "http" and parts.hostname in LOOPBACK):
        raise bad_request(f"{owner} Web App URL '{url}' is invalid: Only HTTPS links are allowed")
    return {"url": url}


def reply_keyboard(given: Json, *, private: bool) -> Json:
    rows = [[reply_button(button, private=private) for button in row] for row in rows_of(given["keyboard"], "keyboard")]
    rows = [row for row in rows if row]
    if not rows:
        raise bad_request("reply keyboard must be non-empty")
    if sum(map(len, rows)) > KEYBOARD_BUTTONS:
        raise bad_request("reply markup is too long")
    if len(str(given.get("input_field_placeholder") or "")) > 64:
        raise bad_request("input field placeholder is too long")
    return {**given, "keyboard": rows}


def reply_button(button: Any, *, private: bool) -> Json:
    if isinstance(button, str):
        button = {"text": button}
    labelled(button, "keyboard button")
    if "web_app" in button:
        if not private:
            raise bad_request("BUTTON_TYPE_INVALID")
        return {**button, "web_app": web_app(button["web_app"], "keyboard button")}
    return dict(button)


def find_button(markup: Json | None, label: str) -> Json | None:
    """The button with that text, in an inline or a reply keyboard."""
    rows = (markup or {}).get("inline_keyboard") or (markup or {}).get("keyboard") or []
    for row in rows:
        for button in row:
            if button["text"] == label:
                found: Json = button
                return found
    return None
