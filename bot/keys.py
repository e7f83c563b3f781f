"""The encryption keys: from a variable or a file, never from the database they protect."""

import os
from pathlib import Path

from bot.settings import Settings
from storage.cipher import Cipher


class NoKeys(Exception):  # noqa: N818 - states what is missing
    """There is no key at `path`, and none may be made now."""

    def __init__(self, path: Path) -> None:
        super().__init__(path)
        self.path = path


def load_keys(settings: Settings, *, create: bool) -> list[str]:
    """Return the keys, newest first: ENCRYPTION_KEYS (between commas), else the lines of ENCRYPTION_KEY_FILE.

    With `create` a missing file is made with one new key that only its owner may read. Raises NoKeys.
    """
    if settings.encryption_keys is not None:
        return _listed(settings.encryption_keys.get_secret_value().replace(",", "\n"))
    path = settings.encryption_key_file
    if not path.exists():
        if not create:
            raise NoKeys(path)
        write_keys(path, [Cipher.new_key()])
    return _listed(path.read_text())


def write_keys(path: Path, keys: list[str]) -> None:
    """Replace the key file in one step, readable by its owner alone."""
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_name(path.name + ".new")
    with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as stream:
        stream.write("\n".join(keys) + "\n")
    fresh.replace(path)


def _listed(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]
