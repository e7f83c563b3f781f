"""Steps of volunteers, learners and coordinators, for the tests of pairs."""

from datetime import time

from core.languages import Language, Level
from core.roles import Role
from enrolment.enrolments import Category, Form, Status

FORM = Form(
    language=Language.ENGLISH,
    level=Level.A2,
    category=Category.EFFECTIVE,
    department="saude",
    days=frozenset({0}),
    at=time(8),
)


async def volunteer_signs_up(world, name="Liam", *, evenings=True):
    """Sign up in chat, up to the coordinators' queue."""
    player = await world.person(name, language="en")
    await world.grant(player)
    await player.say("/volunteer")
    await player.press("Sign up")
    await player.press("English")
    await player.press("That is all")
    await player.press("A2")
    await player.press("B1")
    await player.press("That is all")
    await player.press("Germany")
    await player.press("Belo Horizonte")
    await player.press("Mon–Fri 18–21" if evenings else "Sat–Sun 09–12")
    await player.press("Done")
    await player.press("2")
    await player.press("Culture")
    await player.press("That is all")
    return player


async def approved_volunteer(world, coordinator, name="Liam"):
    player = await volunteer_signs_up(world, name)
    await player.press("I accept the term")
    await coordinator.say("/volunteers")
    await coordinator.press(name)
    await coordinator.press("Approve")
    await world.due()
    return await player._look()


async def coordinator_of(world, name="Carla"):
    player = await world.person(name, language="en")
    await world.grant(player, Role.COORDINATOR)
    return player


async def learner_of(world, name="Ana"):
    """A learner admitted to English at A2, in Belo Horizonte."""
    player = await world.person(name, language="en")
    person = await world.grant(player, Role.LEARNER)
    async with world.app.transactions.begin() as stores:
        added = await stores.enrolments.add(person.id, FORM, now=world.clock.now())
        await stores.enrolments.save(added.moved(Status.ADMITTED, by=None, now=world.clock.now()))
    return player


async def asks_for_partner(player):
    await player.say("/pair")
    await player.press("I would like a partner: English")
    await player.press("Mon–Fri 18–21")
    await player.press("Done")
    await player.press("Culture")
    await player.press("Send my request")


async def publish_round(world, coordinator):
    await coordinator.say("/matching")
    await coordinator.press("English")
    await coordinator.press("Publish")
    await world.due()


async def pair_of(world):
    """Ana and Liam, a pair, and Carla who made it."""
    carla = await coordinator_of(world)
    liam = await approved_volunteer(world, carla)
    ana = await learner_of(world)
    await asks_for_partner(ana)
    await publish_round(world, carla)
    await liam._look()
    await liam.press("Yes, gladly")
    await world.due()
    return await ana._look(), await liam._look(), carla
