"""Seats in practice sessions, from the learners' side, and the roll."""

from datetime import time

from core.languages import Language, Level
from core.roles import Role
from tests.handlers.test_sessions import host_of, levels, publish, up_to


async def learner_of(world, name, *, level=Level.A2, language="en"):
    player = await world.person(name, language=language)
    player.name = f"{name} Learner"
    person = await world.grant(player, Role.LEARNER)
    async with world.app.transactions.begin() as stores:
        await stores.lessons.open_track(
            person.id,
            Language.ENGLISH,
            level,
            days=frozenset({0}),
            at=time(9),
            zone="America/Sao_Paulo",
            now=world.clock.now(),
        )
    return player


async def book(player):
    await player.say("/sessions")
    await player.press("26 Nov")
    await player.press("Book a seat" if "✅ Book a seat" in player.buttons else "Wait in line")


async def last_words(player):
    await player._look()
    return player.screen


async def test_book_wait_give_back_and_move_up(world):
    host = await host_of(world)
    await publish(host)
    ana, ben, cleo, dora = [await learner_of(world, name) for name in ("Ana", "Ben", "Cleo", "Dora")]
    await ana.say("/sessions")
    assert "Thu, 26 Nov, 19:00 · English · 2 free seats" in ana.buttons
    for player in (ana, ben, cleo, dora):
        await book(player)
    assert "You have a seat" in ana.screen
    assert "number 1 in the line" in cleo.screen
    assert "number 2 in the line" in dora.screen
    await ana.press("Give the seat back")
    await ana.press("Keep it")
    await ana.press("Give the seat back")
    message, yes = await ana.data_of("Yes, give it back")
    await ana.press_data(message, yes)
    assert ana.toast == "Given back. Thank you!"
    await ana.press_data(message, yes)
    assert "no longer valid" in ana.toast
    await world.due()
    assert "A seat was freed, and it is yours" in await last_words(cleo)
    assert "Room 3, City Hall" in cleo.screen
    await dora.say("/sessions")
    await dora.press("in the line")
    assert "number 1 in the line" in dora.screen


async def test_a_double_press_books_one_seat(world):
    host = await host_of(world)
    await publish(host)
    ana = await learner_of(world, "Ana")
    await ana.say("/sessions")
    await ana.press("26 Nov")
    message, data = await ana.data_of("Book a seat")
    await ana.press_data(message, data)
    await ana.press_data(message, data)
    assert "1 of 2 seats is free" in ana.screen or "1 of 2 seats are free" in ana.screen


async def test_reminders_come_a_day_and_an_hour_before_and_only_with_a_seat(world):
    host = await host_of(world)
    await publish(host)
    ana, ben = await learner_of(world, "Ana"), await learner_of(world, "Ben")
    await book(ana)
    await book(ben)
    await world.wait(days=1, hours=10)  # 24 hours before
    assert "A reminder of your practice session" in await last_words(ana)
    await ana.press("Give the seat back")
    await ana.press("Yes, give it back")
    await world.wait(hours=23)
    assert "begins within the hour" in await last_words(ben)
    assert "begins within the hour" not in await last_words(ana)


async def test_each_reads_the_time_at_home_and_the_hosts(world):
    host = await host_of(world)
    await publish(host)
    ana = await learner_of(world, "Ana")
    async with world.app.transactions.begin() as stores:
        from dataclasses import replace

        from core.ids import TelegramId

        person = await stores.people.find(TelegramId(ana.id))
        await stores.people.save(replace(person, time_zone="Europe/Berlin"))
    await ana.say("/sessions")
    await ana.press("26 Nov")
    assert "🕖 Thu, 26 Nov, 23:00, 60 minutes" in ana.screen
    assert "For the host: Thu, 26 Nov, 19:00 (Sao Paulo)" in ana.screen
    assert "Host: Clara" in ana.screen


async def test_a_link_is_for_people_with_a_seat(world):
    host = await host_of(world)
    await up_to(host, "place")
    await host.say("https://meet.example.org/abc")
    await host.press("No topic")
    await host.press("Publish")
    ana = await learner_of(world, "Ana")
    await ana.say("/sessions")
    await ana.press("26 Nov")
    assert "meet.example.org" not in ana.screen
    assert "🔗 Join" not in ana.buttons
    await ana.press("Book a seat")
    assert "meet.example.org" in ana.screen
    assert "🔗 Join" in ana.buttons


