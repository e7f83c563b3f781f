"""Text as Telegram keeps it: cleaned, trimmed, with entities counted in UTF-16 code units."""

import re
from typing import Any

from simulator.errors import Json, bad_request
from simulator.params import Params

ASCII_ONLY = str.isascii
CONTROL = {code: " " for code in range(32) if code not in (9, 10)} | {13: None}
ENTITY_TYPES = frozenset(
    [
        "mention",
        "hashtag",
        "cashtag",
        "bot_command",
        "url",
        "email",
        "phone_number",
        "bold",
        "italic",
        "underline",
        "strikethrough",
        "spoiler",
        "blockquote",
        "expandable_blockquote",
        "code",
        "pre",
        "text_link",
        "text_mention",
        "custom_emoji",
        "date_time",
    ]
)
FOUND = re.compile(
    r"(?P<url>\bhttps?://[^\s<>\"]+[^\s<>\".,:;!?'\)])"
    r"|(?P<email>\b[\w.+-]+@[\w-]+(?:\.[\w-]+)*\.[A-Za-z]{2,}\b)"
    r"|(?P<mention>(?<![\w/@])@[A-Za-z]\w{3,31}\b)"
    r"|(?P<hashtag>(?<![\w#/])#(?=\w*[^\W\d])\w{1,256}\b)"
    r"|(?P<bot_command>(?<![\w/<>@])/[A-Za-z0-9_]{1,64}(?:@[A-Za-z]\w{2,31})?(?![\w/]))"
    r"|(?P<bare>\b(?:[A-Za-z0-9-]+\.)+(?:com|org|net|edu|gov|info|io|dev|me|br|pt|es|fr|it|de|ru|cn|eu)\b"
    r"(?:/[^\s<>\"]*[^\s<>\".,:;!?'\)])?)"
)
HINT = re.compile(r"[/@#.]")


def units(text: str) -> int:
    """Length in UTF-16 code units."""
    return len(text) if ASCII_ONLY(text) else len(text) + sum(char > "\uffff" for char in text)


def detected(text: str) -> list[Json]:
    """Entities that Telegram finds by itself: links, mentions, hashtags, commands, addresses."""
    if not HINT.search(text):
        return []
    plain = ASCII_ONLY(text)
    found = []
    for match in FOUND.finditer(text):
        kind = match.lastgroup or ""
        start = match.start() if plain else units(text[: match.start()])
        found.append(
            {"offset": start, "length": units(match.group()), "type": "url" if kind == "bare" else kind},
        )
    return found


def cleaned(text: str, entities: list[Json]) -> tuple[str, list[Json]]:
    """Control characters become spaces, the ends are trimmed, and entities follow."""
    text = text.translate(CONTROL) if not text.isprintable() else text
    lead = len(text) - len(text.lstrip())
    short = text.strip()
    if not entities or len(short) == len(text):
        return short, entities
    cut = units(text[:lead])
    size = units(short)
    kept = []
    for entity in entities:
        start = max(0, entity["offset"] - cut)
        end = min(size, entity["offset"] + entity["length"] - cut)
        if end > start:
            kept.append({**entity, "offset": start, "length": end - start})
    return short, kept


def checked(given: list[Any], text: str) -> list[Json]:
    """Entities a bot sent itself; raises 400 for an unknown type, drops those outside the text."""
    size = units(text)
    kept = []
    for entity in given:
        if not isinstance(entity, dict):
            raise bad_request("can't parse MessageEntity: expected an Object")
        kind = entity.get("type")
        if kind not in ENTITY_TYPES:
            raise bad_request("can't parse MessageEntity: unsupported type specified")
        try:
            offset, length = int(entity["offset"]), int(entity["length"])
        except (KeyError, TypeError, ValueError):
            raise bad_request("can't parse MessageEntity: invalid offset or length specified") from None
        if offset < 0 or length <= 0 or offset >= size:
            continue
        kept.append({**entity, "offset": offset, "length": min(length, size - offset)})
    return ordered(kept)


def ordered(entities: list[Json]) -> list[Json]:
    return sorted(entities, key=lambda entity: (entity["offset"], -entity["length"]))


def overlaps(entity: Json, others: list[Json]) -> bool:
    start, end = entity["offset"], entity["offset"] + entity["length"]
    return any(start < other["offset"] + other["length"] and other["offset"] < end for other in others)


def with_detected(text: str, entities: list[Json]) -> list[Json]:
    """Formatting plus what is found in the text outside code and links."""
    automatic = detected(text)
    if not automatic or not entities:
        return automatic or entities
    closed = [entity for entity in entities if entity["type"] in ("code", "pre", "text_link", "text_mention")]
    return ordered(entities + [entity for entity in automatic if not overlaps(entity, closed)])


def formatted(params: Params, name: str, *, prefix: str = "") -> tuple[str, list[Json]]:
    """The text of a parameter after its parse mode or its entities; raises 400 as Telegram does."""
    text = params.text(name)
    values = params.values
    mode = values.get(f"{prefix}parse_mode")
    entities: list[Json] = []
    if mode:
        text, entities = parsed(text, str(mode))
    elif values.get(entities_name := "entities" if name == "text" else f"{prefix or 'caption_'}entities"):
        entities = checked(params.array(entities_name), text)
    text, entities = cleaned(text, entities)
    return text, with_detected(text, entities)


def parsed(text: str, mode: str) -> tuple[str, list[Json]]:
    from simulator import html_markup, markdown_markup

    match mode.lower():
        case "html":
            return html_markup.parse(text)
        case "markdownv2":
            return markdown_markup.parse(text)
        case "markdown":
            return markdown_markup.parse_old(text)
    raise bad_request("unsupported parse_mode")
