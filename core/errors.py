"""Failures carry data, never sentences: the edge makes sentences of them in the reader's language."""

from enum import StrEnum


class Refusal(Exception):  # noqa: N818 - a refusal is an answer to a person, not a fault of ours
    """Base of everything a rule may refuse. Subclasses carry what the edge needs to explain it."""


class NotFound(Refusal):
    """What a button or a link names is not there, or is not this person's."""

    def __init__(self, kind: str, key: object) -> None:
        super().__init__(kind, key)
        self.kind = kind
        self.key = key


class Stale(Refusal):
    """What a button acts on has moved on since the button was drawn: pressed twice, or too late."""

    def __init__(self, kind: str, key: object) -> None:
        super().__init__(kind, key)
        self.kind = kind
        self.key = key


class TextProblem(StrEnum):
    EMPTY = "empty"
    TOO_LONG = "too_long"
    TOO_SHORT = "too_short"
    NO_LETTERS = "no_letters"
    MALFORMED = "malformed"


class BadText(Refusal):
    """A text field was answered with something it cannot hold. `limit` is in characters, where there is one."""

    def __init__(self, problem: TextProblem, *, limit: int | None = None) -> None:
        super().__init__(problem, limit)
        self.problem = problem
        self.limit = limit
