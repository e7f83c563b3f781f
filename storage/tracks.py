"""Tracks, and the set-based planning of the daily phrase."""

from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy import Row, Select, bindparam, select, text, update

from core.days import local_day, next_occurrence
from core.ids import PersonId
from core.languages import Language, Level
from core.notices import DeliveryState
from lessons.daily import DAILY, LIVES
from lessons.tracks import DAILY_CAP, Track, TrackId, first_daily
from storage.database import Link
from storage.tables.lessons import tracks
from storage.upserts import insert_for

_PLAN_SQLITE = text(f"""
    INSERT INTO deliveries (person_id, kind, slot, payload, due_at, expires_at, state, attempts)
    SELECT person_id, '{DAILY}', language || ':' || daily_day, '{{"track": ' || id || '}}',
           next_daily_at, next_daily_at + {LIVES // timedelta(microseconds=1)}, '{DeliveryState.PLANNED.value}', 0
    FROM tracks
    WHERE next_daily_at <= :now AND open AND (paused_until IS NULL OR paused_until <= next_daily_at)
    ON CONFLICT DO NOTHING
""")  # noqa: S608 - only our own constants are put in

_PLAN_POSTGRES = text(f"""
    INSERT INTO deliveries (person_id, kind, slot, payload, due_at, expires_at, state, attempts)
    SELECT person_id, '{DAILY}', language || ':' || daily_day, json_build_object('track', id),
           next_daily_at, next_daily_at + interval '{int(LIVES.total_seconds())} seconds',
           '{DeliveryState.PLANNED.value}', 0
    FROM tracks
    WHERE next_daily_at <= :now AND open AND (paused_until IS NULL OR paused_until <= next_daily_at)
    ON CONFLICT DO NOTHING
""")  # noqa: S608 - only our own constants are put in

_GROUPS = (
    select(tracks.c.next_daily_at, tracks.c.zone, tracks.c.at_minute, tracks.c.days)
    .where(tracks.c.next_daily_at <= bindparam("now"))
    .distinct()
)

_ADVANCE = (
    update(tracks)
    .where(
        tracks.c.next_daily_at == bindparam("was"),
        tracks.c.zone == bindparam("in_zone"),
        tracks.c.at_minute == bindparam("at"),
        tracks.c.days == bindparam("on_days"),
    )
    .values(next_daily_at=bindparam("new_at"), daily_day=bindparam("new_day"))
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
        due, day = first_daily(days, at, zone, now=now)
        values = {
            "person_id": person,
            "language": language.value,
            "level": level.value,
            "days": _mask(days),
            "at_minute": at.hour * 60 + at.minute,
            "zone": zone,
            "cap": DAILY_CAP,
            "paused_until": None,
            "open": True,
            "next_daily_at": due,
            "daily_day": day.isoformat(),
            "practised_at": now,
        }
        change = insert_for(self._link, tracks)
        renewed = {name: value for name, value in values.items() if name not in {"person_id", "language", "cap"}}
        await self._link.execute(
            change.values(values).on_conflict_do_update(index_elements=["person_id", "language"], set_=renewed)
        )

    async def close_track(self, person: PersonId, language: Language) -> None:
        theirs = tracks.c.person_id == person, tracks.c.language == language.value
        await self._link.execute(update(tracks).where(*theirs).values(open=False))

    async def track_of(self, person: PersonId) -> Track | None:
        found = await self.tracks_of(person)
        return found[0] if found else None

    async def tracks_of(self, person: PersonId) -> tuple[Track, ...]:
        """Return the open tracks, the one practised last first."""
        return await self._tracks(
            select(tracks)
            .where(tracks.c.person_id == person, tracks.c.open)
            .order_by(tracks.c.practised_at.desc(), tracks.c.id.desc())
        )

    async def all_tracks(self, person: PersonId) -> tuple[Track, ...]:
        return await self._tracks(select(tracks).where(tracks.c.person_id == person).order_by(tracks.c.id))

    async def track(self, number: TrackId) -> Track | None:
        found = await self._tracks(select(tracks).where(tracks.c.id == number))
        return found[0] if found else None

    async def save_track(self, track: Track) -> None:
        """Write what a learner may change."""
        await self._link.execute(
            update(tracks)
            .where(tracks.c.id == track.id)
            .values(
                days=_mask(track.days),
                at_minute=track.at.hour * 60 + track.at.minute,
                zone=track.zone,
                cap=track.cap,
                paused_until=track.paused_until,
                next_daily_at=track.next_daily_at,
                daily_day=track.daily_day.isoformat(),
            )
        )

    async def prefer(self, track: TrackId, *, now: datetime) -> None:
        """Make it the track that is practised from now on."""
        await self._link.execute(update(tracks).where(tracks.c.id == track).values(practised_at=now))

    async def plan_daily(self, *, now: datetime) -> int:
        """Plan the phrase of every track that is due, once, and move the tracks on to their next day."""
        plan = _PLAN_POSTGRES if self._link.dialect == "postgresql" else _PLAN_SQLITE
        moment: Any = now if self._link.dialect == "postgresql" else int(now.timestamp() * 1_000_000)
        planned = (await self._link.execute_slow(plan, {"now": moment})).rowcount
        groups = (await self._link.execute_slow(_GROUPS, {"now": now})).all()
        moves = [_move(group, now) for group in groups]
        if moves:
            await self._link.execute_slow(_ADVANCE, moves)
        return planned

    async def _tracks(self, query: Select[Any]) -> tuple[Track, ...]:
        return tuple(_track(row) for row in await self._link.execute(query))


def _move(group: Row[Any], now: datetime) -> dict[str, Any]:
    at = time(group.at_minute // 60, group.at_minute % 60)
    due = next_occurrence(now, at, _days(group.days), group.zone)
    return {
        "was": group.next_daily_at,
        "in_zone": group.zone,
        "at": group.at_minute,
        "on_days": group.days,
        "new_at": due,
        "new_day": local_day(due, group.zone).isoformat(),
    }


def _mask(days: frozenset[int]) -> int:
    return sum(1 << day for day in days)


def _days(mask: int) -> frozenset[int]:
    return frozenset(day for day in range(7) if mask >> day & 1)


def _track(row: Row[Any]) -> Track:
    return Track(
        id=TrackId(row.id),
        person=PersonId(row.person_id),
        language=Language(row.language),
        level=Level(row.level),
        days=_days(row.days),
        at=time(row.at_minute // 60, row.at_minute % 60),
        zone=row.zone,
        cap=row.cap,
        next_daily_at=row.next_daily_at,
        daily_day=date.fromisoformat(row.daily_day),
        paused_until=row.paused_until,
        open=row.open,
    )
