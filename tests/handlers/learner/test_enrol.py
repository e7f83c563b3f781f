"""An enrolment in chat: bad answers are explained and cost nothing, any answer can be changed, a restart loses none."""

import pytest

from core.roles import Role
from enrolment.enrolments import Status
from tests.handlers.enrolling import ANSWERS, answer, asked, enrolments_of, newcomer

STALE = "no longer valid"


async def test_from_start_to_the_queue(each_world):
    world = each_world
    ana = await world.person("Ana", language="en")
    await ana.start("tram-poster_3")
    await ana.press("English")
    await ana.press("I agree")
    await ana.press("Enrol now")
    await answer(ana, *ANSWERS)
    assert "Name: Ana Luísa Ribeiro" in ana.screen
    await ana.press("Send my enrolment")
    assert "Thank you, Ana." in ana.screen
    person, [enrolment] = await enrolments_of(world, ana)
    assert (person.name, person.source, person.consent) == ("Ana Luísa Ribeiro", "tram-poster_3", "2026-11")
    assert enrolment.status is Status.SUBMITTED
    assert enrolment.intake == "permanente-2026"
    form = enrolment.form
    assert (form.language, form.level, form.category, form.department) == ("fr", "A2", "effective", "fazenda")
    assert (form.registration, form.email) == ("123456-7", "ana@example.org")
    assert (form.days, form.at.hour) == (frozenset(range(5)), 8)
    assert Role.LEARNER not in person.roles


@pytest.mark.parametrize("upto", range(len(ANSWERS) + 1))
async def test_a_restart_at_any_question_loses_no_answer(world, upto):
    ana = await asked(world, upto)
    await world.restart()
    await answer(ana, *ANSWERS[upto:])
    await ana.press("Send my enrolment")
    person, [enrolment] = await enrolments_of(world, ana)
    assert (person.name, enrolment.form.email) == ("Ana Luísa Ribeiro", "ana@example.org")


BAD_NAMES = {
    "x" * 81: "up to 80 characters fit",
    "😀🎉": "any letters",
    "12345": "any letters",
    "\u200b\u2060": "empty",
    "\u202e\u0007": "empty",
}
GOOD_NAMES = {
    "مريم الحسن": "مريم الحسن",
    "<b>Ana</b> & *Bia*": "<b>Ana</b> & *Bia*",
    "Ana\u0000\u0007 Lu\u202eísa": "Ana Luísa",
    "  Ana \n\t Luísa ": "Ana Luísa",
    "Zoë 😀": "Zoë 😀",
    "_Ana_ [x](y) `z`": "_Ana_ [x](y) `z`",
}


async def test_a_name_of_any_script_is_taken_as_it_is_and_shown_without_becoming_markup(world):
    ana = await newcomer(world)
    await ana.press("Enrol now")
    for bad, words in BAD_NAMES.items():
        await ana.say(bad)
        assert words in ana.screen
    await answer(ana, *ANSWERS)
    for written, kept in GOOD_NAMES.items():
        await ana.press("Change: Name")
        await ana.say(written)
        assert f"Name: {kept}\n" in ana.screen
        [bold] = [part for part in ana.last["entities"] if part["type"] == "bold"][1:2]
        shown = ana.screen.encode("utf-16-le")[2 * bold["offset"] : 2 * (bold["offset"] + bold["length"])]
        assert shown.decode("utf-16-le") == kept
    await ana.press("Send my enrolment")
    assert (await enrolments_of(world, ana))[0].name == list(GOOD_NAMES.values())[-1]


async def test_each_typed_field_says_what_is_wrong_with_it_and_keeps_the_draft(world):
    ana = await asked(world, 3)
    for bad, words in {"BM": "has digits", "1" * 21: "up to 20 characters", "😀": "has digits"}.items():
        await ana.say(bad)
        assert words in ana.screen
    await ana.press("Skip")
    for bad in ("ana", "ana@", "ana@exam ple.org", "<ana@example.org>", "ана@пример", "a@b..org", "@example.org"):
        await ana.say(bad)
        assert "does not look like an e-mail" in ana.screen
    await ana.say("a" * 255 + "@example.org")
    assert "up to 254 characters" in ana.screen
    await ana.say("Ana.Ribeiro@Example.ORG")
    await answer(ana, ("press", "French"), ("press", "A2"))
    for bad in ("Atlantis", "../../etc/passwd", "😀", "x" * 65, "America/Nowhere"):
        await ana.say(bad)
        assert "do not know that city" in ana.screen or "up to 64 characters" in ana.screen
    await ana.say("são  PAULO")
    await answer(ana, ("press", "Every day"), ("press", "22:00"))
    for line in ("Registration number: not given", "Work e-mail: ana.ribeiro@example.org", "Days: every day"):
        assert line in ana.screen
    assert "Time zone: America/Sao Paulo" in ana.screen


