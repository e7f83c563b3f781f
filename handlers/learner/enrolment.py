"""My enrolment: where it stands, and the way out."""

from collections.abc import Mapping
from datetime import datetime
from gettext import NullTranslations

from aiogram import F
from aiogram.filters.callback_data import CallbackData
from aiogram.types import CallbackQuery

from core.ids import EnrolmentId
from core.notices import Delivery
from core.programme import Programme
from core.roles import Audience
from enrolment import deciding
from enrolment.enrolments import HOLDS_A_PLACE, OPEN, Enrolment, EnrolmentStore, Status
from enrolment.people import Person
from handlers import formats
from handlers.desk import desk_of
from handlers.guards import Door
from handlers.markup import bold, fill, lines, plain, quote
from handlers.menu import Go, home_button, home_screen
from handlers.screens import Reply, RowId, Screen, button, keyboard, show
from handlers.stores import Stores
from handlers.words import days_listed, enrolment_status, refusal_reason

router = Door("enrolment", Audience.MEMBER)

SHOWN = 5
"""The newest enrolments; older ones are in the export."""


class Leave(CallbackData, prefix="ew"):
    """Leaves an enrolment; asks first."""

    enrolment: RowId
    sure: bool


@router.callback_query(Go.filter(F.to == "enrol"))
async def opened(tap: CallbackQuery, person: Person, tr: NullTranslations, enrolments: EnrolmentStore) -> Reply:
    return show(tap, await _my_enrolments(person, enrolments, tr))


@router.callback_query(Leave.filter())
async def leaving(
    tap: CallbackQuery,
    callback_data: Leave,
    person: Person,
    tr: NullTranslations,
    now: datetime,
    stores: Stores,
    programme: Programme,
) -> Reply:
    number = EnrolmentId(callback_data.enrolment)
    if not callback_data.sure:
        return show(tap, _are_you_sure(number, tr))
    await deciding.withdraw(desk_of(stores, programme), number, person=person.id, now=now)
    left = await stores.people.get(person.id)
    return show(tap, home_screen(left, tr), toast=tr.gettext("You have left. You are welcome back at any time."))


async def _my_enrolments(person: Person, enrolments: EnrolmentStore, tr: NullTranslations) -> Screen:
    found = (await enrolments.of(person.id))[:SHOWN]
    waiting = {
        enrolment.id: await enrolments.ahead_of(enrolment) + 1 for enrolment in found if enrolment.status in OPEN
    }
    return enrolments_screen(found, waiting, person, tr)


def enrolments_screen(
    found: tuple[Enrolment, ...], waiting: Mapping[EnrolmentId, int], person: Person, tr: NullTranslations
) -> Screen:
    """Return where each enrolment stands; `waiting` has the place in line of those that are not decided."""
    blocks = [_block(enrolment, waiting.get(enrolment.id), person, tr) for enrolment in found]
    leave = [
        [
            button(
                plain(tr.gettext("Leave: {language}"), language=formats.language_name(enrolment.form.language, tr)),
                Leave(enrolment=enrolment.id, sure=False),
            )
        ]
        for enrolment in found
        if enrolment.status in HOLDS_A_PLACE
    ]
    begin = tr.gettext("📝 Enrol in another language") if found else tr.gettext("📝 Enrol now")
    empty = tr.gettext("You are not enrolled yet. It takes about two minutes.")
    return Screen(
        text=lines(bold(tr.gettext("My enrolment")), "", *(blocks or [empty])),
        keyboard=keyboard([button(begin, Go(to="enrol-now"))], *leave, [home_button(tr)]),
    )


def _block(enrolment: Enrolment, in_line: int | None, person: Person, tr: NullTranslations) -> str:
    form = enrolment.form
    refused = enrolment.status is Status.REJECTED
    return lines(
        fill(
            tr.gettext("{language}, level {level}: {status}"),
            language=bold(formats.language_name(form.language, tr)),
            level=form.level.value,
            status=enrolment_status(enrolment.status.value, tr),
        ),
        fill(
            tr.gettext("Sent on {day}. Phrase at {hour}, {days}."),
            day=formats.local_day(enrolment.submitted_at, person),
            hour=f"{form.at:%H:%M}",
            days=days_listed(form.days, tr),
        ),
        fill(tr.gettext("Your place in the line: {place}."), place=bold(in_line)) if in_line is not None else None,
        quote(refusal_reason(enrolment.reason, tr)) if refused else None,
        "",
    )


