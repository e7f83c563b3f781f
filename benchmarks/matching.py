"""A matching round of 20,000 learners and 5,000 volunteers, in a process of its own."""

import json
import resource
import subprocess
import sys
import time
from datetime import date
from random import Random
from typing import Any

import numpy as np

from benchmarks.processes import ROOT
from benchmarks.table import Row
from core.availability import WeeklyAvailability
from core.ids import PersonId
from core.languages import Language, Level
from volunteers.candidates import LOAD_WEIGHT, Edges, Helper, Seeker, build_candidates, solve, waiting_costs
from volunteers.matching import total_cost

LEARNERS, VOLUNTEERS = 20_000, 5_000
SECONDS, MEMORY_MB = 6.0, 400
MONDAY = date(2026, 11, 23)
_ZONES = ("America/Sao_Paulo", "America/Bogota", "Europe/Lisbon", "Europe/Berlin", "Asia/Tokyo")


async def rows() -> list[Row]:
    command = [sys.executable, "-m", "benchmarks.matching"]
    done = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True)
    found = json.loads(done.stdout.splitlines()[-1])
    name = f"match {LEARNERS:,} learners, {VOLUNTEERS:,} volunteers"
    return [
        Row(
            work=f"{name}, whole round",
            value=found["round_seconds"],
            unit="s",
            against="bare OR-Tools solve of the same edges",
            peer=found["bare_seconds"],
            ratio=found["round_seconds"] / found["bare_seconds"],
            reach=f"at most {SECONDS:g} s",
            met=found["round_seconds"] <= SECONDS,
        ),
        Row(
            work=f"{name}, memory",
            value=found["memory_mb"],
            unit="MB",
            reach=f"at most {MEMORY_MB} MB",
            met=found["memory_mb"] <= MEMORY_MB,
        ),
        Row(
            work=f"{name}, cost over scipy's optimum on the same edges",
            value=found["over_optimum"],
            unit="",
            reach="0",
            met=found["over_optimum"] == 0,
        ),
    ]


def people(rng: Random) -> tuple[list[Seeker], list[Helper]]:
    """Return learners and volunteers with a few free half-hour blocks each."""
    languages, levels = list(Language), [Level.A1, Level.A2, Level.B1]
    learners = [
        Seeker(
            person=PersonId(number),
            language=rng.choices(languages, weights=[9, 6, 4, 3, 2, 1, 2, 1])[0],
            level=rng.choice(levels),
            zone="America/Sao_Paulo",
            availability=_availability(rng),
            weeks=rng.randrange(20),
        )
        for number in range(LEARNERS)
    ]
    volunteers = [
        Helper(
            person=PersonId(LEARNERS + number),
            offers={rng.choices(languages, weights=[9, 6, 4, 3, 2, 1, 2, 1])[0]: frozenset(levels)},
            zone=rng.choice(_ZONES),
            availability=_availability(rng),
            free=rng.randint(1, 4),
            load=0,
        )
        for number in range(VOLUNTEERS)
    ]
    return learners, volunteers


def _availability(rng: Random) -> WeeklyAvailability:
    slots: set[int] = set()
    for _ in range(rng.randint(2, 5)):
        start = rng.randrange(7) * 48 + rng.randrange(14, 44)
        slots.update(range(start, min(start + rng.randint(2, 6), 336)))
    return WeeklyAvailability.of(slots)


def measure() -> dict[str, float]:
    learners, volunteers = people(Random(7))
    started = time.perf_counter()
    edges = build_candidates(learners, volunteers, MONDAY)
    waiting = waiting_costs(learners)
    free = np.array([one.free for one in volunteers], np.int32)
    load = np.array([one.load for one in volunteers], np.int32)
    chosen = solve(edges, waiting=waiting, free=free, load=load)
    whole = time.perf_counter() - started
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 / 1e6
    started = time.perf_counter()
    solve(edges, waiting=waiting, free=free, load=load)
    bare = time.perf_counter() - started
    ours = len(chosen), total_cost(edges, chosen, learners, volunteers)
    pairs, optimum = _scipy(edges, waiting, free)
    return {
        "round_seconds": whole,
        "bare_seconds": bare,
        "memory_mb": memory,
        "over_optimum": float(ours[1] - optimum) if ours[0] == pairs else float("inf"),
        "pairs": float(pairs),
    }


def _scipy(edges: Edges, waiting: Any, free: Any) -> tuple[int, int]:
    """Return how many pairs scipy's optimum has, and what it costs.

    A volunteer's places are columns of their own, each dearer than the one before; a learner's last column means "left
    over" and is dearer than anything else, so the most pairs come first.
    """
    from scipy.sparse import csr_matrix
    from scipy.sparse.csgraph import min_weight_full_bipartite_matching

    first_place = np.concatenate([[0], np.cumsum(free)])
    repeats = free[edges.volunteer]
    row = np.repeat(edges.learner, repeats)
    nth = np.arange(len(row)) - np.repeat(np.cumsum(repeats) - repeats, repeats)
    column = np.repeat(first_place[edges.volunteer], repeats) + nth
    cost = np.repeat(edges.cost + waiting[edges.learner], repeats) + LOAD_WEIGHT * nth
    left_over = int(cost.max()) * 4
    count = len(waiting)
    # scipy takes an explicit zero for "no edge", so everything costs one more.
    weights = np.concatenate([cost, np.full(count, left_over)]) + 1
    rows_ = np.concatenate([row, np.arange(count)])
    columns = np.concatenate([column, int(first_place[-1]) + np.arange(count)])
    graph = csr_matrix((weights, (rows_, columns)), shape=(count, int(first_place[-1]) + count))
    chosen_rows, chosen_columns = min_weight_full_bipartite_matching(graph)
    total = graph[chosen_rows, chosen_columns] - 1
    paired = np.asarray(chosen_columns) < int(first_place[-1])
    return int(paired.sum()), int(np.asarray(total).ravel()[paired].sum())


if __name__ == "__main__":
    print(json.dumps(measure()))
