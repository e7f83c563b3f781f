"""The demo: the whole service against the local Telegram, with people to play and some history."""

from bot.demo.play import play

__all__ = ["play"]
