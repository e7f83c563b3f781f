"""Cards, reviews and rounds. An answered exercise is four statements: read both, write three rows in their turn."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Row, bindparam, func, insert, select, update

from core.errors import Stale
from core.ids import PersonId, PhraseId
from core.languages import Language
from lessons.cards import Card, CardId, Review, Skill
from lessons.exercises import Kind
from lessons.rounds import Item, Round, RoundId
from lessons.tracks import Track, TrackId
from storage.database import Link
from storage.tables.lessons import cards, daily_phrases, reviews, rounds, tracks
from storage.tracks import Tracks

_CARD_COLUMNS = [
    cards.c.phrase.label("card_phrase"),
    cards.c.skill,
    cards.c.due,
    cards.c.state,
    cards.c.step,
    cards.c.stability,
    cards.c.difficulty,
    cards.c.last_review,
    cards.c.reviews,
    cards.c.lapses,
    cards.c.version.label("card_version"),
]

_CURRENT = (
    select(rounds, *_CARD_COLUMNS)
    .join_from(rounds, cards, cards.c.id == rounds.c.card_id)
    .where(rounds.c.person_id == bindparam("person"), rounds.c.finished_at.is_(None))
    .order_by(rounds.c.id.desc())
    .limit(1)
)

_SAVE_CARD = (
    update(cards)
    .where(cards.c.id == bindparam("card"), cards.c.version == bindparam("seen"))
    .values(
        due=bindparam("new_due"),
        state=bindparam("new_state"),
        step=bindparam("new_step"),
        stability=bindparam("new_stability"),
        difficulty=bindparam("new_difficulty"),
        last_review=bindparam("new_last_review"),
        reviews=bindparam("new_reviews"),
        lapses=bindparam("new_lapses"),
        version=bindparam("new_version"),
    )
)

_SAVE_ROUND = (
    update(rounds)
    .where(rounds.c.id == bindparam("round"), rounds.c.version == bindparam("seen"))
    .values(
        position=bindparam("new_position"),
        card_id=bindparam("new_card"),
        word_order=bindparam("new_order"),
        correct=bindparam("new_correct"),
        finished_at=bindparam("new_finished_at"),
        version=bindparam("new_version"),
    )
)

_ADD_REVIEW = insert(reviews)


class Lessons(Tracks):
    """LessonStore in SQL; the tracks are in storage/tracks.py."""

    def __init__(self, link: Link) -> None:
        super().__init__(link)

    async def cards_of(self, person: PersonId, language: Language) -> tuple[Card, ...]:
        query = select(cards).where(cards.c.person_id == person, cards.c.language == language.value)
        return tuple(_card(row, row.phrase, row.id, row.version) for row in await self._link.execute(query))

    async def count_due(self, person: PersonId, language: Language, before: datetime) -> int:
        query = select(func.count()).where(
            cards.c.person_id == person,
            cards.c.language == language.value,
            cards.c.reviews > 0,
            cards.c.due <= before,
        )
        return int((await self._link.execute(query)).scalar_one())

    async def add_cards(
        self, person: PersonId, language: Language, wanted: Sequence[tuple[PhraseId, Skill]], *, now: datetime
    ) -> Mapping[tuple[PhraseId, Skill], CardId]:
        if not wanted:
            return {}
        values = [
            {
                "person_id": person,
                "language": language.value,
                "phrase": phrase,
                "skill": skill.value,
                "due": now,
                "state": 1,
                "step": 0,
                "reviews": 0,
                "lapses": 0,
                "version": 1,
            }
            for phrase, skill in wanted
        ]
        added = await self._link.execute(insert(cards).returning(cards.c.id, cards.c.phrase, cards.c.skill), values)
        return {(PhraseId(row.phrase), Skill(row.skill)): CardId(row.id) for row in added}

    async def add_round(self, track: Track, base: Language, items: Sequence[Item], *, now: datetime) -> Round:
        # One round at a time: an older one of another language is left behind, its answers are kept.
        await self._give_up(track.person)
        values = {
            "person_id": track.person,
            "track_id": track.id,
            "language": track.language.value,
            "base": base.value,
            "items": [[item.card, item.phrase, item.kind.value, item.seed] for item in items],
            "position": 0,
            "card_id": items[0].card,
            "word_order": "",
            "correct": 0,
            "started_at": now,
            "version": 1,
        }
        added = (await self._link.execute(insert(rounds).returning(rounds.c.id), values)).scalar_one()
        await self._link.execute(update(tracks).where(tracks.c.id == track.id).values(practised_at=now))
        return Round(
            id=RoundId(added),
            person=track.person,
            track=track.id,
            language=track.language,
            base=base,
            items=tuple(items),
            started_at=now,
        )

    async def current_round(self, person: PersonId) -> tuple[Round, Card] | None:
        row = (await self._link.execute(_CURRENT, {"person": person})).first()
        return None if row is None else (_round(row), _card(row, row.card_phrase, row.card_id, row.card_version))

    async def save_answer(self, card: Card, record: Review, after: Round) -> None:
        values = {
            "card": card.id,
            "seen": card.version - 1,
            "new_due": card.due,
            "new_state": card.state,
            "new_step": card.step,
            "new_stability": card.stability,
            "new_difficulty": card.difficulty,
            "new_last_review": card.last_review,
            "new_reviews": card.reviews,
            "new_lapses": card.lapses,
            "new_version": card.version,
        }
        if (await self._link.execute(_SAVE_CARD, values)).rowcount != 1:
            raise Stale("card", card.id)
        await self._link.execute(
            _ADD_REVIEW,
            {
                "card_id": record.card,
                "person_id": record.person,
                "language": record.language.value,
                "phrase": record.phrase,
                "skill": record.skill.value,
                "grade": int(record.grade),
                "at": record.at,
                "elapsed_days": record.elapsed_days,
            },
        )
        await self.save_order(after)

    async def save_order(self, after: Round) -> None:
        values = {
            "round": after.id,
            "seen": after.version - 1,
            "new_position": after.position,
            "new_card": None if after.is_over else after.item.card,
            "new_order": ",".join(map(str, after.order)),
            "new_correct": after.right,
            "new_finished_at": after.finished_at,
            "new_version": after.version,
        }
        if (await self._link.execute(_SAVE_ROUND, values)).rowcount != 1:
            raise Stale("round", after.id)

    async def daily_phrase(self, track: TrackId, day: str) -> PhraseId | None:
        query = select(daily_phrases.c.phrase).where(daily_phrases.c.track_id == track, daily_phrases.c.day == day)
        found = (await self._link.execute(query)).scalar_one_or_none()
        return PhraseId(found) if found is not None else None

    async def past_daily_phrases(self, track: TrackId) -> frozenset[PhraseId]:
        """Return every phrase that was the day's on this track."""
        query = select(daily_phrases.c.phrase).where(daily_phrases.c.track_id == track)
        return frozenset(PhraseId(row.phrase) for row in await self._link.execute(query))

    async def set_daily_phrase(self, track: TrackId, day: str, phrase: PhraseId) -> None:
        await self._link.execute(insert(daily_phrases), {"track_id": track, "day": day, "phrase": phrase})

    async def reviews_since(
        self, person: PersonId, language: Language, since: datetime
    ) -> Sequence[tuple[datetime, int]]:
        """Return the instant and the grade of each answer since then, oldest first."""
        query = (
            select(reviews.c.at, reviews.c.grade)
            .where(reviews.c.person_id == person, reviews.c.language == language.value, reviews.c.at >= since)
            .order_by(reviews.c.at)
        )
        return [(row.at, row.grade) for row in await self._link.execute(query)]

    async def export(self, person: PersonId) -> dict[str, Any]:
        """Return the person's tracks and answers, ready for JSON."""
        query = select(reviews).where(reviews.c.person_id == person).order_by(reviews.c.id)
        return {
            "tracks": [
                {
                    "language": track.language.value,
                    "level": track.level.value,
                    "days": sorted(track.days),
                    "at": track.at.isoformat(timespec="minutes"),
                    "zone": track.zone,
                    "open": track.open,
                }
                for track in await self.all_tracks(person)
            ],
            "answers": [
                {
                    "at": row.at.isoformat(),
                    "language": row.language,
                    "phrase": row.phrase,
                    "skill": row.skill,
                    "grade": row.grade,
                }
                for row in await self._link.execute(query)
            ],
        }


def _card(row: Row[Any], phrase: str, number: int, version: int) -> Card:
    return Card(
        id=CardId(number),
        person=PersonId(row.person_id),
        language=Language(row.language),
        phrase=PhraseId(phrase),
        skill=Skill(row.skill),
        due=row.due,
        state=row.state,
        step=row.step,
        stability=row.stability,
        difficulty=row.difficulty,
        last_review=row.last_review,
        reviews=row.reviews,
        lapses=row.lapses,
        version=version,
    )


def _round(row: Row[Any]) -> Round:
    return Round(
        id=RoundId(row.id),
        person=PersonId(row.person_id),
        track=TrackId(row.track_id),
        language=Language(row.language),
        base=Language(row.base),
        items=tuple(
            Item(card=CardId(card), phrase=PhraseId(phrase), kind=Kind(kind), seed=seed)
            for card, phrase, kind, seed in row.items
        ),
        position=row.position,
        order=tuple(int(place) for place in row.word_order.split(",") if place),
        right=row.correct,
        started_at=row.started_at,
        finished_at=row.finished_at,
        version=row.version,
    )
