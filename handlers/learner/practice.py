"""Practice: one exercise after another; the busiest conversation here, so it does least."""

from datetime import datetime
from functools import partial
from gettext import NullTranslations
from random import Random
from typing import Any

from aiogram import F
from aiogram.dispatcher.event.bases import SkipHandler
from aiogram.filters import Command, StateFilter
from aiogram.fsm.context import FSMContext
from aiogram.methods import TelegramMethod
from aiogram.types import CallbackQuery, Message

from core.errors import Stale
from core.ids import PhraseId
from core.languages import Language
from core.ports import Voice, VoiceUnavailable
from core.programme import Programme
from core.roles import Audience
from core.text import clean_line
from enrolment.people import Person
from handlers.errors import explain
from handlers.guards import Door
from handlers.learner.daily import leave_setting
from handlers.learner.practice_screens import (
    Listen,
    Pick,
    Practise,
    Word,
    answered_screen,
    exercise_screen,
    verdict_words,
)
from handlers.markup import fill, plain
from handlers.menu import Go
from handlers.screens import Attachment, Fetched, Reply, Screen, only_toast, send, show, show_below
from lessons import exercises, practice
from lessons.exercises import Kind
from lessons.grading import Graded, Verdict
from lessons.phrasebook import Phrasebook
from lessons.practice import Asked, LessonStore, NoRound, NotAnOption, NothingDue, NoTrack
from lessons.tracks import TrackId

router = Door("practice", Audience.LEARNER)

ANSWER_LIMIT = 300


@explain.register
def _(_refusal: NoTrack, tr: NullTranslations) -> str:
    return tr.gettext("You practise no language at the moment. You can enrol under “My enrolment”.")


@explain.register
def _(_refusal: NoRound, tr: NullTranslations) -> str:
    return tr.gettext("This exercise is over. Here is a fresh screen.")


@explain.register
def _(_refusal: NothingDue, tr: NullTranslations) -> str:
    return tr.gettext("You have been through everything for now. Well done! It comes back when it is time.")


@explain.register
def _(refusal: NotAnOption, tr: NullTranslations) -> str:
    words = tr.gettext("Please choose a meaning, or send its number, 1 to {count}.")
    return plain(words, count=refusal.count)


@router.callback_query(Pick.filter())
async def picked(
    tap: CallbackQuery,
    callback_data: Pick,
    person: Person,
    tr: NullTranslations,
    now: datetime,
    rng: Random,
    lessons: LessonStore,
    phrasebook: Phrasebook,
) -> Reply:
    under_way = await practice.asked(lessons, phrasebook, person.id, (callback_data.round, callback_data.position))
    result = _chosen(under_way, callback_data.choice)
    answered = await practice.answer(lessons, phrasebook, under_way, result, now=now, rng=rng)
    return show(tap, answered_screen(answered, person, tr), toast=verdict_words(result, tr))


@router.callback_query(Word.filter())
async def word_tapped(
    tap: CallbackQuery,
    callback_data: Word,
    person: Person,
    tr: NullTranslations,
    now: datetime,
    rng: Random,
    lessons: LessonStore,
    phrasebook: Phrasebook,
) -> Reply:
    under_way = await practice.asked(lessons, phrasebook, person.id, (callback_data.round, callback_data.position))
    if callback_data.taken != len(under_way.round.order) or under_way.exercise.kind is not Kind.ORDER:
        raise Stale("word", callback_data.place)
    order = (*under_way.round.order, callback_data.place)
    if callback_data.place == -1 or len(order) < len(under_way.exercise.options):
        after = await practice.tap_word(lessons, under_way, callback_data.place)
        return show(tap, exercise_screen(after, under_way.exercise, tr))
    result = _ordered(under_way, order)
    answered = await practice.answer(lessons, phrasebook, under_way, result, now=now, rng=rng)
    return show(tap, answered_screen(answered, person, tr), toast=verdict_words(result, tr))


@router.message(Command("practice"))
@router.callback_query(Go.filter(F.to == "practice"))
async def begun(
    event: Message | CallbackQuery,
    person: Person,
    tr: NullTranslations,
    now: datetime,
    rng: Random,
    state: FSMContext,
    lessons: LessonStore,
    phrasebook: Phrasebook,
    programme: Programme,
) -> Reply:
    await leave_setting(state)
    cap = programme.daily_cap
    current, exercise = await practice.begin(lessons, phrasebook, person.id, person.language, now=now, rng=rng, cap=cap)
    return show(event, exercise_screen(current, exercise, tr))


