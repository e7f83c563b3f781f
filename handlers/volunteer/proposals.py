"""A learner proposed to a volunteer: who it is, yes or no, and why not."""

from datetime import datetime
from gettext import NullTranslations

from aiogram import F
from aiogram.filters.callback_data import CallbackData
from aiogram.fsm.context import FSMContext
from aiogram.fsm.state import State, StatesGroup
from aiogram.types import CallbackQuery, InlineKeyboardMarkup, Message

from core.roles import Audience
from core.text import clean_text
from enrolment.people import Person
from handlers import formats
from handlers.guards import Door
from handlers.markup import Markup, bold, fill, lines
from handlers.menu import Go, home_button
from handlers.pair_desk import answering_desk
from handlers.screens import Reply, RowId, Screen, button, keyboard, show
from handlers.stores import Stores
from handlers.volunteer_words import areas_listed, decline_reason, shared_hours
from volunteers import answering
from volunteers.rounds import DeclineReason, Proposal, ProposalId
from volunteers.volunteers import Area

router = Door("proposals", Audience.VOLUNTEER)

WORDS_LIMIT = 300


class Declining(StatesGroup):
    words = State()


class ListProposals(CallbackData, prefix="vl"):
    """Opens the oldest proposal that waits."""


class Answer(CallbackData, prefix="vp"):
    """Accepts a proposal (yes), asks why not (no), or goes back to it (see)."""

    proposal: RowId
    do: str


class Because(CallbackData, prefix="vr"):
    """Declines for one of the reasons."""

    proposal: RowId
    reason: DeclineReason


@router.callback_query(ListProposals.filter())
async def listed(tap: CallbackQuery, person: Person, tr: NullTranslations, stores: Stores) -> Reply:
    waiting = await stores.rounds.proposals_to(person.id)
    if not waiting:
        text = tr.gettext("No learner waits for your answer.")
        return show(tap, Screen(text=text, keyboard=keyboard([home_button(tr)])))
    return show(tap, await proposal_screen(waiting[0], person, stores, tr))


@router.callback_query(Answer.filter(F.do == "see"))
async def seen(
    tap: CallbackQuery,
    callback_data: Answer,
    person: Person,
    tr: NullTranslations,
    now: datetime,
    state: FSMContext,
    stores: Stores,
) -> Reply:
    number = ProposalId(callback_data.proposal)
    proposal = await answering.proposed_to(stores.rounds, number, person.id, now=now)
    await state.clear()
    return show(tap, await proposal_screen(proposal, person, stores, tr))


@router.callback_query(Answer.filter(F.do == "yes"))
async def accepted(
    tap: CallbackQuery, callback_data: Answer, person: Person, tr: NullTranslations, now: datetime, stores: Stores
) -> Reply:
    number = ProposalId(callback_data.proposal)
    pair = await answering.accept(answering_desk(stores), number, person=person.id, now=now)
    learner = await stores.people.get(pair.learner)
    words = fill(tr.gettext("Thank you! You and {name} are a pair now."), name=bold(learner.first_name))
    pairs = button(tr.gettext("💬 My pairs"), Go(to="pairs"))
    return show(tap, Screen(text=words, keyboard=keyboard([pairs], [home_button(tr)])))


@router.callback_query(Answer.filter(F.do == "no"))
async def declining(
    tap: CallbackQuery, callback_data: Answer, person: Person, tr: NullTranslations, now: datetime, stores: Stores
) -> Reply:
    number = ProposalId(callback_data.proposal)
    await answering.proposed_to(stores.rounds, number, person.id, now=now)
    choices = [
        [button(decline_reason(reason, tr), Because(proposal=number, reason=reason))] for reason in DeclineReason
    ]
    back = [button(tr.gettext("◀️ Back"), Answer(proposal=number, do="see"))]
    text = lines(
        bold(tr.gettext("Why not?")), tr.gettext("The learner is not told. It helps us to find you a better match.")
    )
    return show(tap, Screen(text=text, keyboard=keyboard(*choices, back)))


@router.callback_query(Because.filter(F.reason == DeclineReason.OTHER))
async def words_asked(
    tap: CallbackQuery,
    callback_data: Because,
    person: Person,
    tr: NullTranslations,
    now: datetime,
    state: FSMContext,
    stores: Stores,
) -> Reply:
    number = ProposalId(callback_data.proposal)
    await answering.proposed_to(stores.rounds, number, person.id, now=now)
    await state.set_state(Declining.words)
    await state.set_data({"proposal": number})
    back = [button(tr.gettext("◀️ Back"), Answer(proposal=number, do="see"))]
    return show(tap, Screen(text=tr.gettext("Please write the reason in a few words."), keyboard=keyboard(back)))


@router.callback_query(Because.filter())
async def declined(
    tap: CallbackQuery, callback_data: Because, person: Person, tr: NullTranslations, now: datetime, stores: Stores
) -> Reply:
    number, reason = ProposalId(callback_data.proposal), callback_data.reason
    await answering.decline(answering_desk(stores), number, reason, person=person.id, now=now)
    return show(tap, _declined(tr))


@router.message(Declining.words, F.text, ~F.text.startswith("/"))
async def declined_in_words(
    message: Message, person: Person, tr: NullTranslations, now: datetime, state: FSMContext, stores: Stores
) -> Reply:
    words = clean_text(message.text or "", limit=WORDS_LIMIT)
    number = ProposalId((await state.get_data())["proposal"])
    await state.clear()
    desk = answering_desk(stores)
    await answering.decline(desk, number, DeclineReason.OTHER, words, person=person.id, now=now)
    return show(message, _declined(tr))


def _declined(tr: NullTranslations) -> Screen:
    words = tr.gettext("Thank you for telling us. We shall not propose this learner to you again.")
    return Screen(text=words, keyboard=keyboard([home_button(tr)]))


async def proposal_screen(proposal: Proposal, reader: Person, stores: Stores, tr: NullTranslations) -> Screen:
    """Return what a volunteer may know of a learner before saying yes: the first name, and what suits."""
    learner = await stores.people.get(proposal.learner)
    request = await stores.requests.request(proposal.request)
    title = fill(tr.gettext("🤝 Would you like to talk with {name}?"), name=bold(learner.first_name))
    return Screen(
        text=lines(title, "", *_facts(proposal, request.wish.interests, reader, tr)), keyboard=_buttons(proposal, tr)
    )


def _facts(proposal: Proposal, interests: frozenset[Area], reader: Person, tr: NullTranslations) -> list[Markup]:
    language = formats.language_name(proposal.language, tr)
    told = [
        fill(tr.gettext("Language: {language}, {level}"), language=bold(language), level=bold(proposal.level.value)),
        fill(tr.gettext("Every week: {hours}"), hours=bold(shared_hours(proposal.shared, tr))),
        fill(tr.gettext("Likes to talk about: {areas}"), areas=bold(areas_listed(interests, tr))),
    ]
    if proposal.expires_at is not None:
        until = bold(formats.local_moment(proposal.expires_at, reader))
        told.append(fill(tr.gettext("Please answer before {moment}."), moment=until))
    return told


def _buttons(proposal: Proposal, tr: NullTranslations) -> InlineKeyboardMarkup:
    yes = button(tr.gettext("✅ Yes, gladly"), Answer(proposal=proposal.id, do="yes"))
    no = button(tr.gettext("No, thank you"), Answer(proposal=proposal.id, do="no"))
    return keyboard([yes, no], [home_button(tr)])
