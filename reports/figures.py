"""What a coordinator is accountable for, as plain values, and the few rules that make headlines of them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Protocol

from core.languages import Language


@dataclass(frozen=True, slots=True, kw_only=True)
class Week:
    """What happened in the seven days from `start`, a Monday, in the programme's own time zone."""

    start: date
    submitted: int
    answers: int
    practising: int
    """Different learners who answered at least one exercise."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """Counts as they stood at `as_of`; minutes are whole and measured, never planned."""

    as_of: datetime
    enrolments: Mapping[str, int]
    """By status."""
    learners: Mapping[Language, int]
    """Admitted enrolments, by the language practised."""
    active_learners: int
    """Different people with an admitted enrolment."""
    volunteers: Mapping[str, int]
    """By status."""
    pairs: int
    """Those that talk now: not ended, and not held while a case is open."""
    waiting_for_pair: int
    """Different people."""
    sessions_held: int
    """Sessions that at least one learner attended."""
    session_minutes: int
    """Minutes that learners attended, added up."""
    pair_minutes: int
    """Minutes that both sides of a pair confirmed."""
    opportunities_open: int
    alerts_sent: int
    """In these weeks; what was sent is forgotten after 90 days."""
    weeks: Sequence[Week]

    @property
    def to_decide(self) -> int:
        """Enrolments that wait for a coordinator."""
        return self.enrolments.get("submitted", 0) + self.enrolments.get("waitlisted", 0)

    @property
    def volunteers_to_decide(self) -> int:
        return self.volunteers.get("applied", 0)

    @property
    def practising_this_week(self) -> int:
        return self.weeks[-1].practising if self.weeks else 0


@dataclass(frozen=True, slots=True, kw_only=True)
class EnrolmentRow:
    """A line of the sheet behind the numbers; `name` is None for those who may not see it."""

    number: int
    name: str | None
    status: str
    language: Language
    level: str
    category: str
    department: str
    submitted_at: datetime | None
    decided_at: datetime | None
    answers: int
    attended_minutes: int


class ReportStore(Protocol):
    async def figures(self, *, now: datetime, zone: str, weeks: int) -> Figures:
        """Return the figures with the last `weeks` weeks, the running one included."""
        ...

    async def enrolment_rows(self, *, with_names: bool, newest: int | None = None) -> Sequence[EnrolmentRow]:
        """Return the enrolments, newest first: all of them, or the `newest` so many.

        A person who enrols twice for one language has each answer and minute under the enrolment of its time.
        """
        ...


def week_starts(today: date, weeks: int) -> list[date]:
    """Return the Mondays of the last `weeks` weeks, oldest first, the running week's last."""
    monday = today - timedelta(days=today.weekday())
    return [monday - timedelta(weeks=ago) for ago in range(weeks - 1, -1, -1)]
