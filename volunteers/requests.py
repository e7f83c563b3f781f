"""A learner's wish for a conversation partner, and an honest guess at how long it takes."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import NewType, Protocol

from core.audit import AuditEntry
from core.availability import WeeklyAvailability
from core.errors import NotFound, Stale
from core.ids import PersonId
from core.languages import Language, Level
from core.ports import AuditLog
from volunteers.volunteers import LEAST_MINUTES, Area, TooFewHours

RequestId = NewType("RequestId", int)

FORECAST_LOOKS_BACK = timedelta(weeks=8)


class RequestStatus(StrEnum):
    OPEN = "open"
    PAIRED = "paired"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What a learner says; `interests` may be empty. `zone` is IANA."""

    language: Language
    level: Level
    zone: str
    availability: WeeklyAvailability
    interests: frozenset[Area] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class PairRequest:
    """One for each person and language; `since` is when the waiting began."""

    id: RequestId
    person: PersonId
    wish: Wish
    since: datetime
    status: RequestStatus
    version: int = 1

    def moved(self, to: RequestStatus, *, since: datetime | None = None) -> "PairRequest":
        return replace(self, status=to, since=since or self.since, version=self.version + 1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Forecast:
    """`position` in the line of a language, the first is 1; `formed` pairs of it in the past eight weeks."""

    position: int
    formed: int

    @property
    def weeks(self) -> int | None:
        """Weeks to wait at the pace of the past eight, at least one; None when there was no pair to go by."""
        if not self.formed:
            return None
        pace = self.formed / (FORECAST_LOOKS_BACK / timedelta(weeks=1))
        return max(1, round(self.position / pace))


class RequestStore(Protocol):
    async def add_request(self, person: PersonId, wish: Wish, *, now: datetime) -> PairRequest: ...

    async def request(self, request: RequestId) -> PairRequest:
        """Raises NotFound."""
        ...

    async def requests_of(self, person: PersonId) -> tuple[PairRequest, ...]: ...

    async def save_request(self, request: PairRequest) -> None:
        """Write a changed request. Raises Stale when somebody else changed it first."""
        ...

    async def withdraw_proposals(self, request: RequestId, *, now: datetime) -> None:
        """Take back what is proposed or prepared for the request."""
        ...

    async def forecast(self, request: PairRequest, *, now: datetime) -> Forecast: ...


async def ask(store: RequestStore, audit: AuditLog, person: PersonId, wish: Wish, *, now: datetime) -> PairRequest:
    """Put the person in line for a partner, or write down the changed hours of who is already waiting.

    Raises TooFewHours, and Stale while the person has a partner in that language.
    """
    if wish.availability.minutes < LEAST_MINUTES:
        raise TooFewHours
    earlier = next((one for one in await store.requests_of(person) if one.wish.language is wish.language), None)
    if earlier is None:
        asked = await store.add_request(person, wish, now=now)
    elif earlier.status is RequestStatus.PAIRED:
        raise Stale("request", earlier.id)
    else:
        since = earlier.since if earlier.status is RequestStatus.OPEN else now
        asked = replace(earlier, wish=wish).moved(RequestStatus.OPEN, since=since)
        await store.save_request(asked)
    await audit.record(_entry("pair_request.asked", asked, now))
    return asked


async def withdraw(
    store: RequestStore, audit: AuditLog, person: PersonId, request_id: RequestId, *, now: datetime
) -> None:
    """Take the person out of the line. Raises NotFound (also for somebody else's request), Stale."""
    request = await store.request(request_id)
    if request.person != person:
        raise NotFound("request", request_id)
    if request.status is not RequestStatus.OPEN:
        raise Stale("request", request_id)
    await store.save_request(request.moved(RequestStatus.WITHDRAWN))
    await store.withdraw_proposals(request_id, now=now)
    await audit.record(_entry("pair_request.withdrawn", request, now))


def _entry(action: str, request: PairRequest, now: datetime) -> AuditEntry:
    wish = request.wish
    return AuditEntry(
        at=now,
        actor=request.person,
        action=action,
        subject=f"pair_request:{request.id}",
        after={"language": wish.language.value, "level": wish.level.value},
    )
