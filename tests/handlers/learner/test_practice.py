"""A round of practice, in the chat."""

import pytest
from sqlalchemy import event

from core.languages import Language, Level
from lessons.exercises import Kind
from lessons.grading import folded
from tests.handlers.learner.learning import (
    BOOK,
    answer_right,
    answers_of,
    learner_of,
    press_exactly,
    study,
    under_way,
    up_to,
)


async def test_a_round_from_the_first_exercise_to_the_summary(each_world):
    ana = await learner_of(each_world)
    await ana.say("/practice")
    assert "Exercise 1 of 10" in ana.screen
    kinds = [(await answer_right(each_world, ana)).kind for _ in range(9)]
    assert "✅ Right!" in ana.screen
    assert "Exercise 10 of 10" in ana.screen
    kinds.append((await answer_right(each_world, ana)).kind)
    assert set(kinds) == set(Kind)
    assert "You got 10 of 10 exercises." in ana.screen
    assert "10 exercises come back" in ana.screen
    assert len(await answers_of(each_world, ana)) == 10
    await ana.press("Another round")
    assert "Exercise 1 of" in ana.screen


async def test_a_meaning_is_chosen_by_button_number_or_words(world):
    ana = await learner_of(world)
    exercise = await up_to(world, ana, Kind.CHOOSE)
    assert [label[:3] for label in ana.buttons] == ["1. ", "2. ", "3. ", "4. "]
    await press_exactly(ana, f"{exercise.answer + 1}. {exercise.options[exercise.answer]}")
    assert ana.toast == "✅ Right!"
    exercise = (await under_way(world, ana)).exercise
    await ana.say(f" {exercise.answer + 1}. ")
    assert "✅ Right!" in ana.screen
    exercise = (await under_way(world, ana)).exercise
    await ana.say(exercise.options[exercise.answer].upper())
    assert "✅ Right!" in ana.screen
    assert [answer["grade"] for answer in await answers_of(world, ana)] == [3, 3, 3]


async def test_a_wrong_choice_tells_the_meaning_and_the_note(world):
    ana = await learner_of(world)
    exercise = await up_to(world, ana, Kind.CHOOSE)
    await ana.press(f"{(exercise.answer + 1) % 4 + 1}. ")
    assert ana.toast == "🔸 Not quite."
    assert f"{exercise.prompt} = {exercise.phrase.text[Language.ENGLISH]}" in ana.screen
    assert exercise.phrase.note["en"] in ana.screen
    assert "Exercise 2 of 10" in ana.screen


@pytest.mark.parametrize("words", ["5", "0", "what?", "²", "1️⃣2️⃣", "<b>x</b>"])
async def test_words_that_are_no_option_are_not_held_against_anybody(world, words):
    ana = await learner_of(world)
    await up_to(world, ana, Kind.CHOOSE)
    await ana.say(words)
    assert ana.screen == "Please choose a meaning, or send its number, 1 to 4."
    assert await answers_of(world, ana) == []
    assert (await under_way(world, ana)).round.position == 0


async def test_words_are_put_in_order_and_taken_back(world):
    ana = await learner_of(world)
    exercise = await up_to(world, ana, Kind.ORDER)
    first, last = exercise.options[0], exercise.options[-1]
    await press_exactly(ana, first)
    assert f"{first} …" in ana.screen
    assert first not in ana.buttons or exercise.options.count(first) > 1
    await press_exactly(ana, last)
    assert f"{first} {last} …" in ana.screen
    await ana.press("Take back")
    await ana.press("Take back")
    assert "Take back" not in " ".join(ana.buttons)
    await answer_right(world, ana)
    assert ana.toast == "✅ Right!"


async def test_a_wrong_order_shows_the_difference(world):
    ana = await learner_of(world)
    exercise = await up_to(world, ana, Kind.ORDER)
    wrong = list(reversed(exercise.phrase.words(exercise.language)))
    for word in wrong:
        await press_exactly(ana, word)
    assert ana.toast == "🔸 Not quite."
    assert {"strikethrough", "underline"} <= {entity["type"] for entity in ana.last["entities"]}


