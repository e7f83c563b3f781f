"""The steps an enrolment may take, as rules."""

from dataclasses import replace
from datetime import UTC, datetime, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.categories import Category
from core.errors import Stale
from core.ids import EnrolmentId, PersonId
from core.languages import Language, Level
from enrolment.enrolments import DECIDED, HOLDS_A_PLACE, OPEN, TRANSITIONS, Enrolment, Form, Status

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
BEGUN = Enrolment(
    id=EnrolmentId(1),
    person=PersonId(7),
    form=Form(
        language=Language.FRENCH,
        level=Level.A2,
        category=Category.EFFECTIVE,
        department="saude",
        days=frozenset({0}),
        at=time(8),
    ),
    status=Status.SUBMITTED,
    submitted_at=NOW,
)


def test_every_state_has_its_steps_and_can_be_reached():
    assert set(TRANSITIONS) == set(Status)
    reached = {Status.SUBMITTED}
    for _ in Status:
        reached |= {step for state in reached for step in TRANSITIONS[state]}
    assert reached == set(Status)


def test_whatever_is_decided_can_be_undone_and_the_end_is_the_end():
    assert all(Status.SUBMITTED in TRANSITIONS[state] for state in DECIDED)
    assert all(Status.WITHDRAWN in TRANSITIONS[state] for state in HOLDS_A_PLACE)
    assert {state for state in Status if not TRANSITIONS[state]} == {Status.WITHDRAWN, Status.COMPLETED}
    assert not OPEN & DECIDED


@given(st.sampled_from(Status), st.sampled_from(Status))
def test_a_step_that_is_not_in_the_table_is_stale(start, to):
    before = replace(BEGUN, status=start)
    if to not in TRANSITIONS[start]:
        with pytest.raises(Stale):
            before.moved(to, by=PersonId(9), now=NOW)
        return
    after = before.moved(to, by=PersonId(9), now=NOW, reason="why")
    assert (after.status, after.version, after.form) == (to, before.version + 1, before.form)
    assert after.submitted_at == before.submitted_at


@given(st.lists(st.sampled_from(Status), max_size=12))
def test_no_walk_ends_undecided_with_a_decider_or_decided_without_one(walk):
    enrolment = BEGUN
    for to in walk:
        if to in TRANSITIONS[enrolment.status]:
            enrolment = enrolment.moved(to, by=PersonId(9), now=NOW)
        if enrolment.status in DECIDED:
            assert (enrolment.decided_by, enrolment.decided_at) == (9, NOW)
        if enrolment.status is Status.SUBMITTED:
            assert (enrolment.decided_by, enrolment.decided_at, enrolment.reason) == (None, None, "")


def test_a_person_belongs_to_a_department_or_to_a_regional():
    serving = {category for category in Category if category.serves_the_city}
    assert serving == {
        Category.EFFECTIVE,
        Category.COMMISSIONED,
        Category.PUBLIC_EMPLOYEE,
        Category.SECONDED,
        Category.MUNICIPAL_TEACHER,
    }
