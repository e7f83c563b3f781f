"""Who could talk with whom, and the best way to choose among them: arrays in, arrays out.

A weight says what a wish is worth: costs are whole numbers, lower is better, and as many pairs as possible are formed
before any cost counts. Everything is deterministic.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import IntEnum
from typing import Any

import numpy as np
from numpy.typing import NDArray

from core.availability import SLOTS_A_WEEK, WeeklyAvailability, local_slots
from core.ids import PersonId
from core.languages import Language, Level
from volunteers.volunteers import Area

Numbers = NDArray[np.int32]
Exclusions = Collection[tuple[PersonId, PersonId]]
"""(learner, volunteer) pairs that must not meet: declined before, paired before, or asked never to be."""

PER_LEARNER = 40
LEAST_SHARED = 2
"""Half-hours."""

ENOUGH_SHARED = 12
HALF_HOUR_WEIGHT = 12
LEVEL_WEIGHT = 8
INTEREST_WEIGHT = 20
MOST_INTERESTS = 3
WEEK_WEIGHT = 10
MOST_WEEKS = 26
LOAD_WEIGHT = 25

_CHUNK = 1024
_TIE_BITS = 18
_NEVER = np.int32(2**31 - 1)


class Obstacle(IntEnum):
    """What a learner without any candidate lacks, the first that holds."""

    NONE = 0
    LANGUAGE = 1
    LEVEL = 2
    HOURS = 3
    DECLINED = 4
    FULL = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Seeker:
    """A learner in line; `weeks` is the time waited."""

    person: PersonId
    language: Language
    level: Level
    zone: str
    availability: WeeklyAvailability
    interests: frozenset[Area] = frozenset()
    weeks: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Helper:
    """A volunteer who serves: `load` learners now, and `free` places left."""

    person: PersonId
    offers: dict[Language, frozenset[Level]]
    zone: str
    availability: WeeklyAvailability
    interests: frozenset[Area] = frozenset()
    free: int = 1
    load: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Edges:
    """Possible pairs, as indexes into the lists they were made of; `shared` in half-hours."""

    learner: Numbers
    volunteer: Numbers
    shared: Numbers
    cost: Numbers
    obstacle: NDArray[np.uint8]
    """An Obstacle for each learner."""


def build_candidates(
    learners: Sequence[Seeker],
    volunteers: Sequence[Helper],
    week: date,
    per_learner: int = PER_LEARNER,
    *,
    excluded: Exclusions = (),
) -> Edges:
    """Return each learner's best volunteers with free places, in the UTC week that starts on `week` (a Monday)."""
    obstacle = np.zeros(len(learners), dtype=np.uint8)
    hours = _utc_rows(learners, week), _utc_rows(volunteers, week)
    apart = _apart(learners, volunteers, excluded)
    found: list[tuple[Numbers, Numbers, Numbers, Numbers]] = []
    for rows, columns, lacks in _groups(learners, volunteers):
        if not len(columns):
            obstacle[rows] = lacks
            continue
        free = columns[[volunteers[column].free > 0 for column in columns]]
        group = _Group(learners, volunteers, hours, apart, rows, free)
        for part in group.parts():
            edges = group.best(part, per_learner)
            found.append(edges)
            lonely = np.setdiff1d(part, edges[0])
            if len(lonely):
                everyone = _Group(learners, volunteers, hours, apart, lonely, columns)
                obstacle[lonely] = everyone.obstacles(lonely)
    arrays = [np.concatenate([one[place] for one in found] or [np.zeros(0, np.int32)]) for place in range(4)]
    order = np.lexsort((arrays[1], arrays[0]))
    learner, volunteer, shared, cost = (array[order].astype(np.int32) for array in arrays)
    return Edges(learner=learner, volunteer=volunteer, shared=shared, cost=cost, obstacle=obstacle)


def waiting_costs(learners: Sequence[Seeker]) -> Numbers:
    """Return what it costs to take each learner: less for who has waited longer."""
    weeks = np.fromiter((one.weeks for one in learners), np.int32, len(learners))
    return (WEEK_WEIGHT * (MOST_WEEKS - np.clip(weeks, 0, MOST_WEEKS))).astype(np.int32)


