"""A guided form: one question a screen, any answer can be changed, and the draft outlives a restart.

The draft is kept as aiogram's state: the field being asked, the values so far (JSON), and which fields are answered.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from gettext import NullTranslations
from typing import Any

from aiogram.filters.callback_data import CallbackData
from aiogram.fsm.context import FSMContext
from aiogram.fsm.state import State

from core.errors import Refusal, Stale
from core.links import BadLink, LinkProblem
from core.moments import BadMoment, MomentProblem
from enrolment.people import Person
from handlers.errors import explain
from handlers.markup import bold, fill, lines, plain
from handlers.screens import Screen, button, in_rows, keyboard

Values = Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Asking:
    """What a question may look at."""

    person: Person
    tr: NullTranslations
    now: datetime
    values: Values = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """`choices` are (label, value) pairs, laid out `width` to a row; a value is short and holds no colon."""

    text: str
    choices: Sequence[tuple[str, str]] = ()
    width: int = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Picked:
    """What a button answered; the field is asked again until it is `done`."""

    value: Any
    done: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One question. `pick` raises ValueError for a value no button of ours has; `read` cleans what was typed.

    `shown` is the answer in the summary. A field that does not `apply` to the answers so far is not asked.
    """

    name: str
    label: Callable[[NullTranslations], str]
    ask: Callable[[Asking], Question]
    shown: Callable[[Asking], str]
    pick: Callable[[str, Asking], Picked] | None = None
    read: Callable[[str, Asking], Any] | None = None
    applies: Callable[[Values], bool] = lambda _values: True


@dataclass(frozen=True, slots=True, kw_only=True)
class Filling:
    """The draft of a form."""

    at: str = ""
    values: Values = field(default_factory=dict)
    done: tuple[str, ...] = ()

    def answered(self, name: str, value: Any, *, done: bool = True) -> "Filling":
        rest = tuple(one for one in self.done if one != name)
        return Filling(at=name, values={**self.values, name: value}, done=(*rest, name) if done else rest)


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """`pick` makes the data of a choice's button, `step` that of "change this", "publish" and "cancel"."""

    state: State
    fields: Sequence[Field]
    title: Callable[[NullTranslations], str]
    pick: Callable[[str, str], CallbackData]
    step: Callable[[str], CallbackData]
    preview: Callable[[Asking], str] | None = None

    async def begin(self, state: FSMContext, asking: Asking, values: Values | None = None) -> Screen:
        """Start anew, or from `values` that all count as answered."""
        filling = Filling(values=values or {}, done=tuple(one.name for one in self.fields) if values else ())
        await state.set_state(self.state)
        await state.set_data({})
        return await self._go_on(state, filling, asking)

    async def picked(self, state: FSMContext, name: str, value: str, asking: Asking) -> Screen:
        """Take a button's answer. Raises Stale for one no screen of ours has."""
        filling, asked = await self._filling(state), self._field(name)
        if asked.pick is None:
            raise Stale("form", name)
        try:
            picked = asked.pick(value, replace(asking, values=filling.values))
        except (ValueError, KeyError) as error:
            raise Stale("form", name) from error
        return await self._go_on(state, filling.answered(name, picked.value, done=picked.done), asking)

    async def typed(self, state: FSMContext, text: str, asking: Asking) -> Screen:
        """Take a typed answer. Raises what the field's reader raises; the draft then stays as it was."""
        filling = await self._filling(state)
        if not filling.at:
            return self._with_words(
                asking.tr.gettext("Please choose one of the buttons."), self.summary(filling, asking)
            )
        asked = self._field(filling.at)
        if asked.read is None:
            words = asking.tr.gettext("Please choose one of the buttons.")
            return self._with_words(words, self._question(asked, filling, asking))
        value = asked.read(text, replace(asking, values=filling.values))
        return await self._go_on(state, filling.answered(asked.name, value), asking)

    async def change(self, state: FSMContext, name: str, asking: Asking) -> Screen:
        """Ask one field again; its answer stays until another is given. Raises Stale."""
        filling = replace(await self._filling(state), at=self._field(name).name)
        await self._keep(state, filling)
        return self._question(self._field(name), filling, asking)

    async def answers(self, state: FSMContext) -> Values:
        """Return the values of a form that is complete. Raises Stale."""
        filling = await self._filling(state)
        if self._next(filling) is not None:
            raise Stale("form", self.state.state)
        return {one.name: filling.values[one.name] for one in self._asked(filling)}

    def summary(self, filling: Filling, asking: Asking) -> Screen:
        tr, seen = asking.tr, replace(asking, values=filling.values)
        asked = self._asked(filling)
        if self.preview is not None:
            told = [self.preview(seen)]
        else:
            told = [fill("{label}: {value}", label=one.label(tr), value=one.shown(seen)) for one in asked]
        changes = [
            button(plain(tr.gettext("✏️ Change: {field}"), field=one.label(tr)), self.step(one.name)) for one in asked
        ]
        return Screen(
            text=lines(bold(self.title(tr)), "", *told, "", tr.gettext("Is everything right?")),
            keyboard=keyboard(
                [button(tr.gettext("✅ Publish"), self.step("publish"))],
                *in_rows(changes, 2),
                [button(tr.gettext("✖️ Cancel"), self.step("cancel"))],
            ),
        )

    async def _go_on(self, state: FSMContext, filling: Filling, asking: Asking) -> Screen:
        following = self._next(filling)
        filling = replace(filling, at=following.name if following is not None else "")
        await self._keep(state, filling)
        return self.summary(filling, asking) if following is None else self._question(following, filling, asking)

    def _question(self, asked: Field, filling: Filling, asking: Asking) -> Screen:
        tr = asking.tr
        question = asked.ask(replace(asking, values=filling.values))
        choices = [button(label, self.pick(asked.name, value)) for label, value in question.choices]
        steps = [button(tr.gettext("✖️ Cancel"), self.step("cancel"))]
        if self._next(filling) is None:
            steps.insert(0, button(tr.gettext("⬅️ Back"), self.step("summary")))
        return Screen(text=question.text, keyboard=keyboard(*in_rows(choices, question.width), steps))

    async def show_summary(self, state: FSMContext, asking: Asking) -> Screen:
        return await self._go_on(state, await self._filling(state), asking)

    def _with_words(self, words: str, screen: Screen) -> Screen:
        return replace(screen, text=lines(words, "", screen.text))

    def _asked(self, filling: Filling) -> list[Field]:
        return [one for one in self.fields if one.applies(filling.values)]

    def _next(self, filling: Filling) -> Field | None:
        return next((one for one in self._asked(filling) if one.name not in filling.done), None)

    def _field(self, name: str) -> Field:
        for one in self.fields:
            if one.name == name:
                return one
        raise Stale("form", name)

    async def _filling(self, state: FSMContext) -> Filling:
        kept = await state.get_data()
        return Filling(at=kept.get("at", ""), values=kept.get("values", {}), done=tuple(kept.get("done", ())))

    async def _keep(self, state: FSMContext, filling: Filling) -> None:
        kept = await state.get_data()
        await state.set_data({**kept, "at": filling.at, "values": dict(filling.values), "done": list(filling.done)})


