"""How an opportunity is told, the same in the preview, in the alert and in the list."""

from dataclasses import replace
from datetime import datetime
from gettext import NullTranslations

from core.languages import Language, Level
from enrolment.people import Person
from handlers.formats import language_name, level_name, local_moment, short_day, zone_of
from handlers.markup import Markup, bold, fill, lines, plain
from handlers.session_words import zone_name
from opportunities.fit import Fit
from opportunities.postings import Applicant, Opportunity, Posting, Topic

_LABEL_LIMIT = 40


def topic_name(topic: Topic, tr: NullTranslations) -> str:
    match topic:
        case Topic.FUNDS:
            return tr.gettext("Calls for funds")
        case Topic.RECOGNITION:
            return tr.gettext("Prizes and recognition")
        case Topic.EXCHANGE:
            return tr.gettext("Exchange of knowledge")
        case Topic.TRAINING:
            return tr.gettext("Free training")
        case Topic.EVENT:
            return tr.gettext("Events")
        case Topic.SCHOLARSHIP:
            return tr.gettext("Scholarships")


def applicant_name(applicant: Applicant, tr: NullTranslations) -> str:
    match applicant:
        case Applicant.PUBLIC_AGENT:
            return tr.gettext("public agents")
        case Applicant.MUNICIPAL_TEACHER:
            return tr.gettext("municipal teachers")
        case Applicant.MUNICIPAL_PUPIL:
            return tr.gettext("municipal pupils")
        case Applicant.MIGRANT:
            return tr.gettext("migrants")
        case Applicant.CITIZEN:
            return tr.gettext("citizens")


def posting_text(posting: Posting, reader: Person, tr: NullTranslations) -> Markup:
    """Return all of the posting but its link, which is a button."""
    return lines(
        bold(posting.title),
        fill("{organisation} · {topic}", organisation=posting.organisation, topic=topic_name(posting.topic, tr)),
        "",
        fill("{text}", text=posting.text),
        "",
        _deadline(posting, reader, tr),
        fill(tr.gettext("🗣 Languages: {languages}"), languages=languages_asked(posting.languages, posting.level, tr)),
        fill(tr.gettext("👥 Who may apply: {who}"), who=who_may_apply(posting.applicants, tr)),
        fill(tr.gettext("🪑 Places: {count}"), count=posting.places) if posting.places is not None else None,
    )


def _deadline(posting: Posting, reader: Person, tr: NullTranslations) -> Markup:
    mine = deadline_moment(posting, reader)
    theirs = deadline_moment(posting, replace(reader, time_zone=posting.zone))
    told = fill(tr.gettext("📅 Deadline: {moment}"), moment=mine)
    if mine == theirs:
        return told
    return lines(told, fill(tr.gettext("There: {moment} ({zone})"), moment=theirs, zone=zone_name(posting.zone)))


def deadline_moment(posting: Posting, reader: Person) -> str:
    """Return the deadline with its year, for it may be far away."""
    year = posting.deadline.astimezone(zone_of(reader)).year
    return f"{local_moment(posting.deadline, reader)} ({year})"


def languages_asked(languages: frozenset[Language], level: Level | None, tr: NullTranslations) -> str:
    if not languages:
        return tr.gettext("none is asked")
    names = ", ".join(language_name(language, tr) for language in sorted(languages))
    if level is None:
        return names
    return plain(tr.gettext("{languages}, from {level}"), languages=names, level=level_name(level))


def who_may_apply(applicants: frozenset[Applicant], tr: NullTranslations) -> str:
    return ", ".join(applicant_name(one, tr) for one in sorted(applicants)) if applicants else tr.gettext("anyone")


def why(fit: Fit, tr: NullTranslations) -> Markup:
    """Return the reasons for an alert, as one line."""
    reasons: list[str] = [fill(tr.gettext("you follow “{topic}”"), topic=topic_name(fit.topic, tr))]
    if fit.language is not None and fit.level is not None:
        words = tr.gettext("you study {language} ({level})")
        reasons.append(fill(words, language=language_name(fit.language, tr), level=level_name(fit.level)))
    if fit.applicant is not None:
        reasons.append(fill(tr.gettext("it is open to {who}"), who=applicant_name(fit.applicant, tr)))
    return fill(tr.gettext("ℹ️ Why you got this: {reasons}."), reasons=Markup("; ".join(reasons)))


def label(opportunity: Opportunity, reader: Person, tr: NullTranslations, now: datetime) -> str:
    """Return a button's label: the title, shortened, and the deadline, or that it is over."""
    posting = opportunity.posting
    title = posting.title if len(posting.title) <= _LABEL_LIMIT else f"{posting.title[: _LABEL_LIMIT - 1].rstrip()}…"
    if not opportunity.is_open(now):
        return plain(tr.gettext("⌛ {title} · over"), title=title)
    until = short_day(posting.deadline.astimezone(zone_of(reader)).date(), reader)
    return plain(tr.gettext("{title} · until {day}"), title=title, day=until)
