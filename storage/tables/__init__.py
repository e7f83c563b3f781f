"""Every table of the house: importing this package registers them all with the metadata."""

from storage.tables import deliveries, enrolments, lessons, opportunities, pairs, people, sessions, volunteers

__all__ = ["deliveries", "enrolments", "lessons", "opportunities", "pairs", "people", "sessions", "volunteers"]
