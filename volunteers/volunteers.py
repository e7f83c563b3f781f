"""Somebody who offers conversation, and the steps from application to leaving."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from core.availability import WeeklyAvailability
from core.errors import Refusal, Stale
from core.ids import PersonId
from core.languages import Language, Level
from core.roles import Role

LEAST_CAPACITY = 1
MOST_CAPACITY = 5
"""Learners at once."""

LEAST_MINUTES = 60
"""Of a week that a volunteer or a learner has to offer, for a pair needs one shared hour."""


class Status(StrEnum):
    APPLIED = "applied"
    APPROVED = "approved"
    REFUSED = "refused"
    PAUSED = "paused"
    LEFT = "left"


class Area(StrEnum):
    """Programme areas of Decreto 15.319/2013, as things people like to talk about."""

    SOCIAL = "social"
    SCIENTIFIC = "scientific"
    CIVIC = "civic"
    CULTURAL = "cultural"
    EDUCATIONAL = "educational"
    RECREATIONAL = "recreational"
    SPORTS = "sports"
    TECHNOLOGICAL = "technological"


TRANSITIONS: dict[Status, frozenset[Status]] = {
    Status.APPLIED: frozenset({Status.APPROVED, Status.REFUSED, Status.LEFT}),
    Status.APPROVED: frozenset({Status.APPLIED, Status.PAUSED, Status.LEFT}),
    Status.PAUSED: frozenset({Status.APPLIED, Status.APPROVED, Status.LEFT}),
    Status.REFUSED: frozenset({Status.APPLIED}),
    Status.LEFT: frozenset({Status.APPLIED}),
}
"""A decision may go back to APPLIED: that is the coordinators' undo, or somebody who applies again."""

WAITING = frozenset({Status.APPLIED})
SERVING = frozenset({Status.APPROVED, Status.PAUSED})
"""States in which a volunteer holds the role, and the pairs already formed go on."""


class AlreadyVolunteering(Refusal):
    """The person has applied already, or serves."""


class TooFewHours(Refusal):
    """The week offered has less than `minutes`."""

    def __init__(self, minutes: int = LEAST_MINUTES) -> None:
        super().__init__(minutes)
        self.minutes = minutes


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """A language and the levels of learners the volunteer feels able to talk with."""

    language: Language
    levels: frozenset[Level]


@dataclass(frozen=True, slots=True, kw_only=True)
class Details:
    """What a volunteer says of themself and may change at any time. `country` is ISO 3166-1 alpha-2."""

    offers: tuple[Offer, ...]
    country: str
    zone: str
    availability: WeeklyAvailability
    capacity: int
    interests: frozenset[Area] = frozenset()

    def __post_init__(self) -> None:
        if not self.offers or not all(offer.levels for offer in self.offers):
            raise ValueError("no language or no level is offered")
        if len({offer.language for offer in self.offers}) != len(self.offers):
            raise ValueError("a language is offered twice")
        if not LEAST_CAPACITY <= self.capacity <= MOST_CAPACITY:
            raise ValueError("capacity must be 1 to 5")


@dataclass(frozen=True, slots=True, kw_only=True)
class Volunteer:
    """`term_version` is the term that was accepted at `term_at`; `reason` is for a refused person to read."""

    person: PersonId
    status: Status
    details: Details
    term_version: str
    term_at: datetime
    applied_at: datetime
    decided_at: datetime | None = None
    decided_by: PersonId | None = None
    reason: str = ""
    version: int = 1

    def moved(self, to: Status) -> "Volunteer":
        """Return the volunteer in the state `to`. Raises Stale when there is no way there from here."""
        if to not in TRANSITIONS[self.status]:
            raise Stale("volunteer", self.person)
        return replace(self, status=to, version=self.version + 1)

    def decided(self, to: Status, *, by: PersonId, now: datetime, reason: str = "") -> "Volunteer":
        """Return the volunteer with a coordinator's decision, or with the last one undone. Raises Stale."""
        moved = self.moved(to)
        if to is Status.APPLIED:
            return replace(moved, decided_at=None, decided_by=None, reason="")
        return replace(moved, decided_at=now, decided_by=by, reason=reason)


class RoleBook(Protocol):
    """Grants and takes roles; what else is kept of a person is not this domain's."""

    async def grant(self, person: PersonId, role: Role) -> None: ...

    async def revoke(self, person: PersonId, role: Role) -> None: ...

    async def holders(self, *roles: Role) -> Collection[PersonId]:
        """Return everybody who holds one of `roles`."""
        ...


class VolunteerStore(Protocol):
    async def find(self, person: PersonId) -> Volunteer | None: ...

    async def get(self, person: PersonId) -> Volunteer:
        """Raises NotFound."""
        ...

    async def add(self, volunteer: Volunteer) -> None: ...

    async def save(self, volunteer: Volunteer) -> None:
        """Write a changed volunteer. Raises Stale when somebody else changed it first."""
        ...

    async def page(self, statuses: frozenset[Status], *, offset: int, limit: int) -> tuple[Volunteer, ...]:
        """Return volunteers in `statuses`, the longest waiting first."""
        ...

    async def count(self, statuses: frozenset[Status]) -> int: ...


def check_hours(week: WeeklyAvailability) -> None:
    """Raise TooFewHours for a week of less than an hour."""
    if week.minutes < LEAST_MINUTES:
        raise TooFewHours


def checked(details: Details) -> Details:
    """Return the details. Raises TooFewHours."""
    check_hours(details.availability)
    return details
