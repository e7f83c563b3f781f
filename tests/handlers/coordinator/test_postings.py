"""The form of an opportunity: every field, every kind of bad answer, corrections and forged buttons."""

import pytest

from tests.handlers.opportunity_people import coordinator_of, open_ones, publish, reader_of, up_to

BAD = {
    "topic": [("Training", "choose one of the buttons")],
    "title": [("x" * 121, "up to 120 characters"), ("\u200b\u202e", "empty")],
    "organisation": [("x" * 121, "up to 120 characters")],
    "text": [("x" * 1501, "up to 1500 characters")],
    "link": [
        ("http://example.org", "https://"),
        ("https://ana:pw@example.org", "user name"),
        ("https://127.0.0.1/x", "inside a network"),
        ("https://localhost/x", "inside a network"),
        ("two words", "does not look like a link"),
        ("😀", "does not look like a link"),
    ],
    "languages": [("English", "choose one of the buttons")],
    "applicants": [("Anyone", "choose one of the buttons")],
    "places": [("0", "from 1 to"), ("-3", "from 1 to"), ("many", "from 1 to"), ("9" * 50, "from 1 to")],
    "zone": [("Atlantis", "do not know that city"), ("../../etc/passwd", "do not know that city")],
    "deadline": [("soon", "could not read"), ("01/01/2020", "already passed"), ("31/02", "no such day")],
}
GOOD = {
    "title": "<b>Bold</b> & _under_ 😀 שלום",
    "organisation": "A & B <i>",
    "text": "</blockquote>\n\n*x*",
    "link": "example.org/call?a=1&b=2",
    "places": "12",
    "zone": "berlin",
    "deadline": "12/12/2026",
}


@pytest.mark.parametrize("field", BAD)
async def test_a_bad_answer_is_explained_and_the_draft_kept(world, field):
    coordinator = await coordinator_of(world)
    await up_to(coordinator, field)
    for answer, words in BAD[field]:
        await coordinator.say(answer)
        assert words in coordinator.screen, (answer, coordinator.screen)
    await coordinator.send("voice")
    if field in GOOD:
        await coordinator.say(GOOD[field])
    else:
        await coordinator.press({"topic": "Events", "languages": "French", "applicants": "migrants"}[field])
    assert not any(words in coordinator.screen for _, words in BAD[field])


async def test_everything_asked_is_shown_and_markup_is_text(world):
    coordinator = await coordinator_of(world)
    await up_to(coordinator, "languages", title=GOOD["title"], text=GOOD["text"])
    for label in ("English", "French", "That is all", "B2", "migrants", "public agents", "That is all"):
        await coordinator.press(label)
    await coordinator.say("12")
    await world.restart()
    await coordinator.say("Europe/Berlin")
    await coordinator.say("20 dez 23h30")
    for words in (
        GOOD["title"],
        GOOD["text"],
        "Deadline: Sun, 20 Dec, 19:30 (2026)",
        "There: Sun, 20 Dec, 23:30 (2026) (Berlin)",
        "English, French, from B2",
        "migrants, public agents",
        "Places: 12",
    ):
        assert words in coordinator.screen
    await coordinator.press("Change: Languages")
    await coordinator.press("English")
    await coordinator.press("French")
    await coordinator.press("None is asked")
    assert "none is asked" in coordinator.screen
    await coordinator.press("Publish")
    [opportunity] = await open_ones(world)
    assert (opportunity.posting.level, opportunity.posting.deadline.isoformat()) == (None, "2026-12-20T22:30:00+00:00")


async def test_a_deadline_that_went_by_meanwhile_is_asked_again(world):
    coordinator = await coordinator_of(world)
    await up_to(coordinator, "summary", deadline="25/11 09:00")
    await world.wait(days=2)
    await coordinator.press("Publish")
    assert "already passed" in coordinator.toast
    await coordinator.say("30/11 09:00")
    await coordinator.press("Publish")
    assert len(await open_ones(world)) == 1


async def test_publishing_twice_publishes_once_and_a_new_form_is_new(world):
    coordinator = await coordinator_of(world)
    await up_to(coordinator, "summary")
    message, data = await coordinator.data_of("Publish")
    await coordinator.press_data(message, data)
    await coordinator.press_data(message, data)
    assert "no longer valid" in coordinator.toast
    await coordinator.press("Correct")
    await publish(coordinator, title="Another")
    assert [one.posting.title for one in await open_ones(world)] == ["Another", "Course on buses"]


async def test_two_who_correct_at_once_do_not_overwrite_each_other(world):
    first, second = await coordinator_of(world), await coordinator_of(world)
    await publish(first)
    for player, title in ((first, "By the first"), (second, "By the second")):
        await player.say("/start")
        await player.press("Post an opportunity")
        await player.press("Course on buses")
        await player.press("Correct")
        await player.press("Change: Title")
        await player.say(title)
    await first.press("Publish")
    await second.press("Publish")
    assert "no longer valid" in second.toast
    assert [one.posting.title for one in await open_ones(world)] == ["By the first"]


FORGED = (
    "of:topic:nothing",
    "of:title:x",
    "of:languages:xx",
    "of:level:Z9",
    "of:applicants:nobody",
    "of:places:7",
    "of:zone:Mars/Base",
    "of:zone:../../etc/passwd",
    "of:deadline:x",
    "of:nothing:x",
    "os:nothing",
    "os:publish",
    "oc:999:open",
    "oc:999:closed",
    "oo:999:open",
    "oo:999:save",
    "oo:999:fewer",
    "to:999",
    "oo:99999999999999999999:open",
    "oc:-1:open",
    "to:99999999999999999999",
    "ot:weather",
)


async def test_forged_buttons_are_refused(world):
    coordinator = await coordinator_of(world)
    await up_to(coordinator, "title")
    for data in FORGED:
        await coordinator.press_data(coordinator.last["message_id"], data)
        assert "no longer valid" in coordinator.toast, data
    await coordinator.say("A title")  # the draft is still there
    assert "name of the organisation" in coordinator.screen


async def test_readers_cannot_publish(world):
    reader = await reader_of(world)
    for data in ("os:new", "os:publish", "of:topic:event", "oc:1:closed", "op:0", "go:postings"):
        await reader.press_data(reader.last["message_id"], data)
        assert "no longer valid" in reader.toast, data
