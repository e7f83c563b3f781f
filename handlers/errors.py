"""Refusals and accidents, as sentences. A conversation adds its own refusals with ``@explain.register``."""

from functools import singledispatch
from gettext import NullTranslations

from core.errors import BadText, Refusal, TextProblem
from handlers.markup import plain


@singledispatch
def explain(_refusal: Refusal, tr: NullTranslations) -> str:
    """Return what the refusal means, as plain text of 200 characters at most."""
    return tr.gettext("This button is no longer valid. Here is a fresh screen.")


@explain.register
def _(refusal: BadText, tr: NullTranslations) -> str:
    match refusal.problem:
        case TextProblem.TOO_LONG:
            sentence = tr.ngettext(
                "That is a little long: up to {limit} character fits here. Please shorten it and send it again.",
                "That is a little long: up to {limit} characters fit here. Please shorten it and send it again.",
                refusal.limit or 0,
            )
            return plain(sentence, limit=refusal.limit)
        case TextProblem.TOO_SHORT:
            sentence = tr.ngettext(
                "That is a little short: at least {limit} character is needed. Please send it again.",
                "That is a little short: at least {limit} characters are needed. Please send it again.",
                refusal.limit or 0,
            )
            return plain(sentence, limit=refusal.limit)
        case TextProblem.NO_LETTERS:
            return tr.gettext("I could not find any letters in that. Please write it out and send it again.")
        case TextProblem.MALFORMED:
            return tr.gettext("That does not look right. Please check it and send it again.")
        case TextProblem.EMPTY:
            return tr.gettext("That message was empty. Please write it as text and send it again.")


def accident(code: str, tr: NullTranslations) -> str:
    """Return the calm words for an unexpected error; `code` finds it in the log."""
    return plain(
        tr.gettext(
            "Something went wrong on our side, and nothing of yours was lost. Please try again in a moment. "
            "If it keeps happening, tell a coordinator this code: {code}"
        ),
        code=code,
    )
