"""Translation over real HTTP, to a server here that also answers slowly, wrongly, with HTML, or without end."""

import asyncio
import time
from contextlib import asynccontextmanager

import pytest
from aiohttp import web
from hypothesis import given
from hypothesis import strategies as st

from core.languages import Language
from core.ports import TranslationUnavailable
from gateways.deep_translation import GOOGLE, MYMEMORY, DeepTranslation, in_pieces
from gateways.libretranslate import LibreTranslate
from gateways.translation import Guarded, make_translator

ENGLISH, PORTUGUESE, MANDARIN = Language.ENGLISH, Language.PORTUGUESE, Language.MANDARIN


class Service:
    """A translation service: LibreTranslate's, Google's and MyMemory's ways of speaking, and a `mood`."""

    def __init__(self):
        self.mood = "well"
        self.asked = []
        self.url = ""

    async def libretranslate(self, request):
        question = await request.json()
        self.asked.append(question)
        if spoiled := await self._spoiled(request):
            return spoiled
        return web.json_response({"translatedText": f"[{question['target']}] {question['q']}"})

    async def google(self, request):
        self.asked.append(dict(request.query))
        if spoiled := await self._spoiled(request):
            return spoiled
        page = f'<div class="result-container">[{request.query["tl"]}] {request.query["q"]}</div>'
        return web.Response(text=page, content_type="text/html")

    async def mymemory(self, request):
        self.asked.append(dict(request.query))
        if spoiled := await self._spoiled(request):
            return spoiled
        words = f"{request.query['langpair']}: {request.query['q']}"
        if self.mood == "used up":
            words = "MYMEMORY WARNING: YOU USED ALL AVAILABLE FREE TRANSLATIONS FOR TODAY."
        return web.json_response({"responseData": {"translatedText": words}, "matches": []})

    async def _spoiled(self, request):
        if self.mood == "slow":
            await asyncio.sleep(30)
        if self.mood == "dripping":
            return await dripping(request)
        if self.mood == "hangs up":
            request.transport.close()
        make = SPOILED.get(self.mood)
        return make() if make is not None else None


SPOILED = {
    "error": lambda: web.json_response({"error": "no"}, status=500),
    "too many": lambda: web.Response(status=429),
    "html": lambda: web.Response(text="<html>Sign in to the network</html>", content_type="text/html"),
    "empty": lambda: web.json_response({"translatedText": ""}),
    "list": lambda: web.json_response(["translatedText"]),
    "elsewhere": lambda: web.Response(status=302, headers={"Location": "https://elsewhere.example/"}),
    "huge": lambda: web.Response(body=b"x" * 1_500_000),
}


async def dripping(request):
    response = web.StreamResponse()
    await response.prepare(request)
    for _ in range(100):
        await response.write(b" ")
        await asyncio.sleep(0.05)
    return response


@asynccontextmanager
async def served():
    service = Service()
    app = web.Application()
    app.add_routes(
        [
            web.post("/translate", service.libretranslate),
            web.get("/m", service.google),
            web.get("/get", service.mymemory),
        ]
    )
    runner = web.AppRunner(app, shutdown_timeout=0.1)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    service.url = f"http://127.0.0.1:{runner.addresses[0][1]}"
    try:
        yield service
    finally:
        await runner.cleanup()


@pytest.fixture
async def service():
    async with served() as opened:
        yield opened


async def test_libretranslate_is_asked_with_its_key_and_answers(service):
    translator = LibreTranslate(f"{service.url}/", "secret")
    assert await translator.translate("Good morning", source=None, target=PORTUGUESE) == "[pt] Good morning"
    assert service.asked == [
        {"q": "Good morning", "source": "auto", "target": "pt", "format": "text", "api_key": "secret"}
    ]


@pytest.mark.parametrize(
    "mood", ["slow", "error", "too many", "html", "empty", "list", "elsewhere", "huge", "dripping", "hangs up"]
)
async def test_libretranslate_out_of_sorts_is_one_error_in_time(service, mood):
    service.mood = mood
    began = time.monotonic()
    with pytest.raises(TranslationUnavailable):
        await LibreTranslate(service.url, seconds=0.5).translate("Good morning", source=ENGLISH, target=PORTUGUESE)
    assert time.monotonic() - began < 3
    assert len(service.asked) == 1


async def test_nobody_at_the_address_is_the_same_error():
    with pytest.raises(TranslationUnavailable):
        await LibreTranslate("http://127.0.0.1:9").translate("Good morning", source=ENGLISH, target=PORTUGUESE)


