"""Enrolments, the consent ledger and invitations."""

from sqlalchemy import Boolean, Column, Date, ForeignKey, Index, Integer, LargeBinary, String, Table

from storage.tables.base import BigId, Instant, metadata

intakes = Table(
    "intakes",
    metadata,
    Column("code", String(32), primary_key=True),
    Column("opens", Date, nullable=False),
    Column("closes", Date),
    Column("places", Integer, nullable=False, comment="0 is no limit"),
)

enrolments = Table(
    "enrolments",
    metadata,
    Column("id", BigId, primary_key=True),
    Column("intake", String(32), ForeignKey("intakes.code")),
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
    Index("ix_enrolments_intake_status", "intake", "status"),
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
