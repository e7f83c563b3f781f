"""People, what they have begun, and which updates were handled."""

from sqlalchemy import JSON, BigInteger, Column, ForeignKey, LargeBinary, String, Table

from storage.tables.base import BigId, Instant, metadata

people = Table(
    "people",
    metadata,
    Column("id", BigId, primary_key=True),
    Column("telegram_id", BigInteger, nullable=False, unique=True),
    Column("name", LargeBinary, nullable=False, comment="sealed"),
    Column("language", String(8), nullable=False),
    Column("time_zone", String(64), nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("consent", String(32)),
    Column("consented_at", Instant),
    Column("roles", String(80), nullable=False, default="", comment="sorted, between commas: ,learner,volunteer,"),
    Column("muted_topics", String(200), nullable=False, default=""),
    Column("source", String(64), nullable=False, default=""),
    Column("blocked_at", Instant),
)

drafts = Table(
    "drafts",
    metadata,
    Column("person_id", BigId, ForeignKey("people.id", ondelete="CASCADE"), primary_key=True, autoincrement=False),
    Column("step", String(64)),
    Column("answers", LargeBinary, nullable=False, comment="sealed JSON"),
    Column("saved_at", Instant, nullable=False, index=True),
)

handled_updates = Table(
    "handled_updates",
    metadata,
    Column("update_id", BigInteger, primary_key=True, autoincrement=False),
    Column("handled_at", Instant, nullable=False, index=True),
)

audit_log = Table(
    "audit_log",
    metadata,
    Column("id", BigId, primary_key=True),
    Column("at", Instant, nullable=False, index=True),
    Column("actor", BigInteger, index=True, comment="a person's number; not a key, for the log outlives people"),
    Column("action", String(64), nullable=False),
    Column("subject", String(96), nullable=False, index=True),
    Column("reason", String(1000), nullable=False),
    Column("before", JSON, nullable=False),
    Column("after", JSON, nullable=False),
)
