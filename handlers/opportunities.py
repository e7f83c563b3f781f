"""Opportunities for everybody: the open ones and one's own list."""

from dataclasses import replace
from datetime import datetime
from gettext import NullTranslations

from aiogram import F
from aiogram.filters import Command
from aiogram.types import CallbackQuery, Message

from core.ports import Outbox, Translator
from core.roles import Audience
from enrolment.people import PeopleStore, Person
from handlers.errors import explain
from handlers.guards import Door
from handlers.menu import Go
from handlers.opportunity_screens import (
    OpportunityPage,
    OpportunityStep,
    OpportunityTap,
    list_screen,
    opportunity_screen,
    saved_screen,
)
from handlers.screens import Reply, show
from opportunities import reading
from opportunities.fit import toggled
from opportunities.postings import Closed, OpportunityId, OpportunityStore

router = Door("opportunities", Audience.MEMBER)


@router.message(Command("opportunities"))
@router.callback_query(Go.filter(F.to == "opportunities"))
async def opened(
    event: Message | CallbackQuery,
    opportunities: OpportunityStore,
    person: Person,
    tr: NullTranslations,
    now: datetime,
) -> Reply:
    return show(event, await list_screen(opportunities, person, tr, now, page=0))


@router.callback_query(OpportunityPage.filter())
async def paged(
    tap: CallbackQuery,
    callback_data: OpportunityPage,
    opportunities: OpportunityStore,
    person: Person,
    tr: NullTranslations,
    now: datetime,
) -> Reply:
    page = min(max(callback_data.page, 0), 1000)
    screen = saved_screen if callback_data.saved else list_screen
    return show(tap, await screen(opportunities, person, tr, now, page=page))


@router.callback_query(OpportunityTap.filter(F.do == OpportunityStep.OPEN))
async def looked_at(
    tap: CallbackQuery,
    callback_data: OpportunityTap,
    opportunities: OpportunityStore,
    person: Person,
    tr: NullTranslations,
    now: datetime,
    translator: Translator | None = None,
) -> Reply:
    opportunity = await opportunities.get(OpportunityId(callback_data.opportunity))
    return show(tap, await opportunity_screen(opportunity, opportunities, person, tr, now, translator))


@router.callback_query(OpportunityTap.filter(F.do == OpportunityStep.SAVE))
async def saved(
    tap: CallbackQuery,
    callback_data: OpportunityTap,
    opportunities: OpportunityStore,
    outbox: Outbox,
    person: Person,
    tr: NullTranslations,
    now: datetime,
    translator: Translator | None = None,
) -> Reply:
    opportunity_id = OpportunityId(callback_data.opportunity)
    opportunity = await reading.save(opportunities, outbox, person=person.id, opportunity_id=opportunity_id, now=now)
    words = tr.gettext("Saved. You get a reminder three days and one day before the deadline.")
    return show(tap, await opportunity_screen(opportunity, opportunities, person, tr, now, translator), toast=words)


@router.callback_query(OpportunityTap.filter(F.do == OpportunityStep.UNSAVE))
async def unsaved(
    tap: CallbackQuery,
    callback_data: OpportunityTap,
    opportunities: OpportunityStore,
    person: Person,
    tr: NullTranslations,
    now: datetime,
    translator: Translator | None = None,
) -> Reply:
    opportunity_id = OpportunityId(callback_data.opportunity)
    opportunity = await reading.unsave(opportunities, person=person.id, opportunity_id=opportunity_id)
    words = tr.gettext("Taken out of your list.")
    return show(tap, await opportunity_screen(opportunity, opportunities, person, tr, now, translator), toast=words)


@router.callback_query(OpportunityTap.filter(F.do.in_({OpportunityStep.FEWER, OpportunityStep.MORE})))
async def topic_switched(
    tap: CallbackQuery,
    callback_data: OpportunityTap,
    opportunities: OpportunityStore,
    people: PeopleStore,
    person: Person,
    tr: NullTranslations,
    now: datetime,
    translator: Translator | None = None,
) -> Reply:
    opportunity = await opportunities.get(OpportunityId(callback_data.opportunity))
    topic, fewer = opportunity.posting.topic, callback_data.do is OpportunityStep.FEWER
    if (topic in person.muted_topics) is not fewer:
        await people.save(replace(person, muted_topics=toggled(person.muted_topics, topic)))
    words = tr.gettext("No more alerts of this kind.") if fewer else tr.gettext("You get alerts of this kind again.")
    return show(tap, await opportunity_screen(opportunity, opportunities, person, tr, now, translator), toast=words)


@explain.register
def _(_refusal: Closed, tr: NullTranslations) -> str:
    return tr.gettext("This opportunity is over. There are others in the list.")
