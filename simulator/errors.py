"""Refusals, in Telegram's own words towards the bot and in plain words towards the control interface."""

from typing import Any

Json = dict[str, Any]


class ApiError(Exception):
    """A Bot API refusal: HTTP status, description and, for 429, parameters."""

    def __init__(self, code: int, description: str, parameters: Json | None = None) -> None:
        super().__init__(description)
        self.code = code
        self.description = description
        self.parameters = parameters

    def reply(self) -> Json:
        body: Json = {"ok": False, "error_code": self.code, "description": self.description}
        if self.parameters:
            body["parameters"] = self.parameters
        return body


class ControlError(Exception):
    """A refusal of the control interface: HTTP status and what was wrong."""

    def __init__(self, words: str, status: int = 400) -> None:
        super().__init__(words)
        self.status = status
        self.words = words


def bad_request(words: str) -> ApiError:
    return ApiError(400, f"Bad Request: {words}")


def forbidden(words: str) -> ApiError:
    return ApiError(403, f"Forbidden: {words}")


def conflict(words: str) -> ApiError:
    return ApiError(409, f"Conflict: {words}")


def too_many_requests(seconds: int) -> ApiError:
    """Waiting time in whole seconds, in the words and in `parameters.retry_after`."""
    return ApiError(429, f"Too Many Requests: retry after {seconds}", {"retry_after": seconds})
