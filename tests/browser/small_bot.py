"""A bot of a few lines that does one of everything a page must show."""

import asyncio
import io
import math
import struct
import wave
import zlib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from aiogram import Bot, Dispatcher, F, Router
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.filters import Command, CommandObject, CommandStart
from aiogram.types import (
    BotCommand,
    BufferedInputFile,
    CallbackQuery,
    CopyTextButton,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InlineQuery,
    InlineQueryResultArticle,
    InputPollOption,
    InputTextMessageContent,
    KeyboardButton,
    Message,
    ReplyKeyboardMarkup,
    WebAppInfo,
)


def picture(width: int = 120, height: int = 80) -> bytes:
    """A plain green PNG."""
    rows = b"".join(b"\0" + bytes((20, 140, 100)) * width for _ in range(height))

    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


def sound(seconds: int = 2) -> bytes:
    """A quiet tone as WAV."""
    body = io.BytesIO()
    with wave.open(body, "wb") as out:
        out.setnchannels(1)
        out.setsampwidth(2)
        out.setframerate(8000)
        out.writeframes(b"".join(struct.pack("<h", int(3000 * math.sin(i / 5))) for i in range(8000 * seconds)))
    return body.getvalue()


def buttons(app_url: str) -> InlineKeyboardMarkup:
    rows = [
        [
            InlineKeyboardButton(text="Toast", callback_data="toast"),
            InlineKeyboardButton(text="Alert", callback_data="alert"),
        ],
        [
            InlineKeyboardButton(text="Change", callback_data="change"),
            InlineKeyboardButton(text="Slow", callback_data="slow"),
        ],
        [InlineKeyboardButton(text="Copy", copy_text=CopyTextButton(text="AB-12"))],
        [InlineKeyboardButton(text="Open the app", web_app=WebAppInfo(url=app_url))],
    ]
    return InlineKeyboardMarkup(inline_keyboard=rows)


def reply_keyboard(app_url: str) -> ReplyKeyboardMarkup:
    rows = [
        [KeyboardButton(text="Practise now"), KeyboardButton(text="Progress")],
        [KeyboardButton(text="Send from the app", web_app=WebAppInfo(url=app_url))],
    ]
    return ReplyKeyboardMarkup(keyboard=rows, resize_keyboard=True, input_field_placeholder="Choose below")


async def start(message: Message, command: CommandObject) -> None:
    await message.answer(f"Welcome, {message.from_user.first_name}! Code: {command.args}")


async def show_buttons(message: Message, app_url: str) -> None:
    await message.answer("Press one", reply_markup=buttons(app_url))


async def show_keyboard(message: Message, app_url: str) -> None:
    await message.answer("Here it is", reply_markup=reply_keyboard(app_url))


async def rich(message: Message) -> None:
    html = (
        "<b>bold</b> <i>italic</i> <u>under</u> <s>gone</s> <tg-spoiler>secret</tg-spoiler> <code>code</code> "
        '<a href="https://example.org/">link</a> /progress 👍🏽 <blockquote>said</blockquote>'
    )
    await message.answer(html, parse_mode="HTML")


async def quiz(message: Message) -> None:
    options = [InputPollOption(text=text) for text in ("Next!", "How may I help?", "What?")]
    explanation = "An offer of help opens a talk."
    await message.answer_poll(
        "Which is polite?", options, type="quiz", correct_option_id=1, is_anonymous=False, explanation=explanation
    )


async def poll(message: Message) -> None:
    options = [InputPollOption(text=text) for text in ("Morning", "Noon", "Evening")]
    await message.answer_poll("When?", options, allows_multiple_answers=True, is_anonymous=False)


async def media(message: Message) -> None:
    await message.answer_photo(BufferedInputFile(picture(), "green.png"), caption="A <b>chart</b>")
    await message.answer_document(BufferedInputFile(b"a,b\n1,2\n", "rows.csv"))
    await message.answer_voice(BufferedInputFile(sound(), "phrase.wav"), duration=2)


async def typing(message: Message) -> None:
    await message.bot.send_chat_action(message.chat.id, "typing")


async def app_data(message: Message) -> None:
    await message.answer(f"From the app: {message.web_app_data.data}")


async def took(message: Message) -> None:
    await message.answer(f"Took your {message.content_type.value}")


async def echo(message: Message) -> None:
    answered = f" (to: {message.reply_to_message.text})" if message.reply_to_message else ""
    await message.answer(f"You said: {message.text}{answered}")


async def shared(message: Message) -> None:
    await message.answer(f"Shared: {message.content_type.value}")


async def found(asked: InlineQuery) -> None:
    words = InputTextMessageContent(message_text=f"I chose {asked.query}")
    await asked.answer([InlineQueryResultArticle(id="1", title=asked.query, input_message_content=words)], cache_time=0)


async def edited(message: Message) -> None:
    await message.answer(f"You changed it: {message.text}")


async def toast(tap: CallbackQuery) -> None:
    await tap.answer("Noted")


async def alert(tap: CallbackQuery) -> None:
    await tap.answer("Please read this", show_alert=True)


async def change(tap: CallbackQuery) -> None:
    await tap.message.edit_text("Changed by a press")
    await tap.answer()


async def slow(tap: CallbackQuery) -> None:
    await asyncio.sleep(0.6)
    await tap.answer("At last")


def router() -> Router:
    routes = Router()
    routes.message.register(start, CommandStart())
    commands = {"buttons": show_buttons, "keyboard": show_keyboard, "rich": rich, "quiz": quiz, "poll": poll}
    for name, handler in (commands | {"media": media, "typing": typing}).items():
        routes.message.register(handler, Command(name))
    routes.message.register(app_data, F.web_app_data)
    routes.message.register(took, F.photo | F.voice | F.document)
    routes.message.register(shared, F.contact | F.location)
    routes.inline_query.register(found)
    routes.message.register(echo, F.text)
    routes.edited_message.register(edited, F.text)
    for tapped in (toast, alert, change, slow):
        routes.callback_query.register(tapped, F.data == tapped.__name__)
    return routes


@asynccontextmanager
async def small_bot(server_url: str, token: str, app_url: str, line: AiohttpSession) -> AsyncIterator[Bot]:
    """The bot, polling the local Telegram until the block ends; the line may serve one bot after another."""
    line.api = TelegramAPIServer.from_base(server_url)
    bot = Bot(token, session=line)
    await bot.set_my_commands(
        [
            BotCommand(command="buttons", description="Show buttons"),
            BotCommand(command="progress", description="Your progress"),
        ]
    )
    await bot.set_my_description("Practise a language with a volunteer abroad.")
    dispatcher = Dispatcher(app_url=app_url)
    dispatcher.include_router(router())
    polling = asyncio.create_task(
        dispatcher.start_polling(bot, handle_signals=False, close_bot_session=False, polling_timeout=1)
    )
    try:
        yield bot
    finally:
        await dispatcher.stop_polling()
        await polling