@router.callback_query(Practise.filter())
async def begun_from_phrase(
    tap: CallbackQuery,
    callback_data: Practise,
    person: Person,
    tr: NullTranslations,
    now: datetime,
    rng: Random,
    state: FSMContext,
    lessons: LessonStore,
    phrasebook: Phrasebook,
    programme: Programme,
) -> Reply:
    await leave_setting(state)
    await practice.turn_to(lessons, person.id, TrackId(callback_data.track), now=now)
    cap = programme.daily_cap
    current, exercise = await practice.begin(lessons, phrasebook, person.id, person.language, now=now, rng=rng, cap=cap)
    return show_below(tap, exercise_screen(current, exercise, tr))


@router.callback_query(Listen.filter())
async def listened(
    tap: CallbackQuery,
    callback_data: Listen,
    person: Person,
    tr: NullTranslations,
    phrasebook: Phrasebook,
    voice: Voice | None = None,
) -> Reply:
    phrase = phrasebook.by_id.get(PhraseId(callback_data.phrase))
    if phrase is None or voice is None:
        raise Stale("phrase", callback_data.phrase)
    # Speaking takes part of a second, so it is done after this transaction.
    said = phrase.text[callback_data.language]
    call = Fetched(partial(_spoken, said, callback_data.language, voice, person, tr))
    return [*only_toast(tap, tr.gettext("🔊 One moment…")), call]


async def _spoken(
    said: str, language: Language, voice: Voice, person: Person, tr: NullTranslations
) -> TelegramMethod[Any]:
    try:
        sound = await voice.speak(said, language)
    except VoiceUnavailable:
        words = tr.gettext("The voice is not available just now. Please try again in a minute.")
        return send(person.telegram_id, Screen(text=words))
    file = Attachment(kind="voice", name="phrase.ogg", content=sound)
    return send(person.telegram_id, Screen(text=fill("{said}", said=said), attachment=file))


@router.message(StateFilter(None), F.text, ~F.text.startswith("/"))
async def written(
    message: Message,
    person: Person,
    tr: NullTranslations,
    now: datetime,
    rng: Random,
    lessons: LessonStore,
    phrasebook: Phrasebook,
) -> Reply:
    try:
        under_way = await practice.asked_in_words(lessons, phrasebook, person.id, now=now)
    except NoRound as over:
        # Nothing is being asked, so these words are for somebody else.
        raise SkipHandler from over
    result = _written(under_way, clean_line(message.text or "", limit=ANSWER_LIMIT))
    answered = await practice.answer(lessons, phrasebook, under_way, result, now=now, rng=rng)
    return show(message, answered_screen(answered, person, tr))


def _chosen(under_way: Asked, choice: int) -> Graded:
    """Grade a tapped option; -1 is "I do not know". Raises Stale for what was not on offer."""
    exercise = under_way.exercise
    if exercise.kind is Kind.CHOOSE and 0 <= choice < len(exercise.options):
        return exercises.check_choice(exercise, choice)
    if exercise.kind is Kind.TYPE and choice == -1:
        return Graded(verdict=Verdict.WRONG, expected=exercise.phrase.text[exercise.language])
    raise Stale("choice", choice)


def _ordered(under_way: Asked, order: tuple[int, ...]) -> Graded:
    """Grade the finished order. Raises Stale for a word used twice."""
    if sorted(order) != list(range(len(under_way.exercise.options))):
        raise Stale("word", order[-1])
    return exercises.check_order(under_way.exercise, order)


def _written(under_way: Asked, words: str) -> Graded:
    """Grade what was written: for a choice its number, or the meaning itself. Raises NotAnOption."""
    exercise = under_way.exercise
    if exercise.kind is not Kind.CHOOSE:
        return exercises.check_text(exercise, words)
    number = words.rstrip(".)").strip()
    if number.isdecimal() and 1 <= int(number) <= len(exercise.options):
        return exercises.check_choice(exercise, int(number) - 1)
    meant = exercises.check_meaning(exercise, words)
    if not meant.accepted:
        # It may be no answer at all: what was not on offer is not held against anybody.
        raise NotAnOption(len(exercise.options))
    return meant