@pytest.mark.parametrize(("upto", "question"), [(0, "What is your name?"), (3, "registration"), (6, "sounds most")])
async def test_a_voice_note_or_a_sticker_gets_the_question_again(world, upto, question):
    ana = await asked(world, upto)
    for kind in ("voice", "sticker", "document"):
        await ana.send(kind)
        assert "only read text" in ana.screen
        assert question in ana.screen
    await answer(ana, *ANSWERS[upto:])
    assert "Is everything right?" in ana.screen


async def test_words_where_a_button_is_asked_for_get_the_question_again(world):
    ana = await asked(world, 1)
    await ana.say("I am an effective servant")
    assert "choose one of the buttons" in ana.screen
    await answer(ana, *ANSWERS[1:])
    await ana.say("yes, it is right")
    assert "choose one of the buttons" in ana.screen
    await ana.press("Send my enrolment")
    assert len((await enrolments_of(world, ana))[1]) == 1


async def test_a_command_is_never_taken_as_an_answer(world):
    ana = await asked(world, 0)
    await ana.say("/help")
    assert "How this works" in ana.screen
    await ana.say("/no_such_command")
    assert "send /cancel" in ana.screen
    await answer(ana, *ANSWERS)
    assert "Name: Ana Luísa Ribeiro" in ana.screen


CHANGES = [
    ("Name", [("type", "Bia")], "Name: Bia"),
    ("Category", [("press", "Municipal teacher")], "Category: Municipal teacher"),
    ("Department", [("press", "Next"), ("press", "Culture")], "Department: Culture"),
    ("Registration", [("press", "Skip")], "Registration number: not given"),
    ("Work e-mail", [("type", "b@example.org")], "Work e-mail: b@example.org"),
    ("Language", [("press", "Mandarin")], "Language: Mandarin"),
    ("Level", [("press", "C1")], "Level: C1"),
    ("Time zone", [("type", "Lisbon")], "Time zone: Europe/Lisbon"),
    ("Days", [("press", "Wed"), ("press", "Sat"), ("press", "Done")], "Days: Mon, Tue, Thu, Fri, Sat"),
    ("Hour", [("press", "21:00")], "Hour: 21:00"),
]


async def test_every_answer_can_be_changed_and_the_others_stay(world):
    ana = await asked(world, len(ANSWERS))
    expected = ana.screen.splitlines()[2:]
    for place, (label, steps, line) in enumerate(CHANGES):
        await ana.press(f"Change: {label}")
        await answer(ana, *steps)
        expected[place] = line
        assert ana.screen.splitlines()[2:] == expected
    await ana.press("Change: Hour")
    await ana.press("Back")
    assert ana.screen.splitlines()[2:] == expected


async def test_days_are_toggled_and_none_is_no_answer(world):
    ana = await asked(world, 8)
    assert "Done" not in ana.buttons
    await ana.press("Mon")
    assert "✅ Mon" in ana.buttons
    message, done = await ana.data_of("Done")
    await ana.press("Mon")
    assert "Done" not in ana.buttons
    await ana.press_data(message, done)
    assert STALE in ana.toast
    await answer(ana, ("type", "/enrol"))
    assert "On which days" in ana.screen


async def test_back_walks_through_the_questions_and_stop_drops_them(world):
    ana = await asked(world, 3)
    await ana.press("Back")
    assert "Where do you work?" in ana.screen
    await ana.press("Back")
    await ana.press("Back")
    assert "What is your name?" in ana.screen
    assert "⬅️ Back" not in ana.buttons
    await ana.say("Ana Lima")
    assert "registration number" in ana.screen
    await ana.press("Stop")
    assert ana.toast == "Stopped. Nothing was sent."
    await ana.press("Enrol now")
    assert "What is your name?" in ana.screen


async def test_whoever_leaves_half_way_goes_on_where_they_were(world):
    ana = await asked(world, 5)
    await ana.say("/start")
    await ana.press("Enrol now")
    assert "Which language would you like to practise?" in ana.screen
    await ana.say("/cancel")
    assert "Nothing was sent" in ana.screen
    await ana.say("/enrol")
    assert "What is your name?" in ana.screen


async def test_a_button_of_an_earlier_question_shows_the_open_one(world):
    ana = await asked(world, 1)
    message, first = await ana.data_of("Effective")
    await ana.press_data(message, first)
    await ana.press_data(message, first)
    assert "answered already" in ana.toast
    assert "Where do you work?" in ana.screen
    await answer(ana, *ANSWERS[2:])
    _, send = await ana.data_of("Send my enrolment")
    _, change = await ana.data_of("Change: Name")
    message = ana.last["message_id"]
    await ana.press("Send my enrolment")
    for data in (send, change, first, "eg:2", "ek:back"):
        await ana.press_data(message, data)
        assert STALE in ana.toast
    assert len((await enrolments_of(world, ana))[1]) == 1
