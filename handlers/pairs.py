"""My pair: the partners one has, the place in line, and the minutes two people talked."""

from datetime import datetime
from gettext import NullTranslations

from aiogram import F
from aiogram.filters import Command
from aiogram.fsm.context import FSMContext
from aiogram.fsm.state import State, StatesGroup
from aiogram.types import CallbackQuery, Message

from core.roles import Audience, Role
from enrolment.people import Person
from handlers import formats
from handlers.forms import read_number
from handlers.guards import Door
from handlers.markup import Markup, bold, fill, lines, plain
from handlers.menu import Go, home_button
from handlers.pair_desk import ending_desk
from handlers.pair_requests import AskPartner, LeaveLine, may_ask
from handlers.pair_words import MINUTES, MeetingAnswer, Met, PairTap, pair_button, pair_screen
from handlers.screens import Reply, Row, Screen, button, in_rows, keyboard, show
from handlers.stores import Stores
from volunteers import ending
from volunteers.pairs import LEAST_MEETING, MOST_MEETING, MeetingId, Pair, PairId
from volunteers.requests import Forecast, PairRequest, RequestStatus

router = Door("pairs", Audience.PRACTISING)


class Meeting(StatesGroup):
    minutes = State()


@router.message(Command("pair"))
@router.callback_query(Go.filter(F.to == "pairs"))
async def opened(
    event: Message | CallbackQuery,
    person: Person,
    tr: NullTranslations,
    now: datetime,
    state: FSMContext,
    stores: Stores,
) -> Reply:
    await state.clear()
    return show(event, await pairs_screen(person, now, stores, tr))


@router.callback_query(PairTap.filter(F.do == "open"))
async def one_opened(
    tap: CallbackQuery, callback_data: PairTap, person: Person, tr: NullTranslations, state: FSMContext, stores: Stores
) -> Reply:
    pair = await stores.pairs.pair(PairId(callback_data.pair))
    screen = await pair_screen(pair, person, stores, tr)
    pair.check_living()
    await state.clear()
    return show(tap, screen)


@router.callback_query(PairTap.filter(F.do == "met"))
async def met_asked(
    tap: CallbackQuery, callback_data: PairTap, person: Person, tr: NullTranslations, state: FSMContext, stores: Stores
) -> Reply:
    pair = await stores.pairs.pair(PairId(callback_data.pair))
    pair.partner_of(person.id)
    pair.check_open()
    await state.set_state(Meeting.minutes)
    await state.set_data({"pair": pair.id})
    return show(tap, _minutes_screen(pair, tr))


@router.callback_query(Met.filter())
async def met(
    tap: CallbackQuery,
    callback_data: Met,
    person: Person,
    tr: NullTranslations,
    now: datetime,
    state: FSMContext,
    stores: Stores,
) -> Reply:
    await state.clear()
    return show(tap, await _logged(PairId(callback_data.pair), callback_data.minutes, person, now, stores, tr))


@router.message(Meeting.minutes, F.text, ~F.text.startswith("/"))
async def met_typed(
    message: Message, person: Person, tr: NullTranslations, now: datetime, state: FSMContext, stores: Stores
) -> Reply:
    minutes = read_number(message.text or "", LEAST_MEETING, MOST_MEETING)
    pair = PairId((await state.get_data())["pair"])
    await state.clear()
    return show(message, await _logged(pair, minutes, person, now, stores, tr))


@router.callback_query(MeetingAnswer.filter())
async def meeting_answered(
    tap: CallbackQuery,
    callback_data: MeetingAnswer,
    person: Person,
    tr: NullTranslations,
    now: datetime,
    stores: Stores,
) -> Reply:
    number, agreed = MeetingId(callback_data.meeting), callback_data.agreed
    meeting = await ending.answer_meeting(ending_desk(stores), number, agreed=agreed, person=person.id, now=now)
    pair = await stores.pairs.pair(meeting.pair)
    toast = tr.gettext("Confirmed. Thank you!") if agreed else tr.gettext("Not counted. Thank you for telling us.")
    return show(tap, await pair_screen(pair, person, stores, tr), toast=toast)


