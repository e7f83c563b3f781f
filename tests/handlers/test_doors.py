"""Every button of every conversation, pressed by everybody with forged ids: only its audience gets in."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from typing import Any
from uuid import UUID

import pytest
from aiogram.filters.callback_data import CallbackData, CallbackQueryFilter

from core.roles import Audience, Role, may_enter
from handlers.guards import Door
from handlers.menu import Go
from handlers.routers import all_doors
from tests.world import World

LOST = "This button is no longer valid"
ACCIDENT = "Something went wrong on our side"

WHO: dict[str, frozenset[Role]] = {
    "member": frozenset(),
    **{role.value: frozenset({role}) for role in Role},
}


@dataclass(frozen=True)
class Press:
    door: str
    audience: Audience
    data: str


def handlers(door: Door) -> Iterator[Any]:
    for observer in door.observers.values():
        yield from observer.handlers
    for child in door.sub_routers:
        yield from handlers(child)  # type: ignore[arg-type]


def value_for(annotation: object) -> object:
    """A value a forger would try for a field of a button."""
    text = str(annotation)
    if isinstance(annotation, type) and issubclass(annotation, Enum):
        return next(iter(annotation))
    if annotation is bool or "bool" in text:
        return True
    if annotation is int or "int" in text:
        return 999_999
    if "UUID" in text:
        return UUID(int=1)
    for candidate in getattr(annotation, "__args__", ()):
        if candidate is not type(None):
            return value_for(candidate)
    return "x"


def forged(factory: type[CallbackData]) -> str:
    values = {name: value_for(field.annotation) for name, field in factory.model_fields.items()}
    return factory(**values).pack()


def presses() -> list[Press]:
    found = []
    for door in all_doors():
        for handler in handlers(door):
            for filter_ in handler.filters or ():
                called = filter_.callback
                if isinstance(called, CallbackQueryFilter):
                    factory = called.callback_data
                    if factory is not Go:
                        found.append(Press(door.name, door.audience, forged(factory)))
    return found


def test_every_router_is_a_door_with_an_audience_and_a_name_of_its_own() -> None:
    doors = all_doors()
    assert all(isinstance(door, Door) and isinstance(door.audience, Audience) for door in doors)
    assert len({door.name for door in doors}) == len(doors)
    assert [door.name for door in doors if door.sub_routers] == []
    assert doors[-1].name == "lost"


def test_there_is_something_to_press() -> None:
    assert len(presses()) > 40


@pytest.mark.parametrize("who", WHO)
async def test_only_the_audience_of_a_button_gets_past_its_door(world: World, who: str) -> None:
    player = await world.person("Test", language="en")
    await world.grant(player, *WHO[who])
    wrong = []
    for press in presses():
        message = player.last["message_id"]
        await player.press_data(message, press.data)
        admitted = may_enter(press.audience, WHO[who], consented=True)
        shown = f"{player.toast} {player.screen}"
        if ACCIDENT in shown or (not admitted and LOST not in shown):
            wrong.append((press.door, press.data, shown[:120]))
        await player.say("/cancel")
        await world.grant(player, *WHO[who])
    assert wrong == []


@pytest.mark.parametrize("who", WHO)
async def test_the_menu_shows_what_the_person_may_open_and_nothing_else(world: World, who: str) -> None:
    player = await world.person("Test", language="en")
    await world.grant(player, *WHO[who])
    places = {
        value
        for door in all_doors()
        for handler in handlers(door)
        for filter_ in handler.filters or ()
        if isinstance(filter_.callback, CallbackQueryFilter) and filter_.callback.callback_data is Go
        for value in [_place(filter_.callback)]
    }
    await player.say("/start")
    offered = {
        key["callback_data"].split(":", 1)[1]
        for row in player.last["reply_markup"]["inline_keyboard"]
        for key in row
        if key["callback_data"].startswith("go:")
    }
    assert offered <= places
    for place in sorted(offered):
        await player.say("/start")
        await player.press_data(player.last["message_id"], f"go:{place}")
        assert ACCIDENT not in f"{player.toast} {player.screen}"
        assert LOST not in f"{player.toast}"
        await player.say("/cancel")


def _place(called: CallbackQueryFilter) -> str:
    """The name in ``Go.filter(F.to == "name")``."""
    operations = called.rule._operations  # type: ignore[union-attr]
    return str(operations[-1].right)
