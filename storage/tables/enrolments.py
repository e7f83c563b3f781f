"""Enrolments, the consent ledger and invitations."""

from sqlalchemy import Boolean, Column, ForeignKey, Index, Integer, LargeBinary, String, Table

from storage.tables.base import BigId, Instant, metadata

enrolments = Table(
    "enrolments",
    metadata,
    Column("id", BigId, primary_key=True),
    Column("person_id", BigId, ForeignKey("people.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("language", String(8), nullable=False),
    Column("level", String(2), nullable=False),
    Column("category", String(32), nullable=False),
    Column("department", String(64), nullable=False),
    Column("registration", LargeBinary, nullable=False, comment="sealed"),
    Column("email", LargeBinary, nullable=False, comment="sealed"),
    Column("days", Integer, nullable=False, comment="bit 0 is Monday"),
    Column("at_minute", Integer, nullable=False, comment="minutes after local midnight"),
    Column("status", String(16), nullable=False),
    Column("submitted_at", Instant, nullable=False),
    Column("decided_at", Instant),
    Column("decided_by", BigId),
    Column("reason", LargeBinary, nullable=False, comment="sealed"),
    Column("version", Integer, nullable=False),
    Index("ix_enrolments_status_submitted_at", "status", "submitted_at"),
)

consents = Table(
    "consents",
    metadata,
    Column("id", BigId, primary_key=True),
    Column("person_id", BigId, ForeignKey("people.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("version", String(32), nullable=False),
    Column("language", String(8), nullable=False),
    Column("given", Boolean, nullable=False),
    Column("at", Instant, nullable=False),
)

invites = Table(
    "invites",
    metadata,
    Column("token_hash", String(64), primary_key=True),
    Column("role", String(16), nullable=False),
    Column("expires_at", Instant, nullable=False),
    Column("spent_at", Instant),
)
