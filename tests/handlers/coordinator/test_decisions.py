"""Decisions on enrolments: what the person hears, what is recorded, and the way back."""

import pytest

from core.roles import Role
from enrolment.enrolments import Status
from tests.handlers.coordinator.deciding import STALE, kept, logged, news, open_one
from tests.handlers.enrolling import enrolled, staff


async def test_admitting_gives_the_place_the_role_and_the_track_and_tells(world):
    ana, celia = await enrolled(world), await staff(world)
    await open_one(celia)
    for fact in ("Ana Ribeiro", "French, A2", "Finance", "123456-7", "ana@example.org", "08:00, Monday to Friday"):
        assert fact in celia.screen
    await celia.press("Admit")
    assert celia.toast == "Admitted."
    enrolment, person = await kept(world)
    assert (enrolment.status, person.roles) == (Status.ADMITTED, {Role.LEARNER})
    async with world.app.transactions.read() as stores:
        [track] = await stores.lessons.tracks_of(person.id)
        [coordinator] = await stores.people.with_role(Role.COORDINATOR)
    assert (track.language, track.level, track.at.hour, track.zone) == ("fr", "A2", 8, "America/Sao_Paulo")
    assert enrolment.decided_by == coordinator.id
    assert "You are in, Ana!" in await news(world, ana)
    await ana.press("Practise now")
    assert STALE not in f"{ana.toast}"
    [submitted, admitted] = await logged(world)
    assert (submitted.action, submitted.actor) == ("enrolment.submitted", person.id)
    assert (admitted.action, admitted.actor) == ("enrolment.admitted", coordinator.id)
    assert (admitted.before["status"], admitted.after["status"]) == ("submitted", "admitted")


async def test_the_first_phrase_comes_at_the_next_chosen_hour(world):
    ana, celia = await enrolled(world), await staff(world)
    await open_one(celia)
    await celia.press("Admit")
    await news(world, ana)
    before = len(await ana.messages())
    await world.wait(hours=22)  # 07:00 the next morning in Belo Horizonte
    assert len(await ana.messages()) == before
    await world.wait(hours=1, minutes=5)
    assert len(await ana.messages()) == before + 1


async def test_a_double_press_admits_once_and_tells_once(world):
    ana, celia = await enrolled(world), await staff(world)
    await open_one(celia)
    message, admit = await celia.data_of("Admit")
    await celia.press_data(message, admit)
    await celia.press_data(message, admit)
    assert STALE in celia.toast
    await news(world, ana)
    said = [each["text"] for each in await ana.messages() if "You are in" in each.get("text", "")]
    assert len(said) == 1
    assert [entry.action for entry in await logged(world)] == ["enrolment.submitted", "enrolment.admitted"]


async def test_of_two_coordinators_the_second_is_told_that_it_is_decided(each_world):
    world = each_world
    await enrolled(world)
    celia, davi = await staff(world), await staff(world, "Davi", Role.ADMIN)
    await open_one(celia)
    await open_one(davi)
    await celia.press("Admit")
    message, refuse = await davi.data_of("Refuse")
    await davi.press_data(message, refuse)
    assert STALE in davi.toast
    assert (await kept(world))[0].status is Status.ADMITTED


@pytest.mark.parametrize(
    ("ready", "told"),
    [
        ("All places are taken", "All places are taken for now"),
        ("another group", "for another group of people"),
        ("could not be confirmed", "could not be confirmed"),
    ],
)
async def test_a_ready_reason_reaches_the_person(world, ready, told):
    ana, celia = await enrolled(world), await staff(world)
    await open_one(celia)
    await celia.press("Refuse")
    await celia.press(ready)
    assert celia.toast == "Refused."
    assert told in await news(world, ana)
    await ana.press("Menu")
    await ana.press("My enrolment")
    assert "Not admitted" in ana.screen
    assert told in ana.screen
    assert (await logged(world))[-1].reason in {"places", "category", "data"}


