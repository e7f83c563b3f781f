from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.moments import BadMoment, MomentProblem, read_moment

ZONE = "America/Sao_Paulo"
NOW = datetime(2026, 11, 24, 15, tzinfo=UTC)  # Tuesday, noon in Belo Horizonte


def read(text, *, zone=ZONE, now=NOW, days_ahead=365, default=None):
    return read_moment(text, zone=zone, now=now, days_ahead=days_ahead, default=default)


@pytest.mark.parametrize(
    ("typed", "day", "hour"),
    [
        ("12/12 19:00", (2026, 12, 12), time(19)),
        ("12/12/2026 19h", (2026, 12, 12), time(19)),
        ("12/12/26, 19h30", (2026, 12, 12), time(19, 30)),
        ("12.12 19.30", (2026, 12, 12), time(19, 30)),
        ("2026-12-12 19:00", (2026, 12, 12), time(19)),
        ("2026-12-12T19:00", (2026, 12, 12), time(19)),
        ("19h 12/12", (2026, 12, 12), time(19)),
        ("12 de dezembro às 19h", (2026, 12, 12), time(19)),
        ("12 dec 7pm", (2026, 12, 12), time(19)),
        ("December 12 at 7:15 pm", (2026, 12, 12), time(19, 15)),
        ("12 de diciembre de 2026 a las 19:00", (2026, 12, 12), time(19)),
        ("amanhã 9h", (2026, 11, 25), time(9)),
        ("AMANHÃ às 09:00", (2026, 11, 25), time(9)),
        ("hoje 20h", (2026, 11, 24), time(20)),
        ("mañana 8 am", (2026, 11, 25), time(8)),
        ("sexta-feira 18h", (2026, 11, 27), time(18)),
        ("sábado 10:00", (2026, 11, 28), time(10)),
        ("Thursday 12 am", (2026, 11, 26), time(0)),
        ("3/1 19:00", (2027, 1, 3), time(19)),
        ("12/12 19", (2026, 12, 12), time(19)),
    ],
)
def test_what_people_type_is_understood(typed, day, hour):
    local = datetime.combine(date(*day), hour, ZoneInfo(ZONE))
    assert read(typed) == local.astimezone(UTC)


@pytest.mark.parametrize(
    ("typed", "problem"),
    [
        ("", MomentProblem.UNREADABLE),
        ("soon", MomentProblem.UNREADABLE),
        ("19:00", MomentProblem.UNREADABLE),
        ("12/12", MomentProblem.NO_HOUR),
        ("12/12 25:00", MomentProblem.UNREADABLE),
        ("12/12 13 pm", MomentProblem.UNREADABLE),
        ("12/12 19:00 or so", MomentProblem.UNREADABLE),
        ("31/04 19:00", MomentProblem.NO_SUCH_DAY),
        ("12/13 19:00", MomentProblem.NO_SUCH_DAY),
        ("0/12 19:00", MomentProblem.NO_SUCH_DAY),
        ("12/12/2020 19:00", MomentProblem.PAST),
        ("hoje 11h", MomentProblem.PAST),
        ("today 12:00", MomentProblem.PAST),
        ("12/12/2028 19:00", MomentProblem.TOO_FAR),
        ("12/12 19:00" * 200, MomentProblem.UNREADABLE),
        ("١٢/١٢ 😀", MomentProblem.NO_SUCH_DAY),
    ],
)
def test_what_cannot_be_used_says_why(typed, problem):
    with pytest.raises(BadMoment) as caught:
        read(typed)
    if typed.isascii():
        assert caught.value.problem is problem


def test_a_missing_hour_may_have_a_default():
    assert read("12/12", default=time(23, 59)) == datetime(2026, 12, 13, 2, 59, tzinfo=UTC)


@given(st.text(max_size=40))
def test_nothing_typed_raises_anything_else(text):
    try:
        moment = read(text)
    except BadMoment:
        return
    assert NOW < moment <= NOW + timedelta(days=365)


@given(
    zone=st.sampled_from(
        ["America/Sao_Paulo", "Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Asia/Kathmandu"]
    ),
    minutes=st.integers(10, 364 * 24 * 60),
)
def test_a_moment_written_out_is_read_back_around_every_change_of_clocks(zone, minutes):
    """Written in local time and read again it is the same instant, or, in an hour that happens twice, the first one."""
    moment = NOW.replace(second=0) + timedelta(minutes=minutes)
    local = moment.astimezone(ZoneInfo(zone))
    again = read(f"{local:%d/%m/%Y %H:%M}", zone=zone)
    assert again == local.replace(fold=0).astimezone(UTC)
    assert again.astimezone(ZoneInfo(zone)).replace(tzinfo=None) == local.replace(tzinfo=None)
