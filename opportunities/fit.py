"""Whom an opportunity suits, and why: the same rule that the store applies to everybody at once."""

from collections.abc import Iterable
from dataclasses import dataclass

from core.languages import Language, Level
from opportunities.postings import Applicant, Posting, Profile, Topic


@dataclass(frozen=True, slots=True, kw_only=True)
class Fit:
    """Why somebody gets an alert: the topic followed, the studied language that is asked, the category that may apply.

    `language` and `applicant` are None where the opportunity asks for none.
    """

    topic: Topic
    language: Language | None = None
    level: Level | None = None
    applicant: Applicant | None = None


def fit(posting: Posting, profile: Profile) -> Fit | None:
    """Return why the posting suits the reader, None when no alert is due."""
    if not profile.subscribed or posting.topic in profile.muted:
        return None
    language = _language(posting, profile)
    applicant = next((one for one in sorted(posting.applicants) if one.categories & profile.categories), None)
    if (posting.languages and language is None) or (posting.applicants and applicant is None):
        return None
    level = profile.studies[language] if language is not None else None
    return Fit(topic=posting.topic, language=language, level=level, applicant=applicant)


def levels_from(asked: Level | None) -> tuple[Level, ...]:
    """Return the levels that meet a minimum; without one all do."""
    return tuple(level for level in Level if asked is None or level.rank >= asked.rank)


def toggled(muted: Iterable[str], topic: Topic) -> frozenset[str]:
    """Return the muted topics after `topic` was switched over."""
    return frozenset(muted) ^ {topic.value}


def _language(posting: Posting, profile: Profile) -> Language | None:
    enough = levels_from(posting.level)
    met = (language for language in sorted(posting.languages) if profile.studies.get(language) in enough)
    return next(met, None)
