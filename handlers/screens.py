"""A screen is what a person sees next; `show` turns it into the calls that put it there.

The calls are returned, not awaited: they leave for Telegram after the transaction is committed.
"""

from collections.abc import Awaitable, Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Annotated, Any

from aiogram.filters.callback_data import CallbackData
from aiogram.methods import (
    AnswerCallbackQuery,
    EditMessageText,
    SendDocument,
    SendMessage,
    SendPhoto,
    SendVoice,
    TelegramMethod,
)
from aiogram.types import (
    BufferedInputFile,
    CallbackQuery,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    LinkPreviewOptions,
    Message,
    ReplyKeyboardMarkup,
    ReplyKeyboardRemove,
    WebAppInfo,
)
from pydantic import Field


@dataclass(frozen=True, slots=True)
class Later:
    """A call that is slow to make, a chart say: `make` runs in a thread, after the transaction."""

    make: Callable[[], TelegramMethod[Any]]


@dataclass(frozen=True, slots=True)
class Fetched:
    """A call that needs the outside world first, a translation say: `make` is awaited after the transaction.

    It must not raise: what goes wrong out there is a screen too.
    """

    make: Callable[[], Awaitable[TelegramMethod[Any]]]


Call = TelegramMethod[Any] | Later | Fetched
Reply = Sequence[Call]
RowId = Annotated[int, Field(ge=0, lt=2**63)]
"""The type of an id in a button's data: a forged one that no database can hold is not a button of ours."""
Button = InlineKeyboardButton
Row = Sequence[Button]

_NO_PREVIEW = LinkPreviewOptions(is_disabled=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class Attachment:
    """A file that goes with a screen. `kind` is ``photo``, ``document`` or ``voice``."""

    kind: str
    name: str
    content: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Screen:
    """`text` is Telegram HTML, 4096 characters at most (1024 beside an attachment)."""

    text: str
    keyboard: InlineKeyboardMarkup | ReplyKeyboardMarkup | ReplyKeyboardRemove | None = None
    attachment: Attachment | None = None


def button(label: str, data: CallbackData) -> Button:
    return InlineKeyboardButton(text=label, callback_data=data.pack())


def link_button(label: str, url: str) -> Button:
    """`url` must be one we made or checked (https only)."""
    return InlineKeyboardButton(text=label, url=url)


def app_button(label: str, url: str) -> Button:
    """`url` must be one of ours: the page learns who opened it."""
    return InlineKeyboardButton(text=label, web_app=WebAppInfo(url=url))


def keyboard(*rows: Row) -> InlineKeyboardMarkup:
    """Build an inline keyboard; empty rows are left out."""
    return InlineKeyboardMarkup(inline_keyboard=[list(row) for row in rows if row])


def in_rows(buttons: Iterable[Button], width: int) -> list[list[Button]]:
    """Lay buttons out, `width` to a row."""
    listed = list(buttons)
    return [listed[start : start + width] for start in range(0, len(listed), width)]


def send(chat: int, screen: Screen) -> TelegramMethod[Any]:
    """Return the call that puts `screen` into `chat` as a new message."""
    if screen.attachment is None:
        return SendMessage(
            chat_id=chat,
            text=screen.text,
            parse_mode="HTML",
            reply_markup=screen.keyboard,
            link_preview_options=_NO_PREVIEW,
        )
    file = BufferedInputFile(screen.attachment.content, filename=screen.attachment.name)
    common: dict[str, Any] = {
        "chat_id": chat,
        "caption": screen.text,
        "parse_mode": "HTML",
        "reply_markup": screen.keyboard,
    }
    match screen.attachment.kind:
        case "photo":
            return SendPhoto(photo=file, **common)
        case "voice":
            return SendVoice(voice=file, **common)
        case _:
            return SendDocument(document=file, **common)


def show(event: Message | CallbackQuery, screen: Screen, *, toast: str | None = None, alert: bool = False) -> Reply:
    """Answer `event` with `screen`: in place of the message whose button was pressed, else as a new message.

    `toast` is plain text shown for a moment over the chat (200 characters at most), or until dismissed with `alert`.
    """
    if isinstance(event, Message):
        return [send(event.chat.id, screen)]
    answer = AnswerCallbackQuery(callback_query_id=event.id, text=toast, show_alert=alert or None)
    return [answer, _replacing(event, screen)]


def show_below(event: Message | CallbackQuery, *screens: Screen, toast: str | None = None) -> Reply:
    """Answer with new messages below, leaving the pressed message as it is."""
    chat = event.chat.id if isinstance(event, Message) else event.from_user.id
    calls: list[Call] = [send(chat, screen) for screen in screens]
    if isinstance(event, CallbackQuery):
        calls.insert(0, AnswerCallbackQuery(callback_query_id=event.id, text=toast))
    return calls


def only_toast(event: CallbackQuery, text: str, *, alert: bool = False) -> Reply:
    """Answer a button without changing the screen."""
    return [AnswerCallbackQuery(callback_query_id=event.id, text=text, show_alert=alert or None)]


def _replacing(event: CallbackQuery, screen: Screen) -> TelegramMethod[Any]:
    pressed = event.message
    inline = screen.keyboard is None or isinstance(screen.keyboard, InlineKeyboardMarkup)
    if not isinstance(pressed, Message) or pressed.text is None or screen.attachment is not None or not inline:
        return send(event.from_user.id, screen)
    return EditMessageText(
        chat_id=pressed.chat.id,
        message_id=pressed.message_id,
        text=screen.text,
        parse_mode="HTML",
        reply_markup=screen.keyboard if isinstance(screen.keyboard, InlineKeyboardMarkup) else None,
        link_preview_options=_NO_PREVIEW,
    )
