"""The phrase of the day and its settings, in the chat."""

import asyncio
from datetime import timedelta

import pytest

from core.languages import Language
from tests.handlers.learner.learning import BOOK, answer_right, learner_of, study, under_way


async def daily_texts(player):
    return [message["text"] for message in await player.messages() if "Phrase of the day" in message.get("text", "")]


async def test_the_phrase_comes_at_ones_hour_each_day_another(each_world):
    ana = await learner_of(each_world)
    seen = []
    for day in range(1, 4):
        await each_world.wait(days=1)
        await each_world.due()
        texts = await daily_texts(ana)
        assert len(texts) == day
        seen.append(texts[-1])
    assert len(set(seen)) == 3
    await ana._look()
    [said] = [phrase for phrase in BOOK.phrases if phrase.text[Language.FRENCH] in ana.screen]
    for words in (said.text[Language.ENGLISH], said.situation["en"], said.note["en"]):
        assert words in ana.screen
    assert BOOK.themes[said.theme].title["en"] in ana.screen


async def test_practise_now_begins_with_the_phrase_that_came(world):
    ana = await learner_of(world)
    await study(world, ana.person, Language.GERMAN)
    await world.wait(days=1)
    french, german = sorted(await daily_texts(ana), key=lambda text: any(one in text for one in german_words()))
    messages = [message for message in await ana.messages() if message.get("text") == french]
    key = messages[-1]["reply_markup"]["inline_keyboard"][0][0]
    assert key["text"] == "▶️ Practise now"
    await ana.press_data(messages[-1]["message_id"], key["callback_data"])
    exercise = (await under_way(world, ana)).exercise
    assert exercise.language is Language.FRENCH
    assert exercise.prompt in french
    assert await daily_texts(ana) == [french, german] or await daily_texts(ana) == [german, french]


def german_words():
    return {phrase.text[Language.GERMAN] for phrase in BOOK.phrases}


async def test_mandarin_comes_with_pinyin_and_portuguese_for_the_portuguese_with_english(world):
    wei = await learner_of(world, "Ana", learns=Language.MANDARIN)
    rui = await learner_of(world, "Rui", reads="pt", learns=Language.PORTUGUESE)
    await world.wait(days=1)
    for player, language, base in ((wei, Language.MANDARIN, Language.ENGLISH), (rui, Language.PORTUGUESE, None)):
        await player._look()
        said = max(
            (phrase for phrase in BOOK.phrases if phrase.text[language] in player.screen),
            key=lambda phrase: len(phrase.text[language]),
        )
        assert said.text[base or Language.ENGLISH] in player.screen
        assert (said.pinyin in player.screen) is (language is Language.MANDARIN)


async def test_a_phrase_that_is_too_late_is_left_out(world):
    ana = await learner_of(world)
    await world.clock.advance(timedelta(hours=37).total_seconds())
    await world.due()
    assert await daily_texts(ana) == []


async def test_days_are_added_and_taken_away_but_one_stays(world):
    ana = await learner_of(world)
    await ana.say("/daily")
    assert "Next phrase: Wed, 25 Nov, 09:00" in ana.screen
    await ana.press("Days")
    for day in ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat"):
        await ana.press(day)
    assert "✅ Sun" in ana.buttons
    await ana.press("Sun")
    assert ana.toast == "One day has to stay. To stop, use Pause."
    assert "✅ Sun" in ana.buttons
    await ana.press("Back")
    assert "Next phrase: Sun, 29 Nov, 09:00" in ana.screen


async def test_another_hour_and_another_city(world):
    ana = await learner_of(world)
    await ana.say("/daily")
    await ana.press("Hour")
    await ana.press("18:00")
    assert "18:00 (America/Sao Paulo)" in ana.screen
    assert "Next phrase: Tue, 24 Nov, 18:00" in ana.screen
    await ana.press("Time zone")
    await ana.press("Lisbon")
    assert "18:00 (Europe/Lisbon)" in ana.screen
    await ana.press("Time zone")
    await ana.say("Atlantis")
    assert "I do not know that city" in ana.screen
    await ana.say("tóquio")
    assert "Next phrase: Wed, 25 Nov, 18:00" in ana.screen
    assert "(Asia/Tokyo)" in ana.screen
    await world.wait(hours=21)
    assert len(await daily_texts(ana)) == 1


