"""What a round looks like: the verdict on the last answer above, the next exercise below."""

from collections.abc import Callable
from gettext import NullTranslations

from aiogram.filters.callback_data import CallbackData

from core.languages import Language
from enrolment.people import Person
from handlers import formats
from handlers.markup import Markup, bold, fill, italic, lines, plain, quote
from handlers.menu import Go, home_button
from handlers.screens import Button, RowId, Screen, button, in_rows, keyboard
from lessons.exercises import Exercise, Kind, joined
from lessons.grading import Change, Graded, Span, Verdict
from lessons.phrasebook import Phrase
from lessons.practice import Answered
from lessons.rounds import Round

ON_A_BUTTON = 36
"""Letters that a full-width button shows on a small telephone."""


class Pick(CallbackData, prefix="pa"):
    """Chooses an option of the exercise at `position` of the round."""

    round: RowId
    position: int
    choice: int


class Practise(CallbackData, prefix="pp"):
    """Begins a round in the language of one's own track."""

    track: int


class Listen(CallbackData, prefix="pl"):
    """Says a phrase aloud."""

    phrase: str
    language: Language


class Word(CallbackData, prefix="pw"):
    """Puts a word next; -1 takes the last one back."""

    round: RowId
    position: int
    place: int
    taken: int
    """How many words were placed when the button was drawn."""


def exercise_text(current: Round, exercise: Exercise, tr: NullTranslations) -> Markup:
    """Return the question, with its place in the round."""
    place = fill(tr.gettext("Exercise {number} of {total}"), number=current.position + 1, total=len(current.items))
    language = formats.language_name(exercise.language, tr)
    match exercise.kind:
        case Kind.CHOOSE:
            ask = tr.gettext("What does it mean?")
            listed = [] if _fit(exercise.options) else ["", *_numbered(exercise.options)]
            body = lines(bold(exercise.prompt), _pinyin(exercise), *listed)
        case Kind.ORDER:
            ask = fill(tr.gettext("Say it in {language}: put the words in order."), language=language)
            built = joined(exercise, current.order)
            body = lines(bold(exercise.prompt), quote(built + " …" if built else "…"))
        case Kind.TYPE:
            ask = fill(tr.gettext("Say it in {language}: write it and send it."), language=language)
            body = lines(bold(exercise.prompt))
    return lines(italic(place), ask, "", body)


def exercise_keyboard(current: Round, exercise: Exercise, tr: NullTranslations) -> list[list[Button]]:
    match exercise.kind:
        case Kind.CHOOSE:
            return [
                [button(label, Pick(round=current.id, position=current.position, choice=number))]
                for number, label in enumerate(_numbered(exercise.options, plain))
            ]
        case Kind.ORDER:
            return _words(current, exercise, tr)
        case Kind.TYPE:
            return [[button(tr.gettext("I do not know"), Pick(round=current.id, position=current.position, choice=-1))]]


def exercise_screen(current: Round, exercise: Exercise, tr: NullTranslations, above: Markup | None = None) -> Screen:
    text = exercise_text(current, exercise, tr)
    return Screen(
        text=lines(above, "┄┄┄┄┄", text) if above is not None else text,
        keyboard=keyboard(*exercise_keyboard(current, exercise, tr)),
    )


def answered_screen(answered: Answered, person: Person, tr: NullTranslations) -> Screen:
    """Return the verdict with what follows: the next exercise, or the summary."""
    above = feedback(answered.exercise, answered.result, person.language, tr)
    if answered.next is not None:
        return exercise_screen(answered.round, answered.next, tr, above)
    return Screen(
        text=lines(above, "┄┄┄┄┄", _summary(answered, tr)),
        keyboard=keyboard(
            [button(tr.gettext("▶️ Another round"), Go(to="practice"))],
            [button(tr.gettext("📈 My progress"), Go(to="progress")), home_button(tr)],
        ),
    )


def verdict_words(result: Graded, tr: NullTranslations) -> str:
    """Return the verdict in a word or two."""
    match result.verdict:
        case Verdict.RIGHT:
            return tr.gettext("✅ Right!")
        case Verdict.ACCENTS:
            return tr.gettext("✅ Right! Mind the accents.")
        case Verdict.SLIP:
            return tr.gettext("✅ Nearly perfect: one letter.")
        case Verdict.WRONG:
            return tr.gettext("🔸 Not quite.")


def feedback(exercise: Exercise, result: Graded, reader: Language, tr: NullTranslations) -> Markup:
    phrase = exercise.phrase
    note = phrase.note.get(reader.value) or phrase.note.get("en")
    return lines(
        bold(verdict_words(result, tr)),
        _difference(result.spans) if result.spans else None,
        fill("{said} = {meaning}", said=bold(phrase.text[exercise.language]), meaning=phrase.text[exercise.base]),
        italic(phrase.pinyin) if exercise.language is Language.MANDARIN else None,
        fill("💡 {note}", note=note) if note and not result.accepted else None,
    )


def _difference(spans: tuple[Span, ...]) -> Markup:
    """Strike what was too much, underline what was missing."""
    shown = []
    for span in spans:
        match span.change:
            case Change.SAME:
                shown.append(fill("{words}", words=span.words))
            case Change.EXTRA:
                shown.append(fill("<s>{words}</s>", words=span.words))
            case Change.MISSING:
                shown.append(fill("<u>{words}</u>", words=span.words))
    return Markup(" ".join(shown))


def _summary(answered: Answered, tr: NullTranslations) -> Markup:
    total = len(answered.round.items)
    right = tr.ngettext("You got {right} of {total} exercise.", "You got {right} of {total} exercises.", total)
    coming = tr.ngettext(
        "By this time tomorrow {count} exercise comes back.",
        "By this time tomorrow {count} exercises come back.",
        answered.coming,
    )
    return lines(
        bold(tr.gettext("That was today's round.")),
        fill(right, right=bold(answered.round.right), total=total),
        fill(coming, count=answered.coming)
        if answered.coming
        else tr.gettext("What was hard comes back soon, what was easy later."),
        tr.gettext("See you!"),
    )


def _words(current: Round, exercise: Exercise, tr: NullTranslations) -> list[list[Button]]:
    left = [
        button(
            word,
            Word(round=current.id, position=current.position, place=place, taken=len(current.order)),
        )
        for place, word in enumerate(exercise.options)
        if place not in current.order
    ]
    rows = in_rows(left, 3)
    if current.order:
        back = Word(round=current.id, position=current.position, place=-1, taken=len(current.order))
        rows.append([button(tr.gettext("◀️ Take back"), back)])
    return rows


def _fit(options: tuple[str, ...]) -> bool:
    """Return whether every option can be read whole on a button of a telephone."""
    return all(len(option) <= ON_A_BUTTON for option in options)


def _numbered(options: tuple[str, ...], filled: Callable[..., str] = fill) -> list[str]:
    return [filled("{number}. {option}", number=number, option=option) for number, option in enumerate(options, 1)]


def _pinyin(exercise: Exercise) -> Markup | None:
    """Give beginners the sound of the signs."""
    shown = exercise.language is Language.MANDARIN and exercise.phrase.level.rank < 2
    return italic(exercise.phrase.pinyin) if shown else None


def situation(phrase: Phrase, reader: Language) -> str:
    return phrase.situation.get(reader.value) or phrase.situation.get("en", "")
