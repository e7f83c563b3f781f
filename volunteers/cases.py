"""Reports: one tap holds the pair, keeps what was said last as evidence, and calls the coordinators."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import NewType, Protocol

from core.audit import AuditEntry
from core.errors import Stale
from core.ids import PersonId
from core.notices import Notice
from core.roles import Role
from volunteers.ending import EndingDesk, end
from volunteers.pairs import PairId, PairStatus
from volunteers.relay import Message, RelayStore
from volunteers.volunteers import RoleBook

CaseId = NewType("CaseId", int)

OPENED_NOTICE = "case_opened"
CLOSED_NOTICE = "case_closed"
NOTICE_LIVES = timedelta(days=7)
EVIDENCE = 20
"""Messages kept with a report."""
REASON_LIMIT = 500


class CaseStatus(StrEnum):
    OPEN = "open"
    RESUMED = "resumed"
    """The two may talk on."""
    ENDED = "ended"
    """The pair was ended."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """`evidence` are the last messages at the time of the report, kept although the talk be forgotten."""

    id: CaseId
    pair: PairId
    by: PersonId
    at: datetime
    status: CaseStatus
    reason: str
    evidence: Sequence[Message]
    decided_by: PersonId | None = None
    decided_at: datetime | None = None

    def decided(self, to: CaseStatus, *, by: PersonId, now: datetime) -> "Case":
        if self.status is not CaseStatus.OPEN:
            raise Stale("case", self.id)
        return replace(self, status=to, decided_by=by, decided_at=now)


class CaseStore(Protocol):
    async def add_case(
        self, pair: PairId, reason: str, evidence: Sequence[Message], *, by: PersonId, now: datetime
    ) -> Case: ...

    async def case(self, case: CaseId) -> Case:
        """Raises NotFound."""
        ...

    async def open_cases(self, *, offset: int, limit: int) -> tuple[Case, ...]:
        """Return the cases that wait for a decision, the oldest first."""
        ...

    async def count_open_cases(self) -> int: ...

    async def decide_case(self, case: Case) -> None:
        """Write the decision. Raises Stale when somebody else decided first."""
        ...


async def report(
    desk: EndingDesk,
    relay: RelayStore,
    cases: CaseStore,
    roles: RoleBook,
    pair_id: PairId,
    reason: str,
    *,
    by: PersonId,
    now: datetime,
) -> Case:
    """Hold the pair and call the coordinators; the partner is not told. Raises NotFound, Stale, PairHeld."""
    pair = await desk.pairs.pair(pair_id)
    pair.partner_of(by)
    await desk.pairs.save_pair(pair.held())
    evidence = await relay.last_messages(pair_id, limit=EVIDENCE)
    case = await cases.add_case(pair_id, reason, evidence, by=by, now=now)
    staff = sorted(set(await roles.holders(Role.COORDINATOR, Role.ADMIN)) - {by, pair.partner_of(by)})
    await desk.outbox.put(*(_notice(OPENED_NOTICE, case, person, now) for person in staff))
    await desk.audit.record(_entry("case.opened", case, by, now))
    return case


async def decide(
    desk: EndingDesk, cases: CaseStore, case_id: CaseId, *, resume: bool, by: PersonId, now: datetime
) -> Case:
    """Let the pair go on, or end it, and tell both. Raises NotFound, Stale; nobody decides a case of their own."""
    before = await cases.case(case_id)
    pair = await desk.pairs.pair(before.pair)
    if by in {pair.learner, pair.volunteer}:
        raise Stale("case", case_id)
    case = before.decided(CaseStatus.RESUMED if resume else CaseStatus.ENDED, by=by, now=now)
    await cases.decide_case(case)
    if resume and pair.status is PairStatus.HELD:
        await desk.pairs.save_pair(pair.resumed())
        await desk.outbox.put(*(_notice(CLOSED_NOTICE, case, one, now) for one in (pair.learner, pair.volunteer)))
    elif pair.status is not PairStatus.ENDED:
        await end(desk, pair, by=by, now=now)
    await desk.outbox.cancel(OPENED_NOTICE, str(case.id))
    await desk.audit.record(_entry("case.decided", case, by, now))
    return case


def _notice(kind: str, case: Case, person: PersonId, now: datetime) -> Notice:
    return Notice(
        person=person,
        kind=kind,
        slot=str(case.id),
        payload={"case": case.id},
        due_at=now,
        expires_at=now + NOTICE_LIVES,
    )


def _entry(action: str, case: Case, actor: PersonId, now: datetime) -> AuditEntry:
    return AuditEntry(
        at=now,
        actor=actor,
        action=action,
        subject=f"case:{case.id}",
        after={"status": case.status.value, "pair": case.pair},
    )
