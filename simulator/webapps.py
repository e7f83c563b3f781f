"""Mini Apps: the signed data a person's client hands to the page.

Scheme: https://core.telegram.org/bots/webapps#validating-data-received-via-the-mini-app
"""

import hashlib
import hmac
import json
from urllib.parse import quote, urlencode

from simulator.chats import Chat
from simulator.errors import ControlError, Json
from simulator.keyboards import find_button
from simulator.people import Person
from simulator.state import Simulator

VERSION = "9.0"
THEME = {"bg_color": "#ffffff", "text_color": "#000000", "button_color": "#2481cc", "button_text_color": "#ffffff"}


def signed(token: str, fields: dict[str, str]) -> str:
    """The init data as a query string, with its hash."""
    lines = "\n".join(f"{name}={fields[name]}" for name in sorted(fields))
    key = hmac.new(b"WebAppData", token.encode(), hashlib.sha256).digest()
    found = hmac.new(key, lines.encode(), hashlib.sha256).hexdigest()
    return urlencode({**fields, "hash": found}, quote_via=quote)


def app_button(chat: Chat, sim: Simulator, message_id: object, label: str) -> tuple[Json, bool]:
    """The button's web_app and whether it may answer with a query. Raises ControlError when there is none."""
    if message_id is not None:
        message = chat.alive(int(str(message_id))) or {}
        markup = message.get("reply_markup")
        rows = (markup or {}).get("inline_keyboard", [])
        buttons = [button for row in rows for button in row if "web_app" in button and label in ("", button["text"])]
        if buttons:
            return buttons[0]["web_app"], True
    elif label:
        button = find_button(chat.keyboard, label)
        if button and "web_app" in button:
            return button["web_app"], False
    else:
        menu = chat.menu_button or sim.profile.menu_button
        if menu["type"] == "web_app":
            return menu["web_app"], True
    raise ControlError("there is no such Mini App button")


def opened(sim: Simulator, person: Person, *, message_id: object, label: str) -> Json:
    """What the person's client would open: address and init data."""
    chat = sim.chats[person.id]
    app, may_answer = app_button(chat, sim, message_id, label)
    user: Json = {"id": person.id, "first_name": person.first_name, "last_name": person.last_name}
    if person.username:
        user["username"] = person.username
    user |= {"language_code": person.language_code or "en", "allows_write_to_pm": True}
    fields = {
        "auth_date": str(sim.clock.timestamp()),
        "user": json.dumps(user, ensure_ascii=False, separators=(",", ":")),
    }
    result: Json = {}
    if may_answer:
        query = sim.new_query(sim.web_app_queries, chat_id=chat.id, user_id=person.id)
        fields["query_id"] = result["query_id"] = query.id
    init_data = signed(sim.token, fields)
    fragment = urlencode(
        {
            "tgWebAppData": init_data,
            "tgWebAppVersion": VERSION,
            "tgWebAppPlatform": "web",
            "tgWebAppThemeParams": json.dumps(THEME, separators=(",", ":")),
        },
        quote_via=quote,
    )
    joint = "&" if "#" in app["url"] else "#"
    return {"url": f"{app['url']}{joint}{fragment}", "init_data": init_data, **result}
