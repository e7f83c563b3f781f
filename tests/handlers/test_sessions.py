"""Practice sessions from both sides, in the chat."""

import pytest

from core.roles import Role

PLACE = "Room 3, City Hall"


async def host_of(world, name="Clara"):
    player = await world.person(name, language="en")
    player.name = f"{name} Host"
    await world.grant(player, Role.VOLUNTEER)
    return player


async def up_to(host, field):
    """Answer the form's questions until `field` is asked."""
    await host.say("/sessions")
    await host.press("Open a session")
    steps = {
        "language": lambda: host.press("English"),
        "levels": lambda: levels(host, "A2"),
        "starts": lambda: host.say("26/11 19:00"),
        "minutes": lambda: host.press("60 minutes"),
        "seats": lambda: host.press("2"),
        "place": lambda: host.say(PLACE),
        "topic": lambda: host.say("At the health post"),
    }
    for name, answer in steps.items():
        if name == field:
            return
        await answer()


async def levels(host, *names):
    for name in names:
        await host.press(name)
    await host.press("That is all")


async def publish(host):
    await up_to(host, "summary")
    await host.press("Publish")
    assert host.toast == "Published. Learners can book now."


async def test_a_host_opens_a_session_by_the_form(world):
    host = await host_of(world)
    await up_to(host, "summary")
    for words in ("Language: English", "Levels: A2", "Start: Thu, 26 Nov, 19:00", "Length: 60 minutes", "Seats: 2"):
        assert words in host.screen
    assert f"Place: {PLACE}" in host.screen
    await host.press("Publish")
    assert "0 of 2 seats are booked" in host.screen
    async with world.app.transactions.read() as stores:
        [listed] = await stores.sessions.hosted(None, since=world.clock.now(), limit=9, offset=0)
    assert listed.session.starts_at.isoformat() == "2026-11-26T22:00:00+00:00"
    assert (listed.session.zone, listed.session.place) == ("America/Sao_Paulo", PLACE)
    await host.say("words after the form")
    assert "I did not understand" in host.screen


async def test_day_and_hour_can_be_tapped(world):
    host = await host_of(world)
    await up_to(host, "starts")
    await host.press("Wednesday, 25 November")
    await host.press("Another day")
    await host.press("Tuesday, 24 November")
    assert "09:00" not in host.buttons  # it is nine o'clock now
    await host.press("20:00")
    await host.press("30 minutes")
    await host.say("6")
    await host.say("meet.example.org/abc")
    await host.press("No topic")
    assert "Start: Tue, 24 Nov, 20:00" in host.screen
    assert "Place: https://meet.example.org/abc" in host.screen


async def test_any_answer_can_be_changed_and_a_restart_loses_nothing(world):
    host = await host_of(world)
    await up_to(host, "place")
    await world.restart()
    await host.say(PLACE)
    await host.say("At the market")
    await host.press("Change: Levels")
    await levels(host, "B1")
    assert "Levels: A2, B1" in host.screen
    await host.press("Change: Seats")
    await host.press("Back")
    assert "Seats: 2" in host.screen
    await host.press("Change: Seats")
    await host.say("20")
    assert "Seats: 20" in host.screen
    await host.press("Cancel")
    assert host.toast == "Nothing was published."
    async with world.app.transactions.read() as stores:
        assert await stores.sessions.hosted(None, since=world.clock.now(), limit=9, offset=0) == ()


BAD = {
    "language": [("English", "choose one of the buttons")],
    "levels": [("A2", "choose one of the buttons")],
    "starts": [
        ("soon", "could not read"),
        ("24/11 08:59", "already passed"),
        ("31/02 19:00", "no such day"),
        ("26/11", "add the hour"),
        ("26/11/2027 19:00", "too far ahead"),
        ("😀" * 40, "could not read"),
        ("\u202e00:91 11/62", "no such day"),
        ("<b>26/11</b>", "could not read"),
    ],
    "minutes": [("60", "choose one of the buttons")],
    "seats": [("1", "from 2 to 20"), ("21", "from 2 to 20"), ("many", "from 2 to 20"), ("²", "from 2 to 20")],
    "place": [
        ("x" * 201, "up to 200 characters"),
        ("\u200b\u202e", "empty"),
        ("http://meet.example.org/abc", "https://"),
        ("https://ana:pw@meet.example.org", "user name"),
        ("https://192.168.0.1/", "inside a network"),
        ("https://nowhere", "does not look like a link"),
    ],
    "topic": [("y" * 121, "up to 120 characters"), ("\u200b", "empty")],
}


