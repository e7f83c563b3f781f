"""Tapped and typed starts mean the same, in every zone and around every change of the clocks."""

from datetime import UTC, date, datetime, time, timedelta
from gettext import NullTranslations
from zoneinfo import ZoneInfo

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from core.days import instant
from core.ids import PersonId, TelegramId
from core.languages import Language
from core.moments import BadMoment
from enrolment.people import Person
from handlers.forms import Asking
from handlers.volunteer.session_form import FORM

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
STARTS = next(field for field in FORM.fields if field.name == "starts")
ZONES = [
    "America/Sao_Paulo",
    "Europe/Berlin",
    "America/New_York",
    "Australia/Lord_Howe",
    "Asia/Kathmandu",
    "Pacific/Apia",
]


def asking(zone, *, now=NOW, values=None):
    host = Person(
        id=PersonId(1),
        telegram_id=TelegramId(1),
        name="Clara",
        language=Language.ENGLISH,
        time_zone=zone,
        created_at=NOW,
    )
    return Asking(person=host, tr=NullTranslations(), now=now, values=values or {})


@given(zone=st.sampled_from(ZONES), ahead=st.integers(1, 170), hour=st.integers(7, 21))
def test_a_tapped_hour_is_that_hour_on_the_hosts_wall(zone, ahead, hour):
    day = NOW.date() + timedelta(days=ahead)
    assume(instant(day, time(hour), zone).astimezone(ZoneInfo(zone)).time() == time(hour))
    picked = STARTS.pick(f"{day:%Y%m%d}h{hour:02}", asking(zone))
    local = datetime.fromisoformat(picked.value["at"]).astimezone(ZoneInfo(zone))
    assert (local.date(), local.time(), picked.done) == (day, time(hour), True)
    assert STARTS.read(f"{day:%d/%m/%Y} {hour}h", asking(zone)) == picked.value


@pytest.mark.parametrize("zone", ZONES)
def test_only_days_and_hours_to_come_are_offered(zone):
    offered = [value for _, value in STARTS.ask(asking(zone)).choices]
    assert offered[0] == f"{NOW.astimezone(ZoneInfo(zone)):%Y%m%d}"
    for day in offered:
        chosen = STARTS.pick(day, asking(zone))
        assert not chosen.done
        hours = STARTS.ask(asking(zone, values={"starts": chosen.value})).choices
        for _, value in hours[:-1]:
            at = datetime.fromisoformat(STARTS.pick(value, asking(zone)).value["at"])
            assert at > NOW


def test_an_hour_alone_means_the_day_that_was_tapped():
    tapped = {"starts": {"day": date(2026, 12, 1).isoformat()}}
    for typed in ("19:30", "19h30", "7:30 pm"):
        assert STARTS.read(typed, asking("UTC", values=tapped)) == {"at": "2026-12-01T19:30:00+00:00"}
    with pytest.raises(BadMoment):
        STARTS.read("19:30", asking("UTC"))


def test_an_old_button_for_an_hour_that_passed_is_refused():
    with pytest.raises(BadMoment):
        STARTS.pick("20261124h07", asking("UTC"))
