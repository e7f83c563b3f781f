"""Tracks, and the set-based planning of the daily phrase."""

from datetime import datetime, time, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, bindparam, select, text, update

from core.days import local_day, next_occurrence
from core.ids import PersonId
from core.languages import Language, Level
from core.notices import DeliveryState
from lessons.daily import DAILY, LIVES
from lessons.tracks import Track, TrackId
from storage.database import Link
from storage.tables.base import Instant
from storage.tables.lessons import rounds, schedules, tracks
from storage.upserts import insert_for

_PLAN = """
    INSERT INTO deliveries (person_id, kind, slot, payload, due_at, expires_at, state, attempts)
    SELECT tracks.person_id, '{kind}', tracks.language || ':' || schedules.next_day, {payload},
           schedules.next_at, {expires}, '{state}', 0
    FROM tracks JOIN schedules ON schedules.id = tracks.schedule_id
    WHERE schedules.next_at <= :now AND tracks.open
      AND (tracks.paused_until IS NULL OR tracks.paused_until <= schedules.next_at)
    -- In this order the rows are laid down beside each other, in the table and in its index.
    ORDER BY tracks.person_id
    ON CONFLICT DO NOTHING
"""

_PLANS = {
    "sqlite": text(
        _PLAN.format(
            kind=DAILY,
            state=DeliveryState.PLANNED.value,
            payload="""'{"track": ' || tracks.id || '}'""",
            expires=f"schedules.next_at + {LIVES // timedelta(microseconds=1)}",
        )
    ).bindparams(bindparam("now", type_=Instant)),
    "postgresql": text(
        _PLAN.format(
            kind=DAILY,
            state=DeliveryState.PLANNED.value,
            payload="json_build_object('track', tracks.id)",
            expires=f"schedules.next_at + interval '{int(LIVES.total_seconds())} seconds'",
        )
    ).bindparams(bindparam("now", type_=Instant)),
}

_DUE = select(schedules).where(schedules.c.next_at <= bindparam("now")).order_by(schedules.c.id).with_for_update()

_ADVANCE = (
    update(schedules)
    .where(schedules.c.id == bindparam("schedule"))
    .values(next_at=bindparam("new_at"), next_day=bindparam("new_day"))
)

_TRACKS = select(tracks, schedules.c.zone, schedules.c.at_minute, schedules.c.days).join_from(
    tracks, schedules, schedules.c.id == tracks.c.schedule_id
)


class Tracks:
    """The part of the lessons' store that keeps tracks."""

    def __init__(self, link: Link) -> None:
        self._link = link

    async def open_track(
        self,
        person: PersonId,
        language: Language,
        level: Level,
        *,
        days: frozenset[int],
        at: time,
        zone: str,
        now: datetime,
    ) -> None:
        """Open the track, or open it again with these answers; what was learnt is still there."""
        values = {
            "person_id": person,
            "schedule_id": await self._schedule(days, at, zone, now=now),
            "language": language.value,
            "level": level.value,
            "paused_until": None,
            "open": True,
            "practised_at": now,
        }
        renewed = {name: value for name, value in values.items() if name not in {"person_id", "language"}}
        await self._link.execute(
            insert_for(self._link, tracks)
            .values(values)
            .on_conflict_do_update(index_elements=["person_id", "language"], set_=renewed)
        )

    async def close_track(self, person: PersonId, language: Language) -> None:
        """Close the track and give up the round under way; what was learnt stays."""
        theirs = tracks.c.person_id == person, tracks.c.language == language.value
        await self._link.execute(update(tracks).where(*theirs).values(open=False))
        await self._give_up(person, rounds.c.language == language.value)

    async def _give_up(self, person: PersonId, *which: ColumnElement[bool]) -> None:
        """End the unfinished rounds. Their rows stay: SQLite would give a deleted one's id, and its buttons, away."""
        theirs = rounds.c.person_id == person, rounds.c.finished_at.is_(None), *which
        await self._link.execute(update(rounds).where(*theirs).values(finished_at=rounds.c.started_at))

    async def track_of(self, person: PersonId) -> Track | None:
        found = await self.tracks_of(person)
        return found[0] if found else None

    async def tracks_of(self, person: PersonId) -> tuple[Track, ...]:
        """Return the open tracks, the one practised last first."""
        return await self._tracks(
            _TRACKS.where(tracks.c.person_id == person, tracks.c.open).order_by(
                tracks.c.practised_at.desc(), tracks.c.id.desc()
            )
        )

    async def all_tracks(self, person: PersonId) -> tuple[Track, ...]:
        return await self._tracks(_TRACKS.where(tracks.c.person_id == person).order_by(tracks.c.id))

    async def track(self, number: TrackId) -> Track | None:
        found = await self._tracks(_TRACKS.where(tracks.c.id == number))
        return found[0] if found else None

    async def save_track(self, track: Track, *, now: datetime) -> None:
        """Write what a learner may change; the next phrase is after `now`."""
        schedule = await self._schedule(track.days, track.at, track.zone, now=now)
        values = {"schedule_id": schedule, "cap": track.cap, "paused_until": track.paused_until}
        await self._link.execute(update(tracks).where(tracks.c.id == track.id).values(values))

    async def prefer(self, track: TrackId, *, now: datetime) -> None:
        """Make it the track that is practised from now on."""
        await self._link.execute(update(tracks).where(tracks.c.id == track).values(practised_at=now))

    async def plan_daily(self, *, now: datetime) -> int:
        """Plan the phrase of everybody whose hour has come, once, and move the schedules on to their next day."""
        due = (await self._link.execute(_DUE, {"now": now})).all()
        if not due:
            return 0
        planned = (await self._link.execute_slow(_PLANS[self._link.dialect], {"now": now})).rowcount
        await self._link.execute(_ADVANCE, [_move(row, now) for row in due])
        return planned

    async def _schedule(self, days: frozenset[int], at: time, zone: str, *, now: datetime) -> int:
        """Return the row of everybody with this hour, made on first use."""
        due = next_occurrence(now, at, days, zone)
        wanted = {
            "zone": zone,
            "at_minute": at.hour * 60 + at.minute,
            "days": sum(1 << day for day in days),
            "next_at": due,
            "next_day": local_day(due, zone).isoformat(),
        }
        await self._link.execute(insert_for(self._link, schedules).values(wanted).on_conflict_do_nothing())
        found = select(schedules.c.id).where(
            schedules.c.zone == wanted["zone"],
            schedules.c.at_minute == wanted["at_minute"],
            schedules.c.days == wanted["days"],
        )
        return int((await self._link.execute(found)).scalar_one())

    async def _tracks(self, query: Select[Any]) -> tuple[Track, ...]:
        return tuple(_track(row) for row in await self._link.execute(query))


def _move(schedule: Row[Any], now: datetime) -> dict[str, Any]:
    due = next_occurrence(now, _at(schedule.at_minute), _days(schedule.days), schedule.zone)
    return {"schedule": schedule.id, "new_at": due, "new_day": local_day(due, schedule.zone).isoformat()}


def _at(minute: int) -> time:
    return time(minute // 60, minute % 60)


def _days(mask: int) -> frozenset[int]:
    return frozenset(day for day in range(7) if mask >> day & 1)


def _track(row: Row[Any]) -> Track:
    return Track(
        id=TrackId(row.id),
        person=PersonId(row.person_id),
        language=Language(row.language),
        level=Level(row.level),
        days=_days(row.days),
        at=_at(row.at_minute),
        zone=row.zone,
        cap=row.cap,
        paused_until=row.paused_until,
        open=row.open,
    )
