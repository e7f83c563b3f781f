"""The stores that a decision on an enrolment needs, taken from the transaction under way."""

from core.programme import Programme
from enrolment.deciding import Desk
from handlers.stores import Stores


def desk_of(stores: Stores, programme: Programme) -> Desk:
    return Desk(
        people=stores.people,
        enrolments=stores.enrolments,
        tracks=stores.lessons,
        outbox=stores.outbox,
        audit=stores.audit,
        intake=programme.intake,
    )
