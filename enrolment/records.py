"""Everything the enrolment keeps, as one store."""

from typing import Protocol

from enrolment.enrolments import EnrolmentStore
from enrolment.invites import InviteStore
from enrolment.privacy import ConsentLedger, Exportable


class EnrolmentRecords(EnrolmentStore, ConsentLedger, InviteStore, Exportable, Protocol):
    """Enrolments, the consent ledger and the invitations."""