async def test_others_levels_and_forged_ids_are_refused(world):
    host = await host_of(world)
    await publish(host)
    ana = await learner_of(world, "Ana", level=Level.C1)
    await ana.say("/sessions")
    assert "No session for your language and level" in ana.screen
    for data, words in (
        ("ss:1:open", "another language or level"),
        ("ss:1:book", "another language or level"),
        ("ss:1:left", "no longer valid"),
        ("ss:1:leave", "another language or level"),
        ("ss:99:book", "no longer valid"),
        ("ss:99999999999999999999:book", "no longer valid"),
        ("ss:1:steal", "no longer valid"),
        ("sm:1:1:attended", "no longer valid"),
        ("sh:1:cancelled", "no longer valid"),
    ):
        await ana.press_data(ana.last["message_id"], data)
        assert words in ana.toast, data


async def test_called_off_tells_everybody_and_a_late_booking_says_so(world):
    host = await host_of(world)
    await publish(host)
    ana, ben = await learner_of(world, "Ana"), await learner_of(world, "Ben")
    await book(ana)
    await ben.say("/sessions")
    await ben.press("26 Nov")
    await host.press("Call off")
    await host.press("No, keep it")
    await host.press("Call off")
    await host.press("Yes, call it off")
    await world.due()
    assert "was called off" in await last_words(ana)
    await ben.press("Book a seat")
    assert "was called off" in ben.toast
    await world.wait(days=3)
    assert "was called off" in await last_words(ana)  # and no reminder after that


async def test_the_host_calls_the_roll_and_corrects_it(world):
    host = await host_of(world)
    await up_to(host, "seats")
    await host.say("3")
    await host.say("Room 3")
    await host.press("No topic")
    await host.press("Publish")
    ana, ben = await learner_of(world, "Ana <b>"), await learner_of(world, "Ben")
    await book(ana)
    await book(ben)
    await world.wait(days=2, hours=11)
    assert "Who came? The minutes count" in await last_words(host)
    await host.press("Who came?")
    assert "1. Ana: booked" in host.screen
    await host.press("Everybody came")
    assert "2. Ben: came" in host.screen
    await host.press("Ben did not")
    await host.press("Ben excused")
    assert "2. Ben: excused" in host.screen
    await ana.say("/sessions")
    assert "you have practised 60 minutes" in ana.screen
    await ben.say("/sessions")
    assert "you have practised" not in ben.screen
    await host.say("/sessions")
    assert "you have hosted 60 minutes" in host.screen
    assert "📋 Thu, 26 Nov, 19:00 · English" in host.buttons
    await ana.press_data(ana.last["message_id"], "ss:1:book")
    assert "no longer valid" in ana.toast or "already begun" in ana.toast


async def test_a_learner_who_hosts_finds_both(world):
    host = await learner_of(world, "Clara")
    await world.grant(host, Role.VOLUNTEER)
    await host.say("/sessions")
    await host.press("Sessions I host")
    await host.press("Open a session")
    await host.press("English")
    await levels(host, "A2")
    await host.press("Cancel")
    await host.say("/sessions")
    assert "No session for your language" in host.screen


async def test_who_neither_learns_nor_hosts_is_told_how_to_join(world):
    member = await world.person("Mia", language="en")
    await world.grant(member)
    await member.say("/sessions")
    assert "Enrol in a language" in member.screen
    assert "📝 My enrolment" in member.buttons


async def test_who_is_deleted_leaves_the_seat_to_the_next_and_the_guests_are_told(world):
    host = await host_of(world)
    await publish(host)
    ana, ben, cleo = [await learner_of(world, name) for name in ("Ana", "Ben", "Cleo")]
    for player in (ana, ben, cleo):
        await book(player)
    for player, words in ((ana, "A seat was freed, and it is yours"), (host, "was called off")):
        await player.say("/privacy")
        await player.press("delete everything")
        await player.press("Yes, delete everything")
        assert "Everything about you is deleted" in player.screen
        await world.due()
        assert words in await last_words(cleo)
