"""The parameters of one Bot API call, whatever way they came: JSON values, form strings, uploaded parts."""

import json
from dataclasses import dataclass
from typing import Any

from simulator.errors import bad_request

TRUE_WORDS = frozenset({"true", "yes", "1"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Upload:
    """One uploaded part."""

    filename: str
    content_type: str
    content: bytes


class Params:
    """Reads values the way Telegram does: JSON inside form fields, numbers as text, empty as absent."""

    __slots__ = ("uploads", "values")

    def __init__(self, values: dict[str, Any], uploads: dict[str, Upload] | None = None) -> None:
        self.values = values
        self.uploads = uploads or {}

    def has(self, name: str) -> bool:
        return self.values.get(name) not in (None, "")

    def text(self, name: str) -> str:
        value = self.values.get(name)
        if value is None:
            return ""
        if isinstance(value, str):
            return value
        return json.dumps(value)

    def integer(self, name: str, default: int = 0) -> int:
        value = self.values.get(name)
        if value is None or value == "":
            return default
        try:
            return int(value)
        except (TypeError, ValueError):
            raise bad_request(f"invalid parameter {name} specified") from None

    def number(self, name: str) -> float:
        try:
            return float(self.values[name])
        except (KeyError, TypeError, ValueError):
            raise bad_request(f"{name} is empty" if not self.has(name) else f"invalid {name} specified") from None

    def flag(self, name: str, *, default: bool = False) -> bool:
        value = self.values.get(name)
        if value is None or value == "":
            return default
        return value is True or str(value).lower() in TRUE_WORDS

    def structure(self, name: str, words: str | None = None) -> Any:
        """A parsed JSON value, or None when absent."""
        value = self.values.get(name)
        if value is None or value == "":
            return None
        if not isinstance(value, str):
            return value
        try:
            return json.loads(value)
        except ValueError:
            raise bad_request(words or f"can't parse {name} JSON object") from None

    def array(self, name: str, words: str | None = None) -> list[Any]:
        value = self.structure(name, words)
        if value is None:
            return []
        if not isinstance(value, list):
            raise bad_request(words or f"expected an Array of {name}")
        return value

    def shown(self) -> dict[str, Any]:
        """What the journal keeps: values with JSON opened, and the size of each upload."""
        found: dict[str, Any] = {}
        for name, value in self.values.items():
            opened = value
            if isinstance(value, str) and value[:1] in "[{" and value:
                try:
                    opened = json.loads(value)
                except ValueError:
                    opened = value
            found[name] = opened
        for name, upload in self.uploads.items():
            found.setdefault(name, {"filename": upload.filename, "size": len(upload.content)})
        return found
