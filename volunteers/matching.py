"""One matching round: as many pairs as there can be, then the best ones, and a reason for whoever is left over."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
from numpy.typing import NDArray

from volunteers.candidates import (
    LOAD_WEIGHT,
    PER_LEARNER,
    Edges,
    Exclusions,
    Helper,
    Obstacle,
    Seeker,
    build_candidates,
    solve,
    waiting_costs,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """Places in the two sequences given, and the half-hours a week both are free."""

    learner: int
    volunteer: int
    shared: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """Every learner's place is in exactly one of the two. `cost` is what the matches cost together."""

    matches: tuple[Match, ...]
    left_over: tuple[tuple[int, Obstacle], ...]
    cost: int


def match(
    learners: Sequence[Seeker],
    volunteers: Sequence[Helper],
    week: date,
    *,
    per_learner: int = PER_LEARNER,
    excluded: Exclusions = (),
) -> Outcome:
    """Return the outcome of a round in the UTC week that starts on `week`; the same input gives the same outcome."""
    edges = build_candidates(learners, volunteers, week, per_learner, excluded=excluded)
    free = np.array([one.free for one in volunteers], np.int32)
    load = np.array([one.load for one in volunteers], np.int32)
    chosen = solve(edges, waiting=waiting_costs(learners), free=free, load=load)
    matches = tuple(
        Match(learner=int(edges.learner[edge]), volunteer=int(edges.volunteer[edge]), shared=int(edges.shared[edge]))
        for edge in chosen
    )
    matched = {each.learner for each in matches}
    left_over = tuple((place, _obstacle(edges, place)) for place in range(len(learners)) if place not in matched)
    return Outcome(matches=matches, left_over=left_over, cost=total_cost(edges, chosen, learners, volunteers))


def _obstacle(edges: Edges, place: int) -> Obstacle:
    """Return what the learner lacks; with candidates and yet no match, all of them are taken by others."""
    return Obstacle(int(edges.obstacle[place])) or Obstacle.FULL


def total_cost(
    edges: Edges,
    chosen: Collection[int] | NDArray[np.int64],
    learners: Sequence[Seeker],
    volunteers: Sequence[Helper],
) -> int:
    """Return what the chosen edges cost with the waiting of learners and the load of volunteers."""
    waiting: Any = waiting_costs(learners)
    taken = [one.load for one in volunteers]
    cost = 0
    for edge in chosen:
        volunteer = int(edges.volunteer[edge])
        cost += int(edges.cost[edge]) + int(waiting[edges.learner[edge]]) + LOAD_WEIGHT * taken[volunteer]
        taken[volunteer] += 1
    return cost