class BadNumber(Refusal):
    """What should be a whole number from `low` to `high` is not."""

    def __init__(self, low: int, high: int) -> None:
        super().__init__(low, high)
        self.low = low
        self.high = high


def read_number(text: str, low: int, high: int) -> int:
    """Return the whole number typed. Raises BadNumber."""
    stripped = text.strip()
    if not stripped.isdecimal() or len(stripped) > 9 or not low <= int(stripped) <= high:
        raise BadNumber(low, high)
    return int(stripped)


def toggled(chosen: Sequence[str], value: str) -> list[str]:
    return [one for one in chosen if one != value] if value in chosen else [*chosen, value]


@explain.register
def _(refusal: BadNumber, tr: NullTranslations) -> str:
    words = tr.gettext("Please send a whole number from {low} to {high}.")
    return plain(words, low=refusal.low, high=refusal.high)


@explain.register
def _(refusal: BadLink, tr: NullTranslations) -> str:
    match refusal.problem:
        case LinkProblem.NOT_HTTPS:
            return tr.gettext("Only links that begin with https:// can be passed on. Please send another one.")
        case LinkProblem.CREDENTIALS:
            return tr.gettext("That link has a user name in it. Please send it without one.")
        case LinkProblem.NOT_PUBLIC:
            return tr.gettext("That link works only inside a network. Please send one that everybody can open.")
        case LinkProblem.MALFORMED:
            return tr.gettext("That does not look like a link. Please check it and send it again.")


@explain.register
def _(refusal: BadMoment, tr: NullTranslations) -> str:
    match refusal.problem:
        case MomentProblem.PAST:
            return tr.gettext("That time has already passed. Please choose a later one.")
        case MomentProblem.TOO_FAR:
            sentence = tr.ngettext(
                "That is too far ahead: up to {days} day is possible. Please choose an earlier time.",
                "That is too far ahead: up to {days} days are possible. Please choose an earlier time.",
                refusal.days or 0,
            )
            return plain(sentence, days=refusal.days)
        case MomentProblem.NO_HOUR:
            return tr.gettext("Please add the hour, such as 12/12 19:00.")
        case MomentProblem.NO_SUCH_DAY:
            return tr.gettext("There is no such day in the calendar. Please check it and send it again.")
        case MomentProblem.UNREADABLE:
            return tr.gettext("I could not read that as a day and an hour. Please write it like this: 12/12 19:00.")
