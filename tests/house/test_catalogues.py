"""Every sentence of the code stands in every catalogue, translated, with the same placeholders and tags."""

import re
from functools import cache
from io import BytesIO
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

from handlers.catalogues import DOMAIN, FOLDER, LOCALES

ROOT = Path(__file__).parents[2]
TRANSLATED = [locale for locale in LOCALES.values() if locale != "en"]
PLACEHOLDER = re.compile(r"\{[a-z_]*\}")
TAG = re.compile(r"</?[a-z-]+[^>]*>")


@cache
def sentences() -> frozenset[str | tuple[str, ...]]:
    found = set()
    for folder in ("handlers", "reports"):
        for *_, message, _comments, _context in extract_from_dir(
            str(ROOT / folder), [("**.py", "python")], keywords={"gettext": None, "ngettext": (1, 2)}
        ):
            found.add(message)
    return frozenset(found)


@cache
def catalogue(locale: str) -> Catalog:
    file = FOLDER / locale / "LC_MESSAGES" / f"{DOMAIN}.po"
    return read_po(BytesIO(file.read_bytes()), locale=locale)


def key(message: Message) -> str | tuple[str, ...]:
    return tuple(message.id) if isinstance(message.id, (list, tuple)) else message.id


def translated(message: Message) -> list[str]:
    return [message.string] if isinstance(message.string, str) else list(message.string)


def originals(message: Message) -> list[str]:
    return [message.id] if isinstance(message.id, str) else list(message.id)


def test_the_code_speaks() -> None:
    assert len(sentences()) > 200


@pytest.mark.parametrize("locale", TRANSLATED)
def test_a_catalogue_has_exactly_the_sentences_of_the_code(locale: str) -> None:
    known = {key(message) for message in catalogue(locale) if message.id}
    assert sorted(map(str, sentences() - known)) == [], "run `make catalogues` and translate"
    assert sorted(map(str, known - sentences())) == [], "run `make catalogues`"


@pytest.mark.parametrize("locale", TRANSLATED)
def test_every_sentence_is_translated(locale: str) -> None:
    empty = [message.id for message in catalogue(locale) if message.id and not all(translated(message))]
    assert empty == []
    assert [message.id for message in catalogue(locale) if message.id and message.fuzzy] == []


@pytest.mark.parametrize("locale", TRANSLATED)
def test_placeholders_and_tags_are_kept(locale: str) -> None:
    wrong = []
    for message in catalogue(locale):
        for text in translated(message) if message.id else []:
            wanted = [(set(PLACEHOLDER.findall(one)), sorted(TAG.findall(one))) for one in originals(message)]
            if (set(PLACEHOLDER.findall(text)), sorted(TAG.findall(text))) not in wanted:
                wrong.append((message.id, text))
    assert wrong == []
