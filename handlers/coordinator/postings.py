"""Coordinators publish opportunities, correct them, and close them."""

from datetime import datetime
from enum import StrEnum
from gettext import NullTranslations

from aiogram import F
from aiogram.filters.callback_data import CallbackData
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message

from core.moments import BadMoment
from core.ports import AuditLog, Outbox
from core.roles import Audience
from enrolment.people import Person
from handlers.coordinator.posting_form import FORM, Posted, PostingPick, PostingStep, posting_of, values_of
from handlers.errors import explain
from handlers.forms import Asking
from handlers.guards import Door
from handlers.markup import bold, fill, lines, plain
from handlers.menu import Go, home_button, home_screen
from handlers.opportunity_words import label, posting_text
from handlers.screens import Reply, RowId, Screen, button, keyboard, link_button, show
from opportunities import publishing
from opportunities.postings import (
    Opportunity,
    OpportunityId,
    OpportunityStatus,
    OpportunityStore,
    Posting,
)

router = Door("coordinator.postings", Audience.COORDINATOR)

PAGE = 6


class PostingsPage(CallbackData, prefix="op"):
    page: int


class PostedStep(StrEnum):
    OPEN = "open"
    CORRECT = "correct"
    CLOSE = "close"
    CLOSED = "closed"


class PostedTap(CallbackData, prefix="oc"):
    opportunity: RowId
    do: PostedStep


@router.callback_query(Go.filter(F.to == "postings"))
async def opened(
    tap: CallbackQuery, opportunities: OpportunityStore, person: Person, tr: NullTranslations, now: datetime
) -> Reply:
    return show(tap, await _list_screen(opportunities, person, tr, now, page=0))


@router.callback_query(PostingsPage.filter())
async def paged(
    tap: CallbackQuery,
    callback_data: PostingsPage,
    opportunities: OpportunityStore,
    person: Person,
    tr: NullTranslations,
    now: datetime,
) -> Reply:
    page = min(max(callback_data.page, 0), 1000)
    return show(tap, await _list_screen(opportunities, person, tr, now, page=page))


@router.callback_query(PostingStep.filter(F.to == "new"))
async def begun(tap: CallbackQuery, state: FSMContext, person: Person, tr: NullTranslations, now: datetime) -> Reply:
    return show(tap, await FORM.begin(state, Asking(person=person, tr=tr, now=now)))


@router.callback_query(PostingStep.filter(F.to == "cancel"))
async def dropped(tap: CallbackQuery, state: FSMContext, person: Person, tr: NullTranslations) -> Reply:
    await state.clear()
    return show(tap, home_screen(person, tr), toast=tr.gettext("Nothing was published."))


@router.callback_query(PostingPick.filter(), Posted.filling)
async def picked(
    tap: CallbackQuery,
    callback_data: PostingPick,
    state: FSMContext,
    person: Person,
    tr: NullTranslations,
    now: datetime,
) -> Reply:
    asking = Asking(person=person, tr=tr, now=now)
    return show(tap, await FORM.picked(state, callback_data.field, callback_data.value, asking))


@router.message(Posted.filling, F.text, ~F.text.startswith("/"))
async def typed(message: Message, state: FSMContext, person: Person, tr: NullTranslations, now: datetime) -> Reply:
    return show(message, await FORM.typed(state, message.text or "", Asking(person=person, tr=tr, now=now)))


@router.callback_query(PostingStep.filter(F.to == "publish"), Posted.filling)
async def published(
    tap: CallbackQuery,
    state: FSMContext,
    opportunities: OpportunityStore,
    outbox: Outbox,
    audit: AuditLog,
    person: Person,
    tr: NullTranslations,
    now: datetime,
) -> Reply:
    posting, kept = posting_of(await FORM.answers(state)), await state.get_data()
    try:
        opportunity, words = await _written(posting, kept, opportunities, outbox, audit, person, tr, now)
    except BadMoment as refusal:
        again = await FORM.change(state, "deadline", Asking(person=person, tr=tr, now=now))
        return show(tap, again, toast=explain(refusal, tr))
    await state.clear()
    return show(tap, _screen(opportunity, person, tr, now), toast=words)


@router.callback_query(PostingStep.filter(), Posted.filling)
async def changed(
    tap: CallbackQuery,
    callback_data: PostingStep,
    state: FSMContext,
    person: Person,
    tr: NullTranslations,
    now: datetime,
) -> Reply:
    asking = Asking(person=person, tr=tr, now=now)
    if callback_data.to == "summary":
        return show(tap, await FORM.show_summary(state, asking))
    return show(tap, await FORM.change(state, callback_data.to, asking))


@router.callback_query(PostedTap.filter(F.do == PostedStep.OPEN))
async def looked_at(
    tap: CallbackQuery,
    callback_data: PostedTap,
    opportunities: OpportunityStore,
    person: Person,
    tr: NullTranslations,
    now: datetime,
) -> Reply:
    opportunity = await opportunities.get(OpportunityId(callback_data.opportunity))
    return show(tap, _screen(opportunity, person, tr, now))