async def test_what_is_typed_is_graded_leniently_and_its_difference_is_shown(world):
    ana = await learner_of(world)
    exercise = await up_to(world, ana, Kind.TYPE)
    right = exercise.phrase.text[Language.FRENCH]
    await ana.say(right.upper().rstrip(" ?!.") + "…")
    assert "✅ Right!" in ana.screen
    exercise = (await under_way(world, ana)).exercise
    assert exercise.kind is Kind.TYPE
    await ana.say(f"{exercise.phrase.text[Language.FRENCH]} encore")
    assert "🔸 Not quite." in ana.screen
    struck = [entity for entity in ana.last["entities"] if entity["type"] == "strikethrough"]
    assert len(struck) == 1


async def test_not_knowing_is_an_answer(world):
    ana = await learner_of(world)
    exercise = await up_to(world, ana, Kind.TYPE)
    await ana.press("I do not know")
    assert f"{exercise.phrase.text[Language.FRENCH]} = {exercise.prompt}" in ana.screen
    assert (await answers_of(world, ana))[-1]["grade"] == 1


async def test_a_restart_in_the_middle_changes_nothing(each_world):
    ana = await learner_of(each_world)
    await up_to(each_world, ana, Kind.ORDER)
    before = await under_way(each_world, ana)
    word = before.exercise.options[0]
    await press_exactly(ana, word)
    await each_world.restart()
    after = await under_way(each_world, ana)
    assert after.exercise == before.exercise
    assert after.round.order == (0,)
    for place in [place for place in _order(after.exercise) if place != 0][:1]:
        await press_exactly(ana, after.exercise.options[place])
    assert len((await under_way(each_world, ana)).round.order) == 2
    await ana.say("/practice")
    assert f"Exercise {after.round.position + 1} of 10" in ana.screen


def _order(exercise):
    return [exercise.options.index(word) for word in exercise.phrase.words(exercise.language)]


@pytest.mark.parametrize("kind", [Kind.CHOOSE, Kind.ORDER])
async def test_a_second_press_of_the_same_button_counts_once(world, kind):
    ana = await learner_of(world)
    await up_to(world, ana, kind)
    position = (await under_way(world, ana)).round.position
    before = len(await answers_of(world, ana))
    message, data = ana.last["message_id"], ana.last["reply_markup"]["inline_keyboard"][0][0]["callback_data"]
    await ana.press_data(message, data)
    await ana.press_data(message, data)
    assert "no longer valid" in ana.toast
    current = (await under_way(world, ana)).round
    assert len(await answers_of(world, ana)) - before == (1 if kind is Kind.CHOOSE else 0)
    assert current.position - position == (1 if kind is Kind.CHOOSE else 0)
    assert len(current.order) == (0 if kind is Kind.CHOOSE else 1)


async def test_forged_buttons_change_nothing(world):
    ana, ben = await learner_of(world, "Ana"), await learner_of(world, "Ben")
    await up_to(world, ana, Kind.CHOOSE)
    await up_to(world, ben, Kind.ORDER)
    mine, his = await under_way(world, ana), await under_way(world, ben)
    here, there = f"{mine.round.id}:{mine.round.position}", f"{his.round.id}:{his.round.position}"
    forged = [
        f"pa:{here}:4",
        f"pa:{here}:-1",
        f"pa:{here}:99999999999999999999",
        f"pa:{mine.round.id}:7:0",
        f"pa:{there}:0",
        "pa:99999999999999999999:0:0",
        "pa:1",
        "pa:x:y:z",
        f"pw:{here}:0:0",
        f"pw:{here}:-1:0",
        f"pw:{there}:0:0",
        "pp:99999999999999999999",
        "pp:2",
        "p",
    ]
    for data in forged:
        await ana.press_data(ana.last["message_id"], data)
        assert "no longer valid" in ana.toast, data
    for data in (f"pw:{there}:99:0", f"pw:{there}:0:1", f"pw:{there}:-2:0"):
        await ben.press_data(ben.last["message_id"], data)
        assert "no longer valid" in ben.toast, data
    assert await under_way(world, ana) == mine
    assert await under_way(world, ben) == his


