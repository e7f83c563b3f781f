"""The grid of a week: whatever is tapped, the week stays a week, every button leads somewhere, and nothing is lost."""

import json
from gettext import NullTranslations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.availability import SLOTS_A_WEEK, WeeklyAvailability
from core.errors import Stale
from handlers.availability_grid import GridTap, Step, View, grid_screen, kept, picture, spans, tapped, week_in

TR = NullTranslations()
weeks = st.integers(0, (1 << SLOTS_A_WEEK) - 1).map(lambda mask: WeeklyAvailability(mask=mask))
views = st.one_of(
    st.just(View()),
    st.integers(0, 6).map(lambda day: View(day=day)),
    st.integers(0, 27).map(lambda part: View(day=part // 4, part=part)),
)


def taps_on(screen):
    return [GridTap.unpack(key.callback_data) for row in screen.keyboard.inline_keyboard for key in row]


@given(weeks, views)
def test_every_button_fits_in_telegram_and_does_something_known(week, view):
    screen = grid_screen("When?", week, view, TR)
    assert len(screen.text) <= 4096
    for row in screen.keyboard.inline_keyboard:
        assert 1 <= len(row) <= 4
        assert all(len(key.callback_data.encode()) <= 64 for key in row)
    for tap in taps_on(screen):
        if tap.step is not Step.DONE:
            after, _view = tapped(week, tap)
            assert 0 <= after.mask < 1 << SLOTS_A_WEEK


@given(weeks, st.integers(0, SLOTS_A_WEEK - 1))
def test_a_half_hour_tapped_twice_is_as_before_and_nothing_else_moves(week, slot):
    tap = GridTap(step=Step.HALF_HOUR, number=slot)
    once, view = tapped(week, tap)
    assert once.mask ^ week.mask == 1 << slot
    assert tapped(once, tap) == (week, view)
    assert view == View(day=slot // 48, part=slot // 12)


@given(weeks, st.integers(0, 27))
def test_a_part_is_six_hours_all_or_none(week, part):
    after, view = tapped(week, GridTap(step=Step.PART, number=part))
    slots = {slot for slot in range(SLOTS_A_WEEK) if after.has(slot)} & set(range(part * 12, part * 12 + 12))
    assert len(slots) in {0, 12}
    assert view.day == part // 4


@given(weeks, st.integers(0, 6))
def test_workdays_are_made_alike_and_the_weekend_is_left(week, day):
    after, _view = tapped(week, GridTap(step=Step.COPY, number=day))
    assert [list(spans(after, other)) for other in range(5)] == [list(spans(week, day))] * 5
    weekend = {other: list(spans(week, other)) for other in (5, 6)}
    assert {other: list(spans(after, other)) for other in (5, 6)} == weekend


@given(weeks)
def test_a_draft_keeps_the_week_through_json(week):
    assert week_in(json.loads(json.dumps({"week": kept(week)}))) == week


@given(weeks)
def test_the_stretches_shown_are_all_of_the_time(week):
    minutes = 0
    for day in range(7):
        for begins, ends in spans(week, day):
            last = (ends.hour * 60 + ends.minute) or 24 * 60
            minutes += last - begins.hour * 60 - begins.minute
    assert minutes == week.minutes


def test_three_taps_make_the_evenings_of_a_week():
    week, _view = tapped(WeeklyAvailability(), GridTap(step=Step.PRESET, number=3))
    assert picture(week, TR) == "\n".join(f"<b>{day}</b>: 18:00–21:00" for day in ("Mon", "Tue", "Wed", "Thu", "Fri"))
    assert "15 hours a week" in grid_screen("When?", week, View(), TR).text
    assert tapped(week, GridTap(step=Step.CLEAR))[0] == WeeklyAvailability()


def test_an_empty_week_says_so_and_cannot_be_finished():
    screen = grid_screen("When?", WeeklyAvailability(), View(), TR)
    assert "No hours chosen yet." in screen.text
    assert all(tap.step is not Step.DONE for tap in taps_on(screen))


def test_an_evening_ends_at_midnight():
    week = WeeklyAvailability.of([46, 47])
    assert picture(week, TR) == "<b>Mon</b>: 23:00–00:00"
    assert "1 hour a week" in grid_screen("When?", week, View(), TR).text


def test_halves_of_hours_are_said():
    assert "1.5 hours a week" in grid_screen("When?", WeeklyAvailability.of([1, 2, 3]), View(), TR).text


@pytest.mark.parametrize(
    ("step", "number"),
    [
        (Step.DAY, 7),
        (Step.COPY, -1),
        (Step.PART, 28),
        (Step.OPEN_PART, 28),
        (Step.HALF_HOUR, 336),
        (Step.HALF_HOUR, -1),
        (Step.PRESET, 6),
        (Step.DONE, 0),
    ],
)
def test_a_forged_number_is_stale(step, number):
    with pytest.raises(Stale):
        tapped(WeeklyAvailability(), GridTap(step=step, number=number))
