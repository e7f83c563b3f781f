"""What people are told of opportunities when they are not looking."""

from datetime import datetime
from gettext import NullTranslations

from core.errors import NotFound
from core.notices import Delivery
from enrolment.people import Person
from handlers.markup import bold, fill, lines
from handlers.opportunity_screens import OpportunityStep, OpportunityTap, fewer_button, save_button
from handlers.opportunity_words import deadline_moment, posting_text, why
from handlers.screens import Button, Screen, button, keyboard, link_button
from handlers.stores import Stores
from opportunities.fit import fit
from opportunities.postings import Opportunity, OpportunityId


async def render_opportunity(
    delivery: Delivery, person: Person, stores: Stores, tr: NullTranslations, now: datetime
) -> Screen | None:
    """Return the alert with its reasons; None once it is closed, or no longer suits the reader."""
    opportunity = await _open(delivery, stores, now)
    if opportunity is None:
        return None
    reasons = fit(opportunity.posting, await stores.opportunities.profile(person.id))
    if reasons is None:
        return None
    text = lines(posting_text(opportunity.posting, person, tr), "", why(reasons, tr))
    return Screen(
        text=text,
        keyboard=keyboard(
            [link_button(tr.gettext("🔗 Open the page"), opportunity.posting.link)],
            [save_button(opportunity, tr), fewer_button(opportunity, tr)],
            [_more(opportunity, tr)],
        ),
    )


async def render_deadline(
    delivery: Delivery, person: Person, stores: Stores, tr: NullTranslations, now: datetime
) -> Screen | None:
    """Return the reminder for who still has it saved, unless the deadline has moved since."""
    opportunity = await _saved(delivery, person, stores, now)
    if opportunity is None:
        return None
    words = tr.gettext("⏰ The deadline is near: {moment}")
    return _reminder(opportunity, fill(words, moment=deadline_moment(opportunity.posting, person)), tr)


async def render_deadline_moved(
    delivery: Delivery, person: Person, stores: Stores, tr: NullTranslations, now: datetime
) -> Screen | None:
    opportunity = await _saved(delivery, person, stores, now)
    if opportunity is None:
        return None
    words = tr.gettext("📅 The deadline has moved. It is now: {moment}")
    return _reminder(opportunity, fill(words, moment=deadline_moment(opportunity.posting, person)), tr)


async def _open(delivery: Delivery, stores: Stores, now: datetime) -> Opportunity | None:
    try:
        opportunity = await stores.opportunities.get(OpportunityId(int(delivery.payload["opportunity"])))
    except NotFound:
        return None
    return opportunity if opportunity.is_open(now) else None


async def _saved(delivery: Delivery, person: Person, stores: Stores, now: datetime) -> Opportunity | None:
    opportunity = await _open(delivery, stores, now)
    if opportunity is None or opportunity.edition != delivery.payload.get("edition"):
        return None
    return opportunity if await stores.opportunities.is_saved(person.id, opportunity.id) else None


def _reminder(opportunity: Opportunity, words: str, tr: NullTranslations) -> Screen:
    posting = opportunity.posting
    text = lines(words, "", bold(posting.title), fill("{organisation}", organisation=posting.organisation))
    return Screen(
        text=text,
        keyboard=keyboard([link_button(tr.gettext("🔗 Open the page"), posting.link)], [_more(opportunity, tr)]),
    )


def _more(opportunity: Opportunity, tr: NullTranslations) -> Button:
    return button(tr.gettext("📄 More"), OpportunityTap(opportunity=opportunity.id, do=OpportunityStep.OPEN))
