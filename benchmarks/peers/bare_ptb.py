"""A bare python-telegram-bot: the same two calls as the bare aiogram bot."""

import sys

from telegram import InlineKeyboardButton, InlineKeyboardMarkup, Update
from telegram.ext import Application, CallbackQueryHandler, ContextTypes, MessageHandler, filters

from benchmarks.peers.texts import FEEDBACK, options


def keyboard(number: int) -> InlineKeyboardMarkup:
    return InlineKeyboardMarkup([[InlineKeyboardButton(text, callback_data=f"x:{number}")] for text in options()])


async def begin(update: Update, _context: ContextTypes.DEFAULT_TYPE) -> None:
    if update.message is not None:
        await update.message.reply_text("0 " + FEEDBACK, parse_mode="HTML", reply_markup=keyboard(0))


async def answered(update: Update, _context: ContextTypes.DEFAULT_TYPE) -> None:
    tap = update.callback_query
    if tap is None or tap.data is None:
        return
    number = int(tap.data.split(":")[1]) + 1
    await tap.answer("Right!")
    await tap.edit_message_text(f"{number} {FEEDBACK}", parse_mode="HTML", reply_markup=keyboard(number))


def main(url: str, token: str) -> None:
    application = (
        Application.builder()
        .token(token)
        .base_url(f"{url}/bot")
        .base_file_url(f"{url}/file/bot")
        .concurrent_updates(64)
        .build()
    )
    application.add_handler(MessageHandler(filters.ALL, begin))
    application.add_handler(CallbackQueryHandler(answered))
    application.run_polling()


if __name__ == "__main__":
    main(*sys.argv[1:3])