def solve(edges: Edges, *, waiting: Numbers, free: Numbers, load: Numbers) -> NDArray[np.int64]:
    """Return the indexes of the chosen edges: the most pairs, and among those the least cost.

    A volunteer's next learner costs LOAD_WEIGHT more than the one before. Solved as a minimum-cost maximum flow.
    """
    # Importing OR-Tools takes a second and 80 MB, and most processes never match anybody.
    from ortools.graph.python import min_cost_flow

    if not len(edges.learner):
        return np.zeros(0, np.int64)
    learners, volunteers = len(waiting), len(free)
    source, sink = learners + volunteers, learners + volunteers + 1
    flow = min_cost_flow.SimpleMinCostFlow()
    seekers = np.unique(edges.learner)
    ones = np.ones(len(edges.learner), np.int64)
    chosen: Any = flow.add_arcs_with_capacity_and_unit_cost(
        edges.learner, edges.volunteer + learners, ones, edges.cost.astype(np.int64)
    )
    flow.add_arcs_with_capacity_and_unit_cost(
        np.full(len(seekers), source), seekers, np.ones(len(seekers), np.int64), waiting[seekers].astype(np.int64)
    )
    places = np.repeat(np.arange(volunteers), np.maximum(free, 0))
    nth = np.arange(len(places)) - np.repeat(np.cumsum(np.maximum(free, 0)) - np.maximum(free, 0), np.maximum(free, 0))
    flow.add_arcs_with_capacity_and_unit_cost(
        places + learners,
        np.full(len(places), sink),
        np.ones(len(places), np.int64),
        (LOAD_WEIGHT * (load[places] + nth)).astype(np.int64),
    )
    flow.set_node_supply(source, len(seekers))
    flow.set_node_supply(sink, -len(seekers))
    status = flow.solve_max_flow_with_min_cost()
    if status != flow.OPTIMAL:
        raise ArithmeticError(f"minimum-cost flow ended with {status}")
    return np.flatnonzero(np.asarray(flow.flows(chosen)) > 0)


def utc_masks(people: Sequence[Seeker | Helper], week: date) -> list[int]:
    """Return each one's UTC half-hours of the week, as bits; as WeeklyAvailability.in_utc, for thousands at once."""
    packed = np.packbits(_utc_rows(people, week).astype(np.uint8), axis=1, bitorder="little")
    return [int.from_bytes(row.tobytes(), "little") for row in packed]


class _Group:
    """Learners of one language and level, and volunteers who offer both."""

    def __init__(
        self,
        learners: Sequence[Seeker],
        volunteers: Sequence[Helper],
        hours: tuple[NDArray[np.float32], NDArray[np.float32]],
        apart: tuple[Numbers, Numbers],
        rows: Numbers,
        columns: Numbers,
    ) -> None:
        self._rows, self._columns, self._hours = rows, columns, hours
        self._apart = apart
        self._theirs = hours[1][columns].T.copy()
        self._free = np.array([volunteers[column].free > 0 for column in columns], dtype=bool)
        self._far = np.zeros(len(columns), np.int32)
        if len(rows):
            one = learners[rows[0]]
            levels = [volunteers[column].offers[one.language] for column in columns]
            middles = [min(each).rank + max(each).rank for each in levels]
            self._far = np.abs(np.array(middles, np.int32) - 2 * one.level.rank) * LEVEL_WEIGHT
        self._likes = _likes(learners, rows), _likes(volunteers, columns)

    def parts(self) -> Iterator[Numbers]:
        for start in range(0, len(self._rows), _CHUNK):
            yield self._rows[start : start + _CHUNK]

    def best(self, part: Numbers, most: int) -> tuple[Numbers, Numbers, Numbers, Numbers]:
        """Return learner, volunteer, shared and cost of the best edges of `part`."""
        count = len(self._columns)
        if not count:
            none = np.zeros(0, np.int32)
            return none, none, none, none
        shared, kept_apart = self._shared(part)
        cost = _HOURS_COST[shared] + self._far + self._interest_cost(part)
        key = (cost << _TIE_BITS) | _ties(part, self._columns)
        key[(shared < LEAST_SHARED) | kept_apart] = _NEVER
        taken = (
            np.argpartition(key, most - 1, axis=1)[:, :most]
            if most < count
            else np.tile(np.arange(count), (len(part), 1))
        )
        row, place = np.nonzero(np.take_along_axis(key, taken, axis=1) != _NEVER)
        column = taken[row, place]
        return part[row], self._columns[column], shared[row, column].astype(np.int32), cost[row, column]

    def obstacles(self, part: Numbers) -> NDArray[np.uint8]:
        """Return what each of `part` lacks, knowing that none has a free candidate here."""
        shared, kept_apart = self._shared(part)
        fits = shared >= LEAST_SHARED
        some, met = fits.any(axis=1), (fits & ~kept_apart).any(axis=1)
        return np.where(met, Obstacle.FULL, np.where(some, Obstacle.DECLINED, Obstacle.HOURS)).astype(np.uint8)

    def _shared(self, part: Numbers) -> tuple[NDArray[np.int16], NDArray[np.bool_]]:
        # Counts of at most 336 are exact in a float32, and a product of matrices is the fastest sum there is.
        shared = (self._hours[0][part] @ self._theirs).astype(np.int16)
        apart = np.zeros(shared.shape, dtype=bool)
        first, last = np.searchsorted(self._apart[0], [part.min(), part.max() + 1])
        rows, columns = self._apart[0][first:last], self._apart[1][first:last]
        known = np.isin(rows, part) & np.isin(columns, self._columns)
        apart[np.searchsorted(part, rows[known]), np.searchsorted(self._columns, columns[known])] = True
        return shared, apart

    def _interest_cost(self, part: Numbers) -> Numbers:
        mine = self._likes[0][np.searchsorted(self._rows, part)]
        common = np.minimum((mine @ self._likes[1].T).astype(np.int32), MOST_INTERESTS)
        return INTEREST_WEIGHT * (MOST_INTERESTS - common)


