"""A matching round as it is kept: prepared for a coordinator to look at, published as proposals, or taken back."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import NewType, Protocol

from core.errors import Stale
from core.ids import PersonId
from core.languages import Language, Level
from volunteers.candidates import Exclusions, Obstacle
from volunteers.requests import PairRequest, RequestId
from volunteers.volunteers import Volunteer

RoundId = NewType("RoundId", int)
ProposalId = NewType("ProposalId", int)

ANSWER_WITHIN = timedelta(hours=72)
REMINDED_AFTER = timedelta(hours=48)


class RoundStatus(StrEnum):
    PREPARED = "prepared"
    PUBLISHED = "published"
    UNDONE = "undone"


@dataclass(frozen=True, slots=True, kw_only=True)
class Round:
    """`language` is None for all of them; `week` the Monday whose UTC hours were compared."""

    id: RoundId
    language: Language | None
    week: date
    status: RoundStatus
    prepared_by: PersonId
    prepared_at: datetime
    published_by: PersonId | None = None
    published_at: datetime | None = None
    version: int = 1

    def published(self, *, by: PersonId, now: datetime) -> "Round":
        if self.status is not RoundStatus.PREPARED:
            raise Stale("round", self.id)
        return replace(self, status=RoundStatus.PUBLISHED, published_by=by, published_at=now, version=self.version + 1)

    def undone(self) -> "Round":
        if self.status is not RoundStatus.PUBLISHED:
            raise Stale("round", self.id)
        return replace(self, status=RoundStatus.UNDONE, version=self.version + 1)


class ProposalStatus(StrEnum):
    PREPARED = "prepared"
    OPEN = "open"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    EXPIRED = "expired"
    WITHDRAWN = "withdrawn"


class DeclineReason(StrEnum):
    """What a volunteer may choose from; OTHER comes with words of the volunteer's own."""

    HOURS = "hours"
    LEVEL = "level"
    BUSY = "busy"
    KNOWN = "known"
    OTHER = "other"


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """A learner proposed to a volunteer; `shared` half-hours a week suit both. `words` are for coordinators only."""

    id: ProposalId
    round: RoundId
    request: RequestId
    learner: PersonId
    volunteer: PersonId
    language: Language
    level: Level
    shared: int
    status: ProposalStatus
    expires_at: datetime | None = None
    answered_at: datetime | None = None
    reason: DeclineReason | None = None
    words: str = ""
    version: int = 1

    def moved(self, to: ProposalStatus, *, now: datetime) -> "Proposal":
        """Return the proposal opened, answered or taken back. Raises Stale when there is no way there from here."""
        source = ProposalStatus.PREPARED if to is ProposalStatus.OPEN else ProposalStatus.OPEN
        dropped = self.status is ProposalStatus.PREPARED and to is ProposalStatus.WITHDRAWN
        if self.status is not source and not dropped:
            raise Stale("proposal", self.id)
        if to is ProposalStatus.OPEN:
            return replace(self, status=to, expires_at=now + ANSWER_WITHIN, version=self.version + 1)
        return replace(self, status=to, answered_at=now, version=self.version + 1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Suggestion:
    """A match of a round under way: what becomes a proposal."""

    request: PairRequest
    volunteer: PersonId
    shared: int


@dataclass(frozen=True, slots=True, kw_only=True)
class LeftOver:
    request: RequestId
    person: PersonId
    language: Language
    level: Level
    since: datetime
    obstacle: Obstacle


@dataclass(frozen=True, slots=True, kw_only=True)
class Serving:
    """An approved volunteer with the learners they have now; a proposal that waits for an answer counts as one."""

    volunteer: Volunteer
    load: int


class RoundStore(Protocol):
    async def waiting(self, language: Language | None) -> tuple[PairRequest, ...]:
        """Return open requests that nobody is asked about now, the longest waiting first."""
        ...

    async def serving(self, language: Language | None) -> tuple[Serving, ...]:
        """Return approved volunteers who offer the language."""
        ...

    async def apart(self) -> Exclusions:
        """Return who declined whom, or was a pair before."""
        ...

    async def add_round(
        self,
        language: Language | None,
        week: date,
        suggestions: Sequence[Suggestion],
        left_over: Sequence[tuple[PairRequest, Obstacle]],
        *,
        by: PersonId,
        now: datetime,
    ) -> Round:
        """Keep a prepared round, and forget the ones prepared earlier that were never published."""
        ...

    async def round(self, round_id: RoundId) -> Round:
        """Raises NotFound."""
        ...

    async def last_published(self) -> Round | None: ...

    async def save_round(self, round_: Round) -> None:
        """Raises Stale when somebody else moved it first."""
        ...

    async def proposals(
        self, round_id: RoundId, *, offset: int = 0, limit: int | None = None
    ) -> tuple[Proposal, ...]: ...

    async def proposal_counts(self, round_id: RoundId) -> dict[ProposalStatus, int]: ...

    async def left_over(self, round_id: RoundId, *, offset: int, limit: int) -> tuple[LeftOver, ...]: ...

    async def left_over_counts(self, round_id: RoundId) -> dict[Obstacle, int]: ...

    async def proposal(self, proposal: ProposalId) -> Proposal:
        """Raises NotFound."""
        ...

    async def proposals_to(self, volunteer: PersonId) -> tuple[Proposal, ...]:
        """Return what waits for this volunteer's answer, the oldest first."""
        ...

    async def save_proposal(self, proposal: Proposal) -> None:
        """Raises Stale when somebody else moved it first."""
        ...

    async def overdue(self, *, now: datetime, limit: int) -> tuple[Proposal, ...]:
        """Return open proposals whose time is over."""
        ...
