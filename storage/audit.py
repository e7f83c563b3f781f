"""The audit log: rows are added, and nothing here changes or removes one."""

from typing import Any

from sqlalchemy import insert, or_, select

from core.audit import AuditEntry
from core.ids import PersonId
from storage.database import Link
from storage.tables.people import audit_log


class Audit:
    """AuditLog in SQL."""

    def __init__(self, link: Link) -> None:
        self._link = link

    async def record(self, *entries: AuditEntry) -> None:
        if entries:
            await self._link.execute(
                insert(audit_log),
                [
                    {
                        "at": entry.at,
                        "actor": entry.actor,
                        "action": entry.action,
                        "subject": entry.subject,
                        "reason": entry.reason,
                        "before": dict(entry.before),
                        "after": dict(entry.after),
                    }
                    for entry in entries
                ],
            )

    async def of(self, subject: str) -> tuple[AuditEntry, ...]:
        """Return what was done to `subject`, oldest first."""
        rows = await self._link.execute(
            select(audit_log).where(audit_log.c.subject == subject).order_by(audit_log.c.id)
        )
        return tuple(
            AuditEntry(
                at=row.at,
                actor=PersonId(row.actor) if row.actor is not None else None,
                action=row.action,
                subject=row.subject,
                reason=row.reason,
                before=row.before,
                after=row.after,
            )
            for row in rows
        )

    async def export(self, person: PersonId) -> dict[str, Any]:
        """Return what the person did that was recorded, and what was decided on them as a person, ready for JSON."""
        theirs = or_(audit_log.c.actor == person, audit_log.c.subject == f"person:{person}")
        rows = await self._link.execute(select(audit_log).where(theirs).order_by(audit_log.c.id))
        return {"record": [{"at": row.at.isoformat(), "action": row.action, "subject": row.subject} for row in rows]}
