"""What the bot called, for assertions."""

from collections import deque
from collections.abc import Iterator

from simulator.errors import ApiError, Json
from simulator.params import Params

KEPT_CALLS = 20_000


class Journal:
    """The last calls; details are made only when somebody asks, for a benchmark must not pay for them."""

    def __init__(self) -> None:
        self.number = 0
        self.calls: deque[tuple[int, str, str, float, float, Params, ApiError | str | None]] = deque(maxlen=KEPT_CALLS)

    def note(
        self, method: str, at: float, elapsed: float, params: Params, failure: ApiError | str | None = None
    ) -> None:
        self.number += 1
        if params.uploads:
            params = Params(params.shown())  # the journal remembers sizes, not contents
        self.calls.append((self.number, method.lower(), method, at, elapsed, params, failure))

    def shown(self, method: str = "", after: int = 0) -> Iterator[tuple[Json, float]]:
        """Calls of one method (any when empty) after a number, each with its moment in Unix seconds."""
        wanted = method.lower()
        for number, folded, name, at, elapsed, params, failure in self.calls:
            if number <= after or (wanted and folded != wanted):
                continue
            call: Json = {
                "number": number,
                "method": name,
                "elapsed": round(elapsed, 6),
                "params": params.shown(),
                "ok": failure is None,
            }
            if isinstance(failure, ApiError):
                call |= {"error_code": failure.code, "description": failure.description}
            elif failure:
                call["description"] = failure
            yield call, at
