"""The first tables"""

import sqlalchemy as sa
from alembic import op

from storage.tables.base import Instant

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "audit_log",
        sa.Column("id", sa.BigInteger().with_variant(sa.INTEGER(), "sqlite"), nullable=False),
        sa.Column("at", Instant(timezone=True), nullable=False),
        sa.Column(
            "actor", sa.BigInteger(), nullable=True, comment="a person's number; not a key, for the log outlives people"
        ),
        sa.Column("action", sa.String(length=64), nullable=False),
        sa.Column("subject", sa.String(length=96), nullable=False),
        sa.Column("reason", sa.String(length=1000), nullable=False),
        sa.Column("before", sa.JSON(), nullable=False),
        sa.Column("after", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_log")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("audit_log", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_audit_log_actor"), ["actor"], unique=False)
        batch_op.create_index(batch_op.f("ix_audit_log_at"), ["at"], unique=False)
        batch_op.create_index(batch_op.f("ix_audit_log_subject"), ["subject"], unique=False)

    op.create_table(
        "handled_updates",
        sa.Column("update_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("handled_at", Instant(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("update_id", name=op.f("pk_handled_updates")),
    )
    with op.batch_alter_table("handled_updates", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_handled_updates_handled_at"), ["handled_at"], unique=False)

    op.create_table(
        "intakes",
        sa.Column("code", sa.String(length=32), nullable=False),
        sa.Column("opens", sa.Date(), nullable=False),
        sa.Column("closes", sa.Date(), nullable=True),
        sa.Column("places", sa.Integer(), nullable=False, comment="0 is no limit"),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_intakes")),
    )
    op.create_table(
        "invites",
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("role", sa.String(length=16), nullable=False),
        sa.Column("expires_at", Instant(timezone=True), nullable=False),
        sa.Column("spent_at", Instant(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("token_hash", name=op.f("pk_invites")),
    )
    op.create_table(
        "people",
        sa.Column("id", sa.BigInteger().with_variant(sa.INTEGER(), "sqlite"), nullable=False),
        sa.Column("telegram_id", sa.BigInteger(), nullable=False),
        sa.Column("name", sa.LargeBinary(), nullable=False, comment="sealed"),
        sa.Column("language", sa.String(length=8), nullable=False),
        sa.Column("time_zone", sa.String(length=64), nullable=False),
        sa.Column("created_at", Instant(timezone=True), nullable=False),
        sa.Column("consent", sa.String(length=32), nullable=True),
        sa.Column("consented_at", Instant(timezone=True), nullable=True),
        sa.Column("roles", sa.String(length=80), nullable=False, comment="sorted, between commas: ,learner,volunteer,"),
        sa.Column("muted_topics", sa.String(length=200), nullable=False),
        sa.Column("source", sa.String(length=64), nullable=False),
        sa.Column("blocked_at", Instant(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_people")),
        sa.UniqueConstraint("telegram_id", name=op.f("uq_people_telegram_id")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "schedules",
        sa.Column("id", sa.BigInteger().with_variant(sa.INTEGER(), "sqlite"), nullable=False),
        sa.Column("zone", sa.String(length=64), nullable=False),
        sa.Column("at_minute", sa.Integer(), nullable=False, comment="minutes after local midnight"),
        sa.Column("days", sa.Integer(), nullable=False, comment="bit 0 is Monday"),
        sa.Column("next_at", Instant(timezone=True), nullable=False),
        sa.Column("next_day", sa.String(length=10), nullable=False, comment="the local day of next_at"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_schedules")),
        sa.UniqueConstraint("zone", "at_minute", "days", name=op.f("uq_schedules_zone_at_minute_days")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("schedules", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_schedules_next_at"), ["next_at"], unique=False)

    op.create_table(
        "send_limits",
        sa.Column("name", sa.String(length=32), nullable=False),
        sa.Column("state", sa.JSON(), nullable=False, comment="numbers of the rate limiter, shared by all workers"),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_send_limits")),
    )
    op.create_table(
        "cards",
        sa.Column("id", sa.BigInteger().with_variant(sa.INTEGER(), "sqlite"), nullable=False),
        sa.Column("person_id", sa.BigInteger().with_variant(sa.INTEGER(), "sqlite"), nullable=False),
        sa.Column("language", sa.String(length=8), nullable=False),
        sa.Column("phrase", sa.String(length=32), nullable=False),
        sa.Column("skill", sa.String(length=12), nullable=False),
        sa.Column("due", Instant(timezone=True), nullable=False),
        sa.Column("state", sa.SmallInteger(), nullable=False),
        sa.Column("step", sa.SmallInteger(), nullable=True),
        sa.Column("stability", sa.Float(), nullable=True),
        sa.Column("difficulty", sa.Float(), nullable=True),
        sa.Column("last_review", Instant(timezone=True), nullable=True),
        sa.Column("reviews", sa.Integer(), nullable=False),
        sa.Column("lapses", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_cards_person_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cards")),
        sa.UniqueConstraint(
            "person_id", "language", "phrase", "skill", name=op.f("uq_cards_person_id_language_phrase_skill")
        ),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "consents",
        sa.Column("id", sa.BigInteger().with_variant(sa.INTEGER(), "sqlite"), nullable=False),
        sa.Column("person_id", sa.BigInteger().with_variant(sa.INTEGER(), "sqlite"), nullable=False),
        sa.Column("version", sa.String(length=32), nullable=False),
        sa.Column("language", sa.String(length=8), nullable=False),
        sa.Column("given", sa.Boolean(), nullable=False),
        sa.Column("at", Instant(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_consents_person_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consents")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("consents", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_consents_person_id"), ["person_id"], unique=False)

    op.create_table(
        "deliveries",
        sa.Column("id", sa.BigInteger().with_variant(sa.INTEGER(), "sqlite"), nullable=False),
        sa.Column("person_id", sa.BigInteger().with_variant(sa.INTEGER(), "sqlite"), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("slot", sa.String(length=64), nullable=False),
        sa.Column("payload", sa.JSON(), nullable=False),
        sa.Column("due_at", Instant(timezone=True), nullable=False),
        sa.Column("expires_at", Instant(timezone=True), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("attempts", sa.Integer(), server_default="0", nullable=False),
        sa.Column("message_id", sa.BigInteger(), nullable=True),
        sa.Column("error", sa.String(length=200), nullable=True),
        sa.Column("changed_at", Instant(timezone=True), nullable=True),
        sa.Column(
            "queued_at",
            Instant(timezone=True),
            nullable=True,
            comment="when a job was made for it; none while planned and not queued",
        ),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_deliveries_person_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_deliveries")),
        sa.UniqueConstraint("person_id", "kind", "slot", name=op.f("uq_deliveries_person_id_kind_slot")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("deliveries", schema=None) as batch_op:
        batch_op.create_index("ix_deliveries_state_due_at", ["state", "due_at"], unique=False)
        batch_op.create_index(
            "ix_deliveries_urgent",
            ["kind", "state", "due_at"],
            unique=False,
            sqlite_where=sa.text("kind = 'relay'"),
            postgresql_where=sa.text("kind = 'relay'"),
        )

    op.create_table(
        "drafts",
        sa.Column(
            "person_id", sa.BigInteger().with_variant(sa.INTEGER(), "sqlite"), autoincrement=False, nullable=False
        ),
        sa.Column("step", sa.String(length=64), nullable=True),
        sa.Column("answers", sa.LargeBinary(), nullable=False, comment="sealed JSON"),
        sa.Column("saved_at", Instant(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_drafts_person_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_drafts")),
    )
    with op.batch_alter_table("drafts", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_drafts_saved_at"), ["saved_at"], unique=False)

    op.create_table(
        "enrolments",
        sa.Column("id", sa.BigInteger().with_variant(sa.INTEGER(), "sqlite"), nullable=False),
        sa.Column("intake", sa.String(length=32), nullable=True),
        sa.Column("person_id", sa.BigInteger().with_variant(sa.INTEGER(), "sqlite"), nullable=False),
        sa.Column("language", sa.String(length=8), nullable=False),
        sa.Column("level", sa.String(length=2), nullable=False),
        sa.Column("category", sa.String(length=32), nullable=False),
        sa.Column("department", sa.String(length=64), nullable=False),
        sa.Column("registration", sa.LargeBinary(), nullable=False, comment="sealed"),
        sa.Column("email", sa.LargeBinary(), nullable=False, comment="sealed"),
        sa.Column("days", sa.Integer(), nullable=False, comment="bit 0 is Monday"),
        sa.Column("at_minute", sa.Integer(), nullable=False, comment="minutes after local midnight"),
        sa.Column("status", sa.String(length=16), nullable=False),
        sa.Column("submitted_at", Instant(timezone=True), nullable=False),
        sa.Column("decided_at", Instant(timezone=True), nullable=True),
        sa.Column("decided_by", sa.BigInteger().with_variant(sa.INTEGER(), "sqlite"), nullable=True),
        sa.Column("reason", sa.LargeBinary(), nullable=False, comment="sealed"),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["intake"], ["intakes.code"], name=op.f("fk_enrolments_intake")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_enrolments_person_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_enrolments")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("enrolments", schema=None) as batch_op:
        batch_op.create_index("ix_enrolments_intake_status", ["intake", "status"], unique=False)
        batch_op.create_index(batch_op.f("ix_enrolments_person_id"), ["person_id"], unique=False)
        batch_op.create_index("ix_enrolments_status_submitted_at", ["status", "submitted_at"], unique=False)

    op.create_table(
        "matching_rounds",
        sa.Column("id", sa.BigInteger().with_variant(sa.INTEGER(), "sqlite"), nullable=False),
        sa.Column("language", sa.String(length=8), nullable=True, comment="none: all of them"),
        sa.Column("week", sa.Date(), nullable=False),
        sa.Column("status", sa.String(length=12), nullable=False),
        sa.Column("prepared_by", sa.BigInteger().with_variant(sa.INTEGER(), "sqlite"), nullable=True),
        sa.Column("prepared_at", Instant(timezone=True), nullable=False),
        sa.Column("published_by", sa.BigInteger().with_variant(sa.INTEGER(), "sqlite"), nullable=True),
        sa.Column("published_at", Instant(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["prepared_by"], ["people.id"], name=op.f("fk_matching_rounds_prepared_by"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["published_by"], ["people.id"], name=op.f("fk_matching_rounds_published_by"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_matching_rounds")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("matching_rounds", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_matching_rounds_prepared_by"), ["prepared_by"], unique=False)
        batch_op.create_index(batch_op.f("ix_matching_rounds_published_by"), ["published_by"], unique=False)
        batch_op.create_index(batch_op.f("ix_matching_rounds_status"), ["status"], unique=False)

    op.create_table(
        "opportunities",
        sa.Column("id", sa.BigInteger().with_variant(sa.INTEGER(), "sqlite"), nullable=False),
        sa.Column("topic", sa.String(length=16), nullable=False),
        sa.Column("title", sa.String(length=120), nullable=False),
        sa.Column("organisation", sa.String(length=120), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("link", sa.String(length=2000), nullable=False),
        sa.Column("languages", sa.String(length=40), nullable=False, comment="sorted, between commas: ,en,fr,"),
        sa.Column("level", sa.String(length=2), nullable=True),
        sa.Column("applicants", sa.String(length=120), nullable=False, comment="sorted, between commas"),
        sa.Column("places", sa.Integer(), nullable=True),
        sa.Column("deadline", Instant(timezone=True), nullable=False),
        sa.Column("zone", sa.String(length=64), nullable=False),
        sa.Column("status", sa.String(length=12), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("edition", sa.Integer(), nullable=False, comment="grows when the deadline moves"),
        sa.Column("published_by", sa.BigInteger().with_variant(sa.INTEGER(), "sqlite"), nullable=True),
        sa.Column("published_at", Instant(timezone=True), nullable=False),
        sa.Column("changed_at", Instant(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["published_by"], ["people.id"], name=op.f("fk_opportunities_published_by"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_opportunities")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("opportunities", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_opportunities_published_by"), ["published_by"], unique=False)
        batch_op.create_index("ix_opportunities_status_deadline", ["status", "deadline"], unique=False)

    op.create_table(
        "opportunity_subscribers",
        sa.Column(
            "person_id", sa.BigInteger().with_variant(sa.INTEGER(), "sqlite"), autoincrement=False, nullable=False
        ),
        sa.Column("since", Instant(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_opportunity_subscribers_person_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_opportunity_subscribers")),
    )
    op.create_table(
        "pair_requests",
        sa.Column("id", sa.BigInteger().with_variant(sa.INTEGER(), "sqlite"), nullable=False),
        sa.Column("person_id", sa.BigInteger().with_variant(sa.INTEGER(), "sqlite"), nullable=False),
        sa.Column("language", sa.String(length=8), nullable=False),
        sa.Column("level", sa.String(length=2), nullable=False),
        sa.Column("zone", sa.String(length=64), nullable=False),
        sa.Column(
            "availability",
            sa.String(length=84),
            nullable=False,
            comment="the 336 half-hours of the local week, in hexadecimal",
        ),
        sa.Column("interests", sa.String(length=120), nullable=False, comment="sorted, between commas"),
        sa.Column("since", Instant(timezone=True), nullable=False),
        sa.Column("status", sa.String(length=12), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_pair_requests_person_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pair_requests")),
        sa.UniqueConstraint("person_id", "language", name=op.f("uq_pair_requests_person_id_language")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("pair_requests", schema=None) as batch_op:
        batch_op.create_index("ix_pair_requests_status_language_since", ["status", "language", "since"], unique=False)

    op.create_table(
        "practice_sessions",
        sa.Column("id", sa.BigInteger().with_variant(sa.INTEGER(), "sqlite"), nullable=False),
        sa.Column("host_id", sa.BigInteger().with_variant(sa.INTEGER(), "sqlite"), nullable=True),
        sa.Column("language", sa.String(length=8), nullable=False),
        sa.Column("levels", sa.String(length=32), nullable=False, comment="sorted, between commas: ,A1,B1,"),
        sa.Column("starts_at", Instant(timezone=True), nullable=False),
        sa.Column("ends_at", Instant(timezone=True), nullable=False),
        sa.Column("zone", sa.String(length=64), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("capacity", sa.Integer(), nullable=False),
        sa.Column("place", sa.LargeBinary(), nullable=False, comment="sealed"),
        sa.Column("topic", sa.String(length=120), server_default="", nullable=False),
        sa.Column("status", sa.String(length=12), nullable=False),
        sa.Column("created_at", Instant(timezone=True), nullable=False),
        sa.Column("changed_at", Instant(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["host_id"], ["people.id"], name=op.f("fk_practice_sessions_host_id"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_practice_sessions")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("practice_sessions", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_practice_sessions_host_id"), ["host_id"], unique=False)
        batch_op.create_index(
            "ix_practice_sessions_status_language_starts_at", ["status", "language", "starts_at"], unique=False
        )

    op.create_table(
        "tracks",
        sa.Column("id", sa.BigInteger().with_variant(sa.INTEGER(), "sqlite"), nullable=False),
        sa.Column("person_id", sa.BigInteger().with_variant(sa.INTEGER(), "sqlite"), nullable=False),
        sa.Column("schedule_id", sa.BigInteger().with_variant(sa.INTEGER(), "sqlite"), nullable=False),
        sa.Column("language", sa.String(length=8), nullable=False),
        sa.Column("level", sa.String(length=2), nullable=False),
        sa.Column("cap", sa.Integer(), nullable=True, comment="exercises in a round, when the learner chose"),
        sa.Column("paused_until", Instant(timezone=True), nullable=True),
        sa.Column("open", sa.Boolean(), nullable=False),
        sa.Column("practised_at", Instant(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_tracks_person_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["schedule_id"], ["schedules.id"], name=op.f("fk_tracks_schedule_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tracks")),
        sa.UniqueConstraint("person_id", "language", name=op.f("uq_tracks_person_id_language")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("tracks", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_tracks_schedule_id"), ["schedule_id"], unique=False)

    op.create_table(
        "volunteers",
        sa.Column(
            "person_id", sa.BigInteger().with_variant(sa.INTEGER(), "sqlite"), autoincrement=False, nullable=False
        ),
        sa.Column("status", sa.String(length=12), nullable=False),
        sa.Column("country", sa.String(length=2), nullable=False),
        sa.Column("zone", sa.String(length=64), nullable=False),
        sa.Column(
            "availability",
            sa.String(length=84),
            nullable=False,
            comment="the 336 half-hours of the local week, in hexadecimal",
        ),
        sa.Column("capacity", sa.Integer(), nullable=False),
        sa.Column("interests", sa.String(length=120), nullable=False, comment="sorted, between commas"),
        sa.Column("term_version", sa.String(length=32), nullable=False),
        sa.Column("term_at", Instant(timezone=True), nullable=False),
        sa.Column("applied_at", Instant(timezone=True), nullable=False),
        sa.Column("decided_at", Instant(timezone=True), nullable=True),
        sa.Column("decided_by", sa.BigInteger().with_variant(sa.INTEGER(), "sqlite"), nullable=True),
        sa.Column("reason", sa.LargeBinary(), nullable=False, comment="sealed"),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["decided_by"], ["people.id"], name=op.f("fk_volunteers_decided_by"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_volunteers_person_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_volunteers")),
    )
    with op.batch_alter_table("volunteers", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_volunteers_decided_by"), ["decided_by"], unique=False)
        batch_op.create_index("ix_volunteers_status_applied_at", ["status", "applied_at"], unique=False)

    op.create_table(
        "daily_phrases",
        sa.Column(
            "track_id", sa.BigInteger().with_variant(sa.INTEGER(), "sqlite"), autoincrement=False, nullable=False
        ),
        sa.Column("day", sa.String(length=10), nullable=False),
        sa.Column("phrase", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(
            ["track_id"], ["tracks.id"], name=op.f("fk_daily_phrases_track_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("track_id", "day", name=op.f("pk_daily_phrases")),
    )
    op.create_table(
        "left_over",
        sa.Column(
            "round_id", sa.BigInteger().with_variant(sa.INTEGER(), "sqlite"), autoincrement=False, nullable=False
        ),
        sa.Column(
            "request_id", sa.BigInteger().with_variant(sa.INTEGER(), "sqlite"), autoincrement=False, nullable=False
        ),
        sa.Column("obstacle", sa.SmallInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["request_id"], ["pair_requests.id"], name=op.f("fk_left_over_request_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["round_id"], ["matching_rounds.id"], name=op.f("fk_left_over_round_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("round_id", "request_id", name=op.f("pk_left_over")),
    )
    with op.batch_alter_table("left_over", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_left_over_request_id"), ["request_id"], unique=False)

    op.create_table(
        "pairs",
        sa.Column("id", sa.BigInteger().with_variant(sa.INTEGER(), "sqlite"), nullable=False),
        sa.Column("learner_id", sa.BigInteger().with_variant(sa.INTEGER(), "sqlite"), nullable=True),
        sa.Column("volunteer_id", sa.BigInteger().with_variant(sa.INTEGER(), "sqlite"), nullable=True),
        sa.Column("request_id", sa.BigInteger().with_variant(sa.INTEGER(), "sqlite"), nullable=True),
        sa.Column("language", sa.String(length=8), nullable=False),
        sa.Column("level", sa.String(length=2), nullable=False),
        sa.Column("status", sa.String(length=12), nullable=False),
        sa.Column("formed_at", Instant(timezone=True), nullable=False),
        sa.Column("ended_at", Instant(timezone=True), nullable=True),
        sa.Column("ended_by", sa.BigInteger().with_variant(sa.INTEGER(), "sqlite"), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["ended_by"], ["people.id"], name=op.f("fk_pairs_ended_by"), ondelete="SET NULL"),
        sa.ForeignKeyConstraint(["learner_id"], ["people.id"], name=op.f("fk_pairs_learner_id"), ondelete="SET NULL"),
        sa.ForeignKeyConstraint(
            ["request_id"], ["pair_requests.id"], name=op.f("fk_pairs_request_id"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["volunteer_id"], ["people.id"], name=op.f("fk_pairs_volunteer_id"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pairs")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("pairs", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_pairs_ended_by"), ["ended_by"], unique=False)
        batch_op.create_index("ix_pairs_language_formed_at", ["language", "formed_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_pairs_learner_id"), ["learner_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_pairs_request_id"), ["request_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_pairs_volunteer_id"), ["volunteer_id"], unique=False)

    op.create_table(
        "proposals",
        sa.Column("id", sa.BigInteger().with_variant(sa.INTEGER(), "sqlite"), nullable=False),
        sa.Column("round_id", sa.BigInteger().with_variant(sa.INTEGER(), "sqlite"), nullable=False),
        sa.Column("request_id", sa.BigInteger().with_variant(sa.INTEGER(), "sqlite"), nullable=False),
        sa.Column("learner_id", sa.BigInteger().with_variant(sa.INTEGER(), "sqlite"), nullable=False),
        sa.Column("volunteer_id", sa.BigInteger().with_variant(sa.INTEGER(), "sqlite"), nullable=False),
        sa.Column("language", sa.String(length=8), nullable=False),
        sa.Column("level", sa.String(length=2), nullable=False),
        sa.Column("shared", sa.SmallInteger(), nullable=False, comment="half-hours a week"),
        sa.Column("status", sa.String(length=12), nullable=False),
        sa.Column("expires_at", Instant(timezone=True), nullable=True),
        sa.Column("answered_at", Instant(timezone=True), nullable=True),
        sa.Column("reason", sa.String(length=16), nullable=True),
        sa.Column("words", sa.LargeBinary(), nullable=False, comment="sealed"),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["learner_id"], ["people.id"], name=op.f("fk_proposals_learner_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["request_id"], ["pair_requests.id"], name=op.f("fk_proposals_request_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["round_id"], ["matching_rounds.id"], name=op.f("fk_proposals_round_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["volunteer_id"], ["people.id"], name=op.f("fk_proposals_volunteer_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_proposals")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("proposals", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_proposals_learner_id"), ["learner_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_proposals_request_id"), ["request_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_proposals_round_id"), ["round_id"], unique=False)
        batch_op.create_index("ix_proposals_status_expires_at", ["status", "expires_at"], unique=False)
        batch_op.create_index("ix_proposals_volunteer_id_status", ["volunteer_id", "status"], unique=False)
        batch_op.create_index(
            "uq_proposals_open_request_id",
            ["request_id"],
            unique=True,
            sqlite_where=sa.text("status = 'open'"),
            postgresql_where=sa.text("status = 'open'"),
        )

    op.create_table(
        "reviews",
        sa.Column("id", sa.BigInteger().with_variant(sa.INTEGER(), "sqlite"), nullable=False),
        sa.Column("card_id", sa.BigInteger().with_variant(sa.INTEGER(), "sqlite"), nullable=False),
        sa.Column("person_id", sa.BigInteger().with_variant(sa.INTEGER(), "sqlite"), nullable=False),
        sa.Column("language", sa.String(length=8), nullable=False),
        sa.Column("phrase", sa.String(length=32), nullable=False),
        sa.Column("skill", sa.String(length=12), nullable=False),
        sa.Column("grade", sa.SmallInteger(), nullable=False),
        sa.Column("at", Instant(timezone=True), nullable=False),
        sa.Column("elapsed_days", sa.Float(), nullable=True),
        sa.ForeignKeyConstraint(["card_id"], ["cards.id"], name=op.f("fk_reviews_card_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_reviews_person_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reviews")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("reviews", schema=None) as batch_op:
        batch_op.create_index("ix_reviews_at_person_id", ["at", "person_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_reviews_card_id"), ["card_id"], unique=False)
        batch_op.create_index("ix_reviews_person_id_at", ["person_id", "at"], unique=False)

    op.create_table(
        "rounds",
        sa.Column("id", sa.BigInteger().with_variant(sa.INTEGER(), "sqlite"), nullable=False),
        sa.Column("person_id", sa.BigInteger().with_variant(sa.INTEGER(), "sqlite"), nullable=False),
        sa.Column("track_id", sa.BigInteger().with_variant(sa.INTEGER(), "sqlite"), nullable=False),
        sa.Column("language", sa.String(length=8), nullable=False),
        sa.Column("base", sa.String(length=8), nullable=False),
        sa.Column("items", sa.JSON(), nullable=False, comment="card, phrase, kind, seed"),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column(
            "card_id",
            sa.BigInteger().with_variant(sa.INTEGER(), "sqlite"),
            nullable=True,
            comment="of the item being asked",
        ),
        sa.Column("word_order", sa.String(length=64), nullable=False),
        sa.Column("correct", sa.Integer(), nullable=False),
        sa.Column("started_at", Instant(timezone=True), nullable=False),
        sa.Column("finished_at", Instant(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["card_id"], ["cards.id"], name=op.f("fk_rounds_card_id"), ondelete="SET NULL"),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_rounds_person_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["track_id"], ["tracks.id"], name=op.f("fk_rounds_track_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rounds")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("rounds", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_rounds_card_id"), ["card_id"], unique=False)
        batch_op.create_index("ix_rounds_person_id_finished_at", ["person_id", "finished_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_rounds_track_id"), ["track_id"], unique=False)

    op.create_table(
        "saved_opportunities",
        sa.Column(
            "person_id", sa.BigInteger().with_variant(sa.INTEGER(), "sqlite"), autoincrement=False, nullable=False
        ),
        sa.Column(
            "opportunity_id", sa.BigInteger().with_variant(sa.INTEGER(), "sqlite"), autoincrement=False, nullable=False
        ),
        sa.Column("saved_at", Instant(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["opportunity_id"],
            ["opportunities.id"],
            name=op.f("fk_saved_opportunities_opportunity_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_saved_opportunities_person_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("person_id", "opportunity_id", name=op.f("pk_saved_opportunities")),
    )
    with op.batch_alter_table("saved_opportunities", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_saved_opportunities_opportunity_id"), ["opportunity_id"], unique=False)

    op.create_table(
        "seats",
        sa.Column("id", sa.BigInteger().with_variant(sa.INTEGER(), "sqlite"), nullable=False),
        sa.Column("session_id", sa.BigInteger().with_variant(sa.INTEGER(), "sqlite"), nullable=False),
        sa.Column("person_id", sa.BigInteger().with_variant(sa.INTEGER(), "sqlite"), nullable=False),
        sa.Column("turn", sa.Integer(), nullable=False),
        sa.Column("status", sa.String(length=12), nullable=False),
        sa.Column("minutes", sa.Integer(), server_default="0", nullable=False),
        sa.Column("changed_at", Instant(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_seats_person_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["session_id"], ["practice_sessions.id"], name=op.f("fk_seats_session_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_seats")),
        sa.UniqueConstraint("session_id", "person_id", name=op.f("uq_seats_session_id_person_id")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("seats", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_seats_person_id"), ["person_id"], unique=False)

    op.create_table(
        "volunteer_offers",
        sa.Column(
            "person_id", sa.BigInteger().with_variant(sa.INTEGER(), "sqlite"), autoincrement=False, nullable=False
        ),
        sa.Column("language", sa.String(length=8), nullable=False),
        sa.Column("levels", sa.String(length=32), nullable=False, comment="sorted, between commas: ,A1,B1,"),
        sa.ForeignKeyConstraint(
            ["person_id"], ["volunteers.person_id"], name=op.f("fk_volunteer_offers_person_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("person_id", "language", name=op.f("pk_volunteer_offers")),
    )
    with op.batch_alter_table("volunteer_offers", schema=None) as batch_op:
        batch_op.create_index("ix_volunteer_offers_language", ["language"], unique=False)

    op.create_table(
        "cases",
        sa.Column("id", sa.BigInteger().with_variant(sa.INTEGER(), "sqlite"), nullable=False),
        sa.Column("pair_id", sa.BigInteger().with_variant(sa.INTEGER(), "sqlite"), nullable=False),
        sa.Column("reported_by", sa.BigInteger().with_variant(sa.INTEGER(), "sqlite"), nullable=True),
        sa.Column("at", Instant(timezone=True), nullable=False),
        sa.Column("status", sa.String(length=12), nullable=False),
        sa.Column("reason", sa.LargeBinary(), nullable=False, comment="sealed"),
        sa.Column("decided_by", sa.BigInteger().with_variant(sa.INTEGER(), "sqlite"), nullable=True),
        sa.Column("decided_at", Instant(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["decided_by"], ["people.id"], name=op.f("fk_cases_decided_by"), ondelete="SET NULL"),
        sa.ForeignKeyConstraint(["pair_id"], ["pairs.id"], name=op.f("fk_cases_pair_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["reported_by"], ["people.id"], name=op.f("fk_cases_reported_by"), ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cases")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("cases", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_cases_decided_by"), ["decided_by"], unique=False)
        batch_op.create_index(batch_op.f("ix_cases_pair_id"), ["pair_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_cases_reported_by"), ["reported_by"], unique=False)
        batch_op.create_index("ix_cases_status_at", ["status", "at"], unique=False)

    op.create_table(
        "pair_meetings",
        sa.Column("id", sa.BigInteger().with_variant(sa.INTEGER(), "sqlite"), nullable=False),
        sa.Column("pair_id", sa.BigInteger().with_variant(sa.INTEGER(), "sqlite"), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("logged_by", sa.BigInteger().with_variant(sa.INTEGER(), "sqlite"), nullable=True),
        sa.Column("logged_at", Instant(timezone=True), nullable=False),
        sa.Column("confirmed_at", Instant(timezone=True), nullable=True),
        sa.Column("denied_at", Instant(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["logged_by"], ["people.id"], name=op.f("fk_pair_meetings_logged_by"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(["pair_id"], ["pairs.id"], name=op.f("fk_pair_meetings_pair_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pair_meetings")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("pair_meetings", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_pair_meetings_logged_by"), ["logged_by"], unique=False)
        batch_op.create_index(batch_op.f("ix_pair_meetings_pair_id"), ["pair_id"], unique=False)

    op.create_table(
        "relay_messages",
        sa.Column("id", sa.BigInteger().with_variant(sa.INTEGER(), "sqlite"), nullable=False),
        sa.Column("pair_id", sa.BigInteger().with_variant(sa.INTEGER(), "sqlite"), nullable=False),
        sa.Column("author_id", sa.BigInteger().with_variant(sa.INTEGER(), "sqlite"), nullable=False),
        sa.Column("text", sa.LargeBinary(), nullable=False, comment="sealed"),
        sa.Column("sent_at", Instant(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["author_id"], ["people.id"], name=op.f("fk_relay_messages_author_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["pair_id"], ["pairs.id"], name=op.f("fk_relay_messages_pair_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_relay_messages")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("relay_messages", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_relay_messages_author_id"), ["author_id"], unique=False)
        batch_op.create_index("ix_relay_messages_pair_id_id", ["pair_id", "id"], unique=False)

    op.create_table(
        "case_messages",
        sa.Column("id", sa.BigInteger().with_variant(sa.INTEGER(), "sqlite"), nullable=False),
        sa.Column("case_id", sa.BigInteger().with_variant(sa.INTEGER(), "sqlite"), nullable=False),
        sa.Column(
            "message_id",
            sa.BigInteger().with_variant(sa.INTEGER(), "sqlite"),
            nullable=False,
            comment="a number; not a key, for the evidence outlives the talk",
        ),
        sa.Column("author_id", sa.BigInteger().with_variant(sa.INTEGER(), "sqlite"), nullable=False),
        sa.Column("text", sa.LargeBinary(), nullable=False, comment="sealed"),
        sa.Column("sent_at", Instant(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["author_id"], ["people.id"], name=op.f("fk_case_messages_author_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_case_messages_case_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_messages")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("case_messages", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_case_messages_author_id"), ["author_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_case_messages_case_id"), ["case_id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("case_messages", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_case_messages_case_id"))
        batch_op.drop_index(batch_op.f("ix_case_messages_author_id"))

    op.drop_table("case_messages")
    with op.batch_alter_table("relay_messages", schema=None) as batch_op:
        batch_op.drop_index("ix_relay_messages_pair_id_id")
        batch_op.drop_index(batch_op.f("ix_relay_messages_author_id"))

    op.drop_table("relay_messages")
    with op.batch_alter_table("pair_meetings", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_pair_meetings_pair_id"))
        batch_op.drop_index(batch_op.f("ix_pair_meetings_logged_by"))

    op.drop_table("pair_meetings")
    with op.batch_alter_table("cases", schema=None) as batch_op:
        batch_op.drop_index("ix_cases_status_at")
        batch_op.drop_index(batch_op.f("ix_cases_reported_by"))
        batch_op.drop_index(batch_op.f("ix_cases_pair_id"))
        batch_op.drop_index(batch_op.f("ix_cases_decided_by"))

    op.drop_table("cases")
    with op.batch_alter_table("volunteer_offers", schema=None) as batch_op:
        batch_op.drop_index("ix_volunteer_offers_language")

    op.drop_table("volunteer_offers")
    with op.batch_alter_table("seats", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_seats_person_id"))

    op.drop_table("seats")
    with op.batch_alter_table("saved_opportunities", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_saved_opportunities_opportunity_id"))

    op.drop_table("saved_opportunities")
    with op.batch_alter_table("rounds", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_rounds_track_id"))
        batch_op.drop_index("ix_rounds_person_id_finished_at")
        batch_op.drop_index(batch_op.f("ix_rounds_card_id"))

    op.drop_table("rounds")
    with op.batch_alter_table("reviews", schema=None) as batch_op:
        batch_op.drop_index("ix_reviews_person_id_at")
        batch_op.drop_index(batch_op.f("ix_reviews_card_id"))
        batch_op.drop_index("ix_reviews_at_person_id")

    op.drop_table("reviews")
    with op.batch_alter_table("proposals", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_proposals_open_request_id",
            sqlite_where=sa.text("status = 'open'"),
            postgresql_where=sa.text("status = 'open'"),
        )
        batch_op.drop_index("ix_proposals_volunteer_id_status")
        batch_op.drop_index("ix_proposals_status_expires_at")
        batch_op.drop_index(batch_op.f("ix_proposals_round_id"))
        batch_op.drop_index(batch_op.f("ix_proposals_request_id"))
        batch_op.drop_index(batch_op.f("ix_proposals_learner_id"))

    op.drop_table("proposals")
    with op.batch_alter_table("pairs", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_pairs_volunteer_id"))
        batch_op.drop_index(batch_op.f("ix_pairs_request_id"))
        batch_op.drop_index(batch_op.f("ix_pairs_learner_id"))
        batch_op.drop_index("ix_pairs_language_formed_at")
        batch_op.drop_index(batch_op.f("ix_pairs_ended_by"))

    op.drop_table("pairs")
    with op.batch_alter_table("left_over", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_left_over_request_id"))

    op.drop_table("left_over")
    op.drop_table("daily_phrases")
    with op.batch_alter_table("volunteers", schema=None) as batch_op:
        batch_op.drop_index("ix_volunteers_status_applied_at")
        batch_op.drop_index(batch_op.f("ix_volunteers_decided_by"))

    op.drop_table("volunteers")
    with op.batch_alter_table("tracks", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_tracks_schedule_id"))

    op.drop_table("tracks")
    with op.batch_alter_table("practice_sessions", schema=None) as batch_op:
        batch_op.drop_index("ix_practice_sessions_status_language_starts_at")
        batch_op.drop_index(batch_op.f("ix_practice_sessions_host_id"))

    op.drop_table("practice_sessions")
    with op.batch_alter_table("pair_requests", schema=None) as batch_op:
        batch_op.drop_index("ix_pair_requests_status_language_since")

    op.drop_table("pair_requests")
    op.drop_table("opportunity_subscribers")
    with op.batch_alter_table("opportunities", schema=None) as batch_op:
        batch_op.drop_index("ix_opportunities_status_deadline")
        batch_op.drop_index(batch_op.f("ix_opportunities_published_by"))

    op.drop_table("opportunities")
    with op.batch_alter_table("matching_rounds", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_matching_rounds_status"))
        batch_op.drop_index(batch_op.f("ix_matching_rounds_published_by"))
        batch_op.drop_index(batch_op.f("ix_matching_rounds_prepared_by"))

    op.drop_table("matching_rounds")
    with op.batch_alter_table("enrolments", schema=None) as batch_op:
        batch_op.drop_index("ix_enrolments_status_submitted_at")
        batch_op.drop_index(batch_op.f("ix_enrolments_person_id"))
        batch_op.drop_index("ix_enrolments_intake_status")

    op.drop_table("enrolments")
    with op.batch_alter_table("drafts", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_drafts_saved_at"))

    op.drop_table("drafts")
    with op.batch_alter_table("deliveries", schema=None) as batch_op:
        batch_op.drop_index(
            "ix_deliveries_urgent", sqlite_where=sa.text("kind = 'relay'"), postgresql_where=sa.text("kind = 'relay'")
        )
        batch_op.drop_index("ix_deliveries_state_due_at")

    op.drop_table("deliveries")
    with op.batch_alter_table("consents", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_consents_person_id"))

    op.drop_table("consents")
    op.drop_table("cards")
    op.drop_table("send_limits")
    with op.batch_alter_table("schedules", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_schedules_next_at"))

    op.drop_table("schedules")
    op.drop_table("people")
    op.drop_table("invites")
    op.drop_table("intakes")
    with op.batch_alter_table("handled_updates", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_handled_updates_handled_at"))

    op.drop_table("handled_updates")
    with op.batch_alter_table("audit_log", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_audit_log_subject"))
        batch_op.drop_index(batch_op.f("ix_audit_log_at"))
        batch_op.drop_index(batch_op.f("ix_audit_log_actor"))

    op.drop_table("audit_log")
