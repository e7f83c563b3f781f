"""Text as Telegram keeps it: cleaned, trimmed, with entities counted in UTF-16 code units."""

import re
from bisect import bisect_left
from collections.abc import Callable
from typing import Any

from simulator.errors import Json, bad_request
from simulator.params import Params

CONTROL = {code: " " for code in range(32) if code not in (9, 10)}
ENTITY_TYPES = frozenset(
    {"mention", "hashtag", "cashtag", "bot_command", "url", "email", "phone_number", "bold", "italic", "underline"}
    | {"strikethrough", "spoiler", "blockquote", "expandable_blockquote", "code", "pre", "text_link", "text_mention"}
    | {"custom_emoji", "date_time"}
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
RANK = {
    "blockquote": 0,
    "expandable_blockquote": 0,
    "pre": 11,
    "code": 20,
    "bold": 90,
    "italic": 91,
    "underline": 92,
    "strikethrough": 93,
    "spoiler": 94,
    "custom_emoji": 99,
}
HINT = re.compile(r"[/@#.]")


def units(text: str) -> int:
    """Length in UTF-16 code units."""
    return len(text) if text.isascii() else len(text) + sum(char > "\uffff" for char in text)


def detected(text: str) -> list[Json]:
    """Entities that Telegram finds by itself: links, mentions, hashtags, commands, addresses."""
    if not HINT.search(text):
        return []
    plain = text.isascii()
    found = []
    for match in FOUND.finditer(text):
        kind = match.lastgroup or ""
        start = match.start() if plain else units(text[: match.start()])
        found.append(
            {"offset": start, "length": units(match.group()), "type": "url" if kind == "bare" else kind},
        )
    return found


def cleaned(text: str, entities: list[Json]) -> tuple[str, list[Json]]:
    """Control characters become spaces, returns go, the ends are trimmed, and entities follow."""
    if not text.isprintable():
        text, entities = without_returns(text, entities)
        text = text.translate(CONTROL)
    lead = len(text) - len(text.lstrip())
    short = text.strip()
    if not entities or len(short) == len(text):
        return short, entities
    cut, size = units(text[:lead]), units(short)
    return short, moved(entities, lambda place: min(max(place - cut, 0), size))


def without_returns(text: str, entities: list[Json]) -> tuple[str, list[Json]]:
    if "\r" not in text:
        return text, entities
    encoded = text.encode("utf-16-le")
    gone = [place for place in range(len(encoded) // 2) if encoded[2 * place : 2 * place + 2] == b"\r\0"]
    return text.replace("\r", ""), moved(entities, lambda place: place - bisect_left(gone, place))


def moved(entities: list[Json], new_place: Callable[[int], int]) -> list[Json]:
    """Entities whose both ends moved; those left without text are dropped."""
    kept = []
    for entity in entities:
        start, end = new_place(entity["offset"]), new_place(entity["offset"] + entity["length"])
        if end > start:
            kept.append({**entity, "offset": start, "length": end - start})
    return kept


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
    """By place, the longer first, then in Telegram's order of types."""
    return sorted(entities, key=lambda entity: (entity["offset"], -entity["length"], RANK.get(entity["type"], 50)))


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
