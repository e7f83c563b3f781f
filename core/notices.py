"""What must reach somebody later: its type and ids, never a finished sentence."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from core.ids import DeliveryId, PersonId

Payload = Mapping[str, int | str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """Something to say to `person`, once for each (`kind`, `slot`).

    `kind` names the renderer, `slot` what makes it unique (``2026-11-24`` for a daily phrase, a session's id for a
    reminder), `payload` holds ids only. It is sent from `due_at` on, and dropped after `expires_at`.
    """

    person: PersonId
    kind: str
    slot: str
    due_at: datetime
    expires_at: datetime
    payload: Payload = field(default_factory=dict)


class DeliveryState(StrEnum):
    PLANNED = "planned"
    SENDING = "sending"
    SENT = "sent"
    FAILED = "failed"
    EXPIRED = "expired"
    BLOCKED = "blocked"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """A notice on its way to Telegram."""

    id: DeliveryId
    person: PersonId
    kind: str
    slot: str
    payload: Payload
    due_at: datetime
    expires_at: datetime
    state: DeliveryState
    attempts: int
    message_id: int | None = None
    error: str | None = None
