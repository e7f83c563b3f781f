"""What volunteers and learners are told when they are not looking: proposals, pairs, messages."""

from datetime import datetime
from gettext import NullTranslations

from core.errors import NotFound
from core.notices import Delivery
from enrolment.people import Person
from handlers import formats
from handlers.markup import bold, fill, lines, quote
from handlers.menu import Go, home_button
from handlers.pair_talk import ended_screen
from handlers.pair_words import MeetingAnswer, pair_button, reply_rows
from handlers.screens import Screen, button, keyboard
from handlers.stores import Stores
from handlers.volunteer.proposals import proposal_screen
from handlers.volunteer.signup import Begin
from handlers.volunteer_words import volunteer_reason
from volunteers.pairs import MeetingId, Pair, PairId, PairStatus
from volunteers.publishing import REMINDER_NOTICE
from volunteers.relay import MessageId
from volunteers.rounds import ProposalId, ProposalStatus
from volunteers.volunteers import Status


async def render_volunteer_approved(
    _delivery: Delivery, person: Person, stores: Stores, tr: NullTranslations, _now: datetime
) -> Screen | None:
    volunteer = await stores.volunteers.find(person.id)
    if volunteer is None or volunteer.status is not Status.APPROVED:
        return None
    text = lines(
        fill(tr.gettext("🎉 Welcome, {name}: you are a volunteer now!"), name=bold(person.first_name)),
        tr.gettext("As soon as a learner suits your hours, I ask you here. You may say no at any time."),
    )
    return Screen(text=text, keyboard=keyboard([button(tr.gettext("🤝 Volunteering"), Go(to="volunteer"))]))


async def render_volunteer_refused(
    _delivery: Delivery, person: Person, stores: Stores, tr: NullTranslations, _now: datetime
) -> Screen | None:
    volunteer = await stores.volunteers.find(person.id)
    if volunteer is None or volunteer.status is not Status.REFUSED:
        return None
    text = lines(
        tr.gettext("Thank you for offering your time. Your sign-up was not accepted:"),
        quote(volunteer_reason(volunteer.reason, tr)),
    )
    return Screen(text=text, keyboard=keyboard([button(tr.gettext("🤝 Sign up"), Begin())], [home_button(tr)]))


async def render_proposal(
    delivery: Delivery, person: Person, stores: Stores, tr: NullTranslations, _now: datetime
) -> Screen | None:
    """Return the proposal, or the reminder of it, while it waits for an answer."""
    try:
        proposal = await stores.rounds.proposal(ProposalId(int(delivery.payload["proposal"])))
        screen = await proposal_screen(proposal, person, stores, tr)
    except NotFound:
        return None
    if proposal.status is not ProposalStatus.OPEN or proposal.volunteer != person.id:
        return None
    if delivery.kind != REMINDER_NOTICE:
        return screen
    words = tr.gettext("⏰ A learner still waits for your answer. A no is fine too.")
    return Screen(text=lines(words, "", screen.text), keyboard=screen.keyboard)


async def render_pair_formed(
    delivery: Delivery, person: Person, stores: Stores, tr: NullTranslations, _now: datetime
) -> Screen | None:
    pair = await _pair(delivery, person, stores)
    if pair is None or pair.status is not PairStatus.ACTIVE:
        return None
    partner = await stores.people.get(pair.partner_of(person.id))
    language = formats.language_name(pair.language, tr)
    text = lines(
        fill(
            tr.gettext("🎉 You and {name} are a pair for {language}!"), name=bold(partner.first_name), language=language
        ),
        tr.gettext("Say hello and agree on a time. You write through me: your account and number stay hidden."),
    )
    write = pair_button(tr.gettext("✍️ Say hello"), pair, "write")
    no = pair_button(tr.gettext("No, thank you"), pair, "end")
    return Screen(text=text, keyboard=keyboard([write], [no], [home_button(tr)]))


async def render_pair_ended(
    delivery: Delivery, person: Person, stores: Stores, tr: NullTranslations, _now: datetime
) -> Screen | None:
    pair = await _pair(delivery, person, stores)
    if pair is None:
        return None
    language = formats.language_name(pair.language, tr)
    words = fill(
        tr.gettext("Your pair for {language} has ended. Thank you for the time you gave each other."), language=language
    )
    return ended_screen(pair, person, words, tr)


async def render_relay(
    delivery: Delivery, person: Person, stores: Stores, tr: NullTranslations, _now: datetime
) -> Screen | None:
    """Return what the partner wrote, unless the pair is held or over by now."""
    try:
        message = await stores.relay.message(MessageId(int(delivery.payload["message"])))
        pair = await stores.pairs.pair(message.pair)
        author = await stores.people.get(message.author)
    except NotFound:
        return None
    if pair.status is not PairStatus.ACTIVE or person.id == message.author:
        return None
    text = fill("💬 {name}: {text}", name=bold(author.first_name), text=message.text)
    return Screen(text=text, keyboard=keyboard(*reply_rows(pair, tr)))


async def render_pair_meeting(
    delivery: Delivery, person: Person, stores: Stores, tr: NullTranslations, _now: datetime
) -> Screen | None:
    try:
        meeting = await stores.pairs.meeting(MeetingId(int(delivery.payload["meeting"])))
        pair = await stores.pairs.pair(meeting.pair)
        partner = await stores.people.get(meeting.logged_by)
    except NotFound:
        return None
    if not meeting.open or person.id not in {pair.learner, pair.volunteer}:
        return None
    sentence = tr.ngettext(
        "{name} says that you talked for {minutes} minute. Is that so?",
        "{name} says that you talked for {minutes} minutes. Is that so?",
        meeting.minutes,
    )
    yes = button(tr.gettext("✅ Yes, count it"), MeetingAnswer(meeting=meeting.id, agreed=True))
    no = button(tr.gettext("It was not so"), MeetingAnswer(meeting=meeting.id, agreed=False))
    text = fill(sentence, name=bold(partner.first_name), minutes=bold(meeting.minutes))
    return Screen(text=text, keyboard=keyboard([yes, no]))


async def _pair(delivery: Delivery, person: Person, stores: Stores) -> Pair | None:
    """Return the pair of the notice, None when it, or either of the two, is no longer here."""
    try:
        pair = await stores.pairs.pair(PairId(int(delivery.payload["pair"])))
        pair.partner_of(person.id)
    except NotFound:
        return None
    return pair
