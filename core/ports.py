"""What the rules need of the outside world, as shapes."""

from datetime import datetime
from typing import Protocol

from core.audit import AuditEntry
from core.ids import PersonId
from core.languages import Language
from core.notices import Notice


class Clock(Protocol):
    def now(self) -> datetime:
        """Return the time, aware and in UTC."""
        ...


class Outbox(Protocol):
    """Takes notices into the transaction under way; they leave after it."""

    async def put(self, *notices: Notice) -> int:
        """Plan the notices and return how many were new; one whose (person, kind, slot) exists is left alone."""
        ...

    async def cancel(self, kind: str, slot: str, person: PersonId | None = None) -> int:
        """Withdraw what has not left yet, for one person or for all; return how many."""
        ...


class AuditLog(Protocol):
    async def record(self, *entries: AuditEntry) -> None: ...


class TranslationUnavailable(Exception):  # noqa: N818 - says what is wrong, like the refusals
    """No translation could be had now: no answer in time, a refusal, or an answer that is none."""


class Translator(Protocol):
    async def translate(self, text: str, *, source: Language | None, target: Language) -> str:
        """Return `text` in `target`. Raises TranslationUnavailable."""
        ...


class VoiceUnavailable(Exception):  # noqa: N818 - says what is wrong, like the refusals
    """Nothing could be said now: the voice failed, was too slow, or the text is too long."""


class Voice(Protocol):
    async def speak(self, text: str, language: Language) -> bytes:
        """Return `text` spoken, as OGG/Opus. Raises VoiceUnavailable."""
        ...
