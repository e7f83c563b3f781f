"""Every store of one transaction."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from enrolment.privacy import Exportable
from storage.audit import Audit
from storage.cipher import Cipher
from storage.database import Database, Link
from storage.deliveries import Deliveries
from storage.enrolments import Enrolments
from storage.lessons import Lessons
from storage.opportunities import Opportunities
from storage.pairs import Pairs
from storage.people import People
from storage.relay import Relay
from storage.reports import Reports
from storage.requests import Requests
from storage.roles import Roles
from storage.rounds import Rounds
from storage.sessions import Sessions
from storage.updates import HandledUpdates
from storage.volunteers import Volunteers


class Stores:
    """Made anew for each transaction; a store keeps no state of its own."""

    def __init__(self, link: Link, cipher: Cipher) -> None:
        self.link = link
        self.updates = HandledUpdates(link)
        self.people = People(link, cipher)
        self.enrolments = Enrolments(link, cipher)
        self.lessons = Lessons(link)
        self.sessions = Sessions(link, cipher)
        self.opportunities = Opportunities(link)
        self.volunteers = Volunteers(link, cipher)
        self.requests = Requests(link)
        self.rounds = Rounds(link, cipher)
        self.pairs = Pairs(link)
        self.relay = Relay(link, cipher)
        self.roles = Roles(self.people)
        self.reports = Reports(link, cipher)
        self.outbox = Deliveries(link)
        self.audit = Audit(link)

    def holding_personal_data(self) -> list[Exportable]:
        """Return every store that has something of a person's, for the export."""
        return [store for store in vars(self).values() if hasattr(store, "export")]

    def by_name(self) -> dict[str, object]:
        """Return the stores a handler may ask for by the name of its parameter."""
        return {name: store for name, store in vars(self).items() if name not in {"link", "updates"}}


class Transactions:
    """Opens transactions on one database with one set of keys."""

    def __init__(self, database: Database, cipher: Cipher) -> None:
        self.database = database
        self.cipher = cipher

    @asynccontextmanager
    async def begin(self) -> AsyncIterator[Stores]:
        async with self.database.begin() as link:
            yield Stores(link, self.cipher)

    @asynccontextmanager
    async def read(self) -> AsyncIterator[Stores]:
        async with self.database.read() as link:
            yield Stores(link, self.cipher)
