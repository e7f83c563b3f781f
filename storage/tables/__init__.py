"""Every table of the house: importing this package registers them all with the metadata."""

from storage.tables import base, deliveries, enrolments, lessons, opportunities, pairs, people, sessions, volunteers

__all__ = ["deliveries", "enrolments", "lessons", "opportunities", "pairs", "people", "sessions", "volunteers"]

# SQLite gives the number of a deleted last row to the next one. A number in a button, in a notice's slot or in the
# audit log must stay one thing's for ever, as it does on PostgreSQL.
for _table in base.metadata.tables.values():
    if _table.primary_key.columns.keys() == ["id"]:
        _table.dialect_options["sqlite"]["autoincrement"] = True