async def test_a_round_is_as_long_as_one_likes(world):
    ana = await learner_of(world)
    await ana.say("/daily")
    assert "A round: up to 10 exercises" in ana.screen
    await ana.press("Exercises")
    await ana.press("5")
    assert "A round: up to 5 exercises" in ana.screen
    await ana.say("/practice")
    assert "Exercise 1 of 5" in ana.screen


@pytest.mark.parametrize(("label", "day"), [("3 days", "Friday, 27 November"), ("A week", "Tuesday, 1 December")])
async def test_a_pause_ends_by_itself(world, label, day):
    ana = await learner_of(world)
    await ana.say("/daily")
    await ana.press("Pause")
    await ana.press(label)
    assert f"Paused until {day}" in ana.screen
    await world.wait(days=2)
    assert await daily_texts(ana) == []
    for _ in range(7):
        await world.wait(days=1)
    assert len(await daily_texts(ana)) == (7 if label == "3 days" else 3)


async def test_a_pause_until_a_date_that_is_written(world):
    ana = await learner_of(world)
    await ana.say("/daily")
    await ana.press("Pause")
    await ana.press("Until a date")
    for wrong in ("soon", "24/11", "31/02", "1/1/2050", "👋", "x" * 300):
        await ana.say(wrong)
        assert "Paused until" not in ana.screen
    await ana.send("voice")
    assert "text" in ana.screen
    await ana.say("24/12")
    assert "Paused until Thursday, 24 December" in ana.screen
    await ana.press("Resume")
    assert "Next phrase: Wed, 25 Nov, 09:00" in ana.screen


async def test_a_setting_left_half_way_does_not_take_an_answer(world):
    ana = await learner_of(world)
    await ana.say("/daily")
    await ana.press("Pause")
    await ana.press("Until a date")
    await ana.say("/practice")
    exercise = (await under_way(world, ana)).exercise
    await ana.say(str(exercise.answer + 1))
    assert "✅ Right!" in ana.screen


async def test_a_paused_learner_may_practise_all_the_same(world):
    ana = await learner_of(world)
    await ana.say("/daily")
    await ana.press("Pause")
    await ana.press("A month")
    await ana.say("/practice")
    await answer_right(world, ana)
    assert "✅ Right!" in ana.screen


async def test_settings_of_others_and_forged_ones_are_refused(world):
    ana, ben = await learner_of(world, "Ana"), await learner_of(world, "Ben")
    await ana.say("/daily")
    async with world.app.transactions.read() as stores:
        [mine] = await stores.lessons.tracks_of(ana.person)
        [his] = await stores.lessons.tracks_of(ben.person)
    forged = [
        f"ds:{his.id}:days",
        f"ds:{mine.id}:wings",
        f"dd:{mine.id}:7",
        f"dd:{his.id}:1",
        f"dh:{mine.id}:25",
        f"dh:{mine.id}:-1",
        f"dz:{mine.id}:-1",
        f"dz:{mine.id}:99",
        f"dc:{mine.id}:1000",
        f"dp:{mine.id}:-2",
        f"dp:{mine.id}:99999999999",
        f"dp:{his.id}:-1",
        f"dl:{his.id}",
        "dl:99999999999999999999",
    ]
    for data in forged:
        await ana.press_data(ana.last["message_id"], data)
        assert "no longer valid" in ana.toast, data
    async with world.app.transactions.read() as stores:
        assert await stores.lessons.tracks_of(ana.person) == (mine,)
        assert await stores.lessons.tracks_of(ben.person) == (his,)


async def test_the_phrase_can_be_heard(world):
    ana = await learner_of(world)
    await world.wait(days=1)
    [text] = await daily_texts(ana)
    await ana.press("Listen")
    assert ana.toast == "🔊 One moment…"
    for _ in range(200):
        await ana._look()
        if "voice" in ana.last:
            break
        await asyncio.sleep(0.05)
    assert ana.last["caption"] in text
    assert ana.last["voice"]["mime_type"] == "audio/ogg"
    for forged in ("pl:nowhere:fr", "pl:health-001:xx", "pl:"):
        await ana.press_data(ana.last["message_id"], forged)
        assert "no longer valid" in ana.toast
