"""What coordinators and partners are told about reports."""

from datetime import datetime
from gettext import NullTranslations

from core.errors import NotFound
from core.notices import Delivery
from core.roles import Audience
from enrolment.people import Person
from handlers.coordinator.cases import LATEST, OpenCase
from handlers.markup import bold, lines
from handlers.menu import Go, home_button
from handlers.screens import Screen, button, keyboard
from handlers.stores import Stores
from volunteers.cases import Case, CaseId, CaseStatus
from volunteers.pairs import PairStatus


async def render_case_opened(
    delivery: Delivery, person: Person, stores: Stores, tr: NullTranslations, _now: datetime
) -> Screen | None:
    """Return the call to a coordinator, while the report waits."""
    case = await _case(delivery, stores)
    if case is None or case.status is not CaseStatus.OPEN or not person.may_enter(Audience.COORDINATOR):
        return None
    text = lines(
        bold(tr.gettext("🚩 A pair was reported.")),
        tr.gettext("Their messages have stopped until one of you decides."),
    )
    look = button(tr.gettext("🔎 Look into it"), OpenCase(case=case.id, page=LATEST))
    return Screen(text=text, keyboard=keyboard([look]))


async def render_case_closed(
    delivery: Delivery, person: Person, stores: Stores, tr: NullTranslations, _now: datetime
) -> Screen | None:
    """Return to both that they may talk on, without a word of who reported."""
    case = await _case(delivery, stores)
    if case is None or case.status is not CaseStatus.RESUMED:
        return None
    pair = await stores.pairs.pair(case.pair)
    if pair.status is not PairStatus.ACTIVE or person.id not in {pair.learner, pair.volunteer}:
        return None
    words = tr.gettext("A coordinator has looked into your pair. You can write to each other again.")
    rows = [[button(tr.gettext("💬 My pair"), Go(to="pairs"))], [home_button(tr)]]
    return Screen(text=words, keyboard=keyboard(*rows))


async def _case(delivery: Delivery, stores: Stores) -> Case | None:
    try:
        return await stores.relay.case(CaseId(int(delivery.payload["case"])))
    except NotFound:
        return None