async def test_google_is_asked_through_the_library(service):
    translator = DeepTranslation(GOOGLE, url=f"{service.url}/m")
    assert await translator.translate("Good morning", source=ENGLISH, target=MANDARIN) == "[zh-CN] Good morning"
    assert service.asked == [{"tl": "zh-CN", "sl": "en", "q": "Good morning"}]


async def test_mymemory_is_asked_in_pieces(service):
    translator = DeepTranslation(MYMEMORY, url=f"{service.url}/get")
    first, second = "a" * 400, "b" * 300
    translated = await translator.translate(f"{first}\n{second}", source=None, target=PORTUGUESE)
    assert translated == f"Autodetect|pt-BR: {first}\nAutodetect|pt-BR: {second}"


@pytest.mark.parametrize("provider", [(GOOGLE, "m"), (MYMEMORY, "get")])
@pytest.mark.parametrize("mood", ["slow", "error", "too many", "html", "elsewhere", "huge", "dripping", "hangs up"])
async def test_the_library_out_of_sorts_is_one_error_in_time(service, provider, mood):
    service.mood = mood
    kind, path = provider
    began = time.monotonic()
    with pytest.raises(TranslationUnavailable):
        await DeepTranslation(kind, url=f"{service.url}/{path}", seconds=0.8).translate(
            "Good morning", source=ENGLISH, target=PORTUGUESE
        )
    assert time.monotonic() - began < 4


async def test_a_used_up_share_is_no_translation(service):
    service.mood = "used up"
    with pytest.raises(TranslationUnavailable):
        await DeepTranslation(MYMEMORY, url=f"{service.url}/get").translate("Hi", source=ENGLISH, target=PORTUGUESE)


async def test_what_was_translated_is_not_asked_again(service):
    translator = Guarded(LibreTranslate(service.url))
    for _ in range(3):
        assert await translator.translate("Hi", source=None, target=PORTUGUESE) == "[pt] Hi"
    assert await translator.translate("Hi", source=PORTUGUESE, target=PORTUGUESE) == "Hi"
    assert await translator.translate("  ", source=None, target=PORTUGUESE) == "  "
    assert len(service.asked) == 1
    for number in range(600):
        await translator.translate(f"Hi {number}", source=None, target=PORTUGUESE)
    await translator.translate("Hi 599", source=None, target=PORTUGUESE)
    assert len(service.asked) == 601
    await translator.translate("Hi", source=None, target=PORTUGUESE)  # long forgotten by now
    assert len(service.asked) == 602


async def test_many_who_ask_at_once_share_one_answer(service):
    translator = Guarded(LibreTranslate(service.url))
    asking = [asyncio.create_task(translator.translate("Hi", source=None, target=PORTUGUESE)) for _ in range(50)]
    await asyncio.sleep(0)
    asking[0].cancel()
    answers = await asyncio.gather(*asking, return_exceptions=True)
    assert set(answers[1:]) == {"[pt] Hi"}
    assert len(service.asked) == 1


async def test_a_failing_provider_is_left_alone_for_a_minute(service):
    seconds = [0.0]
    translator = Guarded(LibreTranslate(service.url), timer=lambda: seconds[0])

    async def ask(text):
        return await translator.translate(text, source=None, target=PORTUGUESE)

    service.mood = "error"
    for number in range(8):
        with pytest.raises(TranslationUnavailable):
            await ask(f"Hi {number}")
    assert len(service.asked) == 5
    seconds[0] = 59.0
    with pytest.raises(TranslationUnavailable):
        await ask("Hi")
    seconds[0] = 61.0
    for _ in range(2):  # one question decides; it fails, so the second one is not asked
        with pytest.raises(TranslationUnavailable):
            await ask("Hi")
    assert len(service.asked) == 6
    service.mood = "well"
    seconds[0] = 122.0
    assert await ask("Hi") == "[pt] Hi"
    assert await ask("Ho") == "[pt] Ho"
    assert len(service.asked) == 8


def test_the_settings_name_a_provider_or_none():
    assert make_translator("") is None
    assert isinstance(make_translator("", url="http://127.0.0.1:9"), Guarded)
    assert isinstance(make_translator("google"), Guarded)
    assert isinstance(make_translator("mymemory"), Guarded)
    for provider in ("libretranslate", "bing"):
        with pytest.raises(ValueError):  # noqa: PT011 - the class is the contract
            make_translator(provider)


@given(st.text(max_size=300), st.integers(5, 60))
def test_pieces_are_short_and_lose_nothing_but_space(text, most):
    pieces = in_pieces(text, most)
    assert all(0 < len(piece) <= most for piece in pieces)
    assert "".join("".join(pieces).split()) == "".join(text.split())
