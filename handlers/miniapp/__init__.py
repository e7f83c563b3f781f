"""Web pages that open inside Telegram, for coordinators: the same figures as in the chat, with room for tables."""
