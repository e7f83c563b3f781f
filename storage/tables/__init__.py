"""Every table of the house: importing this package registers them all with the metadata."""

from storage.tables import deliveries, enrolments, lessons, opportunities, people, sessions

__all__ = ["deliveries", "enrolments", "lessons", "opportunities", "people", "sessions"]
