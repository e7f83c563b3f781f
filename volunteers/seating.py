"""Who sits with whom so far, so that no volunteer would have to be with two learners at once."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from core.availability import slots_of
from volunteers.candidates import LEAST_SHARED, Helper, Seeker, utc_masks


class Seating:
    """Filled pair by pair; learners and volunteers are places in the sequences given."""

    def __init__(self, learners: Sequence[Seeker], volunteers: Sequence[Helper], week: date) -> None:
        self._volunteers = volunteers
        self._hours = utc_masks(learners, week), utc_masks(volunteers, week)
        self._by_volunteer: dict[int, list[int]] = defaultdict(list)
        self.by_learner: dict[int, int] = {}

    def seat(self, learner: int, volunteer: int) -> bool:
        """Seat the two, if all the volunteer's learners can still have an hour of their own; return whether."""
        together = [*self._by_volunteer[volunteer], learner]
        if not each_has_an_hour([self._shared(one, volunteer) for one in together]):
            return False
        self._by_volunteer[volunteer] = together
        self.by_learner[learner] = volunteer
        return True

    def shared(self, learner: int) -> int:
        """Return the half-hours a week that a seated learner shares with the volunteer."""
        return self._shared(learner, self.by_learner[learner]).bit_count()

    def remaining(self, volunteer: int) -> Helper:
        """Return the volunteer as the round has left them."""
        one, taken = self._volunteers[volunteer], len(self._by_volunteer[volunteer])
        return replace(one, free=max(0, one.free - taken), load=one.load + taken)

    def _shared(self, learner: int, volunteer: int) -> int:
        return self._hours[0][learner] & self._hours[1][volunteer]


def each_has_an_hour(shared: Sequence[int]) -> bool:
    """Return whether each of these masks can have two half-hours that are nobody else's.

    A matching of wants with half-hours by augmenting paths (Kuhn 1955); a volunteer has five learners at most.
    """
    if len(shared) == 1:
        return shared[0].bit_count() >= LEAST_SHARED
    owner: dict[int, int] = {}
    wants = [mask for mask in shared for _ in range(LEAST_SHARED)]

    def find(want: int, seen: set[int]) -> bool:
        for slot in slots_of(wants[want]):
            if slot in seen:
                continue
            seen.add(slot)
            if slot not in owner or find(owner[slot], seen):
                owner[slot] = want
                return True
        return False

    return all(find(want, set()) for want in range(len(wants)))
