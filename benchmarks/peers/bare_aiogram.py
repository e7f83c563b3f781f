"""A bare aiogram bot: a button is answered with answerCallbackQuery and editMessageText. No database."""

import asyncio
import sys

from aiogram import Bot, Dispatcher
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.types import CallbackQuery, InlineKeyboardButton, InlineKeyboardMarkup, Message

from benchmarks.peers.texts import FEEDBACK, options


def keyboard(number: int) -> InlineKeyboardMarkup:
    return InlineKeyboardMarkup(
        inline_keyboard=[[InlineKeyboardButton(text=text, callback_data=f"x:{number}")] for text in options()]
    )


async def main(url: str, token: str) -> None:
    bot = Bot(token, session=AiohttpSession(api=TelegramAPIServer.from_base(url)))
    dispatcher = Dispatcher()

    @dispatcher.message()
    async def begin(message: Message) -> None:
        await message.answer("0 " + FEEDBACK, parse_mode="HTML", reply_markup=keyboard(0))

    @dispatcher.callback_query()
    async def answered(tap: CallbackQuery) -> None:
        number = int((tap.data or "x:0").split(":")[1]) + 1
        await tap.answer("Right!")
        if isinstance(tap.message, Message):
            await tap.message.edit_text(f"{number} {FEEDBACK}", parse_mode="HTML", reply_markup=keyboard(number))

    await dispatcher.start_polling(bot, tasks_concurrency_limit=64)


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:3]))
