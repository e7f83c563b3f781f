"""A round as a coordinator sees it: paged, with a reason for everybody, and nobody told before it is published."""

from core.roles import Role
from tests.handlers.partners import approved_volunteer, asks_for_partner, coordinator_of, learner_of


async def test_nobody_waits(world):
    carla = await coordinator_of(world)
    await carla.say("/matching")
    assert "Nobody waits for a partner" in carla.screen
    await carla.press_data(carla.last["message_id"], "kp:en")
    assert carla.toast == "Nobody waits for a partner there at the moment."
    await carla.press_data(carla.last["message_id"], "kp:xx")
    assert "no longer valid" in carla.toast


async def test_a_viewer_may_read_the_volunteers_and_match_nobody(world):
    carla = await coordinator_of(world)
    await approved_volunteer(world, carla)
    vera = await world.person("Vera", language="en")
    await world.grant(vera, Role.VIEWER)
    await vera.say("/volunteers")
    assert "Nothing waits" in vera.screen
    message = vera.last["message_id"]
    for data in ("kp:en", "kv:1:0:0", "kb:1:1", "ku:1:1"):
        await vera.press_data(message, data)
        assert "no longer valid" in vera.toast


async def test_each_pair_and_everybody_left_over_is_shown_with_the_reason_before_anybody_is_told(world):
    carla = await coordinator_of(world)
    liam = await approved_volunteer(world, carla)
    before = len(await liam.messages())
    for name in ("Ana", "Bia", "Cris"):
        await asks_for_partner(await learner_of(world, name))
    await carla.say("/matching")
    assert "3 learners wait for a partner" in carla.screen
    await carla.press("English · 3")
    assert "2 pairs" in carla.screen
    assert "1 left over" in carla.screen
    assert "and Liam: English A2, 15 hours in common" in carla.screen
    await carla.press("Those left over")
    assert "English A2: all volunteers who suit have no place left" in carla.screen
    await world.due()
    assert len(await liam.messages()) == before
    await carla.press("The pairs")
    publish = await carla.data_of("Publish")
    await carla.press("Publish")
    assert carla.toast == "2 volunteers are asked now."
    await carla.press_data(*publish)
    assert "no longer valid" in carla.toast
    await world.due()
    await liam._look()
    await liam.press("Yes, gladly")
    await liam.say("/volunteer")
    await liam.press("1 learner for you")
    assert "Would you like to talk with" in liam.screen


async def test_long_rounds_are_paged(world):
    carla = await coordinator_of(world)
    for number in range(11):
        await asks_for_partner(await learner_of(world, f"Learner {number}"))
    await carla.say("/matching")
    await carla.press("English · 11")
    assert "No pair could be made." in carla.screen
    assert not any("Publish" in label for label in carla.buttons)
    await carla.press("Those left over")
    first = carla.screen
    assert "no volunteer for this language" in first
    await carla.press("Next")
    assert carla.screen != first
    assert "Learner 10" in carla.screen