@pytest.mark.parametrize("field", BAD)
async def test_a_bad_answer_is_explained_and_the_draft_kept(world, field):
    host = await host_of(world)
    await up_to(host, field)
    for answer, words in BAD[field]:
        await host.say(answer)
        assert words in host.screen, (answer, host.screen)
    await host.send("voice")
    good = {"starts": "amanhã 19h", "seats": "7", "place": "<b>Room</b> & *stairs* 😀", "topic": "_A_ <i>B</i> שלום"}
    if field in good:
        await host.say(good[field])
    else:
        await host.press({"language": "French", "levels": "A1", "minutes": "45"}[field])
    assert "could not" not in host.screen


async def test_markup_in_answers_is_shown_as_written(world):
    host = await host_of(world)
    await up_to(host, "place")
    await host.say("<b>Room</b> & *stairs*")
    await host.say("<a href='https://x.example'>topic</a>")
    assert "Place: <b>Room</b> & *stairs*" in host.screen
    await host.press("Publish")
    assert "<a href='https://x.example'>topic</a>" in host.screen


async def test_a_start_that_went_by_meanwhile_is_asked_again(world):
    host = await host_of(world)
    await up_to(host, "summary")
    await world.wait(days=3)
    await host.press("Publish")
    assert "already passed" in host.toast
    await host.say("30/11 10:00")
    await host.press("Publish")
    assert host.toast == "Published. Learners can book now."


async def test_publishing_twice_opens_one(world):
    host = await host_of(world)
    await up_to(host, "summary")
    message, data = await host.data_of("Publish")
    await host.press_data(message, data)
    await host.press_data(message, data)
    assert "no longer valid" in host.toast
    async with world.app.transactions.read() as stores:
        assert len(await stores.sessions.hosted(None, since=world.clock.now(), limit=9, offset=0)) == 1


FORGED = (
    "sp:language:xx",
    "sp:levels:Z9",
    "sp:levels:done",
    "sp:starts:20261126h99",
    "sp:starts:x",
    "sp:minutes:61",
    "sp:minutes:x",
    "sp:seats:21",
    "sp:place:x",
    "sp:nothing:1",
    "st:nothing",
    "st:publish",
)


async def test_forged_answers_are_refused(world):
    host = await host_of(world)
    await host.say("/sessions")
    await host.press("Open a session")
    for data in FORGED:
        await host.press_data(host.last["message_id"], data)
        assert "no longer valid" in host.toast, data
    await host.press("French")  # the draft is still at its first question
    assert any("For which levels" in message.get("text", "") for message in await host.messages())


async def test_only_the_host_manages_a_session_and_coordinators_may(world):
    host, other = await host_of(world), await host_of(world, "Olga")
    await publish(host)
    await other.say("/sessions")
    call_off, who_came = "sh:1:cancelled", "sh:1:roll"
    for data in ("sh:1:open", "sh:1:cancel", call_off, who_came, "sh:1:all", "sm:1:1:attended"):
        await other.press_data(other.last["message_id"], data)
        assert "no longer valid" in other.toast
    await host.press_data(host.last["message_id"], who_came)
    assert "once the session has begun" in host.toast
    coordinator = await world.person("Dora", language="en")
    await world.grant(coordinator, Role.COORDINATOR)
    await coordinator.say("/sessions")
    await coordinator.press("26 Nov")
    await coordinator.press("Call off")
    await coordinator.press("Yes, call it off")
    assert "Called off" in coordinator.toast
    await coordinator.press_data(coordinator.last["message_id"], call_off)
    assert "no longer valid" in coordinator.toast
    await world.due()
    await host.start()
    assert any("was called off" in message.get("text", "") for message in await host.messages())
