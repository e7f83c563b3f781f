"""What people write, made fit to keep: the one gate every free text passes."""

import re
import unicodedata

from core.errors import BadText, TextProblem

# Bidirectional overrides and isolates can make a stored name rewrite the line it is shown in.
_INVISIBLE = dict.fromkeys([0x200B, 0x2060, 0xFEFF, *range(0x202A, 0x202F), *range(0x2066, 0x206A)])
_SPACES = re.compile(r"[^\S\n]+")
_BLANK_LINES = re.compile(r"\n{3,}")
_EMAIL = re.compile(r"[^@\s<>\"'(),:;\\]{1,64}@[A-Za-z0-9](?:[A-Za-z0-9.-]{0,188}[A-Za-z0-9])?\.[A-Za-z]{2,24}")


def clean_text(raw: str, *, limit: int) -> str:
    """Return `raw` as it may be kept: NFC, no control or bidi-override characters, blank runs folded.

    Lines are kept. Raises BadText (EMPTY, TOO_LONG; `limit` in characters).
    """
    text = unicodedata.normalize("NFC", raw.replace("\r\n", "\n").replace("\r", "\n")).translate(_INVISIBLE)
    text = "".join(char for char in text if char == "\n" or unicodedata.category(char) not in {"Cc", "Cs", "Cn"})
    text = _BLANK_LINES.sub("\n\n", _SPACES.sub(" ", text)).strip()
    if not text:
        raise BadText(TextProblem.EMPTY)
    if len(text) > limit:
        raise BadText(TextProblem.TOO_LONG, limit=limit)
    return text


def clean_line(raw: str, *, limit: int) -> str:
    """Return `raw` as one line. Raises BadText (EMPTY, TOO_LONG)."""
    return clean_text(" ".join(raw.split()), limit=limit)


def clean_name(raw: str, *, limit: int = 80) -> str:
    """Return a person's name. Raises BadText (EMPTY, TOO_LONG, NO_LETTERS); any script is a name."""
    name = clean_line(raw, limit=limit)
    if not any(unicodedata.category(char).startswith("L") for char in name):
        raise BadText(TextProblem.NO_LETTERS)
    return name


def clean_email(raw: str) -> str:
    """Return an e-mail address in lower case. Raises BadText (EMPTY, TOO_LONG, MALFORMED).

    Only the shape is checked; whether it is a work address is shown by a code sent to it, which is another rule.
    """
    email = clean_line(raw, limit=254).lower()
    if not _EMAIL.fullmatch(email) or ".." in email:
        raise BadText(TextProblem.MALFORMED)
    return email
