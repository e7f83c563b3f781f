"""The stores a renderer of notices may read, as shapes: the edge does not know SQL."""

from collections.abc import Sequence
from typing import Protocol

from core.ports import AuditLog, Outbox
from enrolment.people import PeopleStore
from enrolment.privacy import Exportable
from enrolment.records import EnrolmentRecords
from lessons.practice import LessonStore
from lessons.sessions.sessions import SessionStore
from opportunities.postings import OpportunityStore
from reports.figures import ReportStore
from volunteers.cases import CaseStore
from volunteers.pairs import PairStore
from volunteers.relay import RelayStore
from volunteers.requests import RequestStore
from volunteers.rounds import RoundStore
from volunteers.volunteers import RoleBook, VolunteerStore


class RelayedTalk(RelayStore, CaseStore, Protocol):
    """What partners wrote, and reports of it."""


class Stores(Protocol):
    @property
    def people(self) -> PeopleStore: ...

    @property
    def enrolments(self) -> EnrolmentRecords: ...

    @property
    def lessons(self) -> LessonStore: ...

    @property
    def sessions(self) -> SessionStore: ...

    @property
    def opportunities(self) -> OpportunityStore: ...

    @property
    def volunteers(self) -> VolunteerStore: ...

    @property
    def requests(self) -> RequestStore: ...

    @property
    def rounds(self) -> RoundStore: ...

    @property
    def pairs(self) -> PairStore: ...

    @property
    def relay(self) -> RelayedTalk: ...

    @property
    def roles(self) -> RoleBook: ...

    @property
    def reports(self) -> ReportStore: ...

    @property
    def outbox(self) -> Outbox: ...

    @property
    def audit(self) -> AuditLog: ...

    def holding_personal_data(self) -> Sequence[Exportable]:
        """Return every store that has something of a person's."""
        ...
