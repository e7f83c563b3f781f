"""The programme's texts as screens: ``# `` heads a part; everything else is plain and escaped."""

from handlers.markup import Markup, bold, fill, lines


def document(text: str) -> Markup:
    """Return a notice or a term as Telegram HTML."""
    shown = [
        bold(line.removeprefix("# ")) if line.startswith("# ") else fill("{line}", line=line)
        for line in text.splitlines()
    ]
    return lines(*shown)
