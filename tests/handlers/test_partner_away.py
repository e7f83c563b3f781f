"""Writing to a partner who has stopped the bot, and to one who is no longer here."""

from tests.handlers.partners import pair_of


async def write_to(player, partner, text):
    await player.say("/pair")
    await player.press(f"Write to {partner}")
    await player.say(text)


async def test_who_writes_to_somebody_who_stopped_the_bot_is_told(world):
    ana, liam, _carla = await pair_of(world)
    await world.control.block(liam.id)
    await write_to(ana, "Liam", "Are you there?")
    await world.due()
    await write_to(ana, "Liam", "Hello?")
    assert "Liam has stopped this bot" in ana.screen
    await world.control.unblock(liam.id)
    await liam.say("/pair")
    await write_to(ana, "Liam", "Welcome back")
    assert "Sent to Liam" in ana.screen
    await world.due()
    await liam._look()
    assert "Ana: Welcome back" in liam.screen


async def test_who_is_deleted_in_the_middle_of_a_message_gets_none(world):
    ana, liam, _carla = await pair_of(world)
    await ana.say("/pair")
    await ana.press("Write to Liam")
    await liam.say("/privacy")
    await liam.press("Withdraw consent and delete everything")
    await liam.press("Yes, delete everything")
    await ana.say("Are you still there?")
    assert "Sent" not in ana.screen
    assert "Something went wrong" not in ana.screen
    await world.due()
    await ana._look()
    assert "has ended" in ana.screen
