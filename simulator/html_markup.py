"""Telegram's HTML, with its errors and byte offsets.

Rules: https://core.telegram.org/bots/api#html-style
"""

import re

from simulator.entities import ordered, units
from simulator.errors import ApiError, Json, bad_request

TYPES = {
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "u": "underline",
    "ins": "underline",
    "s": "strikethrough",
    "strike": "strikethrough",
    "del": "strikethrough",
    "tg-spoiler": "spoiler",
    "span": "spoiler",
    "a": "text_link",
    "code": "code",
    "pre": "pre",
    "blockquote": "blockquote",
    "tg-emoji": "custom_emoji",
}
NAMED = {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}
REFERENCE = re.compile(r"&(?:#(\d{1,7})|#[xX]([0-9a-fA-F]{1,6})|(lt|gt|amp|quot));?")
TAG_NAME = re.compile(r"[^\s>]*")
ATTRIBUTE = re.compile(r"""\s*([^\s=>"']*)(?:\s*(=)\s*(?:"([^"]*)"|'([^']*)'|([A-Za-z0-9.\-]+)))?""")
MENTION = re.compile(r"tg://user\?id=(\d+)$")


def refuse(words: str) -> ApiError:
    return bad_request(f"can't parse entities: {words}")


def unescaped(text: str) -> str:
    def one(match: re.Match[str]) -> str:
        decimal, hexadecimal, name = match.groups()
        if name:
            return NAMED[name]
        code = int(decimal) if decimal else int(hexadecimal, 16)
        valid = 0 < code < 0x110000 and not 0xD800 <= code < 0xE000
        return chr(code) if valid else match.group()

    return REFERENCE.sub(one, text) if "&" in text else text


class Reader:
    """One pass over the markup: text so far, its length in UTF-16, open tags, finished entities."""

    def __init__(self, source: str) -> None:
        self.source = source
        self.pieces: list[str] = []
        self.length = 0
        self.open: list[tuple[str, Json, int]] = []
        self.entities: list[Json] = []

    def byte(self, position: int) -> int:
        return len(self.source[:position].encode())

    def add(self, text: str) -> None:
        text = unescaped(text)
        self.pieces.append(text)
        self.length += units(text)

    def run(self) -> tuple[str, list[Json]]:
        position = 0
        while (start := self.source.find("<", position)) >= 0:
            self.add(self.source[position:start])
            closing = self.source.startswith("</", start)
            position = self.end_tag(start) if closing else self.start_tag(start)
        self.add(self.source[position:])
        if self.open:
            raise refuse(f'Can\'t find end tag corresponding to start tag "{self.open[-1][0]}"')
        return "".join(self.pieces), ordered(self.entities)

    def start_tag(self, start: int) -> int:
        match = TAG_NAME.match(self.source, start + 1)
        name = match.group().lower() if match else ""
        end = match.end() if match else start + 1
        if end >= len(self.source):
            raise refuse(f"Unclosed start tag at byte offset {self.byte(start)}")
        if name not in TYPES:
            raise refuse(f'Unsupported start tag "{name}" at byte offset {self.byte(start)}')
        attributes, end = self.attributes(name, start, end)
        self.open.append((name, self.meaning(name, attributes, start), self.length))
        return end

    def attributes(self, name: str, start: int, position: int) -> tuple[dict[str, str], int]:
        found: dict[str, str] = {}
        while True:
            while position < len(self.source) and self.source[position].isspace():
                position += 1
            if position >= len(self.source):
                raise refuse(f"Unclosed start tag at byte offset {self.byte(start)}")
            if self.source[position] == ">":
                return found, position + 1
            match = ATTRIBUTE.match(self.source, position)
            if match is None or not match.group(1):
                raise refuse(f'Empty attribute name in the tag "{name}" at byte offset {self.byte(start)}')
            if match.end() >= len(self.source) or self.source[match.end()] == "=":
                raise refuse(f"Unclosed start tag at byte offset {self.byte(start)}")
            value = next((group for group in match.groups()[2:] if group is not None), "")
            found[match.group(1).lower()] = unescaped(value)
            position = match.end()

    def meaning(self, name: str, attributes: dict[str, str], start: int) -> Json:
        if name == "span" and attributes.get("class") != "tg-spoiler":
            raise refuse(f'Tag "span" must have class "tg-spoiler" at byte offset {self.byte(start)}')
        if name == "a":
            return {"type": "text_link", "url": attributes.get("href", "")}
        if name == "tg-emoji":
            return {"type": "custom_emoji", "custom_emoji_id": attributes.get("emoji-id", "")}
        if name == "blockquote" and "expandable" in attributes:
            return {"type": "expandable_blockquote"}
        language = attributes.get("class", "")
        if name == "code" and language.startswith("language-"):
            return {"type": "code", "language": language.removeprefix("language-")}
        return {"type": TYPES[name]}

    def end_tag(self, start: int) -> int:
        if not self.open:
            raise refuse(f"Unexpected end tag at byte offset {self.byte(start)}")
        end = self.source.find(">", start)
        if end < 0:
            raise refuse(f"Unclosed end tag at byte offset {self.byte(start)}")
        given = self.source[start + 2 : end].strip().lower()
        name, meaning, begun = self.open.pop()
        if given and given != name:
            raise refuse(
                f'Unmatched end tag at byte offset {self.byte(start)}, expected "</{name}>", found "</{given}>"'
            )
        self.close(meaning, begun)
        return end + 1

    def close(self, meaning: Json, begun: int) -> None:
        length = self.length - begun
        if meaning["type"] == "text_link":
            linked = link(meaning["url"] or self.tail(begun))
            if linked is None:
                return
            meaning = linked
        if meaning["type"] == "code" and "language" in meaning:
            if self.open and self.open[-1][0] == "pre" and self.open[-1][2] == begun:
                self.open[-1][1]["language"] = meaning["language"]
                return
            meaning = {"type": "code"}
        if meaning["type"] == "code" and self.open and self.open[-1][0] == "pre" and self.open[-1][2] == begun:
            return
        if length:
            self.entities.append({"offset": begun, "length": length, **meaning})

    def tail(self, begun: int) -> str:
        encoded = "".join(self.pieces).encode("utf-16-le")
        return encoded[2 * begun :].decode("utf-16-le")


def link(url: str) -> Json | None:
    """The entity a link makes; None when the address is none (Telegram then keeps the plain text)."""
    if found := MENTION.match(url):
        return {"type": "text_mention", "user_id": int(found.group(1))}
    if url.lower().startswith(("http://", "https://", "tg://", "mailto:", "tel:")):
        return {"type": "text_link", "url": url}
    if re.fullmatch(r"[\w-]+(\.[\w-]+)+(/\S*)?", url):
        return {"type": "text_link", "url": f"http://{url}/" if "/" not in url else f"http://{url}"}
    return None


def parse(text: str) -> tuple[str, list[Json]]:
    """Plain text and entities; raises 400 "can't parse entities: ..."."""
    if "<" not in text:
        return unescaped(text), []
    return Reader(text).run()
