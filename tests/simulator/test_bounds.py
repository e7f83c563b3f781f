"""What is kept is bounded: a benchmark or a week of training must not fill the memory."""

from simulator import chats, events, journal
from simulator.chats import Chat
from simulator.events import EventFeed
from simulator.files import FileStore
from simulator.journal import Journal
from simulator.params import Params, Upload


def test_a_chat_forgets_its_oldest_messages() -> None:
    chat = Chat({"id": 1, "type": "private"})
    chat.deleted.add(1)
    for number in range(1, chats.KEPT_MESSAGES + 11):
        chat.keep({"message_id": number})
    assert len(chat.shown()) == chats.KEPT_MESSAGES
    assert chat.alive(10) is None
    assert chat.alive(11) == {"message_id": 11}
    assert chat.deleted == set()


async def test_a_reader_that_cannot_follow_is_cut_off_and_can_catch_up() -> None:
    feed = EventFeed()
    reader = feed.open()
    for number in range(events.QUEUED_EVENTS + 1):
        feed.emit("message", {"number": number})
    assert feed.readers == set()
    last = None
    while not reader.empty():
        last = reader.get_nowait()
    assert last is None
    assert feed.since(feed.last - 3) == [
        (feed.last - distance, "message", {"number": feed.last - distance - 1}) for distance in (2, 1, 0)
    ]
    assert feed.since(1) is None


def test_the_journal_keeps_the_last_calls_and_no_uploads() -> None:
    kept = Journal()
    upload = Upload(filename="a.bin", content_type="", content=b"12345")
    for _ in range(journal.KEPT_CALLS + 5):
        kept.note("sendDocument", 0.0, 0.0, Params({"chat_id": "1"}, {"document": upload}))
    shown = list(kept.shown())
    assert len(shown) == journal.KEPT_CALLS
    assert shown[0][0]["number"] == 6
    assert shown[0][0]["params"] == {"chat_id": "1", "document": {"filename": "a.bin", "size": 5}}
    assert kept.calls[0][5].uploads == {}


def test_the_oldest_files_go() -> None:
    store = FileStore(kept_bytes=1000)
    stored = [store.add("document", bytes([number]) * 400) for number in range(4)]
    assert list(store.by_id) == [stored[2].file_id, stored[3].file_id]
    assert list(store.by_path) == [stored[2].path, stored[3].path]
    assert store.size == 800
