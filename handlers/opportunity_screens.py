"""The screens of opportunities, and the buttons on them."""

from collections.abc import Iterable
from datetime import datetime
from enum import StrEnum
from gettext import NullTranslations

from aiogram.filters.callback_data import CallbackData

from core.ports import Translator
from enrolment.people import Person
from handlers.markup import bold, lines, plain
from handlers.menu import home_button
from handlers.opportunity_words import label, posting_text, topic_name, why
from handlers.screens import Button, RowId, Screen, button, in_rows, keyboard, link_button
from opportunities.fit import fit
from opportunities.postings import Opportunity, OpportunityStore, Topic

PAGE = 6


class OpportunityPage(CallbackData, prefix="ol"):
    saved: bool
    page: int


class OpportunityStep(StrEnum):
    OPEN = "open"
    SAVE = "save"
    UNSAVE = "unsave"
    FEWER = "fewer"
    MORE = "more"


class OpportunityTap(CallbackData, prefix="oo"):
    opportunity: RowId
    do: OpportunityStep


class AlertsStep(StrEnum):
    SEE = "see"
    START = "start"
    STOP = "stop"


class AlertsTap(CallbackData, prefix="oa"):
    do: AlertsStep


class TopicTap(CallbackData, prefix="ot"):
    topic: Topic


class TranslateTap(CallbackData, prefix="to"):
    opportunity: RowId


async def list_screen(
    opportunities: OpportunityStore, person: Person, tr: NullTranslations, now: datetime, *, page: int
) -> Screen:
    listed = await opportunities.open_ones(now=now, limit=PAGE + 1, offset=page * PAGE)
    subscribed = (await opportunities.profile(person.id)).subscribed
    words = (
        tr.gettext("Calls, prizes, training and events from abroad. Choose one to read more.")
        if listed
        else tr.gettext("There is no open opportunity at the moment.")
    )
    offer = tr.gettext("Shall I write to you when a new one suits you? One tap, and you can stop at any time.")
    alerts = (
        button(tr.gettext("🔔 My alerts"), AlertsTap(do=AlertsStep.SEE))
        if subscribed
        else button(tr.gettext("🔔 Yes, write to me"), AlertsTap(do=AlertsStep.START))
    )
    own = [button(tr.gettext("⭐ Saved"), OpportunityPage(saved=True, page=0)), alerts]
    text = lines(bold(tr.gettext("🌍 Opportunities")), "", words, None if subscribed else offer)
    return _paged(text, listed, own, person, tr, now, saved=False, page=page)


async def saved_screen(
    opportunities: OpportunityStore, person: Person, tr: NullTranslations, now: datetime, *, page: int
) -> Screen:
    listed = await opportunities.saved(person.id, limit=PAGE + 1, offset=page * PAGE)
    words = tr.gettext("What you saved.") if listed else tr.gettext("You have saved nothing yet.")
    back = [button(tr.gettext("⬅️ All opportunities"), OpportunityPage(saved=False, page=0))]
    text = lines(bold(tr.gettext("⭐ Saved opportunities")), "", words)
    return _paged(text, listed, back, person, tr, now, saved=True, page=page)


def _paged(
    text: str,
    listed: tuple[Opportunity, ...],
    own: list[Button],
    person: Person,
    tr: NullTranslations,
    now: datetime,
    *,
    saved: bool,
    page: int,
) -> Screen:
    rows = [
        [button(label(one, person, tr, now), OpportunityTap(opportunity=one.id, do=OpportunityStep.OPEN))]
        for one in listed[:PAGE]
    ]
    turns = [button(tr.gettext("⬅️ Previous"), OpportunityPage(saved=saved, page=page - 1))] if page else []
    if len(listed) > PAGE:
        turns.append(button(tr.gettext("Next ➡️"), OpportunityPage(saved=saved, page=page + 1)))
    return Screen(text=text, keyboard=keyboard(*rows, turns, own, [home_button(tr)]))


