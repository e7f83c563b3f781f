"""Who may enter: every conversation's router is a Door with exactly one audience."""

from aiogram import Router
from aiogram.filters import BaseFilter
from aiogram.types import TelegramObject

from core.roles import Audience
from enrolment.people import Person


class Admits(BaseFilter):
    def __init__(self, audience: Audience) -> None:
        self.audience = audience

    async def __call__(self, event: TelegramObject, person: Person) -> bool:
        return person.may_enter(self.audience)


class Door(Router):
    """A router that only people of `audience` reach; to others its handlers do not exist.

    So a forged button of somebody else's screen ends where every unknown button ends, in handlers/lost.py.
    """

    def __init__(self, name: str, audience: Audience) -> None:
        super().__init__(name=name)
        self.audience = audience
        if audience is not Audience.ANYONE:
            for observer in (self.message, self.callback_query, self.inline_query, self.poll_answer):
                observer.filter(Admits(audience))

    def released(self) -> "Door":
        """Return this door, free to be taken by another dispatcher: a process may build the app more than once."""
        self._parent_router = None
        return self
