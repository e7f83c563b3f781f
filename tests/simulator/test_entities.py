"""Markup becomes text and entities as Telegram makes them."""

import html
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator.entities import cleaned, detected, parsed, units
from simulator.errors import ApiError
from simulator.markdown_markup import RESERVED

CASES = [
    ("HTML", "<b>a</b><i>b</i>", "ab", ["bold 0 1", "italic 1 1"]),
    ("HTML", "<strong><em>x</em></strong>", "x", ["bold 0 1", "italic 0 1"]),
    ("HTML", "<u>a</u><ins>b</ins><s>c</s><strike>d</strike><del>e</del>", "abcde",
     ["underline 0 1", "underline 1 1", "strikethrough 2 1", "strikethrough 3 1", "strikethrough 4 1"]),
    ("HTML", '<tg-spoiler>a</tg-spoiler><span class="tg-spoiler">b</span>', "ab", ["spoiler 0 1", "spoiler 1 1"]),
    ("HTML", '<a href="https://x.org/?a=1&amp;b=2">😀 l</a>', "😀 l", ["text_link 0 4 https://x.org/?a=1&b=2"]),
    ("HTML", "<a href='nonsense'>plain</a>", "plain", []),
    ("HTML", '<pre><code class="language-python">x=1</code></pre>', "x=1", ["pre 0 3 python"]),
    ("HTML", "<pre>x</pre><code>y</code>", "xy", ["pre 0 1", "code 1 1"]),
    ("HTML", "<blockquote expandable>q</blockquote>", "q", ["expandable_blockquote 0 1"]),
    ("HTML", '<tg-emoji emoji-id="5">👍</tg-emoji>', "👍", ["custom_emoji 0 2 5"]),
    ("HTML", "&lt;&gt;&amp;&quot;&nbsp;&#65;&#x42;", '<>&"&nbsp;AB', []),
    ("HTML", "<B>loud</b>", "loud", ["bold 0 4"]),
    ("MarkdownV2", "*a* _b_ __c__ ~d~ ||e||", "a b c d e",
     ["bold 0 1", "italic 2 1", "underline 4 1", "strikethrough 6 1", "spoiler 8 1"]),
    ("MarkdownV2", "*bold _both __all__ _ *", "bold both all  ", ["bold 0 15", "italic 5 9", "underline 10 3"]),
    ("MarkdownV2", r"1\. \*no\*", "1. *no*", []),
    ("MarkdownV2", "`a*b_c`", "a*b_c", ["code 0 5"]),
    ("MarkdownV2", "```python\nx = [1]\n```", "x = [1]\n", ["pre 0 8 python"]),
    ("MarkdownV2", "[site](https://x.org/a\\)b)", "site", ["text_link 0 4 https://x.org/a)b"]),
    ("MarkdownV2", "![👍](tg://emoji?id=5)", "👍", ["custom_emoji 0 2 5"]),
    ("MarkdownV2", ">one\n>two\nthree", "one\ntwo\nthree", ["blockquote 0 7"]),
    ("MarkdownV2", ">one\n>two||", "one\ntwo", ["expandable_blockquote 0 7"]),
    ("Markdown", "*a* _b_ `c` [d](https://x.org) \\*", "a b c d *",
     ["bold 0 1", "italic 2 1", "code 4 1", "text_link 6 1 https://x.org"]),
]  # fmt: skip


def shown(entity: dict[str, Any]) -> str:
    extra = entity.get("url") or entity.get("language") or entity.get("custom_emoji_id") or ""
    return f"{entity['type']} {entity['offset']} {entity['length']} {extra}".strip()


@pytest.mark.parametrize(("mode", "source", "text", "entities"), CASES)
def test_markup(mode: str, source: str, text: str, entities: list[str]) -> None:
    found, marks = parsed(source, mode)
    assert (found, [shown(mark) for mark in marks]) == (text, entities)


@given(st.text())
def test_escaped_text_survives_html(text: str) -> None:
    found, entities = parsed(f"<b>{html.escape(text)}</b>".replace("&#x27;", "'"), "HTML")
    assert found == text
    assert [(mark["offset"], mark["length"]) for mark in entities] == ([(0, units(text))] if text else [])


@given(st.text(alphabet=st.characters(codec="utf-8", exclude_characters="\\")))
def test_escaped_text_survives_markdown(text: str) -> None:
    escaped = "".join(f"\\{char}" if char in RESERVED else char for char in text)
    assert parsed(escaped, "MarkdownV2") == (text, [])


@given(st.text(alphabet="ab<>/&;'\"= *_`~|[]()!\\\n>é😀"), st.sampled_from(["HTML", "MarkdownV2", "Markdown"]))
def test_any_markup_is_parsed_or_refused_in_words(source: str, mode: str) -> None:
    refusals: list[str] = []
    text: str = ""
    entities: list[dict[str, Any]] = []
    try:
        text, entities = parsed(source, mode)
    except ApiError as refusal:
        refusals.append(refusal.description)
    assert all(words.startswith("Bad Request: can't parse entities: ") for words in refusals)
    for entity in entities:
        assert 0 <= entity["offset"] < entity["offset"] + entity["length"] <= units(text)


@given(st.text(alphabet="a \n😀\x00\x07\r\t/@#."))
def test_cleaning_keeps_entities_inside(text: str) -> None:
    size = units(text)
    entity = {"type": "bold", "offset": 0, "length": size}
    short, entities = cleaned(text, [entity] if size else [])
    assert short == short.strip()
    assert all(entity["offset"] + entity["length"] <= units(short) for entity in entities + detected(short))