async def test_a_typed_reason_is_sealed_shown_as_it_is_and_not_in_the_log(world):
    ana, celia = await enrolled(world), await staff(world)
    await open_one(celia)
    await celia.press("Refuse")
    for bad, words in {"x" * 501: "up to 500 characters", "\u200b": "empty", "###": "empty"}.items():
        await celia.say(bad)
        assert words in celia.screen
    await celia.send("voice")
    assert "write it as text" in celia.screen
    await celia.say("#places <b>Sorry</b>, *Ana* & all")
    assert "places <b>Sorry</b>, *Ana* & all" in celia.screen
    assert "places <b>Sorry</b>, *Ana* & all" in await news(world, ana)
    entry = (await logged(world))[-1]
    assert entry.action == "enrolment.refused"
    assert "Sorry" not in str(entry)


async def test_going_back_from_the_reason_refuses_nobody(world):
    await enrolled(world)
    celia = await staff(world)
    await open_one(celia)
    await celia.press("Refuse")
    await celia.press("Back")
    await celia.say("what a nice day")
    assert "did not understand" in celia.screen
    assert (await kept(world))[0].status is Status.SUBMITTED


async def test_a_reason_that_comes_too_late_changes_nothing_and_ends_the_question(world):
    ana, celia, davi = await enrolled(world), await staff(world), await staff(world, "Davi")
    await open_one(celia)
    await celia.press("Refuse")
    await open_one(davi)
    await davi.press("Admit")
    await celia.say("No")
    assert STALE in celia.screen
    assert (await kept(world))[0].status is Status.ADMITTED
    await ana.press_data(ana.last["message_id"], "pr:delete-now")
    await celia.say("No")
    assert "did not understand" in celia.screen


async def test_an_undone_admission_was_never_said(world):
    ana, celia = await enrolled(world), await staff(world)
    await open_one(celia)
    await celia.press("Admit")
    before = len(await ana.messages())
    await celia.press("Undo")
    await news(world, ana)
    assert len(await ana.messages()) == before
    enrolment, person = await kept(world)
    assert (enrolment.status, enrolment.decided_at, person.roles) == (Status.SUBMITTED, None, frozenset())
    async with world.app.transactions.read() as stores:
        assert await stores.lessons.tracks_of(person.id) == ()
    entry = (await logged(world))[-1]
    assert (entry.action, entry.before["status"], entry.after["status"]) == (
        "enrolment.undone",
        "admitted",
        "submitted",
    )
    await celia.press("Admit")
    assert "You are in, Ana!" in await news(world, ana)


async def test_a_decision_that_was_said_is_taken_back_with_a_word(world):
    ana, celia = await enrolled(world), await staff(world)
    await open_one(celia)
    await celia.press("Refuse")
    await celia.press("another group")
    assert "could not offer you a place" in await news(world, ana)
    await celia.say("/queue")
    assert "Nothing waits" in celia.screen
    await celia.press("Decided lately")
    assert "❌ Ana Ribeiro" in celia.buttons[0]
    await celia.press("Ana Ribeiro")
    await celia.press("Undo")
    assert "looking at it once more" in await news(world, ana)
    await celia.press("Admit")
    assert "You are in, Ana!" in await news(world, ana)


async def test_a_refusal_is_not_undone_once_the_person_has_enrolled_anew(world):
    ana, celia = await enrolled(world), await staff(world)
    await open_one(celia)
    await celia.press("Refuse")
    await celia.press("could not be confirmed")
    message, undo = await celia.data_of("Undo")
    await ana.say("/enrol")
    for label in ("French", "B1", "Every day", "07:00", "Send my enrolment"):
        await ana.press(label)
    await celia.press_data(message, undo)
    assert "enrolled anew" in celia.toast
    assert [(await kept(world, number))[0].status for number in (1, 2)] == [Status.REJECTED, Status.SUBMITTED]


async def test_a_learner_of_two_languages_keeps_the_role_with_the_other(world):
    ana, celia = await enrolled(world), await staff(world)
    await ana.say("/enrol")
    for label in ("Spanish", "B1", "Every day", "07:00", "Send my enrolment"):
        await ana.press(label)
    for _ in range(2):
        await open_one(celia)
        await celia.press("Admit")
    await celia.press("Undo")
    assert (await kept(world))[1].roles == {Role.LEARNER}
    await ana.say("/start")
    await ana.press("My enrolment")
    await ana.press("Leave: French")
    await ana.press("Yes, leave")
    assert (await kept(world))[1].roles == frozenset()
