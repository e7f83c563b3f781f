"""Practice sessions and the seats in them."""

from sqlalchemy import Column, ForeignKey, Index, Integer, LargeBinary, String, Table, UniqueConstraint

from storage.tables.base import BigId, Instant, metadata

practice_sessions = Table(
    "practice_sessions",
    metadata,
    Column("id", BigId, primary_key=True),
    Column("host_id", BigId, ForeignKey("people.id", ondelete="SET NULL"), index=True),
    Column("language", String(8), nullable=False),
    Column("levels", String(32), nullable=False, comment="sorted, between commas: ,A1,B1,"),
    Column("starts_at", Instant, nullable=False),
    Column("ends_at", Instant, nullable=False),
    Column("zone", String(64), nullable=False),
    Column("minutes", Integer, nullable=False),
    Column("capacity", Integer, nullable=False),
    Column("place", LargeBinary, nullable=False, comment="sealed"),
    Column("topic", String(120), nullable=False, default="", server_default=""),
    Column("status", String(12), nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("changed_at", Instant, nullable=False),
    Index("ix_practice_sessions_status_language_starts_at", "status", "language", "starts_at"),
)

seats = Table(
    "seats",
    metadata,
    Column("id", BigId, primary_key=True),
    Column("session_id", BigId, ForeignKey("practice_sessions.id", ondelete="CASCADE"), nullable=False),
    Column("person_id", BigId, ForeignKey("people.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("turn", Integer, nullable=False),
    Column("status", String(12), nullable=False),
    Column("minutes", Integer, nullable=False, default=0, server_default="0"),
    Column("changed_at", Instant, nullable=False),
    UniqueConstraint("session_id", "person_id"),
)
