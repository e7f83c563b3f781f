"""A learner and a volunteer who talk: how a pair stands, its meetings, and what the two may do."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import NewType, Protocol

from core.errors import NotFound, Refusal, Stale
from core.ids import PersonId
from core.languages import Language, Level
from volunteers.requests import RequestId
from volunteers.rounds import Proposal

PairId = NewType("PairId", int)
MeetingId = NewType("MeetingId", int)

LEAST_MEETING = 15
MOST_MEETING = 120
"""Minutes."""


class PairStatus(StrEnum):
    ACTIVE = "active"
    HELD = "held"
    """A case is open: nothing passes between the two until it is decided."""
    ENDED = "ended"


LIVING = frozenset({PairStatus.ACTIVE, PairStatus.HELD})


class PairHeld(Refusal):
    """A coordinator looks into the pair; nothing passes meanwhile."""


class BadMinutes(Refusal):
    """A meeting lasts `least` to `most` minutes."""

    def __init__(self, least: int = LEAST_MEETING, most: int = MOST_MEETING) -> None:
        super().__init__(least, most)
        self.least = least
        self.most = most


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    id: PairId
    learner: PersonId
    volunteer: PersonId
    request: RequestId
    language: Language
    level: Level
    status: PairStatus
    formed_at: datetime
    ended_at: datetime | None = None
    ended_by: PersonId | None = None
    version: int = 1

    def partner_of(self, person: PersonId) -> PersonId:
        """Return the other one. Raises NotFound for somebody who is neither."""
        if person == self.learner:
            return self.volunteer
        if person == self.volunteer:
            return self.learner
        raise NotFound("pair", self.id)

    def check_open(self) -> None:
        """Raise PairHeld or Stale unless something may pass between the two."""
        if self.status is PairStatus.HELD:
            raise PairHeld
        if self.status is PairStatus.ENDED:
            raise Stale("pair", self.id)

    def check_living(self) -> None:
        """Raise Stale when the pair has ended."""
        if self.status is PairStatus.ENDED:
            raise Stale("pair", self.id)

    def ended(self, *, by: PersonId | None, now: datetime) -> "Pair":
        if self.status is PairStatus.ENDED:
            raise Stale("pair", self.id)
        return replace(self, status=PairStatus.ENDED, ended_at=now, ended_by=by, version=self.version + 1)

    def held(self) -> "Pair":
        self.check_open()
        return replace(self, status=PairStatus.HELD, version=self.version + 1)

    def resumed(self) -> "Pair":
        if self.status is not PairStatus.HELD:
            raise Stale("pair", self.id)
        return replace(self, status=PairStatus.ACTIVE, version=self.version + 1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Meeting:
    """Minutes one of the two says they talked; they count once the other has confirmed."""

    id: MeetingId
    pair: PairId
    minutes: int
    logged_by: PersonId
    logged_at: datetime
    confirmed_at: datetime | None = None
    denied_at: datetime | None = None

    @property
    def open(self) -> bool:
        return self.confirmed_at is None and self.denied_at is None

    def answered(self, person: PersonId, *, agreed: bool, now: datetime) -> "Meeting":
        """Return the meeting confirmed or denied by the other. Raises NotFound for who logged it, Stale."""
        if person == self.logged_by:
            raise NotFound("meeting", self.id)
        if not self.open:
            raise Stale("meeting", self.id)
        return replace(self, confirmed_at=now) if agreed else replace(self, denied_at=now)


def check_minutes(minutes: int) -> int:
    """Return the minutes. Raises BadMinutes."""
    if not LEAST_MEETING <= minutes <= MOST_MEETING:
        raise BadMinutes
    return minutes


class PairStore(Protocol):
    async def add_pair(self, proposal: Proposal, *, now: datetime) -> Pair: ...

    async def pair(self, pair: PairId) -> Pair:
        """Raises NotFound."""
        ...

    async def pairs_of(self, person: PersonId, statuses: Collection[PairStatus] = LIVING) -> tuple[Pair, ...]:
        """Return the pairs the person is in, the oldest first."""
        ...

    async def save_pair(self, pair: Pair) -> None:
        """Raises Stale when somebody else moved it first."""
        ...

    async def add_meeting(self, pair: PairId, minutes: int, *, by: PersonId, now: datetime) -> Meeting: ...

    async def meeting(self, meeting: MeetingId) -> Meeting:
        """Raises NotFound."""
        ...

    async def open_meetings(self, pair: PairId) -> tuple[Meeting, ...]: ...

    async def answer_meeting(self, meeting: Meeting) -> None:
        """Write the answer. Raises Stale when it was answered first from another screen."""
        ...

    async def minutes_together(self, pair: PairId) -> int:
        """Return the confirmed minutes."""
        ...

    async def minutes_of(self, person: PersonId) -> int:
        """Return the confirmed minutes of all of the person's pairs."""
        ...
