"""One-time links that give a role."""

import hashlib
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Protocol

from core.audit import AuditEntry
from core.errors import Refusal
from core.ports import AuditLog
from core.roles import Role
from enrolment.people import PeopleStore, Person

PREFIX = "inv_"
LASTS = timedelta(hours=48)


class InviteSpent(Refusal):
    """The link was used already, is too old, or never was one."""


class InviteStore(Protocol):
    async def add_invite(self, token_hash: str, role: Role, *, expires_at: datetime) -> None: ...

    async def spend_invite(self, token_hash: str, *, now: datetime) -> Role | None:
        """Return the role once, None ever after."""
        ...


async def create_invite(store: InviteStore, audit: AuditLog, role: Role, *, token: str, now: datetime) -> str:
    """Return the deep link's payload; only a hash of `token` is kept."""
    await store.add_invite(_hashed(token), role, expires_at=now + LASTS)
    await audit.record(AuditEntry(at=now, actor=None, action="invite.created", subject=f"role:{role.value}"))
    return PREFIX + token


async def accept_invite(
    store: InviteStore, people: PeopleStore, audit: AuditLog, person: Person, payload: str, *, now: datetime
) -> Person:
    """Return the person with the role. Raises InviteSpent."""
    role = await store.spend_invite(_hashed(payload.removeprefix(PREFIX)), now=now)
    if role is None:
        raise InviteSpent
    changed = replace(person, roles=person.roles | {role})
    await people.save(changed)
    await audit.record(
        AuditEntry(
            at=now, actor=person.id, action="invite.accepted", subject=f"person:{person.id}", after={"role": role.value}
        )
    )
    return changed


def _hashed(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
