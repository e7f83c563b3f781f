"""A local Telegram: the Bot API over HTTP and a page to play the people. Knows nothing of the rest of the project."""
