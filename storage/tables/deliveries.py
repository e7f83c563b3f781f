"""Notices on their way to Telegram."""

from sqlalchemy import JSON, BigInteger, Column, ForeignKey, Index, Integer, String, Table, UniqueConstraint, text

from storage.tables.base import BigId, Instant, metadata

# What one person writes to another must not wait behind a morning's thousands: it has a small index of its own.
IS_URGENT = text("kind = 'relay'")

deliveries = Table(
    "deliveries",
    metadata,
    Column("id", BigId, primary_key=True),
    Column("person_id", BigId, ForeignKey("people.id", ondelete="CASCADE"), nullable=False),
    Column("kind", String(32), nullable=False),
    Column("slot", String(64), nullable=False),
    Column("payload", JSON, nullable=False),
    Column("due_at", Instant, nullable=False),
    Column("expires_at", Instant, nullable=False),
    Column("state", String(12), nullable=False),
    Column("attempts", Integer, nullable=False, default=0, server_default="0"),
    Column("message_id", BigInteger),
    Column("error", String(200)),
    Column("changed_at", Instant),
    Column("queued_at", Instant, comment="when a job was made for it; none while planned and not queued"),
    UniqueConstraint("person_id", "kind", "slot"),
    Index("ix_deliveries_state_due_at", "state", "due_at"),
    Index("ix_deliveries_urgent", "kind", "state", "due_at", sqlite_where=IS_URGENT, postgresql_where=IS_URGENT),
)

send_limits = Table(
    "send_limits",
    metadata,
    Column("name", String(32), primary_key=True),
    Column("state", JSON, nullable=False, comment="numbers of the rate limiter, shared by all workers"),
)
