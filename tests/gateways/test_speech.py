"""What is said can be heard, in every language; what goes wrong is one error."""

import io
import time

import pytest
import soundfile

from core.languages import Language
from core.ports import VoiceUnavailable
from gateways.speech import Espeak, make_voice
from lessons.phrasebook import load_phrasebook


@pytest.mark.parametrize("language", list(Language))
async def test_a_phrase_is_spoken_in_its_language(language):
    voice = make_voice()
    assert voice is not None
    said = await voice.speak(load_phrasebook().phrases[0].text[language], language)
    heard, rate = soundfile.read(io.BytesIO(said))
    assert 0.5 < len(heard) / rate < 15
    assert abs(heard).max() > 0.05
    assert len(said) < 100_000


async def test_what_was_said_is_kept():
    voice = Espeak()
    first = await voice.speak("Bom dia!", Language.PORTUGUESE)
    began = time.perf_counter()
    assert await voice.speak("Bom dia!", Language.PORTUGUESE) is first
    assert time.perf_counter() - began < 0.05


@pytest.mark.parametrize("text", ["", "  ", "x" * 501])
async def test_what_cannot_be_said_is_refused(text):
    with pytest.raises(VoiceUnavailable):
        await Espeak().speak(text, Language.ENGLISH)


async def test_a_voice_that_is_too_slow_is_ended():
    with pytest.raises(VoiceUnavailable):
        await Espeak(seconds=0.001).speak("Good morning", Language.ENGLISH)
