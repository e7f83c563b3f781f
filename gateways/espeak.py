"""Run as ``python -m gateways.espeak VOICE``: text in, OGG/Opus out, by espeak-ng and libsndfile (the extra ``voice``).

A process of its own, for espeak-ng keeps its state globally and a fault of it must not be ours.
"""

import ctypes
import io
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

_SYNCHRONOUS = 2
_UTF8 = 1
_RATE = 24_000
"""Samples a second; Opus knows only some rates, and espeak-ng speaks at another."""
_BLOCK = 2_400
"""libsndfile's Opus encoder wants its samples in small portions."""


def spoken(text: str, voice: str) -> bytes:
    """Return `text` as OGG/Opus. Raises OSError, ValueError."""
    import numpy
    import soundfile

    samples, rate = _samples(text, voice)
    wave = numpy.frombuffer(samples, dtype="<i2").astype("float32") / 32768
    if not wave.size:
        raise ValueError("nothing was said")
    places = numpy.arange(0, wave.size, rate / _RATE)
    wave = numpy.interp(places, numpy.arange(wave.size), wave).astype("float32")
    out = io.BytesIO()
    with soundfile.SoundFile(out, "w", samplerate=_RATE, channels=1, format="OGG", subtype="OPUS") as file:
        for start in range(0, wave.size, _BLOCK):
            file.write(wave[start : start + _BLOCK])
    return out.getvalue()


def _samples(text: str, voice: str) -> tuple[bytes, int]:
    """Return 16-bit samples and how many there are in a second."""
    import espeakng_loader

    library = ctypes.CDLL(espeakng_loader.get_library_path())
    data = Path(espeakng_loader.get_data_path())
    rate = library.espeak_Initialize(_SYNCHRONOUS, 0, str(data.parent).encode(), 0)
    if rate <= 0:
        raise OSError("espeak-ng could not be started")
    heard = bytearray()
    callback = _collector(heard)
    library.espeak_SetSynthCallback(callback)
    if library.espeak_SetVoiceByName(voice.encode()) != 0:
        raise ValueError(f"no such voice: {voice}")
    words = text.encode() + b"\0"
    library.espeak_Synth(words, ctypes.c_size_t(len(words)), 0, 0, 0, _UTF8, None, None)
    library.espeak_Synchronize()
    return bytes(heard), rate


def _collector(heard: bytearray) -> Any:
    kind: Callable[..., Any] = ctypes.CFUNCTYPE(
        ctypes.c_int, ctypes.POINTER(ctypes.c_short), ctypes.c_int, ctypes.c_void_p
    )

    def collect(samples: Any, count: int, _events: Any) -> int:
        if samples and count > 0:
            heard.extend(ctypes.string_at(samples, count * 2))
        return 0

    return kind(collect)


if __name__ == "__main__":
    sys.stdout.buffer.write(spoken(sys.stdin.buffer.read().decode(), sys.argv[1]))
