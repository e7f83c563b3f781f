"""Small real files."""

import struct
import zlib


def png(width: int = 2, height: int = 3, shade: int = 120) -> bytes:
    """A grey picture of that size."""
    rows = b"".join(b"\x00" + bytes([shade]) * width for _ in range(height))

    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


VOICE = b"OggS" + bytes(range(256)) * 8
PDF = b"%PDF-1.4\n" + bytes(range(256)) + b"\n%%EOF"
