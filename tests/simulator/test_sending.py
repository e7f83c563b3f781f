"""Messages of the bot, driven by both clients."""

import pytest

from simulator.client import Control
from tests.simulator.drivers import Driver
from tests.simulator.samples import PDF, VOICE, png


async def test_the_bot_is_who_it_says(client: Driver) -> None:
    me = await client.bot.get_me()
    assert me.is_bot
    assert me.username == "local_bot"
    assert str(me.id) == client.token.partition(":")[0]


async def test_text_arrives_with_its_date_and_both_sides(client: Driver, control: Control, known: int) -> None:
    sent = await client.bot.send_message(chat_id=known, text="  Bom dia  ")
    assert sent.text == "Bom dia"
    assert sent.chat.id == known
    assert sent.date.isoformat().startswith("2026-11-24T12:00")
    last = (await control.chat(known))[-1]
    assert (last["message_id"], last["text"], last["from"]["is_bot"]) == (sent.message_id, "Bom dia", True)


async def test_a_bot_may_not_write_first(client: Driver, control: Control) -> None:
    stranger = await control.add_user("Rui")
    refusal = await client.refusal(client.bot.send_message(chat_id=stranger, text="Hello"))
    assert refusal.words == "bot can't initiate conversation with a user"
    assert await control.chat(stranger) == []


@pytest.mark.parametrize(
    ("mode", "text"),
    [
        ("HTML", "😀 <b>bold <i>both</i></b> <code>x</code> &lt;3"),
        ("MarkdownV2", "😀 *bold _both_* `x` <3"),
    ],
)
async def test_entities_are_counted_in_utf16(client: Driver, known: int, mode: str, text: str) -> None:
    sent = await client.bot.send_message(chat_id=known, text=text, parse_mode=mode)
    assert sent.text == "😀 bold both x <3"
    found = [(str(entity.type), entity.offset, entity.length) for entity in sent.entities]
    assert found == [("bold", 3, 9), ("italic", 8, 4), ("code", 13, 1)]


async def test_an_inline_keyboard_comes_back_and_a_reply_keyboard_never_does(
    client: Driver, control: Control, known: int
) -> None:
    markup = client.inline([client.button("Yes", callback_data="yes"), client.button("Site", url="https://pbh.gov.br")])
    sent = await client.bot.send_message(chat_id=known, text="Ready?", reply_markup=markup)
    assert sent.reply_markup.inline_keyboard[0][0].callback_data == "yes"
    plain = await client.bot.send_message(chat_id=known, text="Choose", reply_markup=client.keyboard([client.key("A")]))
    assert plain.reply_markup is None
    state = await control.chat_state(known)
    assert state["keyboard"]["keyboard"][0][0]["text"] == "A"
    removed = client.types().ReplyKeyboardRemove(remove_keyboard=True) if client.name == "aiogram" else None
    removed = removed or client.types().ReplyKeyboardRemove()
    await client.bot.send_message(chat_id=known, text="Thanks", reply_markup=removed)
    assert (await control.chat_state(known))["keyboard"] is None


async def test_a_force_reply_is_shown_to_the_person(client: Driver, control: Control, known: int) -> None:
    sent = await client.bot.send_message(
        chat_id=known,
        text="Your name?",
        reply_markup=client.types().ForceReply(force_reply=True)
        if client.name == "aiogram"
        else client.types().ForceReply(),
    )
    assert sent.reply_markup is None
    assert (await control.chat_state(known))["keyboard"]["force_reply"] is True


