"""Identifiers that cross a domain's border."""

from typing import NewType

PersonId = NewType("PersonId", int)
"""A person's own number here. Telegram's id is kept beside it, so that it can be forgotten on request."""

TelegramId = NewType("TelegramId", int)
"""The id Telegram gives a person; a private chat has the same one."""

PhraseId = NewType("PhraseId", str)
"""A phrase's name in the phrasebook, such as ``health-001``; it never changes."""

EnrolmentId = NewType("EnrolmentId", int)
DeliveryId = NewType("DeliveryId", int)
