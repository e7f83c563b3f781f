"""Consent, export and erasure."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from typing import Any, Protocol

from core.audit import AuditEntry
from core.errors import Refusal
from core.ids import PersonId
from core.ports import AuditLog
from core.roles import Role
from enrolment.people import PeopleStore, Person


class LastAdmin(Refusal):
    """The only administrator would be gone: somebody else has to be made one first."""


class ConsentLedger(Protocol):
    async def record_consent(
        self, person: PersonId, version: str, language: str, *, given: bool, now: datetime
    ) -> None:
        """Add a line; lines are never changed."""
        ...

    async def consents(self, person: PersonId) -> list[dict[str, Any]]: ...


class Exportable(Protocol):
    """A store that holds something of a person's."""

    async def export(self, person: PersonId) -> dict[str, Any]:
        """Return everything of theirs, ready for JSON."""
        ...


async def agree(people: PeopleStore, ledger: ConsentLedger, person: Person, version: str, *, now: datetime) -> Person:
    """Record that the person agrees to the notice `version`, once, and return the person."""
    if person.consent == version:
        return person
    agreed = replace(person, consent=version, consented_at=now)
    await people.save(agreed)
    await ledger.record_consent(person.id, version, person.language.value, given=True, now=now)
    return agreed


async def export(
    person: Person, ledger: ConsentLedger, stores: Iterable[Exportable], *, now: datetime
) -> dict[str, Any]:
    """Return everything that is kept of the person, ready for JSON."""
    gathered: dict[str, Any] = {
        "exported_at": now.isoformat(),
        "person": {
            "number": person.id,
            "telegram_id": person.telegram_id,
            "name": person.name,
            "language": person.language.value,
            "time_zone": person.time_zone,
            "created_at": person.created_at.isoformat(),
            "consent": person.consent,
            "consented_at": person.consented_at.isoformat() if person.consented_at else None,
            "roles": sorted(role.value for role in person.roles),
            "muted_topics": sorted(person.muted_topics),
            "source": person.source,
        },
        "consents": await ledger.consents(person.id),
    }
    for store in stores:
        gathered.update(await store.export(person.id))
    return gathered


async def erase(people: PeopleStore, audit: AuditLog, person: Person, *, now: datetime) -> None:
    """Forget the person and all that hangs on them; the audit log keeps a number. Raises LastAdmin.

    Consent is withdrawn with it: without consent nothing may be kept (Lei 13.709/2018, arts. 8 and 16).
    """
    if Role.ADMIN in person.roles and len(await people.with_role(Role.ADMIN)) == 1:
        raise LastAdmin
    await people.erase(person.id)
    await audit.record(
        AuditEntry(
            at=now,
            actor=person.id,
            action="person.erased",
            subject=f"person:{person.id}",
            before={"consent": person.consent, "roles": sorted(role.value for role in person.roles)},
        )
    )
