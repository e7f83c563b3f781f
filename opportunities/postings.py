"""Opportunities of the Mapa de Oportunidades Internacionais, as values."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any, NewType, Protocol

from core.errors import Refusal
from core.ids import PersonId
from core.languages import Language, Level

OpportunityId = NewType("OpportunityId", int)

TITLE_LIMIT, ORGANISATION_LIMIT, TEXT_LIMIT = 120, 120, 1500
MOST_PLACES = 100_000
DAYS_AHEAD = 730


class Topic(StrEnum):
    """The type of an opportunity, which is also what people follow or mute."""

    FUNDS = "funds"
    RECOGNITION = "recognition"
    EXCHANGE = "exchange"
    TRAINING = "training"
    EVENT = "event"
    SCHOLARSHIP = "scholarship"


class Applicant(StrEnum):
    """Who may apply."""

    PUBLIC_AGENT = "public_agent"
    MUNICIPAL_TEACHER = "municipal_teacher"
    MUNICIPAL_PUPIL = "municipal_pupil"
    MIGRANT = "migrant"
    CITIZEN = "citizen"

    @property
    def categories(self) -> frozenset[str]:
        """The categories people enrol in that count as this."""
        return _PUBLIC_AGENTS if self is Applicant.PUBLIC_AGENT else frozenset({self.value})


_PUBLIC_AGENTS = frozenset({"effective", "commissioned", "public_employee", "seconded"})


class OpportunityStatus(StrEnum):
    OPEN = "open"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Posting:
    """What is published. No `languages` means none is asked, no `applicants` that anyone may apply.

    `zone` is the deadline's own; `places` is None where the organisers name no number.
    """

    topic: Topic
    title: str
    organisation: str
    text: str
    link: str
    deadline: datetime
    zone: str
    languages: frozenset[Language] = frozenset()
    level: Level | None = None
    applicants: frozenset[Applicant] = frozenset()
    places: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Opportunity:
    """A published posting. `version` grows with each correction, `edition` with each move of the deadline."""

    id: OpportunityId
    posting: Posting
    status: OpportunityStatus
    published_at: datetime
    version: int = 1
    edition: int = 1

    def is_open(self, now: datetime) -> bool:
        return self.status is OpportunityStatus.OPEN and now < self.posting.deadline


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """What opportunities ask of a reader: whether alerts are wanted, languages studied, categories enrolled in."""

    subscribed: bool
    muted: frozenset[str] = frozenset()
    studies: Mapping[Language, Level] = field(default_factory=dict)
    categories: frozenset[str] = frozenset()


class OpportunityStore(Protocol):
    async def publish(self, posting: Posting, *, by: PersonId, now: datetime) -> Opportunity: ...

    async def get(self, opportunity: OpportunityId) -> Opportunity:
        """Raises NotFound."""
        ...

    async def lock(self, opportunity: OpportunityId) -> Opportunity:
        """As `get`, and nobody else changes it until this transaction ends."""
        ...

    async def rewrite(self, opportunity: Opportunity, *, now: datetime) -> None:
        """Write the posting, status, version and edition of a locked opportunity."""
        ...

    async def open_ones(self, *, now: datetime, limit: int, offset: int) -> tuple[Opportunity, ...]:
        """Return those that can still be applied for, the nearest deadline first."""
        ...

    async def newest(self, *, limit: int, offset: int) -> tuple[Opportunity, ...]:
        """Return all, the last published first."""
        ...

    async def saved(self, person: PersonId, *, limit: int, offset: int) -> tuple[Opportunity, ...]:
        """Return what the person saved, past deadlines too, the latest deadline first."""
        ...

    async def is_saved(self, person: PersonId, opportunity: OpportunityId) -> bool: ...

    async def save(self, person: PersonId, opportunity: OpportunityId, *, now: datetime) -> None: ...

    async def unsave(self, person: PersonId, opportunity: OpportunityId) -> None: ...

    async def savers(self, opportunity: OpportunityId) -> tuple[PersonId, ...]: ...

    async def subscribe(self, person: PersonId, *, now: datetime) -> None: ...

    async def unsubscribe(self, person: PersonId) -> None: ...

    async def profile(self, person: PersonId) -> Profile: ...

    async def alert(self, opportunity: Opportunity, *, now: datetime) -> int:
        """Plan an alert to every subscriber it fits who was not alerted yet; return how many."""
        ...

    async def export(self, person: PersonId) -> dict[str, Any]:
        """Return what is kept of the person, as JSON values."""
        ...


class Closed(Refusal):
    """The opportunity is past its deadline, or was closed."""

    def __init__(self, opportunity: OpportunityId) -> None:
        super().__init__(opportunity)
        self.opportunity = opportunity


class UnfitPosting(Refusal):
    """A form that no screen of ours sends: `field` names what is out of bounds."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.field = name


def changed_fields(before: Posting, after: Posting) -> Collection[str]:
    """Return the names of the fields in which two postings differ."""
    return [name for name in Posting.__slots__ if getattr(before, name) != getattr(after, name)]
