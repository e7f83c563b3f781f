"""Volunteering: where one stands, what one offers, a break and the way out."""

from datetime import datetime
from gettext import NullTranslations

from aiogram import F
from aiogram.filters import Command
from aiogram.filters.callback_data import CallbackData
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message

from core.roles import Audience
from enrolment.people import Person
from handlers.guards import Door
from handlers.markup import Markup, bold, fill, lines, quote
from handlers.menu import Go, home_button
from handlers.pair_desk import ending_desk, joining_desk
from handlers.screens import Button, Reply, Screen, button, keyboard, show
from handlers.stores import Stores
from handlers.volunteer.proposals import ListProposals
from handlers.volunteer.signup import Begin
from handlers.volunteer_words import offer_lines, volunteer_reason, volunteer_status
from volunteers import ending, joining
from volunteers.volunteers import SERVING, Status, Volunteer

router = Door("volunteer-home", Audience.MEMBER)


class Own(CallbackData, prefix="vh"):
    """What a volunteer does with the own sign-up: pause, resume, leave (asks first), gone."""

    do: str


@router.message(Command("volunteer"))
@router.callback_query(Go.filter(F.to == "volunteer"))
async def opened(
    event: Message | CallbackQuery, person: Person, tr: NullTranslations, state: FSMContext, stores: Stores
) -> Reply:
    await state.clear()
    return show(event, await volunteering_screen(person, tr, stores))


@router.callback_query(Own.filter(F.do.in_({"pause", "resume"})))
async def paused(
    tap: CallbackQuery, callback_data: Own, person: Person, tr: NullTranslations, now: datetime, stores: Stores
) -> Reply:
    pause = callback_data.do == "pause"
    await joining.pause(stores.volunteers, stores.audit, person.id, paused=pause, now=now)
    return show(tap, await volunteering_screen(person, tr, stores), toast=tr.gettext("Done."))


@router.callback_query(Own.filter(F.do == "leave"))
async def leaving(tap: CallbackQuery, tr: NullTranslations) -> Reply:
    text = lines(
        bold(tr.gettext("Stop volunteering?")),
        tr.gettext("Your pairs end and your partners are told kindly. You can come back at any time."),
    )
    yes = button(tr.gettext("Yes, stop"), Own(do="gone"))
    no = button(tr.gettext("◀️ No, go back"), Go(to="volunteer"))
    return show(tap, Screen(text=text, keyboard=keyboard([yes], [no])))


@router.callback_query(Own.filter(F.do == "gone"))
async def left(tap: CallbackQuery, person: Person, tr: NullTranslations, now: datetime, stores: Stores) -> Reply:
    await joining.leave(joining_desk(stores), person.id, now=now)
    await ending.end_volunteers_pairs(ending_desk(stores), person.id, now=now)
    text = tr.gettext("You have stopped volunteering. Thank you for every hour you gave!")
    return show(tap, Screen(text=text, keyboard=keyboard([home_button(tr)])))


async def volunteering_screen(person: Person, tr: NullTranslations, stores: Stores) -> Screen:
    volunteer = await stores.volunteers.find(person.id)
    if volunteer is None or volunteer.status in {Status.LEFT, Status.REFUSED}:
        return _invitation(volunteer, tr)
    asked = await stores.rounds.proposals_to(person.id)
    minutes = await stores.pairs.minutes_of(person.id)
    text = lines(
        bold(tr.gettext("Volunteering")),
        fill(tr.gettext("Status: {status}"), status=bold(volunteer_status(volunteer.status, tr))),
        _hours(minutes, tr) if volunteer.status in SERVING else None,
        "",
        offer_lines(volunteer.details, person, tr),
    )
    proposals = tr.ngettext("🤝 {count} learner for you", "🤝 {count} learners for you", len(asked))
    first = [button(proposals.format(count=len(asked)), ListProposals())] if asked else []
    return Screen(text=text, keyboard=keyboard(first, *_buttons(volunteer, tr), [home_button(tr)]))


def _hours(minutes: int, tr: NullTranslations) -> Markup:
    shown = f"{minutes // 60}:{minutes % 60:02}"
    return fill(tr.gettext("Hours that both sides confirmed: {hours}"), hours=bold(shown))


def _buttons(volunteer: Volunteer, tr: NullTranslations) -> list[list[Button]]:
    change = button(tr.gettext("✏️ Change my offer"), Begin(change=True))
    leave = button(tr.gettext("🚪 Stop volunteering"), Own(do="leave"))
    rows = [[change]]
    if volunteer.status is Status.APPROVED:
        rows.append([button(tr.gettext("💬 My pairs"), Go(to="pairs"))])
        rows.append([button(tr.gettext("⏸ Take a break"), Own(do="pause"))])
    if volunteer.status is Status.PAUSED:
        rows.append([button(tr.gettext("💬 My pairs"), Go(to="pairs"))])
        rows.append([button(tr.gettext("▶️ I am back"), Own(do="resume"))])
    return [*rows, [leave]]


def _invitation(volunteer: Volunteer | None, tr: NullTranslations) -> Screen:
    refused = volunteer is not None and volunteer.status is Status.REFUSED
    reason = quote(volunteer_reason(volunteer.reason, tr)) if volunteer is not None and volunteer.reason else None
    text = lines(
        bold(tr.gettext("Talk with learners in your language")),
        tr.gettext("About an hour a week, at the hours you choose, through this chat or a call: you decide."),
        tr.gettext("Signing up takes two minutes. A coordinator reads every sign-up."),
        "" if refused else None,
        tr.gettext("Your last sign-up was not accepted:") if refused else None,
        reason if refused else None,
    )
    begin = button(tr.gettext("🤝 Sign up"), Begin())
    return Screen(text=text, keyboard=keyboard([begin], [home_button(tr)]))
