"""Candidates obey every hard rule; the choice among them is scipy's optimum and books nobody twice."""

from collections import Counter
from dataclasses import replace
from datetime import date

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import Bounds, LinearConstraint, milp

from core.availability import WeeklyAvailability
from core.ids import PersonId
from core.languages import Language, Level
from volunteers.candidates import (
    LEAST_SHARED,
    LOAD_WEIGHT,
    Helper,
    Obstacle,
    Seeker,
    build_candidates,
    solve,
    utc_masks,
    waiting_costs,
)
from volunteers.volunteers import Area

WEEK = date(2026, 11, 23)
ZONES = ["America/Sao_Paulo", "Europe/Berlin", "Asia/Kolkata", "Asia/Kathmandu"]
LANGUAGES = [Language.ENGLISH, Language.FRENCH]
LEVELS = [Level.A1, Level.A2, Level.B1]
BEGINNERS = {Language.ENGLISH: frozenset({Level.A1})}


def evening(first=36, slots=4):
    """Half-hours of Monday from 18:00 on."""
    return WeeklyAvailability.of(range(first, first + slots))


def seeker(number=1, **more):
    plain = Seeker(
        person=PersonId(number), language=Language.ENGLISH, level=Level.A1, zone="UTC", availability=evening()
    )
    return replace(plain, **more)


def helper(number=101, **more):
    return replace(Helper(person=PersonId(number), offers=BEGINNERS, zone="UTC", availability=evening()), **more)


blocks = st.tuples(st.integers(0, 1), st.integers(30, 40), st.integers(1, 5))
weeks = st.lists(blocks, max_size=3).map(
    lambda some: WeeklyAvailability.of({day * 48 + at + k for day, at, length in some for k in range(length)})
)
areas = st.frozensets(st.sampled_from(list(Area)[:3]), max_size=2)
seekers = st.builds(
    seeker,
    language=st.sampled_from(LANGUAGES),
    level=st.sampled_from(LEVELS),
    zone=st.sampled_from(ZONES),
    availability=weeks,
    interests=areas,
    weeks=st.integers(0, 40),
)
helpers = st.builds(
    helper,
    offers=st.dictionaries(st.sampled_from(LANGUAGES), st.frozensets(st.sampled_from(LEVELS), min_size=1), min_size=1),
    zone=st.sampled_from(ZONES),
    availability=weeks,
    free=st.integers(0, 3),
    load=st.integers(0, 2),
    interests=areas,
)


@st.composite
def rounds(draw):
    """Learners and volunteers, of whom one person may be both, and some who must stay apart."""
    learners = draw(st.lists(seekers, max_size=8))
    volunteers = draw(st.lists(helpers, max_size=5))
    learners = [replace(one, person=PersonId(number)) for number, one in enumerate(learners, start=1)]
    volunteers = [replace(one, person=PersonId(number)) for number, one in enumerate(volunteers, start=8)]
    excluded = draw(st.frozensets(st.tuples(st.integers(1, 8), st.integers(8, 12)), max_size=4))
    return learners, volunteers, excluded


def chosen_of(learners, volunteers, excluded=(), per_learner=40):
    edges = build_candidates(learners, volunteers, WEEK, per_learner, excluded=excluded)
    free = np.array([one.free for one in volunteers], np.int32)
    load = np.array([one.load for one in volunteers], np.int32)
    return edges, solve(edges, waiting=waiting_costs(learners), free=free, load=load)


def pairs_of(learners, volunteers, excluded=(), per_learner=40):
    edges, chosen = chosen_of(learners, volunteers, excluded, per_learner)
    return [(int(edges.learner[edge]), int(edges.volunteer[edge])) for edge in chosen]


def cost_of(learners, volunteers, edges, chosen):
    waiting, taken, cost = waiting_costs(learners), [one.load for one in volunteers], 0
    for edge in chosen:
        cost += int(edges.cost[edge] + waiting[edges.learner[edge]]) + LOAD_WEIGHT * taken[edges.volunteer[edge]]
        taken[edges.volunteer[edge]] += 1
    return cost


def most_then_cheapest(learners, volunteers, edges):
    """The oracle: scipy's mixed-integer program over the same edges, first for the number, then for the cost."""
    count = len(edges.learner)
    if not count:
        return 0, 0
    # A volunteer's k-th learner has a variable of its own, bought at its own price.
    units = [(place, one.load + k) for place, one in enumerate(volunteers) for k in range(one.free)]
    width = count + len(units)
    once, bought = np.zeros((len(learners), width)), np.zeros((len(volunteers), width))
    once[edges.learner, range(count)] = 1
    bought[edges.volunteer, range(count)] = 1
    bought[[place for place, _already in units], range(count, width)] = -1
    pairs = np.concatenate([np.ones(count), np.zeros(len(units))])
    costs = np.concatenate(
        [edges.cost + waiting_costs(learners)[edges.learner], [LOAD_WEIGHT * already for _place, already in units]]
    )
    rules = [LinearConstraint(once, 0, 1), LinearConstraint(bought, -np.inf, 0)]
    whole = {"integrality": np.ones(width), "bounds": Bounds(0, 1)}
    most = round(-milp(-pairs, constraints=rules, **whole).fun)
    cheapest = milp(costs, constraints=[*rules, LinearConstraint(pairs, most, most)], **whole)
    return most, round(cheapest.fun)


