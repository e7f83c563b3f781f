"""A coordinator and readers of opportunities, and the form filled in."""

from core.roles import Role

TEXT = "Three weeks online.\nApply with a letter."


async def coordinator_of(world):
    player = await world.person("Dora", language="en")
    await world.grant(player, Role.COORDINATOR)
    return player


async def reader_of(world, name="Ana", *, alerts=True):
    player = await world.person(name, language="en")
    await world.grant(player)
    await player.say("/opportunities")
    if alerts:
        await player.press("Yes, write to me")
    return player


async def up_to(player, field, **given):
    """Answer the form's questions until `field` is asked."""
    await player.say("/start")
    await player.press("Post an opportunity")
    await player.press("New opportunity")
    steps = {
        "topic": lambda: player.press("Free training"),
        "title": lambda: player.say(given.get("title", "Course on buses")),
        "organisation": lambda: player.say("A partner city"),
        "text": lambda: player.say(given.get("text", TEXT)),
        "link": lambda: player.say("https://example.org/course"),
        "languages": lambda: player.press("None is asked"),
        "applicants": lambda: player.press("Anyone"),
        "places": lambda: player.press("Not said"),
        "zone": lambda: player.press("Sao Paulo"),
        "deadline": lambda: player.say(given.get("deadline", "20/12 18:00")),
    }
    for name, answer in steps.items():
        if name == field:
            return
        await answer()


async def publish(player, **given):
    await up_to(player, "summary", **given)
    await player.press("Publish")
    assert player.toast.startswith("Published.")


async def open_ones(world):
    async with world.app.transactions.read() as stores:
        return await stores.opportunities.newest(limit=9, offset=0)
