"""From a sign-up to a talk and its end, in the chat of three people."""

from tests.handlers.partners import (
    approved_volunteer,
    asks_for_partner,
    coordinator_of,
    learner_of,
    pair_of,
    publish_round,
    volunteer_signs_up,
)


async def test_a_pair_forms_talks_and_parts(world):
    ana, liam, _carla = await pair_of(world)
    assert "You and Liam are a pair for English" in ana.screen
    await ana.press("Say hello")
    assert "Write your message to Liam" in ana.screen
    await ana.say("Hello <b>Liam</b> & all, shall we talk on Monday 30/11 at 18:30?")
    assert "Sent to Liam" in ana.screen
    await world.due()
    await liam._look()
    assert "💬 Ana: Hello <b>Liam</b> & all, shall we talk on Monday 30/11 at 18:30?" in liam.screen
    await liam.press("Reply")
    await liam.say("Gladly!")
    await world.due()
    await ana._look()
    assert "💬 Liam: Gladly!" in ana.screen
    await ana.press("End the pair")
    await ana.press("Yes, end it")
    assert "The pair has ended" in ana.screen
    await world.due()
    await liam._look()
    assert "Your pair for English has ended" in liam.screen
    await ana.press("I would like another partner")
    await ana.press("Done")
    await ana.press("Send my request")
    assert "You are number 1 in line" in ana.screen


async def test_contact_details_are_warned_about_before_they_leave(world):
    ana, liam, _carla = await pair_of(world)
    await ana.press("Say hello")
    await ana.say("Call me: +55 31 99999-0000 or ana@example.org")
    assert "a telephone number, an e-mail address" in ana.screen
    await world.due()
    await liam._look()
    assert "99999" not in liam.screen
    await ana.press("Write it anew")
    await ana.say("Find me on t.me/somebody")
    assert "a link" in ana.screen
    await ana.press("Send anyway")
    assert "Sent to Liam" in ana.screen
    await world.due()
    await liam._look()
    assert "t.me/somebody" in liam.screen


async def test_a_report_stops_the_talk_and_calls_the_coordinators(world):
    ana, liam, _carla = await pair_of(world)
    await liam.press("My pairs")
    await liam.press("Write to Ana")
    await liam.say("Something unkind")
    await world.due()
    await ana._look()
    await ana.press("Report")
    await ana.say("He was unkind")
    assert "Messages have stopped" in ana.screen
    await liam.press("Write more")
    assert "A coordinator is looking into this pair" in liam.toast
    async with world.app.transactions.read() as stores:
        [case] = await stores.relay.open_cases(offset=0, limit=9)
        assert [message.text for message in case.evidence] == ["Something unkind"]
        assert case.reason == "He was unkind"


async def test_minutes_count_when_both_say_so(world):
    ana, liam, _carla = await pair_of(world)
    await ana.say("/pair")
    await ana.press("We met")
    await ana.say("9")
    assert "15 to 120" in ana.screen
    await ana.say("60")
    assert "I have asked Liam to confirm" in ana.screen
    await world.due()
    await liam._look()
    assert "Ana says that you talked for 60 minutes" in liam.screen
    message, data = await liam.data_of("Yes, count it")
    await ana.press_data(ana.last["message_id"], data)
    assert "no longer valid" in ana.toast
    await liam.press_data(message, data)
    assert "confirmed by both: 1:00" in liam.screen
    await liam.press_data(message, data)
    assert "no longer valid" in liam.toast
    await liam.say("/volunteer")
    assert "Hours that both sides confirmed: 1:00" in liam.screen


async def test_a_declined_learner_is_never_proposed_again_to_the_same(world):
    carla = await coordinator_of(world)
    liam = await approved_volunteer(world, carla)
    ana = await learner_of(world)
    await asks_for_partner(ana)
    await publish_round(world, carla)
    await liam._look()
    assert "Would you like to talk with Ana?" in liam.screen
    await liam.press("No, thank you")
    await liam.press("Something else…")
    await liam.say("I teach her already")
    assert "We shall not propose this learner to you again" in liam.screen
    await carla.say("/matching")
    await carla.press("English")
    assert "0 pairs" in carla.screen
    await carla.press("Those left over")
    assert "Ana, English A2: was proposed or paired before to all who suit" in carla.screen


async def test_a_proposal_ends_after_three_days(world):
    carla = await coordinator_of(world)
    liam = await approved_volunteer(world, carla)
    ana = await learner_of(world)
    await asks_for_partner(ana)
    await publish_round(world, carla)
    await world.wait(hours=48)
    await liam._look()
    assert "A learner still waits for your answer" in liam.screen
    message, data = await liam.data_of("Yes, gladly")
    await world.wait(hours=24)
    await liam.press_data(message, data)
    assert "no longer valid" in liam.toast
    await carla.say("/matching")
    await carla.press("Last round")
    assert "too late: 1" in carla.screen
    await publish_round(world, carla)
    await liam._look()
    assert "Would you like to talk with Ana?" in liam.screen


