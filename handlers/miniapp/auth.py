"""Who opened a Mini App: Telegram's signature on `initData`, and its age.

https://core.telegram.org/bots/webapps#validating-data-received-via-the-mini-app
"""

from datetime import datetime, timedelta

from aiogram.utils.web_app import safe_parse_webapp_init_data

from core.ids import TelegramId

LONGEST = timedelta(hours=1)
_SCHEME = "tma "


class Unsigned(Exception):  # noqa: N818 - says what the request is
    """The request does not prove who sends it, or proved it too long ago."""


def telegram_id(header: str | None, token: str, *, now: datetime) -> TelegramId:
    """Return whose `Authorization: tma <initData>` this is. Raises Unsigned.

    aiogram checks the signature but not the age: without that a leaked link would open the page for ever.
    """
    if header is None or not header.startswith(_SCHEME):
        raise Unsigned
    try:
        data = safe_parse_webapp_init_data(token, header.removeprefix(_SCHEME))
    except ValueError as error:
        raise Unsigned from error
    if data.user is None or not timedelta(minutes=-1) <= now - data.auth_date <= LONGEST:
        raise Unsigned
    return TelegramId(data.user.id)
