"""deep-translator's free services behind the Translator port, in four threads, each question bounded in time and size.

The library sets no time limit, keeps a question's state on its objects, and raises whatever its parser stumbles over;
so each question has its own object, a client of ours in place of the library's, and one error.
"""

import asyncio
import importlib
import json
import time
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

from core.languages import Language
from core.ports import TranslationUnavailable

_SECONDS = 5.0
_MOST_BYTES = 1_000_000
_THREADS = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Service:
    """One of the library's services. `most` is how many characters it takes at once."""

    module: str
    translator: str
    url: str
    most: int
    codes: Mapping[Language, str]


GOOGLE = Service(
    module="deep_translator.google",
    translator="GoogleTranslator",
    url="https://translate.google.com/m",
    most=4000,
    codes={language: "zh-CN" if language is Language.MANDARIN else language.value for language in Language},
)
MYMEMORY = Service(
    module="deep_translator.mymemory",
    translator="MyMemoryTranslator",
    url="https://api.mymemory.translated.net/get",
    most=480,
    codes={
        Language.ENGLISH: "en-GB",
        Language.SPANISH: "es-ES",
        Language.FRENCH: "fr-FR",
        Language.ITALIAN: "it-IT",
        Language.GERMAN: "de-DE",
        Language.RUSSIAN: "ru-RU",
        Language.MANDARIN: "zh-CN",
        Language.PORTUGUESE: "pt-BR",
    },
)


class DeepTranslation:
    """Translator through one of the library's services. `url` replaces the service's own address."""

    def __init__(self, service: Service, *, url: str | None = None, seconds: float = _SECONDS) -> None:
        self._service = service
        self._url = url or service.url
        self._seconds = seconds
        self._threads = ThreadPoolExecutor(max_workers=_THREADS, thread_name_prefix="translation")

    async def translate(self, text: str, *, source: Language | None, target: Language) -> str:
        deadline = time.monotonic() + self._seconds
        loop = asyncio.get_running_loop()
        try:
            async with asyncio.timeout(self._seconds):
                return await loop.run_in_executor(self._threads, self._translate, text, source, target, deadline)
        except TimeoutError as error:
            raise TranslationUnavailable("no answer in time") from error

    def _translate(self, text: str, source: Language | None, target: Language, deadline: float) -> str:
        codes, limits = self._service.codes, _Limits(url=self._url, deadline=deadline)
        try:
            library = importlib.import_module(self._service.module)
            # The library calls `requests.get` without a limit, and has no place to give one but this name of its own.
            vars(library)["requests"] = _BoundedRequests
            make = getattr(library, self._service.translator)
            pieces = [
                # A fresh object for each piece: the library keeps the question on it.
                make(source=codes[source] if source else "auto", target=codes[target], proxies=limits).translate(piece)
                for piece in in_pieces(text, self._service.most)
            ]
        except TranslationUnavailable:
            raise
        except Exception as error:
            # The library raises whatever its parser stumbles over: errors of its own, of JSON, of missing keys.
            raise TranslationUnavailable(type(error).__name__) from error
        return _joined(pieces)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Limits:
    """Handed through the library in the place of its `proxies`, the only thing it passes on to the client."""

    url: str
    deadline: float


@dataclass(frozen=True, slots=True, kw_only=True)
class _Reply:
    """What the library reads of an answer."""

    status_code: int
    text: str

    def json(self) -> Any:
        return json.loads(self.text)

    def close(self) -> None:
        """The connection was closed when the answer was read."""


class _BoundedRequests:
    """Stands where the library expects `requests`: the same call, with an end in time and in size."""

    @staticmethod
    def get(_url: str, params: Mapping[str, str], proxies: _Limits) -> _Reply:
        requests = importlib.import_module("requests")
        asked = {
            name: value.replace("auto|", "Autodetect|") if name == "langpair" else value
            for name, value in params.items()
        }
        body = bytearray()
        with requests.get(
            proxies.url, params=asked, timeout=_left(proxies), stream=True, allow_redirects=False
        ) as response:
            for chunk in response.iter_content(65536):
                body += chunk
                _left(proxies)
                if len(body) > _MOST_BYTES:
                    raise TranslationUnavailable("answer too large")
        return _Reply(status_code=response.status_code, text=body.decode("utf-8", "replace"))


def _left(limits: _Limits) -> float:
    """Return the seconds left. Raises TranslationUnavailable when there are none."""
    left = limits.deadline - time.monotonic()
    if left <= 0:
        raise TranslationUnavailable("no answer in time")
    return left


def _joined(pieces: list[object]) -> str:
    for piece in pieces:
        # MyMemory says in place of a translation that the day's share is used up.
        if not isinstance(piece, str) or not piece.strip() or piece.startswith("MYMEMORY WARNING"):
            raise TranslationUnavailable("answer holds no translation")
    return "\n".join(str(piece) for piece in pieces)


def in_pieces(text: str, most: int) -> list[str]:
    """Return `text` in pieces of `most` characters at most, cut where a line, a sentence or a word ends if possible.

    Joined by line ends they read like the text.
    """
    pieces = []
    rest = text.strip()
    while len(rest) > most:
        cut = next((at + len(mark) for mark in ("\n", ". ", " ") if (at := rest.rfind(mark, 0, most)) > 0), most)
        pieces.append(rest[:cut].strip())
        rest = rest[cut:].lstrip()
    return [piece for piece in (*pieces, rest) if piece]
