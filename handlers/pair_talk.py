"""Writing to one's partner through the bot, reporting what should not be, and parting."""

from datetime import datetime
from gettext import NullTranslations

from aiogram import F
from aiogram.filters.callback_data import CallbackData
from aiogram.fsm.context import FSMContext
from aiogram.fsm.state import State, StatesGroup
from aiogram.types import CallbackQuery, Message

from core.roles import Audience
from core.text import clean_text
from enrolment.people import Person
from handlers.guards import Door
from handlers.markup import bold, fill, lines, quote
from handlers.menu import Go, home_button
from handlers.pair_desk import ending_desk
from handlers.pair_requests import AskPartner
from handlers.pair_words import PairTap, pair_button
from handlers.screens import Reply, Screen, button, keyboard, show, show_below
from handlers.stores import Stores
from handlers.volunteer_words import contact_name
from volunteers import cases, ending, relay
from volunteers.pairs import Pair, PairId
from volunteers.relay import Contact, contacts_in

router = Door("pair-talk", Audience.PRACTISING)


class Talking(StatesGroup):
    text = State()
    warned = State()
    report = State()


class Warned(CallbackData, prefix="rw"):
    """After the warning: send the text as it is, or write another one."""

    send: bool


@router.callback_query(PairTap.filter(F.do == "write"))
async def write_asked(
    tap: CallbackQuery, callback_data: PairTap, person: Person, tr: NullTranslations, state: FSMContext, stores: Stores
) -> Reply:
    pair = await _own(callback_data.pair, person, stores)
    pair.check_open()
    await state.set_state(Talking.text)
    await state.set_data({"pair": pair.id})
    # The message above stays: one writes better with what is answered before one's eyes.
    return show_below(tap, await _write_screen(pair, person, stores, tr))


@router.message(Talking.text, F.text, ~F.text.startswith("/"))
@router.message(Talking.warned, F.text, ~F.text.startswith("/"))
async def written(
    message: Message, person: Person, tr: NullTranslations, now: datetime, state: FSMContext, stores: Stores
) -> Reply:
    text = clean_text(message.text or "", limit=relay.MESSAGE_LIMIT)
    draft = await state.get_data()
    leaks = contacts_in(text)
    if leaks:
        await state.set_state(Talking.warned)
        await state.set_data({**draft, "text": text})
        return show(message, _warning(leaks, text, tr))
    await state.clear()
    return show(message, await _sent(PairId(draft["pair"]), text, person, now, stores, tr))


@router.callback_query(Talking.warned, Warned.filter())
async def warned(
    tap: CallbackQuery,
    callback_data: Warned,
    person: Person,
    tr: NullTranslations,
    now: datetime,
    state: FSMContext,
    stores: Stores,
) -> Reply:
    draft = await state.get_data()
    pair = await _own(draft["pair"], person, stores)
    if callback_data.send:
        await state.clear()
        return show(tap, await _sent(pair.id, draft["text"], person, now, stores, tr))
    await state.set_state(Talking.text)
    await state.set_data({"pair": pair.id})
    return show(tap, await _write_screen(pair, person, stores, tr))


@router.callback_query(PairTap.filter(F.do == "report"))
async def report_asked(
    tap: CallbackQuery, callback_data: PairTap, person: Person, tr: NullTranslations, state: FSMContext, stores: Stores
) -> Reply:
    pair = await _own(callback_data.pair, person, stores)
    pair.check_open()
    await state.set_state(Talking.report)
    await state.set_data({"pair": pair.id})
    text = lines(
        bold(tr.gettext("What happened?")),
        tr.gettext("Write it in a few words, or report at once."),
        tr.gettext("Messages stop, and the coordinators read the last ones. Your partner is not told who reported."),
    )
    now_button = pair_button(tr.gettext("🚩 Report at once"), pair, "reported")
    return show(
        tap, Screen(text=text, keyboard=keyboard([now_button], [pair_button(tr.gettext("◀️ Back"), pair, "open")]))
    )


@router.callback_query(PairTap.filter(F.do == "reported"))
async def reported(
    tap: CallbackQuery,
    callback_data: PairTap,
    person: Person,
    tr: NullTranslations,
    now: datetime,
    state: FSMContext,
    stores: Stores,
) -> Reply:
    await state.clear()
    return show(tap, await _reported(PairId(callback_data.pair), "", person, now, stores, tr))


@router.message(Talking.report, F.text, ~F.text.startswith("/"))
async def reported_in_words(
    message: Message, person: Person, tr: NullTranslations, now: datetime, state: FSMContext, stores: Stores
) -> Reply:
    reason = clean_text(message.text or "", limit=cases.REASON_LIMIT)
    pair = PairId((await state.get_data())["pair"])
    await state.clear()
    return show(message, await _reported(pair, reason, person, now, stores, tr))