def _minutes_screen(pair: Pair, tr: NullTranslations) -> Screen:
    labels = {count: tr.ngettext("{count} minute", "{count} minutes", count) for count in MINUTES}
    choices = [button(plain(label, count=count), Met(pair=pair.id, minutes=count)) for count, label in labels.items()]
    text = lines(
        bold(tr.gettext("How long did you talk?")),
        tr.gettext("Choose, or write the minutes. They count when your partner confirms them."),
    )
    back = [pair_button(tr.gettext("◀️ Back"), pair, "open")]
    return Screen(text=text, keyboard=keyboard(*in_rows(choices, 2), back))


async def _logged(
    pair_id: PairId, minutes: int, person: Person, now: datetime, stores: Stores, tr: NullTranslations
) -> Screen:
    await ending.log_meeting(ending_desk(stores), pair_id, minutes, person=person.id, now=now)
    pair = await stores.pairs.pair(pair_id)
    partner = await stores.people.get(pair.partner_of(person.id))
    words = fill(tr.gettext("Noted. I have asked {name} to confirm."), name=bold(partner.first_name))
    back = [pair_button(tr.gettext("◀️ Back"), pair, "open")]
    return Screen(text=words, keyboard=keyboard(back, [home_button(tr)]))


async def pairs_screen(person: Person, now: datetime, stores: Stores, tr: NullTranslations) -> Screen:
    """Return the one pair there is, or a list of pairs and of places in line."""
    pairs = await stores.pairs.pairs_of(person.id)
    waiting = [one for one in await stores.requests.requests_of(person.id) if one.status is RequestStatus.OPEN]
    askable = await may_ask(person, stores) if Role.LEARNER in person.roles else []
    if len(pairs) == 1 and not waiting and not askable:
        return await pair_screen(pairs[0], person, stores, tr)
    people = await stores.people.some({pair.partner_of(person.id) for pair in pairs})
    rows: list[Row] = [
        [pair_button(f"💬 {people[pair.partner_of(person.id)].first_name}", pair, "open")] for pair in pairs
    ]
    told = [_place(one, await stores.requests.forecast(one, now=now), tr) for one in waiting]
    for one in waiting:
        language = formats.language_name(one.wish.language, tr)
        label = plain(tr.gettext("✏️ Change my hours: {language}"), language=language)
        rows.append([button(label, AskPartner(language=one.wish.language.value))])
        rows.append(
            [button(plain(tr.gettext("🚪 Stop waiting: {language}"), language=language), LeaveLine(request=one.id))]
        )
    for form in askable:
        label = tr.gettext("🙋 I would like a partner: {language}")
        language = formats.language_name(form.language, tr)
        rows.append([button(plain(label, language=language), AskPartner(language=form.language.value))])
    nothing = tr.gettext("You have no conversation partner at the moment.") if not pairs else None
    text = lines(bold(tr.gettext("My pair")), nothing, *told)
    return Screen(text=text, keyboard=keyboard(*rows, [home_button(tr)]))


def _place(request: PairRequest, forecast: Forecast, tr: NullTranslations) -> Markup:
    language = formats.language_name(request.wish.language, tr)
    place = fill(
        tr.gettext("{language}: you are number {position} in line."),
        language=bold(language),
        position=forecast.position,
    )
    if forecast.weeks is None:
        return lines(place, tr.gettext("I cannot say yet how long it takes: there have been too few pairs lately."))
    sentence = tr.ngettext(
        "At the pace of the past weeks it takes about {count} week.",
        "At the pace of the past weeks it takes about {count} weeks.",
        forecast.weeks,
    )
    return lines(place, fill(sentence, count=forecast.weeks))
