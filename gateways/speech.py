"""Speech behind the Voice port: espeak-ng in a short process of its own, a few at a time, what was said kept."""

import asyncio
import sys
from collections import OrderedDict
from importlib.util import find_spec

from core.languages import Language
from core.ports import Voice, VoiceUnavailable

_VOICES = {
    Language.ENGLISH: "en",
    Language.SPANISH: "es",
    Language.FRENCH: "fr",
    Language.ITALIAN: "it",
    Language.GERMAN: "de",
    Language.RUSSIAN: "ru",
    Language.MANDARIN: "cmn",
    Language.PORTUGUESE: "pt-br",
}
_LONGEST = 500
_SECONDS = 10.0
_AT_ONCE = 2
_KEPT = 300
"""Sentences; some 15 KB each."""


def make_voice() -> Voice | None:
    """Return a voice, None without the extra ``voice``."""
    installed = all(find_spec(name) is not None for name in ("espeakng_loader", "soundfile"))
    return Espeak() if installed else None


class Espeak:
    def __init__(self, *, seconds: float = _SECONDS) -> None:
        self._seconds = seconds
        self._turn = asyncio.Semaphore(_AT_ONCE)
        self._kept: OrderedDict[tuple[str, Language], bytes] = OrderedDict()

    async def speak(self, text: str, language: Language) -> bytes:
        asked = (text, language)
        if asked not in self._kept:
            if not text.strip() or len(text) > _LONGEST:
                raise VoiceUnavailable
            async with self._turn:
                self._kept[asked] = await self._spoken(text, _VOICES[language])
            while len(self._kept) > _KEPT:
                self._kept.popitem(last=False)
        self._kept.move_to_end(asked)
        return self._kept[asked]

    async def _spoken(self, text: str, voice: str) -> bytes:
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            "gateways.espeak",
            voice,
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.DEVNULL,
        )
        try:
            said, _ = await asyncio.wait_for(process.communicate(text.encode()), self._seconds)
        except TimeoutError as error:
            raise VoiceUnavailable from error
        finally:
            if process.returncode is None:
                process.kill()
                await process.wait()
        if process.returncode != 0 or not said.startswith(b"OggS"):
            raise VoiceUnavailable
        return said
