"""The buttons of a pair, shared by its screen and its notices, and how one is shown."""

from gettext import NullTranslations

from aiogram.filters.callback_data import CallbackData

from enrolment.people import Person
from handlers import formats
from handlers.markup import bold, fill, lines, plain
from handlers.menu import home_button
from handlers.screens import Button, Row, RowId, Screen, button, keyboard
from handlers.stores import Stores
from volunteers.pairs import Meeting, Pair, PairStatus

MINUTES = (30, 45, 60, 90)


class PairTap(CallbackData, prefix="rp"):
    """What somebody does with the own pair: open, write, met, report, end (asks first), ended."""

    pair: RowId
    do: str


class Met(CallbackData, prefix="rm"):
    """Says that the two talked for so many minutes."""

    pair: RowId
    minutes: int


class MeetingAnswer(CallbackData, prefix="rc"):
    """Confirms the minutes the partner logged, or says that it was not so."""

    meeting: RowId
    agreed: bool


def pair_button(label: str, pair: Pair, do: str) -> Button:
    return button(label, PairTap(pair=pair.id, do=do))


def reply_rows(pair: Pair, tr: NullTranslations) -> list[Row]:
    """Return the buttons under a message that came through the bot."""
    return [
        [pair_button(tr.gettext("↩️ Reply"), pair, "write")],
        [pair_button(tr.gettext("🚩 Report"), pair, "report"), pair_button(tr.gettext("🚪 End the pair"), pair, "end")],
    ]


async def pair_screen(pair: Pair, reader: Person, stores: Stores, tr: NullTranslations) -> Screen:
    """Return a pair as one of the two sees it: the partner's first name, the hours, and what can be done."""
    partner = await stores.people.get(pair.partner_of(reader.id))
    minutes = await stores.pairs.minutes_together(pair.id)
    held = pair.status is PairStatus.HELD
    text = lines(
        fill(tr.gettext("💬 You and {name}"), name=bold(partner.first_name)),
        fill("{language}, {level}", language=formats.language_name(pair.language, tr), level=pair.level.value),
        fill(tr.gettext("A pair since {day}"), day=formats.local_day(pair.formed_at, reader)),
        fill(tr.gettext("Time talked, confirmed by both: {hours}"), hours=bold(f"{minutes // 60}:{minutes % 60:02}")),
        "",
        tr.gettext("A coordinator is looking into this pair. Messages wait until that is done.")
        if held
        else tr.gettext("Write here through me: your account and number stay hidden."),
    )
    write = pair_button(plain(tr.gettext("✍️ Write to {name}"), name=partner.first_name), pair, "write")
    met = pair_button(tr.gettext("🕓 We met"), pair, "met")
    report = pair_button(tr.gettext("🚩 Report"), pair, "report")
    end = pair_button(tr.gettext("🚪 End the pair"), pair, "end")
    rows = [[end]] if held else [[write], [met], [report, end]]
    waiting = [_to_confirm(one, tr) for one in await stores.pairs.open_meetings(pair.id) if one.logged_by != reader.id]
    return Screen(text=text, keyboard=keyboard(*waiting, *rows, [home_button(tr)]))


def _to_confirm(meeting: Meeting, tr: NullTranslations) -> Row:
    label = tr.ngettext("✅ Confirm {minutes} minute", "✅ Confirm {minutes} minutes", meeting.minutes)
    return [
        button(plain(label, minutes=meeting.minutes), MeetingAnswer(meeting=meeting.id, agreed=True)),
        button(tr.gettext("It was not so"), MeetingAnswer(meeting=meeting.id, agreed=False)),
    ]
