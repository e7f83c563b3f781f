"""The queue of enrolments: a page, one opened, a decision with its reason, and the way back from it."""

from collections.abc import Sequence
from gettext import NullTranslations

from aiogram import F
from aiogram.filters import Command
from aiogram.filters.callback_data import CallbackData
from aiogram.types import CallbackQuery, Message

from core.ids import EnrolmentId
from core.programme import Programme
from core.roles import Audience
from enrolment.enrolments import DECIDED, OPEN, Enrolment, Status
from enrolment.people import Person
from handlers import formats
from handlers.guards import Door
from handlers.markup import bold, fill, lines, plain, quote
from handlers.menu import Go, home_button
from handlers.screens import Reply, Row, RowId, Screen, button, keyboard, show
from handlers.stores import Stores
from handlers.words import category_name, days_listed, enrolment_status, refusal_reason

router = Door("queue", Audience.STAFF)

PAGE = 8


class Page(CallbackData, prefix="eq"):
    """A page of the queue, or of what was decided lately; the first is 0."""

    number: int
    decided: bool = False


class OpenOne(CallbackData, prefix="eo"):
    enrolment: RowId


class Decide(CallbackData, prefix="ed"):
    """A coordinator's decision on the enrolment as it was when the button was drawn."""

    enrolment: RowId
    version: int
    action: str
    """admit, wait, refuse (asks for the reason), keep (asks no more) or undo."""


@router.message(Command("queue"))
@router.callback_query(Go.filter(F.to == "queue"))
async def opened(event: Message | CallbackQuery, person: Person, tr: NullTranslations, stores: Stores) -> Reply:
    return show(event, await queue_screen(False, 0, person, tr, stores))


@router.callback_query(Page.filter())
async def turned(
    tap: CallbackQuery, callback_data: Page, person: Person, tr: NullTranslations, stores: Stores
) -> Reply:
    return show(tap, await queue_screen(callback_data.decided, callback_data.number, person, tr, stores))


@router.callback_query(OpenOne.filter())
async def one_opened(
    tap: CallbackQuery,
    callback_data: OpenOne,
    person: Person,
    tr: NullTranslations,
    stores: Stores,
    programme: Programme,
) -> Reply:
    enrolment = await stores.enrolments.get(EnrolmentId(callback_data.enrolment))
    who = await stores.people.get(enrolment.person)
    return show(tap, enrolment_screen(enrolment, who, person, programme, tr))


async def queue_screen(decided: bool, page: int, reader: Person, tr: NullTranslations, stores: Stores) -> Screen:
    """Return a page of the enrolments that wait, the longest waiting first; or of the latest decisions."""
    statuses = DECIDED if decided else OPEN
    total = await stores.enrolments.count(statuses)
    pages = max(1, -(-total // PAGE))
    page = min(max(page, 0), pages - 1)
    found = await stores.enrolments.page(statuses, offset=page * PAGE, limit=PAGE)
    people = await stores.people.some({enrolment.person for enrolment in found})
    rows: list[Row] = [
        [button(_label(enrolment, people[enrolment.person], reader, tr), OpenOne(enrolment=enrolment.id))]
        for enrolment in found
    ]
    if pages > 1:
        around = [(page - 1) % pages, (page + 1) % pages]
        labels = [tr.gettext("◀️ Previous"), tr.gettext("Next ▶️")]
        turns = [Page(number=number, decided=decided) for number in around]
        rows.append([button(label, turn) for label, turn in zip(labels, turns, strict=True)])
    other = tr.gettext("📥 Waiting for a decision") if decided else tr.gettext("🗂 Decided lately")
    rows += [[button(other, Page(number=0, decided=not decided))], [home_button(tr)]]
    where = fill(tr.gettext("Page {page} of {pages}"), page=page + 1, pages=pages) if pages > 1 else None
    return Screen(text=lines(_headline(decided, total, tr), where), keyboard=keyboard(*rows))


def _headline(decided: bool, total: int, tr: NullTranslations) -> str:
    if decided:
        return lines(bold(tr.gettext("Decided lately")), None if total else tr.gettext("Nothing was decided yet."))
    waiting = fill(
        tr.ngettext("{count} enrolment waits for a decision.", "{count} enrolments wait for a decision.", total),
        count=bold(total),
    )
    return lines(bold(tr.gettext("Enrolments")), waiting if total else tr.gettext("Nothing waits. Well done!"))


_SIGNS = {Status.WAITLISTED: "⏳ ", Status.ADMITTED: "✅ ", Status.REJECTED: "❌ "}


def _label(enrolment: Enrolment, who: Person, reader: Person, tr: NullTranslations) -> str:
    return _SIGNS.get(enrolment.status, "") + plain(
        tr.gettext("{name} · {language} {level} · {day}"),
        name=who.name[:24],
        language=formats.language_name(enrolment.form.language, tr),
        level=enrolment.form.level.value,
        day=formats.short_day(enrolment.submitted_at.astimezone(formats.zone_of(reader)).date(), reader),
    )


def enrolment_screen(
    enrolment: Enrolment, who: Person, reader: Person, programme: Programme, tr: NullTranslations
) -> Screen:
    """Return all that a decision needs; only those who may decide see the buttons."""
    form = enrolment.form
    facts = [
        (tr.gettext("Status"), enrolment_status(enrolment.status.value, tr)),
        (tr.gettext("Language"), f"{formats.language_name(form.language, tr)}, {form.level.value}"),
        (tr.gettext("Category"), category_name(form.category.value, tr)),
        (tr.gettext("Department"), programme.place_name(form.department, reader.language)),
        (tr.gettext("Registration number"), form.registration or tr.gettext("not given")),
        (tr.gettext("Work e-mail"), form.email or tr.gettext("not given")),
        (tr.gettext("Phrase"), f"{form.at:%H:%M}, {days_listed(form.days, tr)}, {who.time_zone.replace('_', ' ')}"),
        (tr.gettext("Sent"), formats.local_moment(enrolment.submitted_at, reader)),
        (tr.gettext("Came by"), who.source or tr.gettext("not known")),
    ]
    text = lines(
        fill(tr.gettext("Enrolment {number}: {name}"), number=enrolment.id, name=bold(who.name)),
        "",
        *(fill("{label}: {value}", label=label, value=bold(value)) for label, value in facts),
        quote(refusal_reason(enrolment.reason, tr)) if enrolment.reason else None,
    )
    rows = _decisions(enrolment, tr) if reader.may_enter(Audience.COORDINATOR) else []
    decided = enrolment.status not in OPEN
    back = [button(tr.gettext("◀️ Back to the queue"), Page(number=0, decided=decided))]
    return Screen(text=text, keyboard=keyboard(*rows, back, [home_button(tr)]))


def _decisions(enrolment: Enrolment, tr: NullTranslations) -> Sequence[Row]:
    def decide(label: str, action: str) -> Row:
        return [button(label, Decide(enrolment=enrolment.id, version=enrolment.version, action=action))]

    undo = decide(tr.gettext("↩️ Undo the decision"), "undo")
    if enrolment.status in DECIDED:
        return [undo]
    if enrolment.status not in OPEN:
        return []
    waits = enrolment.status is Status.WAITLISTED
    wait = undo if waits else decide(tr.gettext("⏳ Put on the waiting list"), "wait")
    return [
        [*decide(tr.gettext("✅ Admit"), "admit"), *decide(tr.gettext("❌ Refuse…"), "refuse")],
        wait,
    ]
