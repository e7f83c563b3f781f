"""Pictures, documents, voices and the rest of what is a file."""

from simulator.entities import formatted, units
from simulator.errors import Json, bad_request
from simulator.files import DOWNLOAD_LIMIT, StoredFile, picture_size
from simulator.keyboards import parse
from simulator.params import Params
from simulator.posting import CAPTION_LIMIT, by_bot, text_content
from simulator.state import Simulator

KINDS = ("photo", "document", "voice", "audio", "video", "video_note", "animation", "sticker")
WITHOUT_CAPTION = frozenset({"video_note", "sticker"})
GROUP_SIZES = range(2, 11)


def media_content(stored: StoredFile, kind: str, details: Json) -> Json:
    """The field of a message that carries this file; raises 400 for a photo that is none."""
    facts = stored.facts()
    if kind == "photo":
        return photo_content(stored, facts)
    if kind in ("voice", "audio", "video", "animation", "document") and stored.mime_type:
        facts["mime_type"] = stored.mime_type
    if stored.name and kind in ("document", "audio", "video", "animation"):
        facts["file_name"] = stored.name
    if kind in ("voice", "audio", "video", "video_note", "animation"):
        facts["duration"] = int(details.get("duration") or 0)
    if kind in ("video", "animation", "sticker"):
        width, height = picture_size(stored.content) or (512, 512)
        facts |= {"width": int(details.get("width") or width), "height": int(details.get("height") or height)}
    if kind == "video_note":
        facts["length"] = int(details.get("length") or 240)
    if kind == "audio":
        facts |= {name: str(details[name]) for name in ("performer", "title") if details.get(name)}
    if kind == "sticker":
        facts |= {"type": "regular", "is_animated": False, "is_video": False}
    return {kind: facts, **({"document": facts} if kind == "animation" else {})}


def photo_content(stored: StoredFile, facts: Json) -> Json:
    size = picture_size(stored.content)
    if size is None:
        raise bad_request("IMAGE_PROCESS_FAILED")
    if min(size) < 1 or sum(size) > 10_000 or max(size) > 20 * min(size):
        raise bad_request("PHOTO_INVALID_DIMENSIONS")
    return {"photo": [{**facts, "width": size[0], "height": size[1]}]}


def caption_content(sim: Simulator, params: Params) -> Json:
    caption, entities = formatted(params, "caption")
    if units(caption) > CAPTION_LIMIT:
        raise bad_request("message caption is too long")
    content = text_content(sim, caption, entities, name="caption") if caption else {}
    if caption and params.flag("show_caption_above_media"):
        content["show_caption_above_media"] = True
    return content


def send_file(sim: Simulator, params: Params, kind: str) -> Json:
    chat = sim.writable(params)
    content = {} if kind in WITHOUT_CAPTION else caption_content(sim, params)
    markup = parse(params, private=chat.private)
    stored = sim.files.chosen(params, kind, kind)
    content |= media_content(stored, kind, params.values)
    if params.flag("has_spoiler"):
        content["has_media_spoiler"] = True
    return by_bot(sim, chat, content, params, markup)


def input_media(sim: Simulator, params: Params, given: object) -> Json:
    """The content that an InputMedia describes; raises 400."""
    if not isinstance(given, dict):
        raise bad_request("can't parse InputMedia: InputMedia must be an Object")
    kind = given.get("type")
    if kind not in KINDS:
        raise bad_request('can\'t parse InputMedia: Field "type" is unsupported')
    stored = sim.files.chosen(params, "media", str(kind), given.get("media") or "")
    described = Params(given)
    content = media_content(stored, str(kind), given)
    return content | caption_content(sim, described)


def send_media_group(sim: Simulator, params: Params) -> list[Json]:
    chat = sim.writable(params)
    given = params.array("media", "can't parse media JSON object")
    if len(given) not in GROUP_SIZES:
        raise bad_request("there must be from 2 to 10 messages in an album")
    contents = [input_media(sim, params, item) for item in given]
    group = str(sim.last_message_id + 1)
    bare = Params({name: value for name, value in params.values.items() if name != "reply_markup"})
    return [by_bot(sim, chat, content | {"media_group_id": group}, bare, parse(bare)) for content in contents]


def get_file(sim: Simulator, params: Params) -> Json:
    if not params.has("file_id"):
        raise bad_request("file_id not specified")
    stored = sim.files.by_id.get(params.text("file_id"))
    if stored is None:
        raise bad_request("wrong file_id or the file is temporarily unavailable")
    if len(stored.content) > DOWNLOAD_LIMIT:
        raise bad_request("file is too big")
    return {**stored.facts(), "file_path": stored.path}


METHODS = {
    "sendphoto": lambda sim, params: send_file(sim, params, "photo"),
    "senddocument": lambda sim, params: send_file(sim, params, "document"),
    "sendvoice": lambda sim, params: send_file(sim, params, "voice"),
    "sendaudio": lambda sim, params: send_file(sim, params, "audio"),
    "sendvideo": lambda sim, params: send_file(sim, params, "video"),
    "sendvideonote": lambda sim, params: send_file(sim, params, "video_note"),
    "sendanimation": lambda sim, params: send_file(sim, params, "animation"),
    "sendsticker": lambda sim, params: send_file(sim, params, "sticker"),
    "sendmediagroup": send_media_group,
    "getfile": get_file,
}
