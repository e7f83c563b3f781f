"""The stores that volunteering, matching and pairs need, taken from the transaction under way."""

from handlers.stores import Stores
from volunteers.answering import AnsweringDesk
from volunteers.ending import EndingDesk
from volunteers.joining import JoiningDesk
from volunteers.publishing import MatchingDesk


def joining_desk(stores: Stores) -> JoiningDesk:
    return JoiningDesk(volunteers=stores.volunteers, roles=stores.roles, outbox=stores.outbox, audit=stores.audit)


def matching_desk(stores: Stores) -> MatchingDesk:
    return MatchingDesk(rounds=stores.rounds, outbox=stores.outbox, audit=stores.audit)


def answering_desk(stores: Stores) -> AnsweringDesk:
    return AnsweringDesk(
        rounds=stores.rounds, requests=stores.requests, pairs=stores.pairs, outbox=stores.outbox, audit=stores.audit
    )


def ending_desk(stores: Stores) -> EndingDesk:
    return EndingDesk(pairs=stores.pairs, requests=stores.requests, outbox=stores.outbox, audit=stores.audit)
