"""Everything the local Telegram knows, and the few operations all of it shares."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any

from simulator.chats import Chat
from simulator.clock import SimulatorClock
from simulator.errors import ApiError, ControlError, Json, bad_request, forbidden
from simulator.events import EventFeed
from simulator.faults import Faults
from simulator.files import FileStore
from simulator.journal import Journal
from simulator.limits import Limits
from simulator.params import Params
from simulator.people import FIRST_PERSON_ID, Person
from simulator.polls import Poll
from simulator.profile import Profile
from simulator.updates import UpdateQueue
from simulator.webhook import Webhook

KEPT_QUERIES = 20_000
QUERY_SECONDS = 60


@dataclass(slots=True, kw_only=True)
class Query:
    """A pressed button or an inline query that waits for its answer. `born`: Unix seconds of the simulator's clock."""

    id: str
    chat_id: int
    user_id: int
    message_id: int
    born: int
    answer: Json | None = None
    answered: asyncio.Event = field(default_factory=asyncio.Event)


class Simulator:
    """One bot and its people."""

    def __init__(
        self, token: str, *, clock: SimulatorClock, movable: bool, name: str, username: str, webhook_delay: float
    ) -> None:
        self.token = token
        self.clock = clock
        self.movable = movable
        self.profile = Profile(id=int(token.partition(":")[0]), username=username, names={"": name})
        self.user = self.profile.user()
        self.events = EventFeed()
        # Ids go on from the clock: a bot that remembers handled updates must not meet them again after a restart.
        self.updates = UpdateQueue(clock.timestamp())
        self.webhook = Webhook(self.updates, clock, self.from_webhook, first_delay=webhook_delay)
        self.dispatch: Callable[[str, Params], Awaitable[object]] | None = None
        self.last_message_id = 0
        self.last_query_id = clock.timestamp() * 1000
        self.forget()

    def forget(self) -> None:
        """Forgets people and what they said; ids go on, so that nothing old is taken for new."""
        self.people: dict[int, Person] = {}
        self.chats: dict[int, Chat] = {}
        self.files = FileStore()
        self.polls: dict[str, Poll] = {}
        self.journal = Journal()
        self.faults = Faults()
        self.limits = Limits()
        self.callbacks: dict[str, Query] = {}
        self.inline_queries: dict[str, Query] = {}
        self.web_app_queries: dict[str, Query] = {}
        self.inline_messages: dict[str, tuple[int, int]] = {}

    def reset(self) -> None:
        self.webhook.end()
        self.updates.forget()
        for poll in self.polls.values():
            poll.stop_timer()
        for chat in self.chats.values():
            chat.changed()
        self.forget()
        self.events.emit("reset", {})

    async def from_webhook(self, method: str, params: Params) -> object:
        if self.dispatch is None:
            raise ApiError(404, "Not Found")
        return await self.dispatch(method, params)

    def next_message_id(self) -> int:
        self.last_message_id += 1
        return self.last_message_id

    def new_query(self, kept: dict[str, Query], *, chat_id: int, user_id: int, message_id: int = 0) -> Query:
        self.last_query_id += 1
        number = str(self.last_query_id * 1_000_003)
        query = Query(id=number, chat_id=chat_id, user_id=user_id, message_id=message_id, born=self.clock.timestamp())
        kept[number] = query
        if len(kept) > KEPT_QUERIES:
            del kept[next(iter(kept))]
        return query

    def open_query(self, kept: dict[str, Query], number: str) -> Query:
        """A query that may still be answered; it is single use and lives a minute."""
        query = kept.get(number)
        if query is None or query.answer is not None or self.clock.timestamp() - query.born > QUERY_SECONDS:
            raise bad_request("query is too old and response timeout expired or query ID is invalid")
        return query

    def add_person(self, given: Json) -> Person:
        """A new person, or a change of the one with that id."""
        number = given.get("id")
        if number is None:
            number = FIRST_PERSON_ID + len(self.people)
            while number in self.people:
                number += 1
        number = int(number)
        person = self.people.get(number)
        texts = {
            name: str(given[name])
            for name in ("first_name", "last_name", "username", "language_code", "profile", "time_zone")
            if given.get(name) is not None
        }
        if person is None:
            if number <= 0 or not texts.get("first_name", "").strip():
                raise ControlError("a person needs a first_name and, if any, a positive id")
            person = Person(id=number, first_name=texts["first_name"])
            self.people[number] = person
            self.chats[number] = Chat(person.card(), member_ids=[number])
        for name, value in texts.items():
            setattr(person, name, value)
        self.chats[number].card = person.card()
        self.events.emit("user", {"user": person.view()})
        return person

    def add_group(self, given: Json) -> Chat:
        members = [self.person(member).id for member in given.get("member_ids", [])]
        number = int(given.get("id") or -1_007_000_000_000 - len(self.chats))
        if number >= 0 or not given.get("title"):
            raise ControlError("a group needs a title and, if any, a negative id")
        chat = Chat({"id": number, "type": "supergroup", "title": str(given["title"])}, member_ids=members)
        self.chats[number] = chat
        self.events.emit("group", {"chat": group_view(chat)})
        return chat

    def person(self, number: Any) -> Person:
        person = self.people.get(int(number))
        if person is None:
            raise ControlError(f"there is no person {number}", 404)
        return person

    def chat(self, params: Params, name: str = "chat_id") -> Chat:
        """The chat a call names; raises 400."""
        value = params.values.get(name)
        if value is None or value == "":
            raise bad_request(f"{name} is empty")
        try:
            return self.chats[int(value)]
        except (KeyError, TypeError, ValueError):
            raise bad_request("chat not found") from None

    def writable(self, params: Params, name: str = "chat_id") -> Chat:
        """As `chat`, and the bot may write there; raises 403 otherwise."""
        chat = self.chat(params, name)
        if chat.id > 0:
            person = self.people[chat.id]
            if person.blocked:
                raise forbidden("bot was blocked by the user")
            if not person.started:
                raise forbidden("bot can't initiate conversation with a user")
        return chat


def group_view(chat: Chat) -> Json:
    return {**chat.card, "member_ids": chat.member_ids}
