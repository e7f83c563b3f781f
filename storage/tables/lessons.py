"""Tracks, cards, reviews, rounds, and which phrase was the day's."""

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    SmallInteger,
    String,
    Table,
    UniqueConstraint,
)

from storage.tables.base import BigId, Instant, metadata


def _person(*, index: bool = False) -> Column[int]:
    return Column("person_id", BigId, ForeignKey("people.id", ondelete="CASCADE"), nullable=False, index=index)


# People who get their phrase at one local hour share a row here: the planner moves some hundred of these on, not a
# million tracks.
schedules = Table(
    "schedules",
    metadata,
    Column("id", BigId, primary_key=True),
    Column("zone", String(64), nullable=False),
    Column("at_minute", Integer, nullable=False, comment="minutes after local midnight"),
    Column("days", Integer, nullable=False, comment="bit 0 is Monday"),
    Column("next_at", Instant, nullable=False, index=True),
    Column("next_day", String(10), nullable=False, comment="the local day of next_at"),
    UniqueConstraint("zone", "at_minute", "days"),
)

tracks = Table(
    "tracks",
    metadata,
    Column("id", BigId, primary_key=True),
    _person(),
    Column("schedule_id", BigId, ForeignKey("schedules.id"), nullable=False, index=True),
    Column("language", String(8), nullable=False),
    Column("level", String(2), nullable=False),
    Column("cap", Integer, comment="exercises in a round, when the learner chose"),
    Column("paused_until", Instant),
    Column("open", Boolean, nullable=False),
    Column("practised_at", Instant),
    UniqueConstraint("person_id", "language"),
)

cards = Table(
    "cards",
    metadata,
    Column("id", BigId, primary_key=True),
    _person(),
    Column("language", String(8), nullable=False),
    Column("phrase", String(32), nullable=False),
    Column("skill", String(12), nullable=False),
    Column("due", Instant, nullable=False),
    Column("state", SmallInteger, nullable=False),
    Column("step", SmallInteger),
    Column("stability", Float),
    Column("difficulty", Float),
    Column("last_review", Instant),
    Column("reviews", Integer, nullable=False),
    Column("lapses", Integer, nullable=False),
    Column("version", Integer, nullable=False),
    UniqueConstraint("person_id", "language", "phrase", "skill"),
)

reviews = Table(
    "reviews",
    metadata,
    Column("id", BigId, primary_key=True),
    Column("card_id", BigId, ForeignKey("cards.id", ondelete="CASCADE"), nullable=False, index=True),
    _person(),
    Column("language", String(8), nullable=False),
    Column("phrase", String(32), nullable=False),
    Column("skill", String(12), nullable=False),
    Column("grade", SmallInteger, nullable=False),
    Column("at", Instant, nullable=False),
    Column("elapsed_days", Float),
    Index("ix_reviews_person_id_at", "person_id", "at"),
    Index("ix_reviews_at_person_id", "at", "person_id"),
)

rounds = Table(
    "rounds",
    metadata,
    Column("id", BigId, primary_key=True),
    _person(),
    Column("track_id", BigId, ForeignKey("tracks.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("language", String(8), nullable=False),
    Column("base", String(8), nullable=False),
    Column("items", JSON, nullable=False, comment="card, phrase, kind, seed"),
    Column("position", Integer, nullable=False),
    Column(
        "card_id", BigId, ForeignKey("cards.id", ondelete="SET NULL"), index=True, comment="of the item being asked"
    ),
    Column("word_order", String(64), nullable=False),
    Column("correct", Integer, nullable=False),
    Column("started_at", Instant, nullable=False),
    Column("finished_at", Instant),
    Column("version", Integer, nullable=False),
    Index("ix_rounds_person_id_finished_at", "person_id", "finished_at"),
)

daily_phrases = Table(
    "daily_phrases",
    metadata,
    Column("track_id", BigId, ForeignKey("tracks.id", ondelete="CASCADE"), primary_key=True, autoincrement=False),
    Column("day", String(10), primary_key=True),
    Column("phrase", String(32), nullable=False),
)
