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
from volunteers.seating import Seating


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
    """Return the outcome of a round in the UTC week that starts on `week`; the same input gives the same outcome.

    Two learners who could only have the same hour of a volunteer are not both given it. Whoever loses a place so, or
    finds the best candidates taken, is tried once more among the places that are left.
    """
    seating = Seating(learners, volunteers, week)
    edges = build_candidates(learners, volunteers, week, per_learner, excluded=excluded)
    everybody = list(range(len(learners))), list(range(len(volunteers)))
    cost, clashes = _seat(seating, edges, learners, volunteers, everybody)
    again = sorted(set(edges.learner.tolist()) - seating.by_learner.keys())
    places = [place for place in everybody[1] if seating.remaining(place).free]
    if again and places:
        rows, columns = [learners[row] for row in again], [seating.remaining(place) for place in places]
        apart = {*excluded, *((learners[row].person, volunteers[place].person) for row, place in clashes)}
        rest = build_candidates(rows, columns, week, per_learner, excluded=apart)
        cost += _seat(seating, rest, rows, columns, (again, places))[0]
    matches = tuple(
        Match(learner=learner, volunteer=volunteer, shared=seating.shared(learner))
        for learner, volunteer in sorted(seating.by_learner.items())
    )
    left_over = tuple((row, _obstacle(edges, row)) for row in everybody[0] if row not in seating.by_learner)
    return Outcome(matches=matches, left_over=left_over, cost=cost)


def _seat(
    seating: Seating,
    edges: Edges,
    learners: Sequence[Seeker],
    volunteers: Sequence[Helper],
    numbers: tuple[Sequence[int], Sequence[int]],
) -> tuple[int, list[tuple[int, int]]]:
    """Seat the best choice, and return what it costs and the pairs whose hours clash; `numbers` name all by place."""
    free = np.array([one.free for one in volunteers], np.int32)
    load = np.array([one.load for one in volunteers], np.int32)
    chosen = solve(edges, waiting=waiting_costs(learners), free=free, load=load)
    seated, clashes = [], []
    for edge in chosen[np.argsort(edges.cost[chosen], kind="stable")].tolist():
        pair = numbers[0][edges.learner[edge]], numbers[1][edges.volunteer[edge]]
        if seating.seat(*pair):
            seated.append(edge)
        else:
            clashes.append(pair)
    return total_cost(edges, seated, learners, volunteers), clashes


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