@settings(max_examples=150, deadline=None)
@given(rounds())
def test_the_optimum_is_scipys(case):
    learners, volunteers, excluded = case
    edges, chosen = chosen_of(learners, volunteers, excluded)
    found = len(chosen), cost_of(learners, volunteers, edges, chosen)
    assert found == most_then_cheapest(learners, volunteers, edges)


@settings(max_examples=150, deadline=None)
@given(rounds())
def test_every_edge_obeys_every_hard_rule_and_no_other_is_missing(case):
    learners, volunteers, excluded = case
    edges = build_candidates(learners, volunteers, WEEK, excluded=excluded)
    possible = {
        (row, column): both
        for row, one in enumerate(learners)
        for column, other in enumerate(volunteers)
        if one.level in other.offers.get(one.language, ())
        and other.free
        and one.person != other.person
        and (one.person, other.person) not in excluded
        and (both := shared(one, other)) >= LEAST_SHARED
    }
    rows = zip(edges.learner.tolist(), edges.volunteer.tolist(), edges.shared.tolist(), strict=True)
    assert {(row, column): count for row, column, count in rows} == possible


@settings(max_examples=150, deadline=None)
@given(rounds())
def test_nobody_is_booked_twice_and_the_same_input_gives_the_same_pairs(case):
    learners, volunteers, excluded = case
    pairs = pairs_of(learners, volunteers, excluded)
    assert pairs == pairs_of(learners, volunteers, excluded)
    assert len({row for row, _column in pairs}) == len(pairs)
    assert all(count <= volunteers[column].free for column, count in Counter(column for _row, column in pairs).items())


@settings(max_examples=150, deadline=None)
@given(rounds())
def test_an_obstacle_is_true_of_whom_it_is_told(case):
    learners, volunteers, excluded = case
    edges = build_candidates(learners, volunteers, WEEK, excluded=excluded)
    for row in set(range(len(learners))) - set(edges.learner.tolist()):
        one = learners[row]
        speaking = [other for other in volunteers if one.language in other.offers]
        teaching = [other for other in speaking if one.level in other.offers[one.language]]
        meeting = [other for other in teaching if shared(one, other) >= LEAST_SHARED]
        fresh = [
            other for other in meeting if other.person != one.person and (one.person, other.person) not in excluded
        ]
        steps = [(speaking, Obstacle.LANGUAGE), (teaching, Obstacle.LEVEL), (meeting, Obstacle.HOURS)]
        lacking = (name for some, name in [*steps, (fresh, Obstacle.DECLINED)] if not some)
        assert edges.obstacle[row] == next(lacking, Obstacle.FULL)


@settings(max_examples=50, deadline=None)
@given(st.lists(seekers, max_size=6))
def test_weeks_in_utc_are_those_of_the_calendar(learners):
    assert utc_masks(learners, WEEK) == [one.availability.in_utc(one.zone, WEEK) for one in learners]


def shared(one, other):
    return (one.availability.in_utc(one.zone, WEEK) & other.availability.in_utc(other.zone, WEEK)).bit_count()


def test_one_hour_across_the_world_is_enough_and_half_an_hour_is_not():
    learner = seeker(zone="America/Sao_Paulo")  # 18:00-20:00 there is 21:00-23:00 in UTC
    berlin = helper(zone="Europe/Berlin", availability=evening(44, 2))  # 22:00-23:00 there is 21:00-22:00 in UTC
    assert pairs_of([learner], [berlin]) == [(0, 0)]
    half = build_candidates([learner], [replace(berlin, availability=evening(44, 1))], WEEK)
    assert half.obstacle.tolist() == [Obstacle.HOURS]


def test_who_waited_longer_goes_first():
    assert pairs_of([seeker(1, weeks=2), seeker(2, weeks=9)], [helper()]) == [(1, 0)]


def test_one_more_pair_counts_for_more_than_any_cost():
    sports = frozenset({Area.SPORTS})
    kindred = helper(101, interests=sports)
    broad = helper(102, offers={Language.ENGLISH: frozenset(Level)}, load=4)
    flexible, narrow = seeker(1, interests=sports, weeks=26), seeker(2, level=Level.C1)
    assert len(pairs_of([flexible, narrow], [kindred, broad])) == 2


def test_work_is_spread_over_volunteers():
    pairs = pairs_of([seeker(n) for n in range(1, 4)], [helper(n, free=5) for n in range(101, 104)])
    assert {column for _row, column in pairs} == {0, 1, 2}


def test_a_shared_interest_and_shared_hours_are_preferred():
    learner = seeker(interests=frozenset({Area.CULTURAL}))
    stranger = helper(101, interests=frozenset({Area.SPORTS}))
    assert pairs_of([learner], [stranger, helper(102, interests=frozenset({Area.CULTURAL}))]) == [(0, 1)]
    assert pairs_of([seeker()], [helper(101, availability=evening(slots=2)), helper(102)]) == [(0, 1)]


@pytest.mark.parametrize("per_learner", [1, 3])
def test_equal_candidates_are_not_all_the_same_few(per_learner):
    learners, volunteers = [seeker(n) for n in range(1, 31)], [helper(n) for n in range(101, 131)]
    edges = build_candidates(learners, volunteers, WEEK, per_learner)
    assert Counter(edges.learner.tolist()) == dict.fromkeys(range(30), per_learner)
    assert len(set(edges.volunteer.tolist())) >= 15
