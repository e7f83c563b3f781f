"""Volunteers, learners who wait for them, and the rounds that bring the two together."""

from sqlalchemy import (
    Column,
    Date,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    SmallInteger,
    String,
    Table,
    UniqueConstraint,
    text,
)

from storage.tables.base import BigId, Instant, metadata, somebody

IS_OPEN = text("status = 'open'")
_WEEK = "the 336 half-hours of the local week, in hexadecimal"


volunteers = Table(
    "volunteers",
    metadata,
    Column("person_id", BigId, ForeignKey("people.id", ondelete="CASCADE"), primary_key=True, autoincrement=False),
    Column("status", String(12), nullable=False),
    Column("country", String(2), nullable=False),
    Column("zone", String(64), nullable=False),
    Column("availability", String(84), nullable=False, comment=_WEEK),
    Column("capacity", Integer, nullable=False),
    Column("interests", String(120), nullable=False, comment="sorted, between commas"),
    Column("term_version", String(32), nullable=False),
    Column("term_at", Instant, nullable=False),
    Column("applied_at", Instant, nullable=False),
    Column("decided_at", Instant),
    somebody("decided_by"),
    Column("reason", LargeBinary, nullable=False, comment="sealed"),
    Column("version", Integer, nullable=False),
    Index("ix_volunteers_status_applied_at", "status", "applied_at"),
)

volunteer_offers = Table(
    "volunteer_offers",
    metadata,
    Column(
        "person_id",
        BigId,
        ForeignKey("volunteers.person_id", ondelete="CASCADE"),
        primary_key=True,
        autoincrement=False,
    ),
    Column("language", String(8), primary_key=True),
    Column("levels", String(32), nullable=False, comment="sorted, between commas: ,A1,B1,"),
    Index("ix_volunteer_offers_language", "language"),
)

pair_requests = Table(
    "pair_requests",
    metadata,
    Column("id", BigId, primary_key=True),
    Column("person_id", BigId, ForeignKey("people.id", ondelete="CASCADE"), nullable=False),
    Column("language", String(8), nullable=False),
    Column("level", String(2), nullable=False),
    Column("zone", String(64), nullable=False),
    Column("availability", String(84), nullable=False, comment=_WEEK),
    Column("interests", String(120), nullable=False, comment="sorted, between commas"),
    Column("since", Instant, nullable=False),
    Column("status", String(12), nullable=False),
    Column("version", Integer, nullable=False),
    UniqueConstraint("person_id", "language"),
    Index("ix_pair_requests_status_language_since", "status", "language", "since"),
)

matching_rounds = Table(
    "matching_rounds",
    metadata,
    Column("id", BigId, primary_key=True),
    Column("language", String(8), comment="none: all of them"),
    Column("week", Date, nullable=False),
    Column("status", String(12), nullable=False, index=True),
    somebody("prepared_by"),
    Column("prepared_at", Instant, nullable=False),
    somebody("published_by"),
    Column("published_at", Instant),
    Column("version", Integer, nullable=False),
)

proposals = Table(
    "proposals",
    metadata,
    Column("id", BigId, primary_key=True),
    Column("round_id", BigId, ForeignKey("matching_rounds.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("request_id", BigId, ForeignKey("pair_requests.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("learner_id", BigId, ForeignKey("people.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("volunteer_id", BigId, ForeignKey("people.id", ondelete="CASCADE"), nullable=False),
    Column("language", String(8), nullable=False),
    Column("level", String(2), nullable=False),
    Column("shared", SmallInteger, nullable=False, comment="half-hours a week"),
    Column("status", String(12), nullable=False),
    Column("expires_at", Instant),
    Column("answered_at", Instant),
    Column("reason", String(16)),
    Column("words", LargeBinary, nullable=False, comment="sealed"),
    Column("version", Integer, nullable=False),
    Index("ix_proposals_volunteer_id_status", "volunteer_id", "status"),
    Index("ix_proposals_status_expires_at", "status", "expires_at"),
    # Nobody is offered to two volunteers at once, whatever rounds are published at the same moment.
    Index("uq_proposals_open_request_id", "request_id", unique=True, sqlite_where=IS_OPEN, postgresql_where=IS_OPEN),
)

left_overs = Table(
    "left_over",
    metadata,
    Column(
        "round_id", BigId, ForeignKey("matching_rounds.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    ),
    Column(
        "request_id",
        BigId,
        ForeignKey("pair_requests.id", ondelete="CASCADE"),
        primary_key=True,
        autoincrement=False,
        index=True,
    ),
    Column("obstacle", SmallInteger, nullable=False),
)
