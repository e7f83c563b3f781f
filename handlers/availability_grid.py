"""The week a person is free, tapped on a phone: presets, parts of a day, half-hours; shared by every form that asks.

A form keeps the week in its draft, hands each tap to `tapped`, and takes the step DONE itself.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import time
from enum import StrEnum
from gettext import NullTranslations
from typing import Any

from aiogram.filters.callback_data import CallbackData

from core.availability import SLOTS_A_DAY, SLOTS_A_WEEK, WeeklyAvailability
from core.errors import Stale
from handlers.markup import Markup, bold, fill, lines, plain
from handlers.screens import Button, Row, Screen, button, in_rows, keyboard
from handlers.words import weekday_short

SLOTS_A_PART = 12
"""Six hours: a day has four parts, from midnight on."""
WORKDAYS = range(5)
WEEKEND = range(5, 7)


class Step(StrEnum):
    """What a tap does; the values are short, for they travel in the button."""

    WEEK = "w"
    DAY = "d"
    PART = "p"
    OPEN_PART = "o"
    HALF_HOUR = "h"
    PRESET = "q"
    COPY = "c"
    CLEAR = "x"
    DONE = "k"


class GridTap(CallbackData, prefix="vg"):
    """`number` is a day, a part of the week (four a day), a half-hour of the week or a preset, as `step` says."""

    step: Step
    number: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """What is looked at: the week, a day of it, or one part of a day (counted through the week)."""

    day: int | None = None
    part: int | None = None


def block(day: int, first: int, last: int) -> range:
    """Return the half-hours of `day` between two hours."""
    return range(day * SLOTS_A_DAY + first * 2, day * SLOTS_A_DAY + last * 2)


_PRESETS = (
    frozenset(slot for day in WORKDAYS for slot in block(day, 8, 12)),
    frozenset(slot for day in WORKDAYS for slot in block(day, 12, 14)),
    frozenset(slot for day in WORKDAYS for slot in block(day, 14, 18)),
    frozenset(slot for day in WORKDAYS for slot in block(day, 18, 21)),
    frozenset(slot for day in WEEKEND for slot in block(day, 9, 12)),
    frozenset(slot for day in WEEKEND for slot in block(day, 14, 18)),
)


def tapped(week: WeeklyAvailability, tap: GridTap) -> tuple[WeeklyAvailability, View]:
    """Return the week after the tap, and what to look at. Raises Stale for a number no button of ours has."""
    number = tap.number
    match tap.step:
        case Step.DAY | Step.COPY if 0 <= number < 7:
            return (_copied(week, number) if tap.step is Step.COPY else week), View(day=number)
        case Step.PART if 0 <= number < 28:
            slots = range(number * SLOTS_A_PART, (number + 1) * SLOTS_A_PART)
            return week.toggled(slots), View(day=number // 4)
        case Step.OPEN_PART if 0 <= number < 28:
            return week, View(day=number // 4, part=number)
        case Step.HALF_HOUR if 0 <= number < SLOTS_A_WEEK:
            return week.toggled([number]), View(day=number // SLOTS_A_DAY, part=number // SLOTS_A_PART)
        case Step.PRESET if 0 <= number < len(_PRESETS):
            return week.toggled(_PRESETS[number]), View()
        case Step.CLEAR:
            return WeeklyAvailability(), View()
        case Step.WEEK:
            return week, View()
    raise Stale("week", number)


def _copied(week: WeeklyAvailability, day: int) -> WeeklyAvailability:
    """Return the week in which every day from Monday to Friday is as `day`."""
    whole = (1 << SLOTS_A_DAY) - 1
    model = week.mask >> day * SLOTS_A_DAY & whole
    mask = week.mask
    for other in WORKDAYS:
        mask = mask & ~(whole << other * SLOTS_A_DAY) | model << other * SLOTS_A_DAY
    return WeeklyAvailability(mask=mask)


def kept(week: WeeklyAvailability) -> str:
    """Return the week for a draft; JSON has no numbers of 336 bits that every reader takes."""
    return f"{week.mask:x}"


def week_in(draft: Mapping[str, Any], key: str = "week") -> WeeklyAvailability:
    """Return the week kept in a draft, an empty one when there is none."""
    return WeeklyAvailability(mask=int(str(draft.get(key) or "0"), 16))


def spans(week: WeeklyAvailability, day: int) -> Iterator[tuple[time, time]]:
    """Yield the stretches of a day that are free; one that ends at midnight ends at 00:00."""
    start: int | None = None
    for slot in range(SLOTS_A_DAY + 1):
        free = slot < SLOTS_A_DAY and week.has(day * SLOTS_A_DAY + slot)
        if free and start is None:
            start = slot
        elif not free and start is not None:
            yield _clock(start), _clock(slot)
            start = None


def picture(week: WeeklyAvailability, tr: NullTranslations) -> Markup:
    """Return the free hours, a line for each day that has some."""
    shown = [
        fill("{day}: {hours}", day=bold(weekday_short(day, tr)), hours=_hours(week, day))
        for day in range(7)
        if any(spans(week, day))
    ]
    return lines(*shown) if shown else lines(tr.gettext("No hours chosen yet."))


def grid_screen(title: str, week: WeeklyAvailability, view: View, tr: NullTranslations, *, below: Row = ()) -> Screen:
    """Return the grid; `below` is the form's own row, under the week."""
    total = plain(tr.ngettext("{hours} hour a week", "{hours} hours a week", _counted(week)), hours=week.minutes / 60)
    text = [bold(title), "", picture(week, tr), "", total.replace(".0 ", " ")]
    if view.part is not None:
        return Screen(text=lines(*text), keyboard=keyboard(*_half_hours(week, view.part, tr)))
    if view.day is not None:
        return Screen(text=lines(*text), keyboard=keyboard(*_parts(week, view.day, tr)))
    help_line = tr.gettext("Tap what suits you every week, or a day for its exact hours.")
    return Screen(text=lines(bold(title), help_line, *text[1:]), keyboard=keyboard(*_week(week, tr), below))


