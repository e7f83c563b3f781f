"""What one wants to hear of: alerts on and off, and by topic."""

from dataclasses import replace
from datetime import datetime
from gettext import NullTranslations

from aiogram import F
from aiogram.types import CallbackQuery

from core.roles import Audience
from enrolment.people import PeopleStore, Person
from handlers.guards import Door
from handlers.opportunity_screens import AlertsStep, AlertsTap, TopicTap, alerts_screen
from handlers.screens import Reply, show
from opportunities.fit import toggled
from opportunities.postings import OpportunityStore

router = Door("opportunities.alerts", Audience.MEMBER)


@router.callback_query(AlertsTap.filter(F.do == AlertsStep.SEE))
async def alerts_seen(
    tap: CallbackQuery, opportunities: OpportunityStore, person: Person, tr: NullTranslations
) -> Reply:
    profile = await opportunities.profile(person.id)
    return show(tap, alerts_screen(profile.subscribed, profile.muted, tr))


@router.callback_query(AlertsTap.filter())
async def alerts_switched(
    tap: CallbackQuery,
    callback_data: AlertsTap,
    opportunities: OpportunityStore,
    person: Person,
    tr: NullTranslations,
    now: datetime,
) -> Reply:
    wanted = callback_data.do is AlertsStep.START
    if wanted:
        await opportunities.subscribe(person.id, now=now)
    else:
        await opportunities.unsubscribe(person.id)
    words = tr.gettext("Alerts are on. Thank you!") if wanted else tr.gettext("Alerts are off.")
    return show(tap, alerts_screen(wanted, person.muted_topics, tr), toast=words)


@router.callback_query(TopicTap.filter())
async def topic_toggled(
    tap: CallbackQuery,
    callback_data: TopicTap,
    opportunities: OpportunityStore,
    people: PeopleStore,
    person: Person,
    tr: NullTranslations,
) -> Reply:
    muted = toggled(person.muted_topics, callback_data.topic)
    await people.save(replace(person, muted_topics=muted))
    profile = await opportunities.profile(person.id)
    return show(tap, alerts_screen(profile.subscribed, profile.muted, tr))
