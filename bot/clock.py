"""The one place that reads the wall clock."""

from datetime import UTC, datetime


class SystemClock:
    """core.ports.Clock on the machine's own time."""

    def now(self) -> datetime:
        return datetime.now(UTC)  # noqa: TID251 - here and nowhere else
