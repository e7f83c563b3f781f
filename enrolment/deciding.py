"""Enrol, decide, undo, leave: each moves one enrolment, tells who must know, and leaves a line in the audit log."""

from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Protocol

from core.audit import AuditEntry
from core.errors import NotFound, Stale
from core.ids import EnrolmentId, PersonId
from core.languages import Language, Level
from core.notices import Notice
from core.ports import AuditLog, Outbox
from core.programme import Intake
from core.roles import Role
from enrolment.enrolments import (
    HOLDS_A_PLACE,
    AlreadyEnrolled,
    Enrolment,
    EnrolmentStore,
    Form,
    IntakeClosed,
    NoPlaceLeft,
    Overtaken,
    Status,
)
from enrolment.people import PeopleStore

NOTICE_LIVES = timedelta(days=7)
ADMITTED_NOTICE = "enrolment_admitted"
REFUSED_NOTICE = "enrolment_refused"
WAITLISTED_NOTICE = "enrolment_waitlisted"
REOPENED_NOTICE = "enrolment_reopened"

_DECISIONS = {
    Status.ADMITTED: ADMITTED_NOTICE,
    Status.REJECTED: REFUSED_NOTICE,
    Status.WAITLISTED: WAITLISTED_NOTICE,
}


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
    """What a decision needs: the stores of the transaction under way, and the programme's intake as it is now."""

    people: PeopleStore
    enrolments: EnrolmentStore
    tracks: Tracks
    outbox: Outbox
    audit: AuditLog
    intake: Intake


async def check_free(enrolments: EnrolmentStore, person: PersonId, language: Language) -> None:
    """Raises AlreadyEnrolled when the person has an open or admitted enrolment for `language`."""
    if await _holds_a_place(enrolments, person, language):
        raise AlreadyEnrolled(language)


async def submit(
    enrolments: EnrolmentStore,
    audit: AuditLog,
    person: PersonId,
    form: Form,
    *,
    intake: Intake,
    today: date,
    now: datetime,
) -> Enrolment:
    """Put the person in the queue; `today` is the programme's local day. Raises AlreadyEnrolled, IntakeClosed."""
    if not intake.is_open_on(today):
        raise IntakeClosed(intake)
    await check_free(enrolments, person, form.language)
    await enrolments.know_intake(intake)
    added = await enrolments.add(person, form, intake=intake, now=now)
    await audit.record(_entry("enrolment.submitted", added, person, now, before=None))
    return added


async def admit(desk: Desk, enrolment_id: EnrolmentId, version: int, *, by: PersonId, now: datetime) -> Enrolment:
    """Give the person the place, the learner's role and a track. Raises NotFound, Stale, NoPlaceLeft."""
    before = await _seen(desk, enrolment_id, version)
    await _check_place(desk, before)
    after = before.moved(Status.ADMITTED, by=by, now=now)
    await desk.enrolments.save(after)
    person = await desk.people.locked(after.person)
    if Role.LEARNER not in person.roles:
        await desk.people.save(replace(person, roles=person.roles | {Role.LEARNER}))
    form = after.form
    await desk.tracks.open_track(
        person.id, form.language, form.level, days=form.days, at=form.at, zone=person.time_zone, now=now
    )
    await desk.audit.record(_entry("enrolment.admitted", after, by, now, before=before))
    await desk.outbox.put(_notice(ADMITTED_NOTICE, after, now))
    return after


async def put_on_waiting_list(
    desk: Desk, enrolment_id: EnrolmentId, version: int, *, by: PersonId, now: datetime
) -> Enrolment:
    """Keep the person in line for a place. Raises NotFound, Stale."""
    before = await _seen(desk, enrolment_id, version)
    after = before.moved(Status.WAITLISTED, by=by, now=now)
    await desk.enrolments.save(after)
    await desk.audit.record(_entry("enrolment.waitlisted", after, by, now, before=before))
    await desk.outbox.put(_notice(WAITLISTED_NOTICE, after, now))
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
    """Take the last decision back; the person is told only if the decision was. Raises NotFound, Stale, Overtaken."""
    before = await _seen(desk, enrolment_id, version)
    after = before.moved(Status.SUBMITTED, by=by, now=now)
    if before.status is Status.REJECTED and await _holds_a_place(desk.enrolments, before.person, before.form.language):
        raise Overtaken(before.id)
    await desk.enrolments.save(after)
    if before.status is Status.ADMITTED:
        await _end_learning(desk, before)
    if not await desk.outbox.cancel(_DECISIONS[before.status], _slot(before)):
        await desk.outbox.put(_notice(REOPENED_NOTICE, after, now))
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
        await _end_learning(desk, before)
    await desk.audit.record(_entry("enrolment.withdrawn", after, person, now, before=before))
    return after


async def _seen(desk: Desk, enrolment_id: EnrolmentId, version: int) -> Enrolment:
    """Return the enrolment as the coordinator saw it. Raises NotFound, Stale."""
    enrolment = await desk.enrolments.get(enrolment_id)
    if enrolment.version != version:
        raise Stale("enrolment", enrolment_id)
    return enrolment


async def _holds_a_place(enrolments: EnrolmentStore, person: PersonId, language: Language) -> bool:
    return any(
        enrolment.form.language is language and enrolment.status in HOLDS_A_PLACE
        for enrolment in await enrolments.of(person)
    )


async def _check_place(desk: Desk, enrolment: Enrolment) -> None:
    """Raises NoPlaceLeft. The intake's row stays locked, so the last place is given once."""
    if enrolment.intake is None:
        return
    if enrolment.intake == desk.intake.code:
        # The city may have changed the number of places since people enrolled.
        await desk.enrolments.keep_intake(desk.intake)
    intake = await desk.enrolments.intake(enrolment.intake)
    if intake is not None and intake.places and await desk.enrolments.admitted_in(intake.code) >= intake.places:
        raise NoPlaceLeft(intake.places)


async def _end_learning(desk: Desk, left: Enrolment) -> None:
    """Close the track, and take the learner's role back unless another language is still practised."""
    await desk.tracks.close_track(left.person, left.form.language)
    others = await desk.enrolments.of(left.person)
    if any(other.status is Status.ADMITTED and other.id != left.id for other in others):
        return
    person = await desk.people.locked(left.person)
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
    # A ready reason is a code; one's own words stay sealed in the enrolment, for the log outlives people.
    own_words = after.reason and not after.reason.startswith("#")
    return AuditEntry(
        at=now,
        actor=actor,
        action=action,
        subject=f"enrolment:{after.id}",
        reason="in the coordinator's own words" if own_words else after.reason.removeprefix("#"),
        before={"status": before.status.value} if before else {},
        after={"status": after.status.value, "language": after.form.language.value, "level": after.form.level.value},
    )