def _week(week: WeeklyAvailability, tr: NullTranslations) -> list[list[Button]]:
    labels = (
        tr.gettext("Mon–Fri 08–12"),
        tr.gettext("Mon–Fri 12–14"),
        tr.gettext("Mon–Fri 14–18"),
        tr.gettext("Mon–Fri 18–21"),
        tr.gettext("Sat–Sun 09–12"),
        tr.gettext("Sat–Sun 14–18"),
    )
    presets = [
        button(_ticked(label, all(map(week.has, _PRESETS[number]))), GridTap(step=Step.PRESET, number=number))
        for number, label in enumerate(labels)
    ]
    days = [
        button(_ticked(weekday_short(day, tr), any(spans(week, day))), GridTap(step=Step.DAY, number=day))
        for day in range(7)
    ]
    rows = [*in_rows(presets, 2), *in_rows(days, 4)]
    if week.mask:
        clear = button(tr.gettext("🧹 Clear"), GridTap(step=Step.CLEAR))
        rows.append([clear, button(tr.gettext("✅ Done"), GridTap(step=Step.DONE))])
    return rows


def _parts(week: WeeklyAvailability, day: int, tr: NullTranslations) -> list[list[Button]]:
    rows = []
    # The night comes last: few want it.
    for part in (1, 2, 3, 0):
        number = day * 4 + part
        full = all(week.has(slot) for slot in range(number * SLOTS_A_PART, (number + 1) * SLOTS_A_PART))
        whole = button(_ticked(_part_name(part, tr), full), GridTap(step=Step.PART, number=number))
        rows.append([whole, button(tr.gettext("Half-hours…"), GridTap(step=Step.OPEN_PART, number=number))])
    if any(spans(week, day)) and day in WORKDAYS:
        rows.append([button(tr.gettext("Same from Monday to Friday"), GridTap(step=Step.COPY, number=day))])
    return [*rows, [button(tr.gettext("◀️ The week"), GridTap(step=Step.WEEK))]]


def _half_hours(week: WeeklyAvailability, part: int, tr: NullTranslations) -> list[list[Button]]:
    slots = range(part * SLOTS_A_PART, (part + 1) * SLOTS_A_PART)
    halves = [
        button(
            _ticked(f"{_clock(slot % SLOTS_A_DAY):%H:%M}", week.has(slot)), GridTap(step=Step.HALF_HOUR, number=slot)
        )
        for slot in slots
    ]
    back = button(
        plain(tr.gettext("◀️ {day}"), day=weekday_short(part // 4, tr)), GridTap(step=Step.DAY, number=part // 4)
    )
    return [*in_rows(halves, 4), [back, button(tr.gettext("◀️ The week"), GridTap(step=Step.WEEK))]]


def _part_name(part: int, tr: NullTranslations) -> str:
    return (
        tr.gettext("Night 00–06"),
        tr.gettext("Morning 06–12"),
        tr.gettext("Afternoon 12–18"),
        tr.gettext("Evening 18–24"),
    )[part]


def _ticked(label: str, chosen: bool) -> str:
    return f"✅ {label}" if chosen else label


def _hours(week: WeeklyAvailability, day: int) -> str:
    return ", ".join(f"{begins:%H:%M}–{ends:%H:%M}" for begins, ends in spans(week, day))


def _counted(week: WeeklyAvailability) -> int:
    """Return the number a plural form is chosen by: one and a half hours are hours."""
    return -(-week.minutes // 60)


def _clock(slot: int) -> time:
    return time(slot // 2 % 24, slot % 2 * 30)