def _are_you_sure(number: EnrolmentId, tr: NullTranslations) -> Screen:
    text = tr.gettext("Leave this language? What you have learnt stays for when you come back.")
    rows = [
        [button(tr.gettext("Yes, leave"), Leave(enrolment=number, sure=True))],
        [button(tr.gettext("◀️ No, go back"), Go(to="enrol"))],
    ]
    return Screen(text=text, keyboard=keyboard(*rows))


async def render_admitted(
    delivery: Delivery, person: Person, stores: Stores, tr: NullTranslations, _now: datetime
) -> Screen | None:
    enrolment = await stores.enrolments.get(EnrolmentId(int(delivery.payload["enrolment"])))
    if enrolment.status is not Status.ADMITTED:
        return None
    form = enrolment.form
    text = lines(
        bold(fill(tr.gettext("You are in, {name}!"), name=person.first_name)),
        "",
        fill(
            tr.gettext("Your place in {language} is confirmed. A phrase will come at {hour}, {days}."),
            language=formats.language_name(form.language, tr),
            hour=f"{form.at:%H:%M}",
            days=days_listed(form.days, tr),
        ),
        tr.gettext("Would you like to try a first round now?"),
    )
    rows = [[button(tr.gettext("▶️ Practise now"), Go(to="practice"))], [home_button(tr)]]
    return Screen(text=text, keyboard=keyboard(*rows))


async def render_refused(
    delivery: Delivery, person: Person, stores: Stores, tr: NullTranslations, _now: datetime
) -> Screen | None:
    enrolment = await stores.enrolments.get(EnrolmentId(int(delivery.payload["enrolment"])))
    if enrolment.status is not Status.REJECTED:
        return None
    text = lines(
        fill(
            tr.gettext("Dear {name}, this time we could not offer you a place in {language}."),
            name=person.first_name,
            language=formats.language_name(enrolment.form.language, tr),
        ),
        quote(refusal_reason(enrolment.reason, tr)),
        tr.gettext("You may enrol again, and you can ask a coordinator to look at it once more."),
    )
    return Screen(text=text, keyboard=keyboard([home_button(tr)]))


async def render_waitlisted(
    delivery: Delivery, person: Person, stores: Stores, tr: NullTranslations, _now: datetime
) -> Screen | None:
    enrolment = await stores.enrolments.get(EnrolmentId(int(delivery.payload["enrolment"])))
    if enrolment.status is not Status.WAITLISTED:
        return None
    text = lines(
        fill(
            tr.gettext("Dear {name}, all places in {language} are taken for now, and you are on the waiting list."),
            name=person.first_name,
            language=formats.language_name(enrolment.form.language, tr),
        ),
        fill(
            tr.gettext("Your place in the line: {place}."), place=bold(await stores.enrolments.ahead_of(enrolment) + 1)
        ),
        tr.gettext("You need not do anything: the answer comes here."),
    )
    return Screen(text=text, keyboard=keyboard([button(tr.gettext("📝 My enrolment"), Go(to="enrol"))]))


async def render_reopened(
    delivery: Delivery, person: Person, stores: Stores, tr: NullTranslations, _now: datetime
) -> Screen | None:
    enrolment = await stores.enrolments.get(EnrolmentId(int(delivery.payload["enrolment"])))
    if enrolment.status is not Status.SUBMITTED:
        return None
    text = fill(
        tr.gettext(
            "Dear {name}, the last answer to your enrolment in {language} was sent by mistake. "
            "A coordinator is looking at it once more, and will write to you here. We are sorry."
        ),
        name=person.first_name,
        language=formats.language_name(enrolment.form.language, tr),
    )
    return Screen(text=text, keyboard=keyboard([button(tr.gettext("📝 My enrolment"), Go(to="enrol"))]))