async def test_a_round_is_taken_back_while_nobody_has_answered(world):
    carla = await coordinator_of(world)
    liam = await approved_volunteer(world, carla)
    ana = await learner_of(world)
    await asks_for_partner(ana)
    await publish_round(world, carla)
    message, data = await liam.data_of("Yes, gladly")
    undo = await carla.data_of("Take the round back")
    await carla.press("Take the round back")
    assert carla.toast == "Taken back."
    await liam.press_data(message, data)
    assert "no longer valid" in liam.toast
    await publish_round(world, carla)
    await liam._look()
    await liam.press("Yes, gladly")
    await carla.press_data(*undo)
    assert "no longer valid" in carla.toast
    await carla.say("/matching")
    await carla.press("Last round")
    await carla.press("Take the round back")
    assert "Somebody has answered already" in carla.toast


async def test_forged_ids_of_other_people_open_nothing(world):
    _ana, _liam, carla = await pair_of(world)
    eve = await learner_of(world, "Eve")
    await eve.say("/pair")
    message = eve.last["message_id"]
    for data in ("rp:1:open", "rp:1:write", "rp:1:reported", "rp:1:ended", "rm:1:60", "rp:99:open", "vp:1:yes"):
        await eve.press_data(message, data)
        assert "no longer valid" in eve.toast, data
    await eve.press_data(message, "kb:1:1")
    assert "no longer valid" in eve.toast
    mallory = await approved_volunteer(world, carla, "Mallory")
    await mallory.press_data(mallory.last["message_id"], "vp:1:yes")
    assert "no longer valid" in mallory.toast
    async with world.app.transactions.read() as stores:
        assert (await stores.pairs.pair(1)).status == "active"


async def test_a_double_yes_makes_one_pair(world):
    _ana, liam, _carla = await pair_of(world)
    await liam.press_data(liam.last["message_id"], "vp:1:yes")
    assert "no longer valid" in liam.toast
    async with world.app.transactions.read() as stores:
        assert len(await stores.pairs.pairs_of((await stores.pairs.pair(1)).volunteer)) == 1


async def test_who_is_refused_reads_why_and_may_sign_up_again(world):
    carla = await coordinator_of(world)
    liam = await volunteer_signs_up(world)
    assert "The term of adhesion" in liam.screen
    await liam.press("I accept the term")
    await carla.say("/volunteers")
    await carla.press("Liam")
    await carla.press("Refuse…")
    await carla.say("Please write again <soon>")
    await world.due()
    await liam._look()
    assert "Please write again <soon>" in liam.screen
    await carla.press("Undo the decision")
    await carla.press("Approve")
    await world.due()
    await liam._look()
    assert "you are a volunteer now" in liam.screen


async def test_who_is_deleted_leaves_no_partner_waiting(world):
    ana, liam, _carla = await pair_of(world)
    await ana.press("Say hello")
    await ana.say("Hello!")
    await ana.say("/privacy")
    await ana.press("Withdraw consent")
    await ana.press("Yes, delete everything")
    await world.due()
    await liam._look()
    assert "Your pair for English has ended" in liam.screen
    assert not any("Hello!" in message.get("text", "") for message in await liam.messages())
    await liam.press("Menu")
    await liam.press("My pair")
    assert "You have no conversation partner at the moment." in liam.screen


async def test_a_volunteer_takes_a_break_and_stops(world):
    ana, liam, _carla = await pair_of(world)
    await liam.say("/volunteer")
    await liam.press("Take a break")
    assert "Taking a break" in liam.screen
    await liam.press("I am back")
    await liam.press("Change my offer")
    await liam.press("Learners at a time")
    await liam.press("5")
    await liam.press("Save")
    assert "Saved. Thank you!" in liam.screen
    await liam.say("/volunteer")
    assert "Learners at a time: 5" in liam.screen
    await liam.press("Stop volunteering")
    await liam.press("Yes, stop")
    assert "You have stopped volunteering" in liam.screen
    await world.due()
    await ana._look()
    assert "Your pair for English has ended" in ana.screen


async def test_who_waits_may_change_the_hours_or_leave_the_line(world):
    ana = await learner_of(world)
    await asks_for_partner(ana)
    assert "You are number 1 in line" in ana.screen
    await ana.say("/pair")
    await ana.press("Change my hours: English")
    await ana.press("Clear")
    assert "No hours chosen yet." in ana.screen
    await ana.press("Wed")
    await ana.press("Half-hours…")
    await ana.press("06:30")
    await ana.press("The week")
    await ana.press("Done")
    assert ana.toast == "Please choose at least 1 hour a week."
    await ana.say("/pair")
    await ana.press("Stop waiting: English")
    assert "no longer in line" in ana.screen


async def test_an_approval_undone_leaves_no_learner_without_an_answer(world):
    ana, _liam, carla = await pair_of(world)
    async with world.app.transactions.read() as stores:
        volunteer = (await stores.pairs.pair(1)).volunteer
    await carla.press_data(carla.last["message_id"], f"ko:{volunteer}")
    await carla.press("Undo the decision")
    assert "Waiting for a coordinator" in carla.screen
    await world.due()
    await ana._look()
    assert "Your pair for English has ended" in ana.screen
