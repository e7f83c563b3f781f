"""One matching round: as many pairs as there can be, then the best ones, and a reason for whoever is left over.

A flow of least cost (OR-Tools' SimpleMinCostFlow): source, learners, volunteers, sink. Each further learner of one
volunteer costs more than the one before, so work is spread; each day a learner has waited makes leaving that learner
out costlier.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from volunteers.candidates import PER_LEARNER, Edges, Helper, Obstacle, Pairs, Seeker, build_candidates

BALANCE_COST = 6
"""For each learner the volunteer has already."""
WAIT_COST = 3
"""For each day waited, MOST_WAITED days at most."""
MOST_WAITED = 365


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """Two places in the sequences given, and the half-hours a week both are free."""

    seeker: int
    helper: int
    shared: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """Matches and obstacles, each by the seeker's place; every seeker is in exactly one of them."""

    matches: tuple[Match, ...]
    left_over: tuple[tuple[int, Obstacle], ...]
    cost: int


def match(
    learners: Sequence[Seeker],
    volunteers: Sequence[Helper],
    week: date,
    *,
    per_learner: int = PER_LEARNER,
    apart: Pairs = (),
) -> Outcome:
    """Return the round's outcome; the same input gives the same outcome."""
    return solve(build_candidates(learners, volunteers, week, per_learner=per_learner, apart=apart))


def solve(edges: Edges) -> Outcome:
    """Return the most matches of least cost over `edges`."""
    chosen = _flow(edges) if len(edges.seeker) else np.zeros(0, dtype=np.int64)
    matches = tuple(
        Match(seeker=int(edges.seeker[edge]), helper=int(edges.helper[edge]), shared=int(edges.shared[edge]))
        for edge in chosen
    )
    matched = {each.seeker for each in matches}
    left_over = tuple(
        (place, edges.obstacles.get(place, Obstacle.ALL_FULL))
        for place in range(len(edges.seekers))
        if place not in matched
    )
    return Outcome(matches=matches, left_over=left_over, cost=total_cost(edges, chosen))


def total_cost(edges: Edges, chosen: Collection[int] | NDArray[np.int64]) -> int:
    """Return what the chosen edges cost together, with waiting and balance."""
    cost = 0
    taken: dict[int, int] = {}
    for edge in chosen:
        helper = int(edges.helper[edge])
        already = edges.helpers[helper].load + taken.get(helper, 0)
        taken[helper] = taken.get(helper, 0) + 1
        cost += int(edges.cost[edge]) + BALANCE_COST * already + _wait(edges.seekers[int(edges.seeker[edge])])
    return cost


def _wait(seeker: Seeker) -> int:
    return -WAIT_COST * min(seeker.waited_days, MOST_WAITED)


def _flow(edges: Edges) -> NDArray[np.int64]:
    """Return the numbers of the edges that carry flow, in order."""
    # It takes a second to import, and most processes never match.
    from ortools.graph.python import min_cost_flow

    seekers, helpers = np.unique(edges.seeker), np.unique(edges.helper)
    source, sink = 0, 1
    first_helper = 2 + len(seekers)
    seeker_nodes = (2 + np.searchsorted(seekers, edges.seeker)).astype(np.int32)
    helper_nodes = (first_helper + np.searchsorted(helpers, edges.helper)).astype(np.int32)
    flow = min_cost_flow.SimpleMinCostFlow()
    arcs = flow.add_arcs_with_capacity_and_unit_cost(
        seeker_nodes, helper_nodes, np.ones(len(seeker_nodes), dtype=np.int64), edges.cost.astype(np.int64)
    )
    for node, seeker in enumerate(seekers, start=2):
        flow.add_arc_with_capacity_and_unit_cost(source, node, 1, _wait(edges.seekers[int(seeker)]))
    for node, place in enumerate(helpers, start=first_helper):
        helper = edges.helpers[int(place)]
        for already in range(helper.load, helper.load + helper.room):
            flow.add_arc_with_capacity_and_unit_cost(node, sink, 1, BALANCE_COST * already)
    flow.set_node_supply(source, len(seekers))
    flow.set_node_supply(sink, -len(seekers))
    status = flow.solve_max_flow_with_min_cost()
    if status != flow.OPTIMAL:
        raise RuntimeError(f"the round could not be solved: {status}")
    return np.flatnonzero(flow.flows(arcs))
