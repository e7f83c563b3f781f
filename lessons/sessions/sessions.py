"""Practice sessions and their seats, as values."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, NewType, Protocol

from core.errors import Refusal
from core.ids import PersonId
from core.languages import Language, Level

SessionId = NewType("SessionId", int)
SeatId = NewType("SeatId", int)

LENGTHS = (30, 45, 60, 90)
"""Minutes a session may last."""
FEWEST_SEATS, MOST_SEATS = 2, 20
PLACE_LIMIT, TOPIC_LIMIT = 200, 120
DAYS_AHEAD = 180


class SessionStatus(StrEnum):
    OPEN = "open"
    CANCELLED = "cancelled"


class SeatStatus(StrEnum):
    BOOKED = "booked"
    WAITLISTED = "waitlisted"
    RELEASED = "released"
    ATTENDED = "attended"
    NO_SHOW = "no_show"
    EXCUSED = "excused"


HOLDING = frozenset({SeatStatus.BOOKED, SeatStatus.ATTENDED, SeatStatus.NO_SHOW, SeatStatus.EXCUSED})
"""The statuses that fill one of the session's places."""
ROLL = frozenset({SeatStatus.ATTENDED, SeatStatus.NO_SHOW, SeatStatus.EXCUSED})
"""What a host may say of somebody who had a seat."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionForm:
    """What a host fills in. `place` is an address in words or an https link; `zone` is the host's own."""

    language: Language
    levels: frozenset[Level]
    starts_at: datetime
    zone: str
    minutes: int
    capacity: int
    place: str
    topic: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """A live practice session. `host` is None once the host has been forgotten."""

    id: SessionId
    host: PersonId | None
    language: Language
    levels: frozenset[Level]
    starts_at: datetime
    zone: str
    minutes: int
    capacity: int
    place: str
    topic: str
    status: SessionStatus = SessionStatus.OPEN

    @property
    def ends_at(self) -> datetime:
        return self.starts_at + timedelta(minutes=self.minutes)

    @property
    def link(self) -> str | None:
        """The place, when it is a link."""
        return self.place if self.place.startswith("https://") else None

    def takes_bookings(self, now: datetime) -> bool:
        return self.status is SessionStatus.OPEN and now < self.starts_at


@dataclass(frozen=True, slots=True, kw_only=True)
class Seat:
    """One person's place in one session. `turn` grows with each asking, so it is the order of the line.

    `minutes` is what counts as practised: the session's length for who attended, else 0.
    """

    id: SeatId
    session: SessionId
    person: PersonId
    turn: int
    status: SeatStatus
    minutes: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """A session in somebody's list: how many places are taken, how many people wait, and the reader's own seat."""

    session: Session
    taken: int
    waiting: int
    mine: SeatStatus | None = None

    @property
    def free(self) -> int:
        return max(0, self.session.capacity - self.taken)


@dataclass(frozen=True, slots=True, kw_only=True)
class CountedMinutes:
    """Minutes on roll-called sessions: practised as a learner, and hosted."""

    practised: int
    hosted: int


class Track(Protocol):
    """One language a learner studies, at a level."""

    @property
    def language(self) -> Language: ...

    @property
    def level(self) -> Level: ...


class Tracks(Protocol):
    """Which languages a person studies here, and at which levels."""

    async def tracks_of(self, person: PersonId) -> Sequence[Track]: ...


class SessionStore(Protocol):
    async def open(self, form: SessionForm, *, host: PersonId, now: datetime) -> Session: ...

    async def get(self, session: SessionId) -> Session:
        """Raises NotFound."""
        ...

    async def lock(self, session: SessionId) -> Session:
        """As `get`, and nobody else changes the session or its seats until this transaction ends."""
        ...

    async def seats(self, session: SessionId) -> tuple[Seat, ...]:
        """Return every seat in the order of the line, released ones too."""
        ...

    async def put_seat(
        self, session: SessionId, person: PersonId, *, turn: int, status: SeatStatus, now: datetime
    ) -> Seat:
        """Write the person's seat, new or taken up again."""
        ...

    async def set_status(
        self, seats: Collection[SeatId], status: SeatStatus, *, minutes: int, now: datetime
    ) -> None: ...

    async def cancel(self, session: SessionId, *, now: datetime) -> None: ...

    async def upcoming(
        self, studies: Collection[Track], reader: PersonId, *, now: datetime, limit: int, offset: int
    ) -> tuple[Listed, ...]:
        """Return open sessions to come that suit one of `studies` or in which `reader` has a place, soonest first."""
        ...

    async def hosted(self, host: PersonId | None, *, since: datetime, limit: int, offset: int) -> tuple[Listed, ...]:
        """Return the sessions of `host` (None: of anybody) that end after `since`, soonest first."""
        ...

    async def held_by(self, person: PersonId, *, now: datetime) -> tuple[SessionId, ...]:
        """Return the sessions to come in which the person has a place or waits for one."""
        ...

    async def minutes_of(self, person: PersonId) -> CountedMinutes: ...

    async def export(self, person: PersonId) -> dict[str, Any]:
        """Return what is kept of the person, as JSON values."""
        ...


class SessionClosed(Refusal):
    """The session has begun or was cancelled, so its seats no longer change hands."""

    def __init__(self, session: SessionId, *, cancelled: bool) -> None:
        super().__init__(session, cancelled)
        self.session = session
        self.cancelled = cancelled


class NotForYou(Refusal):
    """The reader does not study that language at one of those levels, or hosts the session."""

    def __init__(self, session: SessionId, *, hosting: bool) -> None:
        super().__init__(session, hosting)
        self.session = session
        self.hosting = hosting


class NotBegun(Refusal):
    """Attendance is marked from the start on; `starts_at` is UTC."""

    def __init__(self, session: SessionId, starts_at: datetime) -> None:
        super().__init__(session, starts_at)
        self.session = session
        self.starts_at = starts_at


class UnfitSession(Refusal):
    """A form that no screen of ours sends: `field` names what is out of bounds."""

    def __init__(self, field: str) -> None:
        super().__init__(field)
        self.field = field
