"""Steps of the first minute and of an enrolment, for tests that begin after them."""

from typing import Any

from core.ids import TelegramId
from core.roles import Role
from enrolment.enrolments import Enrolment
from enrolment.people import Person
from tests.world import Player, World


async def newcomer(world: World, name: str = "Ana", **more: Any) -> Player:
    """Somebody who came, chose English and agreed."""
    player = await world.person(name, **more)
    await player.start()
    await player.press("English")
    return await player.press("I agree")


ANSWERS = [
    ("type", "Ana Luísa Ribeiro"),
    ("press", "Effective public servant"),
    ("press", "Finance"),
    ("type", "123456-7"),
    ("type", "ana@example.org"),
    ("press", "French"),
    ("press", "A2"),
    ("press", "Belo Horizonte"),
    ("press", "Monday to Friday"),
    ("press", "08:00"),
]


async def answer(player: Player, *answers: tuple[str, str]) -> Player:
    for way, words in answers:
        await (player.say(words) if way == "type" else player.press(words))
    return player


async def enrolled(world: World, name: str = "Ana", **more: Any) -> Player:
    """Somebody whose enrolment in French waits for a decision."""
    player = await newcomer(world, name, **more)
    await player.press("Enrol now")
    await answer(player, ("type", f"{name} Ribeiro"), *ANSWERS[1:])
    return await player.press("Send my enrolment")


async def staff(world: World, name: str = "Célia", role: Role = Role.COORDINATOR) -> Player:
    player = await world.person(name, language="en")
    await world.grant(player, role)
    return await player.say("/start")


async def enrolments_of(world: World, player: Player) -> tuple[Person, tuple[Enrolment, ...]]:
    async with world.app.transactions.read() as stores:
        person = await stores.people.find(TelegramId(player.id))
        return person, await stores.enrolments.of(person.id)


async def asked(world: World, upto: int) -> Player:
    """Somebody whose next question is number `upto`, the first is 0."""
    player = await newcomer(world)
    await player.press("Enrol now")
    return await answer(player, *ANSWERS[:upto])
