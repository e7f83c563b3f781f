"""Opportunities, who hears of them, and who keeps them."""

from sqlalchemy import Column, ForeignKey, Index, Integer, String, Table, Text

from storage.tables.base import BigId, Instant, metadata

opportunities = Table(
    "opportunities",
    metadata,
    Column("id", BigId, primary_key=True),
    Column("topic", String(16), nullable=False),
    Column("title", String(120), nullable=False),
    Column("organisation", String(120), nullable=False),
    Column("body", Text, nullable=False),
    Column("link", String(2000), nullable=False),
    Column("languages", String(40), nullable=False, comment="sorted, between commas: ,en,fr,"),
    Column("level", String(2)),
    Column("applicants", String(120), nullable=False, comment="sorted, between commas"),
    Column("places", Integer),
    Column("deadline", Instant, nullable=False),
    Column("zone", String(64), nullable=False),
    Column("status", String(12), nullable=False),
    Column("version", Integer, nullable=False),
    Column("edition", Integer, nullable=False, comment="grows when the deadline moves"),
    Column("published_by", BigId, ForeignKey("people.id", ondelete="SET NULL"), index=True),
    Column("published_at", Instant, nullable=False),
    Column("changed_at", Instant, nullable=False),
    Index("ix_opportunities_status_deadline", "status", "deadline"),
)

opportunity_subscribers = Table(
    "opportunity_subscribers",
    metadata,
    Column("person_id", BigId, ForeignKey("people.id", ondelete="CASCADE"), primary_key=True, autoincrement=False),
    Column("since", Instant, nullable=False),
)

saved_opportunities = Table(
    "saved_opportunities",
    metadata,
    Column("person_id", BigId, ForeignKey("people.id", ondelete="CASCADE"), primary_key=True, autoincrement=False),
    Column(
        "opportunity_id",
        BigId,
        ForeignKey("opportunities.id", ondelete="CASCADE"),
        primary_key=True,
        autoincrement=False,
        index=True,
    ),
    Column("saved_at", Instant, nullable=False),
)
