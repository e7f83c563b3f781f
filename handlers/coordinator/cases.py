"""Reports of pairs: what was said last, who reported, and whether the two may talk on."""

from datetime import datetime
from gettext import NullTranslations

from aiogram import F
from aiogram.filters import Command
from aiogram.filters.callback_data import CallbackData
from aiogram.types import CallbackQuery, Message

from core.audit import AuditEntry
from core.errors import NotFound
from core.ids import PersonId
from core.roles import Audience
from enrolment.people import Person
from handlers import formats
from handlers.guards import Door
from handlers.markup import Markup, bold, fill, lines, plain, quote
from handlers.menu import Go, home_button
from handlers.pair_desk import ending_desk
from handlers.screens import Reply, Row, RowId, Screen, button, in_rows, keyboard, show
from handlers.stores import Stores
from volunteers import cases
from volunteers.cases import Case, CaseId, CaseStatus
from volunteers.pairs import Pair
from volunteers.relay import Message as Said

router = Door("cases", Audience.COORDINATOR)

PAGE = 8
SAID_A_PAGE = 3
"""Messages on a screen: three of a thousand characters fit in one of Telegram's."""
LATEST = 99


class CasesPage(CallbackData, prefix="ks"):
    """A page of the reports that wait, the first is 0."""

    number: int


class OpenCase(CallbackData, prefix="kc"):
    """A report, at a page of what was said; one too high is the last."""

    case: RowId
    page: int


class DecideCase(CallbackData, prefix="ke"):
    """Lets the two talk on, or ends the pair."""

    case: RowId
    resume: bool


@router.message(Command("cases"))
@router.callback_query(Go.filter(F.to == "cases"))
async def opened(event: Message | CallbackQuery, person: Person, tr: NullTranslations, stores: Stores) -> Reply:
    return show(event, await list_screen(0, person, tr, stores))


@router.callback_query(CasesPage.filter())
async def turned(
    tap: CallbackQuery, callback_data: CasesPage, person: Person, tr: NullTranslations, stores: Stores
) -> Reply:
    return show(tap, await list_screen(callback_data.number, person, tr, stores))


@router.callback_query(OpenCase.filter())
async def one_opened(
    tap: CallbackQuery, callback_data: OpenCase, person: Person, tr: NullTranslations, now: datetime, stores: Stores
) -> Reply:
    case, pair = await _of_others(callback_data.case, person, stores)
    read = AuditEntry(at=now, actor=person.id, action="case.read", subject=f"case:{case.id}")
    await stores.audit.record(read)
    return show(tap, await case_screen(case, pair, callback_data.page, person, stores, tr))


@router.callback_query(DecideCase.filter())
async def decided(
    tap: CallbackQuery, callback_data: DecideCase, person: Person, tr: NullTranslations, now: datetime, stores: Stores
) -> Reply:
    case, _pair = await _of_others(callback_data.case, person, stores)
    resume = callback_data.resume
    await cases.decide(ending_desk(stores), stores.relay, case.id, resume=resume, by=person.id, now=now)
    words = tr.gettext("They can write again.") if resume else tr.gettext("The pair is ended.")
    return show(tap, await list_screen(0, person, tr, stores), toast=words)


async def list_screen(page: int, reader: Person, tr: NullTranslations, stores: Stores) -> Screen:
    """Return a page of the reports that wait, the oldest first."""
    total = await stores.relay.count_open_cases()
    pages = max(1, -(-total // PAGE))
    page = min(max(page, 0), pages - 1)
    found = await stores.relay.open_cases(offset=page * PAGE, limit=PAGE)
    rows: list[Row] = [[button(_label(case, reader, tr), OpenCase(case=case.id, page=LATEST))] for case in found]
    if pages > 1:
        around = [(page - 1) % pages, (page + 1) % pages]
        labels = [tr.gettext("◀️ Previous"), tr.gettext("Next ▶️")]
        rows.append([button(label, CasesPage(number=there)) for label, there in zip(labels, around, strict=True)])
    waiting = fill(
        tr.ngettext("{count} report waits for a decision.", "{count} reports wait for a decision.", total),
        count=bold(total),
    )
    text = lines(bold(tr.gettext("🚩 Reports")), waiting if total else tr.gettext("Nothing waits. Well done!"))
    return Screen(text=text, keyboard=keyboard(*rows, [home_button(tr)]))


async def case_screen(
    case: Case, pair: Pair, page: int, reader: Person, stores: Stores, tr: NullTranslations
) -> Screen:
    """Return who reported whom and why, and a page of what was said last."""
    people = await stores.people.some({pair.learner, pair.volunteer})
    names = {one.id: one.name for one in people.values()}
    pages = max(1, -(-len(case.evidence) // SAID_A_PAGE))
    page = min(max(page, 0), pages - 1)
    said = case.evidence[page * SAID_A_PAGE :][:SAID_A_PAGE]
    gone = tr.gettext("somebody who was deleted")
    text = lines(
        fill(tr.gettext("🚩 Report {number}"), number=case.id),
        fill(tr.gettext("Reported by {name}, {moment}"), **_by(case, names, gone, reader)),
        fill(
            tr.gettext("Learner: {learner}. Volunteer: {volunteer}."),
            learner=bold(names.get(pair.learner, gone)),
            volunteer=bold(names.get(pair.volunteer, gone)),
        ),
        quote(case.reason) if case.reason else None,
        "",
        tr.gettext("What was said last:") if said else tr.gettext("No message was kept."),
        *(_line(one, names.get(one.author, gone), reader) for one in said),
    )
    turns = [OpenCase(case=case.id, page=there) for there in range(pages)]
    labels = [plain(tr.gettext("Messages {number}"), number=each.page + 1) for each in turns]
    rows = [button(label, each) for label, each in zip(labels, turns, strict=True) if each.page != page]
    return Screen(text=text, keyboard=keyboard(*_decisions(case, tr), *in_rows(rows, 3), _back(tr), [home_button(tr)]))


def _decisions(case: Case, tr: NullTranslations) -> list[Row]:
    if case.status is not CaseStatus.OPEN:
        return []
    return [
        [button(tr.gettext("✅ They may write again"), DecideCase(case=case.id, resume=True))],
        [button(tr.gettext("🚪 End the pair"), DecideCase(case=case.id, resume=False))],
    ]


def _back(tr: NullTranslations) -> Row:
    return [button(tr.gettext("◀️ All reports"), CasesPage(number=0))]


def _by(case: Case, names: dict[PersonId, str], gone: str, reader: Person) -> dict[str, object]:
    return {"name": bold(names.get(case.by, gone)), "moment": formats.local_moment(case.at, reader)}


def _line(said: Said, name: str, reader: Person) -> Markup:
    moment = formats.local_moment(said.sent_at, reader)
    return fill("{name}, {moment}: {text}", name=bold(name), moment=moment, text=said.text)


def _label(case: Case, reader: Person, tr: NullTranslations) -> str:
    moment = formats.local_moment(case.at, reader)
    return plain(tr.gettext("Report {number} · {moment}"), number=case.id, moment=moment)


async def _of_others(number: int, person: Person, stores: Stores) -> tuple[Case, Pair]:
    """Return a case that the coordinator is not part of. Raises NotFound: it stays unknown who reported."""
    case = await stores.relay.case(CaseId(number))
    pair = await stores.pairs.pair(case.pair)
    if person.id in {pair.learner, pair.volunteer}:
        raise NotFound("case", number)
    return case, pair
