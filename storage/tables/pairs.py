"""Pairs, the minutes they talked, what passed between them, and reports.

Pairs, meetings and cases outlive the people in them without saying who they were, so confirmed hours stay counted;
what somebody wrote goes with them.
"""

from sqlalchemy import Column, ForeignKey, Index, Integer, LargeBinary, String, Table

from storage.tables.base import BigId, Instant, metadata, somebody

pairs = Table(
    "pairs",
    metadata,
    Column("id", BigId, primary_key=True),
    somebody("learner_id"),
    somebody("volunteer_id"),
    Column("request_id", BigId, ForeignKey("pair_requests.id", ondelete="SET NULL"), index=True),
    Column("language", String(8), nullable=False),
    Column("level", String(2), nullable=False),
    Column("status", String(12), nullable=False),
    Column("formed_at", Instant, nullable=False),
    Column("ended_at", Instant),
    somebody("ended_by"),
    Column("version", Integer, nullable=False),
    Index("ix_pairs_language_formed_at", "language", "formed_at"),
)

pair_meetings = Table(
    "pair_meetings",
    metadata,
    Column("id", BigId, primary_key=True),
    Column("pair_id", BigId, ForeignKey("pairs.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("minutes", Integer, nullable=False),
    somebody("logged_by"),
    Column("logged_at", Instant, nullable=False),
    Column("confirmed_at", Instant),
    Column("denied_at", Instant),
)

relay_messages = Table(
    "relay_messages",
    metadata,
    Column("id", BigId, primary_key=True),
    Column("pair_id", BigId, ForeignKey("pairs.id", ondelete="CASCADE"), nullable=False),
    Column("author_id", BigId, ForeignKey("people.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("text", LargeBinary, nullable=False, comment="sealed"),
    Column("sent_at", Instant, nullable=False),
    Index("ix_relay_messages_pair_id_id", "pair_id", "id"),
)

cases = Table(
    "cases",
    metadata,
    Column("id", BigId, primary_key=True),
    Column("pair_id", BigId, ForeignKey("pairs.id", ondelete="CASCADE"), nullable=False, index=True),
    somebody("reported_by"),
    Column("at", Instant, nullable=False),
    Column("status", String(12), nullable=False),
    Column("reason", LargeBinary, nullable=False, comment="sealed"),
    somebody("decided_by"),
    Column("decided_at", Instant),
    Index("ix_cases_status_at", "status", "at"),
)

case_messages = Table(
    "case_messages",
    metadata,
    Column("id", BigId, primary_key=True),
    Column("case_id", BigId, ForeignKey("cases.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("message_id", BigId, nullable=False, comment="a number; not a key, for the evidence outlives the talk"),
    # Whoever asks to be forgotten takes all their words along, from the evidence too.
    Column("author_id", BigId, ForeignKey("people.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("text", LargeBinary, nullable=False, comment="sealed"),
    Column("sent_at", Instant, nullable=False),
)
