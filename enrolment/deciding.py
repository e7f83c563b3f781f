"""Enrol, decide, undo, leave: each moves one enrolment, tells who must know, and leaves a line in the audit log."""

from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from typing import Protocol

from core.audit import AuditEntry
from core.errors import NotFound, Stale
from core.ids import EnrolmentId, PersonId
from core.languages import Language, Level
from core.notices import Notice
from core.ports import AuditLog, Outbox
from core.roles import Role
from enrolment.enrolments import HOLDS_A_PLACE, AlreadyEnrolled, Enrolment, EnrolmentStore, Form, Status
from enrolment.people import PeopleStore, Person

NOTICE_LIVES = timedelta(days=7)
ADMITTED_NOTICE = "enrolment_admitted"
REFUSED_NOTICE = "enrolment_refused"


class Tracks(Protocol):
    """What admission opens: the learner's course of practice, which the lessons keep."""

    async def open_track(
        self,
        person: PersonId,
        language: Language,
        level: Level,
        *,
        days: frozenset[int],
        at: time,
        zone: str,
        now: datetime,
    ) -> None: ...

    async def close_track(self, person: PersonId, language: Language) -> None: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """What a decision needs: the stores of the transaction under way."""

    people: PeopleStore
    enrolments: EnrolmentStore
    tracks: Tracks
    outbox: Outbox
    audit: AuditLog


async def submit(
    enrolments: EnrolmentStore, audit: AuditLog, person: PersonId, form: Form, *, now: datetime
) -> Enrolment:
    """Put the person in the queue. Raises AlreadyEnrolled."""
    for enrolment in await enrolments.of(person):
        if enrolment.form.language is form.language and enrolment.status in HOLDS_A_PLACE:
            raise AlreadyEnrolled(form.language)
    added = await enrolments.add(person, form, now=now)
    await audit.record(_entry("enrolment.submitted", added, person, now, before=None))
    return added


async def admit(desk: Desk, enrolment_id: EnrolmentId, version: int, *, by: PersonId, now: datetime) -> Enrolment:
    """Give the person the place, the learner's role and a track. Raises NotFound, Stale."""
    before = await _seen(desk, enrolment_id, version)
    after = before.moved(Status.ADMITTED, by=by, now=now)
    await desk.enrolments.save(after)
    person = await desk.people.get(after.person)
    await _give_role(desk.people, person)
    form = after.form
    await desk.tracks.open_track(
        person.id, form.language, form.level, days=form.days, at=form.at, zone=person.time_zone, now=now
    )
    await desk.audit.record(_entry("enrolment.admitted", after, by, now, before=before))
    await desk.outbox.put(_notice(ADMITTED_NOTICE, after, now))
    return after


async def refuse(
    desk: Desk, enrolment_id: EnrolmentId, version: int, reason: str, *, by: PersonId, now: datetime
) -> Enrolment:
    """Say no, with the reason that the person will read. Raises NotFound, Stale."""
    before = await _seen(desk, enrolment_id, version)
    after = before.moved(Status.REJECTED, by=by, now=now, reason=reason)
    await desk.enrolments.save(after)
    await desk.audit.record(_entry("enrolment.refused", after, by, now, before=before))
    await desk.outbox.put(_notice(REFUSED_NOTICE, after, now))
    return after


async def undo(desk: Desk, enrolment_id: EnrolmentId, version: int, *, by: PersonId, now: datetime) -> Enrolment:
    """Take the last decision back; a notice that has not left yet never will. Raises NotFound, Stale."""
    before = await _seen(desk, enrolment_id, version)
    after = before.moved(Status.SUBMITTED, by=by, now=now)
    await desk.enrolments.save(after)
    if before.status is Status.ADMITTED:
        await desk.tracks.close_track(before.person, before.form.language)
        await _take_role(desk, before)
    slot = _slot(before)
    await desk.outbox.cancel(ADMITTED_NOTICE, slot)
    await desk.outbox.cancel(REFUSED_NOTICE, slot)
    await desk.audit.record(_entry("enrolment.undone", after, by, now, before=before))
    return after


async def withdraw(desk: Desk, enrolment_id: EnrolmentId, *, person: PersonId, now: datetime) -> Enrolment:
    """Let the person leave. Raises NotFound (also for somebody else's enrolment), Stale."""
    before = await desk.enrolments.get(enrolment_id)
    if before.person != person:
        raise NotFound("enrolment", enrolment_id)
    after = before.moved(Status.WITHDRAWN, by=person, now=now)
    await desk.enrolments.save(after)
    if before.status is Status.ADMITTED:
        await desk.tracks.close_track(person, before.form.language)
        await _take_role(desk, before)
    await desk.audit.record(_entry("enrolment.withdrawn", after, person, now, before=before))
    return after


async def _seen(desk: Desk, enrolment_id: EnrolmentId, version: int) -> Enrolment:
    """Return the enrolment as the coordinator saw it. Raises NotFound, Stale."""
    enrolment = await desk.enrolments.get(enrolment_id)
    if enrolment.version != version:
        raise Stale("enrolment", enrolment_id)
    return enrolment


async def _give_role(people: PeopleStore, person: Person) -> None:
    if Role.LEARNER not in person.roles:
        await people.save(replace(person, roles=person.roles | {Role.LEARNER}))


async def _take_role(desk: Desk, left: Enrolment) -> None:
    """Take the learner's role back, unless another language is still practised."""
    others = await desk.enrolments.of(left.person)
    if any(other.status is Status.ADMITTED and other.id != left.id for other in others):
        return
    person = await desk.people.get(left.person)
    await desk.people.save(replace(person, roles=person.roles - {Role.LEARNER}))


def _slot(enrolment: Enrolment) -> str:
    # A decision made anew after an undo is told anew: the version makes its slot its own.
    return f"{enrolment.id}:{enrolment.version}"


def _notice(kind: str, enrolment: Enrolment, now: datetime) -> Notice:
    return Notice(
        person=enrolment.person,
        kind=kind,
        slot=_slot(enrolment),
        payload={"enrolment": enrolment.id},
        due_at=now,
        expires_at=now + NOTICE_LIVES,
    )


def _entry(action: str, after: Enrolment, actor: PersonId, now: datetime, *, before: Enrolment | None) -> AuditEntry:
    return AuditEntry(
        at=now,
        actor=actor,
        action=action,
        subject=f"enrolment:{after.id}",
        before={"status": before.status.value} if before else {},
        after={"status": after.status.value, "language": after.form.language.value, "level": after.form.level.value},
    )
