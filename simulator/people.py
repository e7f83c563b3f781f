"""The people who play with the bot."""

from dataclasses import dataclass, field

from simulator.errors import Json

FIRST_PERSON_ID = 7_000_000_001  # past 32 bits, as real ids are: a bot that stores them too small shows it here


@dataclass(slots=True, kw_only=True)
class Person:
    """One account. `started`: has written to the bot, which may write only then. `blocked`: the bot is refused."""

    id: int
    first_name: str
    last_name: str = ""
    username: str = ""
    language_code: str = ""
    profile: str = ""
    time_zone: str = ""
    started: bool = False
    blocked: bool = False
    votes: dict[str, list[int]] = field(default_factory=dict)

    def user(self) -> Json:
        """A Bot API User."""
        found: Json = {"id": self.id, "is_bot": False, "first_name": self.first_name}
        for name in ("last_name", "username", "language_code"):
            if value := getattr(self, name):
                found[name] = value
        return found

    def card(self) -> Json:
        """A Bot API Chat of type private."""
        found = self.user()
        found.pop("is_bot")
        found.pop("language_code", None)
        found["type"] = "private"
        return found

    def view(self) -> Json:
        """What the page shows."""
        shown = {**self.user(), "profile": self.profile, "started": self.started, "blocked": self.blocked}
        return {**shown, "time_zone": self.time_zone} if self.time_zone else shown