@router.callback_query(PostedTap.filter(F.do == PostedStep.CORRECT))
async def correction_begun(
    tap: CallbackQuery,
    callback_data: PostedTap,
    state: FSMContext,
    opportunities: OpportunityStore,
    person: Person,
    tr: NullTranslations,
    now: datetime,
) -> Reply:
    opportunity = await publishing.correctable(opportunities, OpportunityId(callback_data.opportunity))
    screen = await FORM.begin(state, Asking(person=person, tr=tr, now=now), values_of(opportunity.posting))
    await state.update_data(opportunity=opportunity.id, version=opportunity.version)
    return show(tap, screen)


@router.callback_query(PostedTap.filter(F.do == PostedStep.CLOSE))
async def asked_to_close(
    tap: CallbackQuery,
    callback_data: PostedTap,
    opportunities: OpportunityStore,
    tr: NullTranslations,
) -> Reply:
    opportunity = await publishing.correctable(opportunities, OpportunityId(callback_data.opportunity))
    words = tr.gettext(
        "Close this before its deadline? It leaves the list, and nobody is alerted or reminded any more."
    )
    yes = button(tr.gettext("🚫 Yes, close it"), PostedTap(opportunity=opportunity.id, do=PostedStep.CLOSED))
    no = button(tr.gettext("⬅️ No, keep it"), PostedTap(opportunity=opportunity.id, do=PostedStep.OPEN))
    return show(tap, Screen(text=lines(bold(opportunity.posting.title), "", words), keyboard=keyboard([yes], [no])))


@router.callback_query(PostedTap.filter(F.do == PostedStep.CLOSED))
async def closed(
    tap: CallbackQuery,
    callback_data: PostedTap,
    opportunities: OpportunityStore,
    outbox: Outbox,
    audit: AuditLog,
    person: Person,
    tr: NullTranslations,
    now: datetime,
) -> Reply:
    opportunity_id = OpportunityId(callback_data.opportunity)
    opportunity = await publishing.close(
        opportunities, outbox, audit, who=person.id, opportunity_id=opportunity_id, now=now
    )
    return show(tap, _screen(opportunity, person, tr, now), toast=tr.gettext("Closed."))


async def _written(
    posting: Posting,
    kept: dict[str, object],
    opportunities: OpportunityStore,
    outbox: Outbox,
    audit: AuditLog,
    person: Person,
    tr: NullTranslations,
    now: datetime,
) -> tuple[Opportunity, str]:
    """Publish, or correct what the draft says it corrects; return it and what to say."""
    if "opportunity" not in kept:
        opportunity, alerted = await publishing.publish(opportunities, audit, who=person.id, posting=posting, now=now)
        words = tr.ngettext(
            "Published. {count} person gets an alert.", "Published. {count} people get an alert.", alerted
        )
        return opportunity, plain(words, count=alerted)
    corrected = await publishing.correct(
        opportunities,
        outbox,
        audit,
        who=person.id,
        opportunity_id=OpportunityId(int(str(kept["opportunity"]))),
        version=int(str(kept["version"])),
        posting=posting,
        now=now,
    )
    return corrected, tr.gettext("Corrected.")


async def _list_screen(
    opportunities: OpportunityStore, person: Person, tr: NullTranslations, now: datetime, *, page: int
) -> Screen:
    listed = await opportunities.newest(limit=PAGE + 1, offset=page * PAGE)
    rows = [
        [button(label(one, person, tr, now), PostedTap(opportunity=one.id, do=PostedStep.OPEN))]
        for one in listed[:PAGE]
    ]
    turns = [button(tr.gettext("⬅️ Previous"), PostingsPage(page=page - 1))] if page else []
    if len(listed) > PAGE:
        turns.append(button(tr.gettext("Next ➡️"), PostingsPage(page=page + 1)))
    words = tr.gettext("Publish a new opportunity, or choose one to correct or close it.")
    opening = [button(tr.gettext("➕ New opportunity"), PostingStep(to="new"))]
    text = lines(bold(tr.gettext("📣 Opportunities published")), "", words)
    return Screen(text=text, keyboard=keyboard(opening, *rows, turns, [home_button(tr)]))


def _screen(opportunity: Opportunity, person: Person, tr: NullTranslations, now: datetime) -> Screen:
    back = [button(tr.gettext("⬅️ All opportunities"), PostingsPage(page=0)), home_button(tr)]
    link = [link_button(tr.gettext("🔗 Open the page"), opportunity.posting.link)]
    actions = []
    if opportunity.status is OpportunityStatus.OPEN:
        actions = [
            button(tr.gettext("✏️ Correct"), PostedTap(opportunity=opportunity.id, do=PostedStep.CORRECT)),
            button(tr.gettext("🚫 Close"), PostedTap(opportunity=opportunity.id, do=PostedStep.CLOSE)),
        ]
    over = None if opportunity.is_open(now) else fill(tr.gettext("⌛ This opportunity is over."))
    return Screen(
        text=lines(over, posting_text(opportunity.posting, person, tr)), keyboard=keyboard(link, actions, back)
    )
