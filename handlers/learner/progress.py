"""My progress: what is remembered, by level, and the week."""

from datetime import datetime, time
from gettext import NullTranslations

from aiogram import F
from aiogram.filters import Command
from aiogram.types import CallbackQuery, Message

from core.days import instant, local_day, week_start
from core.roles import Audience
from enrolment.people import Person
from handlers import formats
from handlers.guards import Door
from handlers.markup import bold, fill, lines
from handlers.menu import Go, home_button
from handlers.screens import Reply, Screen, button, keyboard, show
from lessons.phrasebook import Phrasebook
from lessons.practice import LessonStore, NoTrack
from lessons.progress import LevelProgress, Progress, progress
from lessons.tracks import Track

router = Door("progress", Audience.LEARNER)

_BAR = 10


@router.message(Command("progress"))
@router.callback_query(Go.filter(F.to == "progress"))
async def opened(
    event: Message | CallbackQuery,
    person: Person,
    tr: NullTranslations,
    now: datetime,
    lessons: LessonStore,
    phrasebook: Phrasebook,
) -> Reply:
    track = await lessons.track_of(person.id)
    if track is None:
        raise NoTrack
    monday = instant(week_start(local_day(now, person.time_zone)), time(), person.time_zone)
    answers = await lessons.reviews_since(person.id, track.language, monday)
    found = progress(await lessons.cards_of(person.id, track.language), phrasebook, now=now)
    return show(event, progress_screen(track, found, len(answers), tr))


def progress_screen(track: Track, found: Progress, week: int, tr: NullTranslations) -> Screen:
    bars = [_bar(level.value, each) for level, each in found.levels.items() if each.met]
    remembered = round(found.remembered)
    text = lines(
        bold(fill(tr.gettext("My progress: {language}"), language=formats.language_name(track.language, tr))),
        "",
        fill(
            tr.ngettext("You have met {count} phrase.", "You have met {count} phrases.", found.met),
            count=bold(found.met),
        ),
        fill(
            tr.ngettext(
                "Today you would remember about {count} of them.",
                "Today you would remember about {count} of them.",
                remembered,
            ),
            count=bold(remembered),
        ),
        *(["", *bars] if bars else []),
        "",
        fill(tr.ngettext("This week: {count} answer.", "This week: {count} answers.", week), count=bold(week)),
        fill(tr.ngettext("{count} exercise is due.", "{count} exercises are due.", found.due), count=bold(found.due))
        if found.due
        else tr.gettext("Nothing is due: new phrases are waiting."),
    )
    rows = [[button(tr.gettext("▶️ Practise now"), Go(to="practice"))], [home_button(tr)]]
    return Screen(text=text, keyboard=keyboard(*rows))


def _bar(label: str, level: LevelProgress) -> str:
    full = round(_BAR * level.remembered / level.total)
    return fill(
        "{label} {bar} {met}/{total}",
        label=label,
        bar="▰" * full + "▱" * (_BAR - full),
        met=round(level.remembered),
        total=level.total,
    )