_HOURS_COST = (HALF_HOUR_WEIGHT * np.maximum(0, ENOUGH_SHARED - np.arange(SLOTS_A_WEEK + 1))).astype(np.int32)


def _groups(learners: Sequence[Seeker], volunteers: Sequence[Helper]) -> Iterator[tuple[Numbers, Numbers, Obstacle]]:
    """Yield learners of one language and level, the volunteers for them, and what is lacking when there are none."""
    wanted: dict[tuple[Language, Level], list[int]] = {}
    for number, one in enumerate(learners):
        wanted.setdefault((one.language, one.level), []).append(number)
    for (language, level), rows in sorted(wanted.items()):
        speakers = [number for number, one in enumerate(volunteers) if language in one.offers]
        columns = [number for number in speakers if level in volunteers[number].offers[language]]
        lacks = Obstacle.LEVEL if speakers else Obstacle.LANGUAGE
        yield np.array(rows, np.int32), np.array(columns, np.int32), lacks


def _utc_rows(people: Sequence[Seeker | Helper], week: date) -> NDArray[np.float32]:
    """Return a row of 336 for each person: 1 where the UTC half-hour suits."""
    local = np.frombuffer(b"".join(one.availability.mask.to_bytes(42, "little") for one in people), np.uint8)
    bits = np.unpackbits(local.reshape(len(people), 42), axis=1, bitorder="little")
    rows = np.zeros((len(people), SLOTS_A_WEEK), np.float32)
    zones: dict[str, list[int]] = {}
    for number, one in enumerate(people):
        zones.setdefault(one.zone, []).append(number)
    for zone, members in zones.items():
        begins, ends = np.array(local_slots(zone, week)).T
        theirs = bits[members]
        rows[members] = theirs[:, begins] & theirs[:, ends]
    return rows


def _apart(learners: Sequence[Seeker], volunteers: Sequence[Helper], excluded: Exclusions) -> tuple[Numbers, Numbers]:
    """Return the indexes of those who must not be paired, nobody with oneself, in the learners' order."""
    column = {one.person: number for number, one in enumerate(volunteers)}
    avoided: dict[PersonId, set[PersonId]] = {}
    for learner, volunteer in excluded:
        avoided.setdefault(learner, set()).add(volunteer)
    pairs = [
        (number, column[other])
        for number, one in enumerate(learners)
        for other in {one.person, *avoided.get(one.person, ())}
        if other in column
    ]
    array = np.array(sorted(pairs), np.int32).reshape(-1, 2)
    return array[:, 0], array[:, 1]


def _likes(people: Sequence[Seeker] | Sequence[Helper], which: Numbers) -> NDArray[np.float32]:
    areas = list(Area)
    rows = [[area in people[one].interests for area in areas] for one in which]
    return np.array(rows, np.float32).reshape(len(rows), len(areas))


def _ties(learners: Numbers, volunteers: Numbers) -> Numbers:
    """Return numbers that look random, so that equal candidates spread over all volunteers, the same every time."""
    rows = learners.astype(np.uint32)[:, None] * np.uint32(2654435761)
    mixed: NDArray[np.uint32] = rows ^ (volunteers.astype(np.uint32) * np.uint32(2246822519))
    mixed = (mixed ^ (mixed >> np.uint32(15))) * np.uint32(2654435761)
    return (mixed >> np.uint32(32 - _TIE_BITS)).astype(np.int32)
