"""Steps of those who decide on enrolments, and what became of it."""

from core.ids import EnrolmentId

STALE = "no longer valid"


async def kept(world, number=1):
    async with world.app.transactions.read() as stores:
        enrolment = await stores.enrolments.get(EnrolmentId(number))
        return enrolment, await stores.people.get(enrolment.person)


async def open_one(player, name="Ana"):
    await player.say("/queue")
    return await player.press(f"{name} Ribeiro")


async def news(world, player):
    await world.due()
    await player._look()
    return player.screen


async def logged(world, number=1):
    async with world.app.transactions.read() as stores:
        return await stores.audit.of(f"enrolment:{number}")
