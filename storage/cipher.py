"""Encryption at rest: what identifies a person is sealed before it reaches the database."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from cryptography.fernet import Fernet, InvalidToken, MultiFernet


class KeyMismatch(Exception):  # noqa: N818 - says what is wrong, like the errors it stands beside
    """A sealed value was written with a key that is not among ours."""


class Cipher:
    """Seals with the first key, opens with any: so a key is rotated by putting a new one in front.

    Keys are Fernet's: 32 random bytes, URL-safe base64 (https://github.com/fernet/spec).
    """

    def __init__(self, keys: Sequence[str]) -> None:
        if not keys:
            raise ValueError("at least one key")
        self._box = MultiFernet([Fernet(key) for key in keys])

    @staticmethod
    def new_key() -> str:
        return Fernet.generate_key().decode()

    def seal(self, text: str) -> bytes:
        """Return `text` sealed; an empty text stays empty, for it tells nothing."""
        return self._box.encrypt(text.encode()) if text else b""

    def open(self, sealed: bytes) -> str:
        """Return the text. Raises KeyMismatch."""
        if not sealed:
            return ""
        try:
            return self._box.decrypt(sealed).decode()
        except InvalidToken as error:
            raise KeyMismatch from error

    def seal_json(self, value: Mapping[str, object]) -> bytes:
        return self.seal(json.dumps(value, ensure_ascii=False, separators=(",", ":"))) if value else b""

    def open_json(self, sealed: bytes) -> dict[str, Any]:
        text = self.open(sealed)
        return dict(json.loads(text)) if text else {}

    def rotate(self, sealed: bytes) -> bytes:
        """Return the value sealed anew with the first key."""
        if not sealed:
            return b""
        try:
            return self._box.rotate(sealed)
        except InvalidToken as error:
            raise KeyMismatch from error
