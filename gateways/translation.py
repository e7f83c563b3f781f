"""Translation behind the Translator port: one provider, kept from hurting us by a cache and a circuit breaker."""

import asyncio
from collections import OrderedDict
from collections.abc import Callable

from core.languages import Language
from core.ports import TranslationUnavailable, Translator
from gateways.deep_translation import GOOGLE, MYMEMORY, DeepTranslation
from gateways.libretranslate import LibreTranslate

_FAILURES, _REST_SECONDS = 5, 60.0
_KEPT = 512

_Asked = tuple[str, Language | None, Language]


def make_translator(provider: str, *, url: str | None = None, key: str | None = None) -> Translator | None:
    """Return the translator the settings name: ``libretranslate``, ``google``, ``mymemory``; None when they name none.

    A `url` alone means LibreTranslate. Raises ValueError: an unknown provider, or LibreTranslate without its address.
    """
    if not provider and url is None:
        return None
    match provider:
        case "" | "libretranslate":
            if url is None:
                raise ValueError("TRANSLATION_URL is needed for libretranslate")
            return Guarded(LibreTranslate(url, key))
        case "google":
            return Guarded(DeepTranslation(GOOGLE, url=url))
        case "mymemory":
            return Guarded(DeepTranslation(MYMEMORY, url=url))
        case _:
            raise ValueError(f"unknown translation provider: {provider}")


class Guarded:
    """A Translator that asks `provider` once for each text, and leaves it alone for a while when it keeps failing.

    After five failures in a row nothing is asked for 60 seconds; then one question decides. `timer` returns
    seconds on a clock that never goes back.
    """

    def __init__(self, provider: Translator, *, timer: Callable[[], float] | None = None) -> None:
        self._provider = provider
        self._timer = timer
        self._kept: OrderedDict[_Asked, str] = OrderedDict()
        self._under_way: dict[_Asked, asyncio.Task[str]] = {}
        self._failures = 0
        self._rests_until = 0.0

    async def translate(self, text: str, *, source: Language | None, target: Language) -> str:
        if not text.strip() or source is target:
            return text
        asked = (text, source, target)
        if asked in self._kept:
            self._kept.move_to_end(asked)
            return self._kept[asked]
        task = self._under_way.get(asked)
        if task is None:
            self._refuse_while_resting()
            task = asyncio.create_task(self._ask(asked))
            self._under_way[asked] = task
            task.add_done_callback(lambda done: self._settled(asked, done))
        # Shielded: of many who wait for one answer, one who goes away does not take it from the others.
        return await asyncio.shield(task)

    async def _ask(self, asked: _Asked) -> str:
        text, source, target = asked
        try:
            translated = await self._provider.translate(text, source=source, target=target)
        except TranslationUnavailable:
            self._failures += 1
            if self._failures >= _FAILURES:
                self._rests_until = self._now() + _REST_SECONDS
            raise
        self._failures = 0
        self._kept[asked] = translated
        if len(self._kept) > _KEPT:
            self._kept.popitem(last=False)
        return translated

    def _settled(self, asked: _Asked, done: asyncio.Task[str]) -> None:
        self._under_way.pop(asked, None)
        if not done.cancelled():
            done.exception()  # seen, even when everybody who waited for it has gone away

    def _refuse_while_resting(self) -> None:
        if self._failures < _FAILURES:
            return
        if self._now() < self._rests_until:
            raise TranslationUnavailable("resting")
        # The one question that is let through; others wait for another turn until it is answered.
        self._rests_until = self._now() + _REST_SECONDS

    def _now(self) -> float:
        return self._timer() if self._timer is not None else asyncio.get_running_loop().time()
