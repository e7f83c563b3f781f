"""Sign up, decide, undo, pause: each moves one volunteer, tells who must know, and leaves a line in the audit log."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from core.audit import AuditEntry
from core.errors import Stale
from core.ids import PersonId
from core.notices import Notice
from core.ports import AuditLog, Outbox
from core.roles import Role
from volunteers.volunteers import (
    SERVING,
    AlreadyVolunteering,
    Details,
    RoleBook,
    Status,
    Volunteer,
    VolunteerStore,
    checked,
)

NOTICE_LIVES = timedelta(days=7)
APPROVED_NOTICE = "volunteer_approved"
REFUSED_NOTICE = "volunteer_refused"


@dataclass(frozen=True, slots=True, kw_only=True)
class JoiningDesk:
    """What a step of a volunteer needs: the stores of the transaction under way."""

    volunteers: VolunteerStore
    roles: RoleBook
    outbox: Outbox
    audit: AuditLog


async def apply(
    volunteers: VolunteerStore, audit: AuditLog, person: PersonId, details: Details, term: str, *, now: datetime
) -> Volunteer:
    """Put the person in the coordinators' queue, the term of version `term` accepted now.

    Raises AlreadyVolunteering, TooFewHours.
    """
    checked(details)
    before = await volunteers.find(person)
    if before is None:
        applied = Volunteer(
            person=person,
            status=Status.APPLIED,
            details=details,
            term_version=term,
            term_at=now,
            applied_at=now,
        )
        await volunteers.add(applied)
    elif before.status in {Status.REFUSED, Status.LEFT}:
        moved = replace(before.moved(Status.APPLIED), decided_at=None, decided_by=None, reason="")
        applied = replace(moved, details=details, term_version=term, term_at=now, applied_at=now)
        await volunteers.save(applied)
    else:
        raise AlreadyVolunteering
    await audit.record(_entry("volunteer.applied", applied, person, now, before=before))
    return applied


async def change(
    volunteers: VolunteerStore, audit: AuditLog, person: PersonId, details: Details, *, now: datetime
) -> Volunteer:
    """Write down what the volunteer changed; a decision is not asked anew. Raises NotFound, Stale, TooFewHours."""
    checked(details)
    before = await volunteers.get(person)
    if before.status not in SERVING | {Status.APPLIED}:
        raise Stale("volunteer", person)
    after = replace(before, details=details, version=before.version + 1)
    await volunteers.save(after)
    await audit.record(_entry("volunteer.changed", after, person, now, before=before))
    return after


async def approve(desk: JoiningDesk, person: PersonId, version: int, *, by: PersonId, now: datetime) -> Volunteer:
    """Give the person the volunteer's role. Raises NotFound, Stale."""
    before = await _seen(desk, person, version)
    if before.status is not Status.APPLIED:
        raise Stale("volunteer", person)
    after = before.decided(Status.APPROVED, by=by, now=now)
    await desk.volunteers.save(after)
    await desk.roles.grant(person, Role.VOLUNTEER)
    await desk.audit.record(_entry("volunteer.approved", after, by, now, before=before))
    await desk.outbox.put(_notice(APPROVED_NOTICE, after, now))
    return after


async def refuse(
    desk: JoiningDesk, person: PersonId, version: int, reason: str, *, by: PersonId, now: datetime
) -> Volunteer:
    """Say no, with the reason that the person will read. Raises NotFound, Stale."""
    before = await _seen(desk, person, version)
    after = before.decided(Status.REFUSED, by=by, now=now, reason=reason)
    await desk.volunteers.save(after)
    await desk.audit.record(_entry("volunteer.refused", after, by, now, before=before))
    await desk.outbox.put(_notice(REFUSED_NOTICE, after, now))
    return after


async def undo(desk: JoiningDesk, person: PersonId, version: int, *, by: PersonId, now: datetime) -> Volunteer:
    """Take the last decision back; a notice that has not left yet never will. Raises NotFound, Stale."""
    before = await _seen(desk, person, version)
    if before.decided_at is None:
        raise Stale("volunteer", person)
    after = before.decided(Status.APPLIED, by=by, now=now)
    await desk.volunteers.save(after)
    await desk.roles.revoke(person, Role.VOLUNTEER)
    for kind in (APPROVED_NOTICE, REFUSED_NOTICE):
        await desk.outbox.cancel(kind, _slot(before), person)
    await desk.audit.record(_entry("volunteer.undone", after, by, now, before=before))
    return after


async def pause(
    volunteers: VolunteerStore, audit: AuditLog, person: PersonId, *, paused: bool, now: datetime
) -> Volunteer:
    """Take the volunteer out of matching, or back in; the pairs already formed go on. Raises NotFound, Stale."""
    before = await volunteers.get(person)
    if before.status is not (Status.APPROVED if paused else Status.PAUSED):
        raise Stale("volunteer", person)
    after = before.moved(Status.PAUSED if paused else Status.APPROVED)
    await volunteers.save(after)
    action = "volunteer.paused" if paused else "volunteer.resumed"
    await audit.record(_entry(action, after, person, now, before=before))
    return after


async def leave(desk: JoiningDesk, person: PersonId, *, now: datetime) -> Volunteer:
    """Let the volunteer go; the pairs are ended by pairs.end_all. Raises NotFound, Stale."""
    before = await desk.volunteers.get(person)
    after = before.moved(Status.LEFT)
    await desk.volunteers.save(after)
    await desk.roles.revoke(person, Role.VOLUNTEER)
    await desk.audit.record(_entry("volunteer.left", after, person, now, before=before))
    return after


async def _seen(desk: JoiningDesk, person: PersonId, version: int) -> Volunteer:
    """Return the volunteer as the coordinator saw it. Raises NotFound, Stale."""
    volunteer = await desk.volunteers.get(person)
    if volunteer.version != version:
        raise Stale("volunteer", person)
    return volunteer


def _slot(volunteer: Volunteer) -> str:
    # A decision made anew after an undo is told anew: the version makes its slot its own.
    return f"{volunteer.person}:{volunteer.version}"


def _notice(kind: str, volunteer: Volunteer, now: datetime) -> Notice:
    return Notice(
        person=volunteer.person,
        kind=kind,
        slot=_slot(volunteer),
        payload={"version": volunteer.version},
        due_at=now,
        expires_at=now + NOTICE_LIVES,
    )


def _entry(action: str, after: Volunteer, actor: PersonId, now: datetime, *, before: Volunteer | None) -> AuditEntry:
    return AuditEntry(
        at=now,
        actor=actor,
        action=action,
        subject=f"volunteer:{after.person}",
        before={"status": before.status.value} if before else {},
        after={
            "status": after.status.value,
            "languages": sorted(offer.language.value for offer in after.details.offers),
            "term": after.term_version,
        },
    )
