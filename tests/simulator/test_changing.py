"""Editing, deleting, pinning and reacting, driven by both clients."""

from simulator.client import Control
from tests.simulator.drivers import Driver
from tests.simulator.samples import PDF, png

NOT_MODIFIED = "message is not modified: specified new message content and reply markup are exactly the same"


async def test_an_edit_replaces_text_and_keyboard(client: Driver, control: Control, known: int) -> None:
    markup = client.inline([client.button("Go", callback_data="go")])
    sent = await client.bot.send_message(chat_id=known, text="One", reply_markup=markup)
    await control.advance(90)
    edited = await client.bot.edit_message_text(chat_id=known, message_id=sent.message_id, text="Two")
    assert (edited.text, edited.reply_markup, edited.message_id) == ("Two", None, sent.message_id)
    assert edited.edit_date is not None
    shown = (await control.chat(known))[-1]
    assert (shown["text"], shown["edit_date"] - shown["date"] >= 90) == ("Two", True)


async def test_the_same_again_is_not_modified(client: Driver, known: int) -> None:
    markup = client.inline([client.button("Go", callback_data="go")])
    sent = await client.bot.send_message(chat_id=known, text="One", reply_markup=markup)
    place = {"chat_id": known, "message_id": sent.message_id}
    same = client.bot.edit_message_text(text="One", reply_markup=markup, **place)
    assert (await client.refusal(same)).words.startswith(NOT_MODIFIED)
    again = client.bot.edit_message_reply_markup(reply_markup=markup, **place)
    assert (await client.refusal(again)).words.startswith(NOT_MODIFIED)


async def test_only_the_keyboard_changes(client: Driver, control: Control, known: int) -> None:
    sent = await client.bot.send_message(chat_id=known, text="One")
    markup = client.inline([client.button("New", callback_data="n")])
    await client.bot.edit_message_reply_markup(chat_id=known, message_id=sent.message_id, reply_markup=markup)
    shown = (await control.chat(known))[-1]
    assert shown["reply_markup"]["inline_keyboard"][0][0]["text"] == "New"


async def test_captions_and_pictures_change(client: Driver, known: int) -> None:
    sent = await client.bot.send_photo(chat_id=known, photo=client.file(png(), "a.png"), caption="Old")
    place = {"chat_id": known, "message_id": sent.message_id}
    edited = await client.bot.edit_message_caption(caption="<b>New</b>", parse_mode="HTML", **place)
    assert edited.caption == "New"
    other = png(9, 9)
    media = client.types().InputMediaPhoto(
        media=client.file(other, "b.png") if client.name == "aiogram" else other, caption="Other"
    )
    edited = await client.bot.edit_message_media(media=media, **place)
    assert edited.caption == "Other"
    assert await client.download(edited.photo[-1].file_id) == other


async def test_text_and_caption_edits_need_text_and_caption(client: Driver, known: int) -> None:
    picture = await client.bot.send_photo(chat_id=known, photo=client.file(png(), "a.png"))
    words = await client.bot.send_message(chat_id=known, text="Hi")
    text = client.bot.edit_message_text(chat_id=known, message_id=picture.message_id, text="x")
    assert (await client.refusal(text)).words == "there is no text in the message to edit"
    caption = client.bot.edit_message_caption(chat_id=known, message_id=words.message_id, caption="x")
    assert (await client.refusal(caption)).words == "there is no caption in the message to edit"


async def test_what_is_gone_or_not_ours_cannot_be_edited(client: Driver, control: Control, known: int) -> None:
    missing = client.bot.edit_message_text(chat_id=known, message_id=987_654, text="x")
    assert (await client.refusal(missing)).words == "message to edit not found"
    said = await control.say(known, "Mine")
    foreign = client.bot.edit_message_text(chat_id=known, message_id=said["message_id"], text="x")
    assert (await client.refusal(foreign)).words == "message can't be edited"


async def test_deleting_marks_the_message(client: Driver, control: Control, known: int) -> None:
    sent = await client.bot.send_message(chat_id=known, text="Soon gone")
    place = {"chat_id": known, "message_id": sent.message_id}
    assert await client.bot.delete_message(**place)
    assert (await control.chat(known))[-1]["deleted"] is True
    assert (await client.refusal(client.bot.delete_message(**place))).words == "message to delete not found"
    gone = client.bot.edit_message_text(text="x", **place)
    assert (await client.refusal(gone)).words == "message to edit not found"


async def test_old_messages_stay(client: Driver, control: Control, known: int) -> None:
    sent = await client.bot.send_message(chat_id=known, text="Old")
    await control.advance(48 * 3600 + 60)
    late = client.bot.delete_message(chat_id=known, message_id=sent.message_id)
    assert (await client.refusal(late)).words == "message can't be deleted"


async def test_several_are_deleted_and_missing_ones_skipped(client: Driver, control: Control, known: int) -> None:
    sent = [await client.bot.send_message(chat_id=known, text=str(number)) for number in range(3)]
    numbers = [message.message_id for message in sent]
    assert await client.bot.delete_messages(chat_id=known, message_ids=[*numbers[:2], 987_654])
    left = [message["text"] for message in await control.chat(known) if not message.get("deleted")]
    assert left == ["/start", "2"]


async def test_pins_and_reactions(client: Driver, control: Control, known: int) -> None:
    said = await control.say(known, "Great news")
    place = {"chat_id": known, "message_id": said["message_id"]}
    assert await client.bot.pin_chat_message(**place)
    assert (await client.bot.get_chat(chat_id=known)).pinned_message.text == "Great news"
    assert await client.bot.unpin_chat_message(**place)
    assert (await client.bot.get_chat(chat_id=known)).pinned_message is None
    emoji = client.types().ReactionTypeEmoji(emoji="👍")
    assert await client.bot.set_message_reaction(reaction=[emoji], **place)
    reactions = (await control.chat_state(known))["reactions"]
    assert reactions[str(said["message_id"])][0]["emoji"] == "👍"


async def test_a_document_is_edited_by_its_id(client: Driver, known: int) -> None:
    first = await client.bot.send_document(chat_id=known, document=client.file(PDF, "a.pdf"))
    second = await client.bot.send_document(chat_id=known, document=client.file(PDF + b"2", "b.pdf"))
    media = client.types().InputMediaDocument(media=second.document.file_id)
    edited = await client.bot.edit_message_media(chat_id=known, message_id=first.message_id, media=media)
    assert edited.document.file_name == "b.pdf"
