"""Polls and quizzes."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field

from simulator.errors import Json, bad_request


@dataclass(slots=True, kw_only=True)
class Poll:
    """A poll as its bot knows it, with the votes by person. `close_at`: Unix seconds, 0 for never."""

    id: str
    facts: Json
    options: list[Json]
    chat_id: int
    message_id: int = 0
    votes: dict[int, list[int]] = field(default_factory=dict)
    closed: bool = False
    close_at: int = 0
    timer: asyncio.TimerHandle | None = None

    @property
    def quiz(self) -> bool:
        return bool(self.facts["type"] == "quiz")

    def view(self) -> Json:
        """A Bot API Poll with the votes counted."""
        counts = [0] * len(self.options)
        for chosen in self.votes.values():
            for index in chosen:
                counts[index] += 1
        return {
            "id": self.id,
            **self.facts,
            "options": [{**option, "voter_count": count} for option, count in zip(self.options, counts, strict=True)],
            "total_voter_count": len(self.votes),
            "is_closed": self.closed,
        }

    def votes_view(self) -> Json:
        return {str(person): chosen for person, chosen in self.votes.items()}

    def stop_timer(self) -> None:
        if self.timer is not None:
            self.timer.cancel()
            self.timer = None

    def close_in(self, seconds: float, close: Callable[["Poll"], None]) -> None:
        self.stop_timer()
        self.timer = asyncio.get_running_loop().call_later(max(0.0, seconds), close, self)

    def vote(self, person_id: int, chosen: list[int]) -> None:
        """Keeps a vote; [] takes it back. Raises 400 for one that Telegram refuses."""
        if self.closed:
            raise bad_request("poll has already been closed")
        if any(not 0 <= index < len(self.options) for index in chosen) or len(set(chosen)) != len(chosen):
            raise bad_request("POLL_OPTION_INVALID")
        if len(chosen) > 1 and not self.facts["allows_multiple_answers"]:
            raise bad_request("POLL_OPTION_INVALID")
        if person_id in self.votes and not self.facts["allows_revoting"]:
            raise bad_request("REVOTE_NOT_ALLOWED")
        if chosen:
            self.votes[person_id] = sorted(chosen)
        else:
            self.votes.pop(person_id, None)
