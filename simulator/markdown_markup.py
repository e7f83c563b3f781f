"""Telegram's MarkdownV2 and its old Markdown, with their errors and byte offsets.

Rules: https://core.telegram.org/bots/api#markdownv2-style
"""

from simulator.entities import ordered, units
from simulator.errors import Json
from simulator.html_markup import link, refuse

RESERVED = frozenset("_*[]()~`>#+-=|{}.!")
MARKS = {
    "__": "underline",
    "||": "spoiler",
    "*": "bold",
    "_": "italic",
    "~": "strikethrough",
    "```": "pre",
    "`": "code",
}
SHOWN = {
    "bold": "Bold",
    "italic": "Italic",
    "underline": "Underline",
    "strikethrough": "Strikethrough",
    "spoiler": "Spoiler",
    "code": "Code",
    "pre": "Pre",
    "text_link": "TextUrl",
    "custom_emoji": "CustomEmoji",
    "blockquote": "BlockQuote",
}


class Reader:
    """One pass over MarkdownV2; entities nest, so the open ones are a stack of (mark, entity, start, position)."""

    def __init__(self, source: str) -> None:
        self.source = source
        self.position = 0
        self.pieces: list[str] = []
        self.length = 0
        self.open: list[tuple[str, Json, int, int]] = []
        self.entities: list[Json] = []
        self.fresh_line = True

    def run(self) -> tuple[str, list[Json]]:
        while self.position < len(self.source):
            self.step()
        if self.open and self.open[-1][0] == ">":
            self.close()
        if self.open:
            raise self.unfinished()
        return "".join(self.pieces), ordered(self.entities)

    def step(self) -> None:
        char = self.source[self.position]
        following = self.source[self.position + 1 : self.position + 2]
        if char == "\\" and following and ord(following) < 127:
            self.position += 2
            self.add(following)
            return
        if self.open and self.open[-1][0] in ("`", "```"):
            self.inside_code(char)
        elif char == ">" and self.fresh_line:
            self.quote()
        elif char in RESERVED:
            self.mark(char)
        else:
            self.position += 1
            self.add(char)
            if char == "\n" and self.open and self.open[0][0] == ">" and not self.source.startswith(">", self.position):
                self.end_quote()

    def add(self, text: str) -> None:
        self.pieces.append(text)
        self.length += units(text)
        self.fresh_line = text == "\n"

    def inside_code(self, char: str) -> None:
        mark = self.open[-1][0]
        if self.source.startswith(mark, self.position):
            self.position += len(mark)
            self.close()
        else:
            self.position += 1
            self.add(char)

    def quote(self) -> None:
        self.position += 1
        self.fresh_line = False
        if not self.open:
            self.begin(">", {"type": "blockquote"}, self.position - 1)
        elif self.open[0][0] != ">":
            raise self.reserved(">")

    def end_quote(self) -> None:
        if len(self.open) > 1:
            raise self.unfinished()
        self.pieces.pop()
        self.length -= 1
        self.close()
        self.add("\n")

    def mark(self, char: str) -> None:
        here = self.position
        if char == "]" and any(entry[0] == "]" for entry in self.open):
            self.close_link()
            return
        mark = next(
            (mark for mark in ("```", "__", "||", "*", "_", "~", "`") if self.source.startswith(mark, here)), ""
        )
        if char == "|" and mark == "||" and self.expandable(here):
            return
        if mark and self.open and self.open[-1][0] == mark:
            self.position += len(mark)
            self.close()
        elif mark:
            self.position += len(mark)
            self.begin(mark, {"type": MARKS[mark]}, here)
            if mark == "```":
                self.language()
        elif char == "[" or (char == "!" and self.source.startswith("![", here)):
            self.position += 1 if char == "[" else 2
            self.begin("]", {"type": "text_link" if char == "[" else "custom_emoji"}, here)
        else:
            raise self.reserved(char)

    def expandable(self, here: int) -> bool:
        """The `||` that ends an expandable quotation stands at the end of its last line."""
        at_end = here + 2 == len(self.source) or (
            self.source[here + 2] == "\n" and not self.source.startswith(">", here + 3)
        )
        if at_end and len(self.open) == 1 and self.open[0][0] == ">":
            self.open[0][1]["type"] = "expandable_blockquote"
            self.position += 2
            return True
        return False

    def language(self) -> None:
        end = self.position
        while end < len(self.source) and not self.source[end].isspace() and self.source[end] != "`":
            end += 1
        if end > self.position and self.source[end : end + 1] == "\n":
            self.open[-1][1]["language"] = self.source[self.position : end]
            self.position = end
        if self.source.startswith("\n", self.position):
            self.position += 1

    def begin(self, mark: str, meaning: Json, position: int) -> None:
        self.open.append((mark, meaning, self.length, position))

    def close(self) -> None:
        _, meaning, begun, _ = self.open.pop()
        if self.length > begun:
            self.entities.append({"offset": begun, "length": self.length - begun, **meaning})

    def close_link(self) -> None:
        mark, meaning, begun, _ = self.open[-1]
        if mark != "]":
            raise self.unfinished()
        self.position += 1
        url = ""
        if self.source.startswith("(", self.position):
            url = self.address()
        self.open.pop()
        if meaning["type"] == "custom_emoji":
            linked: Json | None = {**meaning, "custom_emoji_id": url.partition("?id=")[2]}
        else:
            linked = link(url or self.text_since(begun))
        if linked is not None and self.length > begun:
            self.entities.append({"offset": begun, "length": self.length - begun, **linked})

    def address(self) -> str:
        start = self.position
        self.position += 1
        found = []
        while self.position < len(self.source) and self.source[self.position] != ")":
            if self.source[self.position] == "\\" and self.position + 1 < len(self.source):
                self.position += 1
            found.append(self.source[self.position])
            self.position += 1
        if self.position >= len(self.source):
            raise refuse(f"Can't find end of a URL at byte offset {self.byte(start)}")
        self.position += 1
        return "".join(found)

    def text_since(self, begun: int) -> str:
        return "".join(self.pieces).encode("utf-16-le")[2 * begun :].decode("utf-16-le")

    def byte(self, position: int) -> int:
        return len(self.source[:position].encode())

    def unfinished(self) -> Exception:
        _, meaning, _, position = self.open[-1]
        shown = "PreCode" if "language" in meaning else SHOWN.get(meaning["type"], meaning["type"])
        return refuse(f"Can't find end of {shown} entity at byte offset {self.byte(position)}")

    def reserved(self, char: str) -> Exception:
        return refuse(f"Character '{char}' is reserved and must be escaped with the preceding '\\'")