async def opportunity_screen(
    opportunity: Opportunity,
    opportunities: OpportunityStore,
    person: Person,
    tr: NullTranslations,
    now: datetime,
    translator: Translator | None,
) -> Screen:
    """Return one opportunity with all that the reader can do about it."""
    kept = await opportunities.is_saved(person.id, opportunity.id)
    profile = await opportunities.profile(person.id)
    posting, over = opportunity.posting, not opportunity.is_open(now)
    translate = [button(tr.gettext("🌐 Translate"), TranslateTap(opportunity=opportunity.id))] if translator else []
    suits = fit(posting, profile)
    text = lines(
        tr.gettext("⌛ This opportunity is over.") if over else None,
        posting_text(posting, person, tr),
        "" if suits else None,
        why(suits, tr) if suits else None,
    )
    return Screen(
        text=text,
        keyboard=keyboard(
            [link_button(tr.gettext("🔗 Open the page"), posting.link)],
            [*_keeping(opportunity, kept, over, tr), *translate],
            [_fewer(opportunity, profile.muted, tr)] if profile.subscribed else [],
            [button(tr.gettext("⬅️ All opportunities"), OpportunityPage(saved=False, page=0)), home_button(tr)],
        ),
    )


def _keeping(opportunity: Opportunity, kept: bool, over: bool, tr: NullTranslations) -> list[Button]:
    if kept:
        return [button(tr.gettext("☆ Unsave"), OpportunityTap(opportunity=opportunity.id, do=OpportunityStep.UNSAVE))]
    return [] if over else [save_button(opportunity, tr)]


def save_button(opportunity: Opportunity, tr: NullTranslations) -> Button:
    return button(tr.gettext("⭐ Save"), OpportunityTap(opportunity=opportunity.id, do=OpportunityStep.SAVE))


def _fewer(opportunity: Opportunity, muted: Iterable[str], tr: NullTranslations) -> Button:
    if opportunity.posting.topic in muted:
        words = plain(tr.gettext("🔔 Alert me of “{topic}” again"), topic=topic_name(opportunity.posting.topic, tr))
        return button(words, OpportunityTap(opportunity=opportunity.id, do=OpportunityStep.MORE))
    return fewer_button(opportunity, tr)


def fewer_button(opportunity: Opportunity, tr: NullTranslations) -> Button:
    return button(
        tr.gettext("🔕 Fewer like this"), OpportunityTap(opportunity=opportunity.id, do=OpportunityStep.FEWER)
    )


def alerts_screen(subscribed: bool, muted: Iterable[str], tr: NullTranslations) -> Screen:
    """Return what the reader wants to hear of; it never hides the list itself."""
    back = [button(tr.gettext("⬅️ All opportunities"), OpportunityPage(saved=False, page=0)), home_button(tr)]
    title = bold(tr.gettext("🔔 My alerts"))
    if not subscribed:
        words = tr.gettext("Alerts are off. You still find every opportunity in the list.")
        start = [button(tr.gettext("🔔 Yes, write to me"), AlertsTap(do=AlertsStep.START))]
        return Screen(text=lines(title, "", words), keyboard=keyboard(start, back))
    words = tr.gettext(
        "I write to you when a new opportunity suits your languages, level and category. Choose the topics:"
    )
    silent = frozenset(muted)
    topics = [button(_topic_label(topic, topic in silent, tr), TopicTap(topic=topic)) for topic in Topic]
    stop = [button(tr.gettext("✖️ Stop all alerts"), AlertsTap(do=AlertsStep.STOP))]
    return Screen(text=lines(title, "", words), keyboard=keyboard(*in_rows(topics, 1), stop, back))


def _topic_label(topic: Topic, silent: bool, tr: NullTranslations) -> str:
    words = tr.gettext("🔕 {topic}: off") if silent else tr.gettext("🔔 {topic}: on")
    return plain(words, topic=topic_name(topic, tr))
