"""The stores a renderer of notices may read, as shapes: the edge does not know SQL."""

from typing import Protocol

from core.ports import AuditLog, Outbox
from enrolment.enrolments import EnrolmentStore
from enrolment.people import PeopleStore
from lessons.sessions.sessions import SessionStore
from opportunities.postings import OpportunityStore


class Stores(Protocol):
    @property
    def people(self) -> PeopleStore: ...

    @property
    def enrolments(self) -> EnrolmentStore: ...

    @property
    def sessions(self) -> SessionStore: ...

    @property
    def opportunities(self) -> OpportunityStore: ...

    @property
    def outbox(self) -> Outbox: ...

    @property
    def audit(self) -> AuditLog: ...
