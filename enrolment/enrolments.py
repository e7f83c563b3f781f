"""A person's place in the programme for one language, and the steps it may take."""

from dataclasses import dataclass, replace
from datetime import datetime, time
from enum import StrEnum
from typing import Protocol

from core.categories import Category
from core.errors import Refusal, Stale
from core.ids import EnrolmentId, PersonId
from core.languages import Language, Level
from core.programme import Intake


class Status(StrEnum):
    SUBMITTED = "submitted"
    WAITLISTED = "waitlisted"
    ADMITTED = "admitted"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"
    COMPLETED = "completed"


TRANSITIONS: dict[Status, frozenset[Status]] = {
    Status.SUBMITTED: frozenset({Status.ADMITTED, Status.REJECTED, Status.WAITLISTED, Status.WITHDRAWN}),
    Status.WAITLISTED: frozenset({Status.ADMITTED, Status.REJECTED, Status.WITHDRAWN, Status.SUBMITTED}),
    Status.ADMITTED: frozenset({Status.SUBMITTED, Status.COMPLETED, Status.WITHDRAWN}),
    Status.REJECTED: frozenset({Status.SUBMITTED}),
    Status.WITHDRAWN: frozenset(),
    Status.COMPLETED: frozenset(),
}
"""A decision may go back to SUBMITTED: that is the coordinators' undo."""

OPEN = frozenset({Status.SUBMITTED, Status.WAITLISTED})
"""States in which a coordinator's decision is awaited."""

DECIDED = frozenset({Status.ADMITTED, Status.REJECTED})
"""States that a coordinator's decision leads to, and that may be undone."""

HOLDS_A_PLACE = OPEN | {Status.ADMITTED}
"""States in which the person cannot enrol again for the same language."""


class AlreadyEnrolled(Refusal):
    """The person has an enrolment for this language that is open or admitted."""

    def __init__(self, language: Language) -> None:
        super().__init__(language)
        self.language = language


class IntakeClosed(Refusal):
    """People cannot enrol today."""

    def __init__(self, intake: Intake) -> None:
        super().__init__(intake.code)
        self.intake = intake


class NoPlaceLeft(Refusal):
    """Every place of the intake is taken."""

    def __init__(self, places: int) -> None:
        super().__init__(places)
        self.places = places


class Overtaken(Refusal):
    """A refusal cannot be undone: the person has enrolled anew for the same language."""

    def __init__(self, enrolment: EnrolmentId) -> None:
        super().__init__(enrolment)
        self.enrolment = enrolment


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """The answers that are submitted. `department` is a code of the programme's departments or regionals."""

    language: Language
    level: Level
    category: Category
    department: str
    registration: str = ""
    email: str = ""
    days: frozenset[int]
    """0 is Monday."""
    at: time


@dataclass(frozen=True, slots=True, kw_only=True)
class Enrolment:
    id: EnrolmentId
    person: PersonId
    form: Form
    status: Status
    submitted_at: datetime
    intake: str | None = None
    """The code of the intake it was sent in."""
    decided_at: datetime | None = None
    decided_by: PersonId | None = None
    reason: str = ""
    """Why it was refused, for the person to read."""
    version: int = 1

    def moved(self, to: Status, *, by: PersonId | None, now: datetime, reason: str = "") -> "Enrolment":
        """Return the enrolment in the state `to`. Raises Stale when there is no way there from here."""
        if to not in TRANSITIONS[self.status]:
            raise Stale("enrolment", self.id)
        decided = to in DECIDED | {Status.WAITLISTED}
        return replace(
            self,
            status=to,
            decided_at=now if decided else None,
            decided_by=by if decided else None,
            reason=reason,
            version=self.version + 1,
        )


class EnrolmentStore(Protocol):
    async def add(self, person: PersonId, form: Form, *, now: datetime, intake: Intake | None = None) -> Enrolment: ...

    async def get(self, enrolment: EnrolmentId) -> Enrolment:
        """Raises NotFound."""
        ...

    async def of(self, person: PersonId) -> tuple[Enrolment, ...]:
        """Return the person's enrolments, newest first."""
        ...

    async def save(self, enrolment: Enrolment) -> None:
        """Write a moved enrolment. Raises Stale when somebody else moved it first."""
        ...

    async def page(self, statuses: frozenset[Status], *, offset: int, limit: int) -> tuple[Enrolment, ...]:
        """Return enrolments in `statuses`: the longest waiting first, or the latest decisions first."""
        ...

    async def count(self, statuses: frozenset[Status]) -> int: ...

    async def ahead_of(self, enrolment: Enrolment) -> int:
        """Return how many wait for the same language of the same intake and came earlier."""
        ...

    async def know_intake(self, intake: Intake) -> None:
        """Write the intake unless its code is known; nobody waits for anybody."""
        ...

    async def keep_intake(self, intake: Intake) -> None:
        """Write the intake as the programme has it now; its row stays locked to the transaction's end."""
        ...

    async def intake(self, code: str) -> Intake | None:
        """Return the intake; its row stays locked to the transaction's end."""
        ...

    async def admitted_in(self, intake: str) -> int:
        """Return how many places of the intake are taken."""
        ...