async def test_what_is_written_a_day_later_is_no_answer(world):
    ana = await learner_of(world)
    await up_to(world, ana, Kind.TYPE)
    before = len(await answers_of(world, ana))
    await world.clock.advance(25 * 3600)
    await ana.say("Good morning")
    assert "I did not understand that" in ana.screen
    assert len(await answers_of(world, ana)) == before
    await ana.say("/practice")
    assert "Exercise 1 of 10" in ana.screen


async def test_without_a_language_there_is_nothing_to_practise(world):
    ana = await learner_of(world)
    async with world.app.transactions.begin() as stores:
        await stores.lessons.close_track(ana.person, Language.FRENCH)
    await ana.say("/practice")
    assert "You practise no language at the moment" in ana.screen
    await ana.say("/progress")
    assert "You practise no language at the moment" in ana.screen
    await ana.say("/daily")
    assert "You practise no language at the moment" in ana.screen


@pytest.mark.parametrize("learns", list(Language))
async def test_every_language_can_be_practised_in_portuguese(world, learns):
    ana = await learner_of(world, reads="pt", learns=learns)
    await ana.say("/practice")
    for _ in range(10):
        exercise = await answer_right(world, ana)
        assert exercise.base is (Language.ENGLISH if learns is Language.PORTUGUESE else Language.PORTUGUESE)
    answers = await answers_of(world, ana)
    assert [answer["grade"] for answer in answers] == [3] * len(answers)
    assert len(answers) == 10


async def test_beginners_may_write_mandarin_in_pinyin(world):
    ana = await learner_of(world, learns=Language.MANDARIN)
    exercise = await up_to(world, ana, Kind.TYPE)
    await ana.say(folded(exercise.phrase.pinyin))
    assert "✅ Right!" in ana.screen


async def test_progress_counts_what_was_met_and_answered(world):
    ana = await learner_of(world)
    await ana.say("/progress")
    assert "You have met 0 phrases." in ana.screen
    await ana.say("/practice")
    for _ in range(10):
        await answer_right(world, ana)
    await ana.press("My progress")
    assert "You have met 4 phrases." in ana.screen
    assert "Today you would remember about 4 of them." in ana.screen
    assert "This week: 10 answers." in ana.screen
    total = sum(phrase.level is Level.A1 for phrase in BOOK.phrases)
    assert f"4/{total}" in ana.screen


async def test_the_language_practised_last_is_the_one_that_goes_on(world):
    ana = await learner_of(world)
    await study(world, ana.person, Language.GERMAN)
    await ana.say("/practice")
    assert (await under_way(world, ana)).exercise.language is Language.GERMAN
    await ana.say("/daily")
    await ana.press("Change to French")
    await ana.say("/practice")
    assert (await under_way(world, ana)).exercise.language is Language.FRENCH


async def test_an_answer_is_two_calls_and_eight_statements_at_most(world):
    ana = await learner_of(world)
    await up_to(world, ana, Kind.CHOOSE)
    statements = []
    event.listen(
        world.app.transactions.database._engine,
        "before_cursor_execute",
        lambda _connection, _cursor, statement, *_rest: statements.append(statement),
    )
    counts = {}
    for _ in range(10):
        statements.clear()
        calls = len(await world.control.calls())
        exercise = (await under_way(world, ana)).exercise
        asking = len(statements)
        await answer_right(world, ana)
        told = [call["method"] for call in (await world.control.calls())[calls:]]
        made = [method for method in told if not method.startswith("get")]
        counts.setdefault(exercise.kind, []).append(len(statements) - 2 * asking)
        if exercise.kind is Kind.CHOOSE:
            assert made == ["answerCallbackQuery", "editMessageText"]
        elif exercise.kind is Kind.TYPE:
            assert made == ["sendMessage"]
    assert max(counts[Kind.CHOOSE]) <= 6
    assert max(counts[Kind.TYPE]) <= 8
    assert sum(len(each) for each in counts.values()) == 10
