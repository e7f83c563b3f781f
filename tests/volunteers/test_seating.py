"""A whole round: no volunteer is to be with two learners at once, and everybody is matched or told why not."""

from collections import defaultdict
from datetime import date
from itertools import combinations, permutations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.availability import WeeklyAvailability, slots_of
from core.ids import PersonId
from core.languages import Language, Level
from volunteers.candidates import LEAST_SHARED, Helper, Obstacle, Seeker
from volunteers.matching import match
from volunteers.seating import each_has_an_hour

WEEK = date(2026, 11, 30)


def hours(*slots):
    return WeeklyAvailability.of(slots)


def seeker(number, *slots, language=Language.ENGLISH, weeks=0):
    return Seeker(
        person=PersonId(number),
        language=language,
        level=Level.A1,
        zone="UTC",
        availability=hours(*slots),
        weeks=weeks,
    )


def helper(number, *slots, free=5):
    offers = {Language.ENGLISH: frozenset({Level.A1})}
    return Helper(person=PersonId(number), offers=offers, zone="UTC", availability=hours(*slots), free=free)


slots = st.sets(st.integers(0, 9), max_size=6)


@st.composite
def rounds(draw):
    learners = [seeker(number, *some) for number, some in enumerate(draw(st.lists(slots, max_size=9)))]
    free = draw(st.lists(st.integers(0, 4), max_size=4))
    return learners, [helper(100 + number, *draw(slots), free=places) for number, places in enumerate(free)]


def shared(learner, volunteer):
    return learner.availability.mask & volunteer.availability.mask


def can_all_meet(masks):
    """The oracle: try every way of giving each an hour."""
    if not masks:
        return True
    first, rest = masks[0], masks[1:]
    ways = combinations(slots_of(first), LEAST_SHARED)
    return any(can_all_meet([mask & ~(1 << one | 1 << two) for mask in rest]) for one, two in ways)


@settings(max_examples=200, deadline=None)
@given(st.lists(st.integers(0, 2**8 - 1), min_size=1, max_size=4))
def test_hours_are_found_exactly_when_there_are_some(masks):
    assert each_has_an_hour(masks) == can_all_meet(masks)


@settings(max_examples=200, deadline=None)
@given(rounds())
def test_no_volunteer_is_with_two_learners_at_once(case):
    learners, volunteers = case
    outcome = match(learners, volunteers, WEEK)
    taken = defaultdict(list)
    for each in outcome.matches:
        mask = shared(learners[each.learner], volunteers[each.volunteer])
        assert each.shared == mask.bit_count() >= LEAST_SHARED
        taken[each.volunteer].append(mask)
    for place, masks in taken.items():
        assert len(masks) <= volunteers[place].free
        assert can_all_meet(masks)


@settings(max_examples=200, deadline=None)
@given(rounds())
def test_everybody_is_matched_or_told_why_not(case):
    learners, volunteers = case
    outcome = match(learners, volunteers, WEEK)
    places = [each.learner for each in outcome.matches] + [place for place, _reason in outcome.left_over]
    assert sorted(places) == list(range(len(learners)))
    assert outcome == match(learners, volunteers, WEEK)
    for place, reason in outcome.left_over:
        suited = [one for one in volunteers if shared(learners[place], one).bit_count() >= LEAST_SHARED]
        expected = Obstacle.FULL if suited else Obstacle.HOURS if volunteers else Obstacle.LANGUAGE
        assert reason is expected


@pytest.mark.parametrize("order", list(permutations(range(3))))
def test_three_learners_do_not_share_one_hour(order):
    learners = [seeker(1, 36, 37, weeks=order[0]), seeker(2, 36, 37, weeks=order[1]), seeker(3, 36, 37, weeks=order[2])]
    outcome = match(learners, [helper(101, 36, 37, 80, 81, 90, 91)], WEEK)
    assert len(outcome.matches) == 1
    assert [reason for _place, reason in outcome.left_over] == [Obstacle.FULL, Obstacle.FULL]


def test_who_loses_an_hour_is_given_another_volunteer():
    learners = [seeker(1, 36, 37), seeker(2, 36, 37)]
    outcome = match(learners, [helper(101, 36, 37, 40, 41, free=2), helper(102, 36, 37, 50, 51, free=1)], WEEK)
    assert {each.volunteer for each in outcome.matches} == {0, 1}


def test_who_finds_the_best_taken_is_tried_among_the_rest():
    learners = [seeker(number, *range(number * 4, number * 4 + 4)) for number in range(4)]
    everything = range(16)
    volunteers = [helper(100 + number, *everything, free=1) for number in range(4)]
    outcome = match(learners, volunteers, WEEK, per_learner=1)
    assert len(outcome.matches) == 4
