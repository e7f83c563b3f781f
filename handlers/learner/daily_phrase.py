"""The phrase of the day, as it arrives."""

from datetime import datetime
from gettext import NullTranslations

from core.languages import Language
from core.notices import Delivery
from enrolment.people import Person
from handlers.learner.practice_screens import Listen, Practise, situation
from handlers.markup import bold, fill, italic, lines
from handlers.menu import Go, home_button
from handlers.screens import Screen, button, keyboard
from handlers.stores import Stores
from lessons.daily import phrase_of_day
from lessons.exercises import base_for
from lessons.phrasebook import Phrase, Phrasebook
from lessons.tracks import Track, TrackId


async def render_daily_phrase(
    phrasebook: Phrasebook,
    delivery: Delivery,
    person: Person,
    stores: Stores,
    tr: NullTranslations,
    now: datetime,
    *,
    speaks: bool = False,
) -> Screen | None:
    """Return the phrase; None when the track was closed or paused since it was planned.

    `speaks` says whether there is a voice to listen to.
    """
    track = await stores.lessons.track(TrackId(int(delivery.payload["track"])))
    if track is None or not track.open or track.is_paused(now):
        return None
    day = delivery.slot.split(":")[1]
    phrase = await phrase_of_day(stores.lessons, phrasebook, track, day)
    return daily_screen(phrase, track, phrasebook, person, tr, speaks=speaks)


def daily_screen(
    phrase: Phrase, track: Track, phrasebook: Phrasebook, person: Person, tr: NullTranslations, *, speaks: bool
) -> Screen:
    language = track.language
    theme = phrasebook.themes[phrase.theme]
    reader = person.language
    note = phrase.note.get(reader.value) or phrase.note.get("en")
    text = lines(
        fill(
            tr.gettext("{emoji} Phrase of the day: {theme}"),
            emoji=theme.emoji,
            theme=theme.title.get(reader.value) or theme.title.get("en", ""),
        ),
        "",
        bold(phrase.text[language]),
        italic(phrase.pinyin) if language is Language.MANDARIN else None,
        fill("{meaning}", meaning=phrase.text[base_for(reader, language)]),
        "",
        fill("👥 {situation}", situation=situation(phrase, reader)),
        fill("💡 {note}", note=note) if note else None,
    )
    rows = [
        [button(tr.gettext("▶️ Practise now"), Practise(track=track.id))],
        [button(tr.gettext("🔊 Listen"), Listen(phrase=phrase.id, language=language))] if speaks else [],
        [button(tr.gettext("⏰ Days and hour"), Go(to="daily")), home_button(tr)],
    ]
    return Screen(text=text, keyboard=keyboard(*rows))
