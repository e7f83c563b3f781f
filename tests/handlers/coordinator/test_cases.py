"""Reports in chat: who is called, what they read, what they decide, and who must not."""

from core.roles import Role
from tests.handlers.partners import coordinator_of, learner_of, pair_of


async def reported_pair(world, *words):
    """Return Ana, who reported Liam after he wrote `words`, Liam, and the coordinator Carla."""
    ana, liam, carla = await pair_of(world)
    for text in words:
        await liam.say("/pair")
        await liam.press("Write to Ana")
        await liam.say(text)
    await ana.say("/pair")
    await ana.press("Report")
    await ana.say("He was <unkind>")
    await world.due()
    return await ana._look(), await liam._look(), await carla._look()


async def test_a_coordinator_is_called_reads_and_lets_them_talk_on(world):
    ana, liam, carla = await reported_pair(world, "Something unkind")
    assert "A pair was reported" in carla.screen
    await carla.press("Look into it")
    for words in ("Reported by Ana", "He was <unkind>", "Learner: Ana. Volunteer: Liam.", "Something unkind"):
        assert words in carla.screen
    await carla.press("They may write again")
    assert carla.toast == "They can write again."
    assert "Nothing waits" in carla.screen
    await world.due()
    for player in (ana, liam):
        await player._look()
        assert "You can write to each other again" in player.screen
        assert "Ana" not in player.screen  # who reported stays unknown
    await liam.say("/pair")
    await liam.press("Write to Ana")
    await liam.say("I am sorry")
    await world.due()
    await ana._look()
    assert "I am sorry" in ana.screen


async def test_a_coordinator_ends_the_pair_and_both_are_told(world):
    ana, liam, carla = await reported_pair(world)
    await carla.press("Look into it")
    assert "No message was kept" in carla.screen
    double = await carla.data_of("End the pair")
    await carla.press("End the pair")
    assert carla.toast == "The pair is ended."
    await carla.press_data(*double)
    assert "no longer valid" in carla.toast
    await world.due()
    for player in (ana, liam):
        await player._look()
        assert "has ended" in player.screen


async def test_twenty_long_messages_are_read_page_by_page(world):
    long = "<&" * 490
    _ana, _liam, carla = await reported_pair(world, *(f"{number:02} {long}" for number in range(1, 8)))
    await carla.press("Look into it")
    assert "07 <&" in carla.screen
    assert "06 <&" not in carla.screen
    await carla.press("Messages 1")
    assert all(f"{number:02} <&" in carla.screen for number in (1, 2, 3))
    assert "04 <&" not in carla.screen


async def test_the_queue_of_volunteers_leads_to_the_reports(world):
    _ana, _liam, carla = await reported_pair(world)
    await carla.say("/volunteers")
    await carla.press("Reports: 1")
    assert "1 report waits" in carla.screen
    await carla.press("Report 1")
    assert "Reported by Ana" in carla.screen
    await carla.press("All reports")
    assert "1 report waits" in carla.screen


async def test_only_other_coordinators_see_a_report(world):
    ana, liam, carla = await reported_pair(world)
    look = await carla.data_of("Look into it")
    await carla.press("Look into it")
    decide = await carla.data_of("They may write again")
    eve = await learner_of(world, "Eve")
    for forger in (ana, liam, eve):
        for _message, data in (look, decide):
            await forger.press_data(forger.last["message_id"], data)
            assert "no longer valid" in forger.toast
            assert "Reported by" not in forger.screen
    await world.grant(liam, Role.COORDINATOR)
    for _message, data in (look, decide):
        await liam.press_data(liam.last["message_id"], data)
        assert "no longer valid" in liam.toast
        assert "Reported by" not in liam.screen
    async with world.app.transactions.read() as stores:
        assert (await stores.relay.case(1)).status == "open"


async def test_a_forged_number_is_no_report(world):
    carla = await coordinator_of(world)
    await carla.say("/cases")
    assert "Nothing waits" in carla.screen
    for data in ("kc:999:0", "ke:999:1", "kc:99999999999999999999:0"):
        await carla.press_data(carla.last["message_id"], data)
        assert "no longer valid" in carla.toast


async def test_every_look_at_a_report_is_on_record(world):
    _ana, _liam, carla = await reported_pair(world)
    await carla.press("Look into it")
    async with world.app.transactions.read() as stores:
        actions = [entry.action for entry in await stores.audit.of("case:1")]
    assert actions == ["case.opened", "case.read"]


async def test_a_command_is_never_sent_to_the_partner(world):
    ana, liam, _carla = await pair_of(world)
    await liam.say("/pair")
    for command in ("/pair", "/help", "/volunteer"):
        await liam.press("Write to Ana")
        await liam.say(command)
        await liam.say("/pair")
    await world.due()
    async with world.app.transactions.read() as stores:
        assert await stores.relay.last_messages(1, limit=9) == ()
    await liam.press("Report")
    await liam.say("/help")
    async with world.app.transactions.read() as stores:
        assert await stores.relay.count_open_cases() == 0
    await ana._look()
    assert "/help" not in ana.screen
