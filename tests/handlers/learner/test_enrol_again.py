"""Enrolling again, leaving, and answers that no screen of ours offers."""

from enrolment.enrolments import Status
from storage.people import DRAFT_KEPT
from tests.handlers.enrolling import ANSWERS, answer, asked, enrolled, enrolments_of

STALE = "no longer valid"


FORGED = {
    1: ["en:category:citizen", "en:category:x", "en:category:", "en:department:saude", "en:nothing:x", "en:name:x"],
    2: ["en:department:pampulha", "en:department:none", "eg:-5", "eg:999999"],
    3: ["en:registration:x", "en:registration:--"],
    5: ["en:language:xx", "en:language:EN"],
    6: ["en:level:C2", "en:level:Z9"],
    7: ["en:zone:8", "en:zone:-1", "en:zone:x", "en:zone:UTC"],
    8: ["en:days:7", "en:days:01", "en:days:", "en:days:done"],
    9: ["en:hour:5", "en:hour:23", "en:hour:-1", "en:hour:08", "en:hour:x"],
    10: ["ec:nothing", "ec:summary2", "ec:"],
}


async def test_forged_answers_are_refused_at_every_question(world):
    ana = await asked(world, 0)
    for upto in range(len(ANSWERS) + 1):
        for data in FORGED.get(upto, []):
            await ana.press_data(ana.last["message_id"], data)
            seen = f"{ana.toast} {ana.screen}"
            assert "Something went wrong" not in seen
            assert STALE in seen or "answered already" in seen or "Page" in seen, data
        await ana.say("/enrol")
        await answer(ana, *ANSWERS[upto : upto + 1])
    await ana.say("/enrol")
    await ana.press("Send my enrolment")
    [enrolment] = (await enrolments_of(world, ana))[1]
    assert (enrolment.form.level, enrolment.form.department) == ("A2", "fazenda")


async def test_one_enrolment_a_language_and_the_second_asks_only_what_is_new(world):
    ana = await enrolled(world)
    await ana.say("/enrol")
    assert "Which language would you like to practise?" in ana.screen
    await ana.press("French")
    assert "already have an enrolment for French" in ana.toast
    await ana.press("Spanish")
    await answer(ana, ("press", "B1"), ("press", "Every day"), ("press", "07:00"))
    assert "Work e-mail: ana@example.org" in ana.screen
    assert "Department: Finance" in ana.screen
    await ana.press("Send my enrolment")
    assert [each.form.language for each in (await enrolments_of(world, ana))[1]] == ["es", "fr"]
    await ana.say("/start")
    await ana.press("My enrolment")
    assert "Spanish, level B1: Waiting for a decision" in ana.screen
    assert "Your place in the line: 1." in ana.screen


async def test_leaving_asks_first_and_frees_the_language(world):
    ana = await enrolled(world)
    ben = await enrolled(world, "Ben")
    await ana.say("/start")
    await ana.press("My enrolment")
    await ana.press("Leave: French")
    await ana.press("No, go back")
    await ana.press("Leave: French")
    message, leave = await ana.data_of("Yes, leave")
    await ben.press_data(ben.last["message_id"], leave)
    assert STALE in ben.toast
    await ana.press_data(message, leave)
    assert "You have left" in ana.toast
    await ana.press_data(message, leave)
    assert STALE in ana.toast
    assert [each.status for each in (await enrolments_of(world, ana))[1]] == [Status.WITHDRAWN]
    assert [each.status for each in (await enrolments_of(world, ben))[1]] == [Status.SUBMITTED]
    await ana.say("/enrol")
    await ana.press("French")
    assert "sounds most" in ana.screen


async def test_a_draft_that_nobody_finishes_is_forgotten(world):
    ana = await asked(world, 4)
    async with world.app.transactions.begin() as stores:
        assert await stores.people.forget_old_drafts(now=world.clock.now() + DRAFT_KEPT / 2) == 0
        assert await stores.people.forget_old_drafts(now=world.clock.now() + 2 * DRAFT_KEPT) == 1
    await ana.say("/enrol")
    assert "What is your name?" in ana.screen
