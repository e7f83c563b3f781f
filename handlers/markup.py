"""Telegram HTML made safely: values are escaped, sentences are ours."""

from html import escape


class Markup(str):
    """Text that is already Telegram HTML, and so is not escaped again."""

    __slots__ = ()


def fill(sentence: str, **values: object) -> Markup:
    """Return the translated `sentence` with its named placeholders filled; every value that is not Markup is escaped.

    The sentence itself is trusted HTML: it comes from a catalogue, never from a person.
    """
    safe = {
        name: value if isinstance(value, Markup) else escape(str(value), quote=False) for name, value in values.items()
    }
    return Markup(sentence.format(**safe))


def plain(sentence: str, **values: object) -> str:
    """Fill a sentence for a place that knows no markup: a button, an alert, a file's cell."""
    return sentence.format(**values)


def lines(*parts: str | None) -> Markup:
    """Join the parts that are there, a line each; an empty string makes a blank line."""
    return Markup("\n".join(part for part in parts if part is not None))


def bold(text: object) -> Markup:
    return fill("<b>{text}</b>", text=text)


def italic(text: object) -> Markup:
    return fill("<i>{text}</i>", text=text)


def quote(text: object) -> Markup:
    return fill("<blockquote>{text}</blockquote>", text=text)
