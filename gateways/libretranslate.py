"""A small client of LibreTranslate (https://docs.libretranslate.com): one question, little time, little room."""

import json

import aiohttp

from core.languages import Language
from core.ports import TranslationUnavailable

_SECONDS = 5
_MOST_BYTES = 1_000_000


class LibreTranslate:
    """Translator over HTTP. Redirects are not followed, so the key goes nowhere else."""

    def __init__(self, url: str, key: str | None = None, *, seconds: float = _SECONDS) -> None:
        self._url = f"{url.rstrip('/')}/translate"
        self._key = key
        self._timeout = aiohttp.ClientTimeout(total=seconds)

    async def translate(self, text: str, *, source: Language | None, target: Language) -> str:
        question = {"q": text, "source": source.value if source else "auto", "target": target.value, "format": "text"}
        if self._key:
            question["api_key"] = self._key
        try:
            async with (
                aiohttp.ClientSession(timeout=self._timeout) as session,
                session.post(self._url, json=question, allow_redirects=False) as response,
            ):
                if response.status != 200:
                    raise TranslationUnavailable(f"status {response.status}")
                return _answer(await _bounded(response.content))
        except (aiohttp.ClientError, TimeoutError) as error:
            raise TranslationUnavailable(type(error).__name__) from error


async def _bounded(stream: aiohttp.StreamReader) -> bytes:
    body = bytearray()
    async for chunk in stream.iter_chunked(65536):
        body += chunk
        if len(body) > _MOST_BYTES:
            raise TranslationUnavailable("answer too large")
    return bytes(body)


def _answer(body: bytes) -> str:
    try:
        answer = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise TranslationUnavailable("answer is not JSON") from error
    translated = answer.get("translatedText") if isinstance(answer, dict) else None
    if not isinstance(translated, str) or not translated.strip():
        raise TranslationUnavailable("answer holds no translation")
    return translated
