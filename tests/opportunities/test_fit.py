from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from core.ids import PersonId
from core.languages import Language, Level
from opportunities import deadlines
from opportunities.fit import Fit, fit, levels_from, toggled
from opportunities.postings import (
    Applicant,
    Opportunity,
    OpportunityId,
    OpportunityStatus,
    Posting,
    Profile,
    Topic,
    changed_fields,
)

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
POSTING = Posting(
    topic=Topic.TRAINING,
    title="Course on public transport",
    organisation="A partner city",
    text="Three weeks, online.",
    link="https://example.org/course",
    deadline=NOW + timedelta(days=30),
    zone="Europe/Berlin",
)
READER = Profile(
    subscribed=True,
    studies={Language.ENGLISH: Level.B1, Language.GERMAN: Level.A1},
    categories=frozenset({"effective"}),
)


def test_a_posting_that_asks_nothing_suits_every_subscriber():
    assert fit(POSTING, Profile(subscribed=True)) == Fit(topic=Topic.TRAINING)


@pytest.mark.parametrize(
    ("asked", "reader", "expected"),
    [
        ({}, {"subscribed": False}, None),
        ({}, {"muted": frozenset({"training"})}, None),
        ({}, {"muted": frozenset({"event"})}, Fit(topic=Topic.TRAINING)),
        (
            {"languages": frozenset({Language.ENGLISH, Language.FRENCH}), "level": Level.B1},
            {},
            Fit(topic=Topic.TRAINING, language=Language.ENGLISH, level=Level.B1),
        ),
        ({"languages": frozenset({Language.ENGLISH}), "level": Level.B2}, {}, None),
        ({"languages": frozenset({Language.FRENCH})}, {}, None),
        (
            {"languages": frozenset({Language.GERMAN})},
            {},
            Fit(topic=Topic.TRAINING, language=Language.GERMAN, level=Level.A1),
        ),
        (
            {"applicants": frozenset({Applicant.PUBLIC_AGENT, Applicant.MIGRANT})},
            {},
            Fit(topic=Topic.TRAINING, applicant=Applicant.PUBLIC_AGENT),
        ),
        ({"applicants": frozenset({Applicant.MUNICIPAL_TEACHER})}, {}, None),
        ({"applicants": frozenset({Applicant.CITIZEN})}, {"categories": frozenset()}, None),
    ],
)
def test_it_suits_by_topic_language_level_and_category_and_says_why(asked, reader, expected):
    assert fit(replace(POSTING, **asked), replace(READER, **reader)) == expected


def test_every_category_people_enrol_in_may_apply_for_something():
    from enrolment.enrolments import Category

    covered = set().union(*(applicant.categories for applicant in Applicant))
    assert covered == {category.value for category in Category}


def test_a_minimum_level_is_met_by_it_and_what_is_above():
    assert levels_from(Level.B2) == (Level.B2, Level.C1, Level.C2)
    assert levels_from(None) == tuple(Level)


def test_a_topic_is_switched_off_and_on():
    assert toggled({"event"}, Topic.FUNDS) == {"event", "funds"}
    assert toggled({"event", "funds"}, Topic.FUNDS) == {"event"}


def test_reminders_come_three_days_and_one_day_before_unless_that_is_past():
    opportunity = Opportunity(
        id=OpportunityId(4), posting=POSTING, status=OpportunityStatus.OPEN, published_at=NOW, edition=2
    )
    planned = deadlines.reminders(opportunity, PersonId(9), now=NOW)
    assert [(one.slot, one.due_at) for one in planned] == [
        ("4-2-3", POSTING.deadline - timedelta(days=3)),
        ("4-2-1", POSTING.deadline - timedelta(days=1)),
    ]
    late = deadlines.reminders(opportunity, PersonId(9), now=POSTING.deadline - timedelta(days=2))
    assert [one.slot for one in late] == ["4-2-1"]


def test_what_a_correction_changed_is_named():
    assert list(changed_fields(POSTING, replace(POSTING, title="Another", places=3))) == ["title", "places"]