@router.callback_query(PairTap.filter(F.do == "end"))
async def end_asked(
    tap: CallbackQuery, callback_data: PairTap, person: Person, tr: NullTranslations, stores: Stores
) -> Reply:
    pair = await _own(callback_data.pair, person, stores)
    partner = await stores.people.get(pair.partner_of(person.id))
    text = lines(
        fill(tr.gettext("End the pair with {name}?"), name=bold(partner.first_name)),
        tr.gettext("No reason is needed, and your partner is told kindly."),
    )
    yes = pair_button(tr.gettext("Yes, end it"), pair, "ended")
    return show(
        tap, Screen(text=text, keyboard=keyboard([yes], [pair_button(tr.gettext("◀️ No, go back"), pair, "open")]))
    )


@router.callback_query(PairTap.filter(F.do == "ended"))
async def ended(
    tap: CallbackQuery,
    callback_data: PairTap,
    person: Person,
    tr: NullTranslations,
    now: datetime,
    state: FSMContext,
    stores: Stores,
) -> Reply:
    pair = await ending.end_own(ending_desk(stores), PairId(callback_data.pair), person=person.id, now=now)
    await state.clear()
    return show(tap, ended_screen(pair, person, tr.gettext("The pair has ended. Thank you for the time together."), tr))


def ended_screen(pair: Pair, reader: Person, words: str, tr: NullTranslations) -> Screen:
    """Return the kind words at the end; a learner may go back in line with one tap."""
    again = button(tr.gettext("🙋 I would like another partner"), AskPartner(language=pair.language.value))
    rows = [[again]] if reader.id == pair.learner else []
    return Screen(text=words, keyboard=keyboard(*rows, [home_button(tr)]))


async def _own(number: int, person: Person, stores: Stores) -> Pair:
    """Return the person's own pair, which has not ended. Raises NotFound, Stale."""
    pair = await stores.pairs.pair(PairId(number))
    pair.partner_of(person.id)
    pair.check_living()
    return pair


async def _write_screen(pair: Pair, person: Person, stores: Stores, tr: NullTranslations) -> Screen:
    partner = await stores.people.get(pair.partner_of(person.id))
    text = fill(tr.gettext("Write your message to {name} now."), name=bold(partner.first_name))
    return Screen(text=text, keyboard=keyboard([pair_button(tr.gettext("✖️ Cancel"), pair, "open")]))


def _warning(leaks: frozenset[Contact], text: str, tr: NullTranslations) -> Screen:
    found = ", ".join(contact_name(contact, tr) for contact in Contact if contact in leaks)
    words = lines(
        fill(tr.gettext("⚠️ I think there is {what} in your message."), what=bold(found)),
        tr.gettext("What you give away you cannot take back. Nobody needs it to talk with you here."),
        quote(text),
    )
    choices = [
        button(tr.gettext("✏️ Write it anew"), Warned(send=False)),
        button(tr.gettext("Send anyway"), Warned(send=True)),
    ]
    return Screen(text=words, keyboard=keyboard(choices, [button(tr.gettext("✖️ Cancel"), Go(to="pairs"))]))


async def _sent(
    pair_id: PairId, text: str, person: Person, now: datetime, stores: Stores, tr: NullTranslations
) -> Screen:
    pair = await relay.send(stores.pairs, stores.relay, stores.outbox, pair_id, text, author=person.id, now=now)
    partner = await stores.people.get(pair.partner_of(person.id))
    words = fill(tr.gettext("✅ Sent to {name}."), name=bold(partner.first_name))
    if partner.blocked_at is not None:
        away = tr.gettext("{name} has stopped this bot, so it may not arrive. You may end the pair at any time.")
        words = fill(away, name=bold(partner.first_name))
    more = pair_button(tr.gettext("✍️ Write more"), pair, "write")
    return Screen(text=words, keyboard=keyboard([more], [pair_button(tr.gettext("💬 My pair"), pair, "open")]))


async def _reported(
    pair_id: PairId, reason: str, person: Person, now: datetime, stores: Stores, tr: NullTranslations
) -> Screen:
    await cases.report(
        ending_desk(stores), stores.relay, stores.relay, stores.roles, pair_id, reason, by=person.id, now=now
    )
    text = lines(
        bold(tr.gettext("Thank you for telling us.")),
        tr.gettext("Messages have stopped. A coordinator looks into it and writes to you here."),
    )
    return Screen(text=text, keyboard=keyboard([home_button(tr)]))
