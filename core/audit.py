"""Who did what to whom, when and why; written once and never changed."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from core.ids import PersonId


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditEntry:
    """One decision. `subject` is ``kind:id`` such as ``enrolment:12``; `before` and `after` hold nobody's free text.

    `actor` is None when the service itself acted (an expiry, a lottery), or when nobody is known (a command line).
    """

    at: datetime
    actor: PersonId | None
    action: str
    subject: str
    reason: str = ""
    before: Mapping[str, object] = field(default_factory=dict)
    after: Mapping[str, object] = field(default_factory=dict)