def parse(text: str) -> tuple[str, list[Json]]:
    """MarkdownV2 to plain text and entities; raises 400 "can't parse entities: ..."."""
    return Reader(text).run()


def parse_old(text: str) -> tuple[str, list[Json]]:
    """The old Markdown: no nesting, unknown marks stay as they are."""
    pieces: list[str] = []
    entities: list[Json] = []
    length = position = 0
    while position < len(text):
        char = text[position]
        if char == "\\" and text[position + 1 : position + 2] in ("_", "*", "`", "["):
            piece, position = text[position + 1], position + 2
        elif char in "_*`[":
            piece, meaning, position = old_entity(text, position)
            if meaning is not None and piece:
                entities.append({"offset": length, "length": units(piece), **meaning})
        else:
            piece, position = char, position + 1
        pieces.append(piece)
        length += units(piece)
    return "".join(pieces), entities


def old_entity(text: str, start: int) -> tuple[str, Json | None, int]:
    mark = "```" if text.startswith("```", start) else text[start]
    closing = "]" if mark == "[" else mark
    end = text.find(closing, start + len(mark))
    if end < 0:
        where = len(text[:start].encode())
        raise refuse(f"Can't find end of the entity starting at byte offset {where}")
    inner = text[start + len(mark) : end]
    after = end + len(closing)
    if mark != "[":
        return inner, {"type": MARKS[mark]}, after
    if text.startswith("(", after) and (stop := text.find(")", after)) > 0:
        return inner, link(text[after + 1 : stop]), stop + 1
    return inner, None, after
