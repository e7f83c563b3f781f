"""Troubles ordered in advance: refusals, silence, dropped connections, slowness."""

from dataclasses import dataclass

from simulator.errors import ApiError, ControlError, Json

MODES = frozenset({"error", "timeout", "reset", "reset_after", "slow"})
DEFAULT_WORDS = {
    400: "Bad Request",
    401: "Unauthorized",
    403: "Forbidden: bot was blocked by the user",
    404: "Not Found",
    409: "Conflict",
    500: "Internal Server Error",
    502: "Bad Gateway",
}


@dataclass(slots=True, kw_only=True)
class Fault:
    """One kind of trouble and how often it still comes."""

    method: str
    mode: str
    seconds: float
    count: int
    error_code: int
    description: str
    retry_after: int | None

    def error(self) -> ApiError:
        parameters = None if self.retry_after is None else {"retry_after": self.retry_after}
        return ApiError(self.error_code, self.description, parameters)

    def view(self) -> Json:
        found: Json = {"method": self.method, "mode": self.mode, "seconds": self.seconds, "count": self.count}
        if self.mode == "error":
            found |= {"error_code": self.error_code, "description": self.description}
            if self.retry_after is not None:
                found["retry_after"] = self.retry_after
        return found


def ordered(given: Json) -> Fault:
    """A fault from the control interface; raises ControlError for a wrong one."""
    mode = given.get("mode", "error")
    if mode not in MODES:
        raise ControlError(f"mode must be one of {', '.join(sorted(MODES))}")
    retry_after = given.get("retry_after")
    code = int(given.get("error_code") or (429 if retry_after is not None else 500))
    words = given.get("description") or DEFAULT_WORDS.get(code, "Internal Server Error")
    if code == 429:
        retry_after = 1 if retry_after is None else retry_after
        words = given.get("description") or f"Too Many Requests: retry after {retry_after}"
    count = int(given.get("count", 1))
    if count < 1:
        raise ControlError("count must be at least 1")
    return Fault(
        method=str(given.get("method") or "*").lower(),
        mode=mode,
        seconds=float(given.get("seconds", 60 if mode == "timeout" else 1)),
        count=count,
        error_code=code,
        description=str(words),
        retry_after=None if retry_after is None else int(retry_after),
    )


class Faults:
    """Faults in the order they were made; each call takes at most one."""

    def __init__(self) -> None:
        self.planned: list[Fault] = []

    def take(self, method: str) -> Fault | None:
        for fault in self.planned:
            if fault.method in ("*", method):
                fault.count -= 1
                if fault.count == 0:
                    self.planned.remove(fault)
                return fault
        return None