@pytest.mark.parametrize(
    ("kind", "content", "filename"),
    [
        ("photo", png(), "a.png"),
        ("document", PDF, "relatório.pdf"),
        ("voice", VOICE, "voice.ogg"),
        ("audio", VOICE, "song.mp3"),
        ("video", VOICE, "clip.mp4"),
        ("video_note", VOICE, "round.mp4"),
        ("animation", VOICE, "cat.mp4"),
        ("sticker", b"RIFF\x10\x00\x00\x00WEBPVP8 ", "s.webp"),
    ],
)
async def test_files_come_back_byte_by_byte(
    client: Driver, control: Control, known: int, kind: str, content: bytes, filename: str
) -> None:
    send = getattr(client.bot, f"send_{kind}")
    sent = await send(chat_id=known, **{kind: client.file(content, filename)})
    media = getattr(sent, kind)
    media = media[-1] if kind == "photo" else media
    assert media.file_size == len(content)
    assert await client.download(media.file_id) == content
    again = await send(chat_id=known, **{kind: media.file_id})
    assert again.message_id != sent.message_id
    async with control.session.get(f"{control.url}/_sim/files/{media.file_id}") as response:
        assert await response.read() == content


async def test_a_picture_has_its_size_and_a_document_its_name(client: Driver, known: int) -> None:
    photo = await client.bot.send_photo(chat_id=known, photo=client.file(png(40, 30), "p.png"), caption="*A*")
    assert (photo.photo[-1].width, photo.photo[-1].height, photo.caption) == (40, 30, "*A*")
    document = await client.bot.send_document(chat_id=known, document=client.file(PDF, "report.pdf"))
    assert (document.document.file_name, document.document.mime_type) == ("report.pdf", "application/pdf")


async def test_an_album_is_several_messages_of_one_group(client: Driver, known: int) -> None:
    types = client.types()
    media = [types.InputMediaPhoto(media=client.file(png(shade=shade), "a.png")) for shade in (10, 20)]
    if client.name == "ptb":
        media = [types.InputMediaPhoto(png(shade=shade)) for shade in (10, 20)]
    sent = await client.bot.send_media_group(chat_id=known, media=media)
    assert len(sent) == 2
    assert sent[0].media_group_id == sent[1].media_group_id


async def test_places_contacts_and_actions(client: Driver, control: Control, known: int) -> None:
    place = await client.bot.send_location(chat_id=known, latitude=-19.9, longitude=-43.9)
    assert place.location.latitude == pytest.approx(-19.9)
    contact = await client.bot.send_contact(chat_id=known, phone_number="+55310000", first_name="Balcão")
    assert contact.contact.phone_number == "+55310000"
    assert await client.bot.send_chat_action(chat_id=known, action="typing")
    assert [call["params"]["action"] for call in await control.calls("sendChatAction")] == ["typing"]


async def test_copies_and_forwards(client: Driver, control: Control, known: int) -> None:
    said = await control.say(known, "Hello from me")
    copy = await client.bot.copy_message(chat_id=known, from_chat_id=known, message_id=said["message_id"])
    forward = await client.bot.forward_message(chat_id=known, from_chat_id=known, message_id=said["message_id"])
    assert forward.forward_origin.sender_user.id == known
    texts = {message["message_id"]: message["text"] for message in await control.chat(known)}
    assert texts[copy.message_id] == texts[forward.message_id] == "Hello from me"


async def test_a_reply_carries_what_it_answers(client: Driver, control: Control, known: int) -> None:
    said = await control.say(known, "Question")
    types = client.types()
    sent = await client.bot.send_message(
        chat_id=known, text="Answer", reply_parameters=types.ReplyParameters(message_id=said["message_id"])
    )
    assert sent.reply_to_message.text == "Question"
    missing = client.bot.send_message(
        chat_id=known, text="Answer", reply_parameters=types.ReplyParameters(message_id=999_999)
    )
    assert (await client.refusal(missing)).words == "message to be replied not found"


async def test_a_group_holds_several_people(client: Driver, control: Control, known: int) -> None:
    bob = await control.add_user("Bob")
    group = await control.add_group("Turma", [known, bob])
    await control.say(bob, "Hi all", chat_id=group)
    update = await client.next_update()
    assert (update.message.chat.id, update.message.chat.title) == (group, "Turma")
    await client.bot.send_message(chat_id=group, text="Welcome")
    assert [message["text"] for message in await control.chat(group)] == ["Hi all", "Welcome"]
    assert await client.bot.get_chat_member_count(chat_id=group) == 3
