"""A learner with a telephone, who knows the book by heart."""

from dataclasses import replace
from datetime import time

from core.languages import Language, Level
from core.roles import Role
from lessons.exercises import Kind
from lessons.phrasebook import load_phrasebook
from lessons.practice import asked

BOOK = load_phrasebook()
EVERY_DAY = frozenset(range(7))


async def learner_of(world, name="Ana", *, reads="en", learns=Language.FRENCH, level=Level.A1):
    player = await world.person(name, language=reads)
    person = replace(await world.grant(player, Role.LEARNER), language=Language(reads))
    async with world.app.transactions.begin() as stores:
        await stores.people.save(person)
    await study(world, person.id, learns, level)
    player.person = person.id
    return player


async def study(world, person, learns, level=Level.A1, *, days=EVERY_DAY):
    async with world.app.transactions.begin() as stores:
        await stores.lessons.open_track(
            person, learns, level, days=days, at=time(9), zone="America/Sao_Paulo", now=world.clock.now()
        )


async def under_way(world, player):
    """What the database says is being asked now."""
    async with world.app.transactions.read() as stores:
        return await asked(stores.lessons, BOOK, player.person)


async def answers_of(world, player):
    async with world.app.transactions.read() as stores:
        return (await stores.lessons.export(player.person))["answers"]


async def answer_right(world, player):
    """Answer what is asked, by its buttons where it has any."""
    exercise = (await under_way(world, player)).exercise
    match exercise.kind:
        case Kind.CHOOSE:
            await player.press(f"{exercise.answer + 1}. ")
        case Kind.TYPE:
            await player.say(exercise.phrase.text[exercise.language])
        case Kind.ORDER:
            for word in exercise.phrase.words(exercise.language):
                await press_exactly(player, word)
    return exercise


async def up_to(world, player, kind):
    """Go on with a round until an exercise of `kind` is asked; each kind comes in the first one."""
    await player.say("/practice")
    while (await under_way(world, player)).exercise.kind is not kind:
        await answer_right(world, player)
    return (await under_way(world, player)).exercise


async def press_exactly(player, label):
    for row in player.last["reply_markup"]["inline_keyboard"]:
        for key in row:
            if key["text"] == label:
                return await player.press_data(player.last["message_id"], key["callback_data"])
    raise LookupError(f"no button {label!r} among {player.buttons}")
