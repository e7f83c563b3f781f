"""A matching round for coordinators: choose a language, look at every pair and everybody left over, publish, undo."""

from collections.abc import Sequence
from datetime import datetime
from gettext import NullTranslations

from aiogram import F
from aiogram.filters import Command
from aiogram.filters.callback_data import CallbackData
from aiogram.types import CallbackQuery, Message

from core.errors import Stale
from core.ids import PersonId
from core.languages import Language
from core.programme import Programme
from core.roles import Audience
from enrolment.people import Person
from handlers import formats
from handlers.guards import Door
from handlers.markup import Markup, bold, fill, lines
from handlers.menu import Go, home_button
from handlers.pair_desk import matching_desk
from handlers.screens import Reply, Row, RowId, Screen, button, in_rows, keyboard, show
from handlers.stores import Stores
from handlers.volunteer_words import obstacle_words, shared_hours
from volunteers import publishing
from volunteers.rounds import Proposal, ProposalStatus, Round, RoundId, RoundStatus

router = Door("matching", Audience.COORDINATOR)

PAGE = 10
ALL = "all"


class Prepare(CallbackData, prefix="kp"):
    """Prepares a round for a language, or for all."""

    language: str


class Look(CallbackData, prefix="kv"):
    """A page of a round's pairs, or of those left over."""

    round: RowId
    left_over: bool = False
    page: int = 0


class Publish(CallbackData, prefix="kb"):
    round: RowId
    version: int


class RollBack(CallbackData, prefix="ku"):
    round: RowId
    version: int


@router.message(Command("matching"))
@router.callback_query(Go.filter(F.to == "matching"))
async def opened(
    event: Message | CallbackQuery, person: Person, tr: NullTranslations, stores: Stores, programme: Programme
) -> Reply:
    return show(event, await matching_screen(person, stores, programme, tr))


@router.callback_query(Prepare.filter())
async def prepared(
    tap: CallbackQuery,
    callback_data: Prepare,
    person: Person,
    tr: NullTranslations,
    now: datetime,
    stores: Stores,
    programme: Programme,
) -> Reply:
    language = _language(callback_data.language, programme)
    round_ = await publishing.prepare(matching_desk(stores), language, by=person.id, now=now)
    return show(tap, await round_screen(round_, stores, tr, Look(round=round_.id)))


@router.callback_query(Look.filter())
async def looked(tap: CallbackQuery, callback_data: Look, tr: NullTranslations, stores: Stores) -> Reply:
    round_ = await stores.rounds.round(RoundId(callback_data.round))
    return show(tap, await round_screen(round_, stores, tr, callback_data))


@router.callback_query(Publish.filter())
async def published(
    tap: CallbackQuery, callback_data: Publish, person: Person, tr: NullTranslations, now: datetime, stores: Stores
) -> Reply:
    number, version = RoundId(callback_data.round), callback_data.version
    asked = await publishing.publish(matching_desk(stores), number, version, by=person.id, now=now)
    toast = tr.ngettext("{count} volunteer is asked now.", "{count} volunteers are asked now.", asked)
    round_ = await stores.rounds.round(number)
    screen = await round_screen(round_, stores, tr, Look(round=number))
    return show(tap, screen, toast=toast.format(count=asked))


@router.callback_query(RollBack.filter())
async def rolled_back(
    tap: CallbackQuery, callback_data: RollBack, person: Person, tr: NullTranslations, now: datetime, stores: Stores
) -> Reply:
    number, version = RoundId(callback_data.round), callback_data.version
    await publishing.roll_back(matching_desk(stores), number, version, by=person.id, now=now)
    round_ = await stores.rounds.round(number)
    return show(tap, await round_screen(round_, stores, tr, Look(round=number)), toast=tr.gettext("Taken back."))


def _language(code: str, programme: Programme) -> Language | None:
    """Return the language, None for all. Raises Stale for a code that is not offered."""
    if code == ALL:
        return None
    for language in programme.languages:
        if language.value == code:
            return language
    raise Stale("language", code)


async def matching_screen(reader: Person, stores: Stores, programme: Programme, tr: NullTranslations) -> Screen:
    """Return how many wait for a partner, by language, and the last round."""
    waiting = await stores.rounds.waiting(None)
    counts = {one: sum(request.wish.language is one for request in waiting) for one in programme.languages}
    choices = [
        button(f"{formats.language_name(language, tr)} · {count}", Prepare(language=language.value))
        for language, count in counts.items()
        if count
    ]
    total = tr.ngettext("{count} learner waits for a partner.", "{count} learners wait for a partner.", len(waiting))
    everybody = [button(tr.gettext("🔗 All languages"), Prepare(language=ALL))] if len(choices) > 1 else []
    last = await stores.rounds.last_published()
    text = lines(
        bold(tr.gettext("Matching")),
        fill(total, count=bold(len(waiting))) if waiting else tr.gettext("Nobody waits for a partner. Well done!"),
        tr.gettext("Choose a language to see the pairs first; nobody is told before you publish.") if waiting else None,
    )
    rows: list[Row] = [*in_rows(choices, 2), everybody]
    if last is not None and last.published_at is not None:
        label = tr.gettext("🕓 Last round: {day}").format(day=formats.local_day(last.published_at, reader))
        rows.append([button(label, Look(round=last.id))])
    return Screen(text=text, keyboard=keyboard(*rows, [home_button(tr)]))


async def round_screen(round_: Round, stores: Stores, tr: NullTranslations, look: Look) -> Screen:
    """Return one page of a round: its pairs, or those left over, each with the reason."""
    counts = await stores.rounds.proposal_counts(round_.id)
    left = await stores.rounds.left_over_counts(round_.id)
    pairs, left_over = sum(counts.values()), sum(left.values())
    pages = max(1, -(-(left_over if look.left_over else pairs) // PAGE))
    page = min(max(look.page, 0), pages - 1)
    shown = await (_left_over if look.left_over else _pairs)(round_, stores, tr, page)
    name = formats.language_name(round_.language, tr) if round_.language else tr.gettext("all languages")
    heading = [
        fill(tr.gettext("Round {number}: {language}"), number=round_.id, language=bold(name)),
        fill(tr.ngettext("{count} pair", "{count} pairs", pairs), count=bold(pairs)),
        fill(tr.ngettext("{count} left over", "{count} left over", left_over), count=bold(left_over)),
        _standing(round_, counts, tr),
    ]
    other = Look(round=round_.id, left_over=not look.left_over)
    label = tr.gettext("👥 The pairs") if look.left_over else tr.gettext("🕓 Those left over")
    rows: list[Row] = [[button(label, other)] if left_over or look.left_over else []]
    if pages > 1:
        around = [(page - 1) % pages, (page + 1) % pages]
        names = [tr.gettext("◀️ Previous"), tr.gettext("Next ▶️")]
        rows.append([button(one, look.model_copy(update={"page": to})) for one, to in zip(names, around, strict=True)])
    back = button(tr.gettext("◀️ Matching"), Go(to="matching"))
    return Screen(
        text=lines(*heading, "", *shown), keyboard=keyboard(*_steps(round_, pairs, tr), *rows, [back, home_button(tr)])
    )


def _standing(round_: Round, counts: dict[ProposalStatus, int], tr: NullTranslations) -> Markup:
    match round_.status:
        case RoundStatus.PREPARED:
            return fill(tr.gettext("Not published yet: nobody has been told."))
        case RoundStatus.UNDONE:
            return fill(tr.gettext("Taken back."))
        case RoundStatus.PUBLISHED:
            return fill(
                tr.gettext("Published. Accepted: {accepted}, declined: {declined}, waiting: {open}, too late: {late}."),
                accepted=counts.get(ProposalStatus.ACCEPTED, 0),
                declined=counts.get(ProposalStatus.DECLINED, 0),
                open=counts.get(ProposalStatus.OPEN, 0),
                late=counts.get(ProposalStatus.EXPIRED, 0),
            )


def _steps(round_: Round, pairs: int, tr: NullTranslations) -> list[Row]:
    if round_.status is RoundStatus.PREPARED and pairs:
        label = tr.gettext("📨 Publish: ask the volunteers")
        return [[button(label, Publish(round=round_.id, version=round_.version))]]
    if round_.status is RoundStatus.PUBLISHED:
        return [[button(tr.gettext("↩️ Take the round back"), RollBack(round=round_.id, version=round_.version))]]
    return []


async def _pairs(round_: Round, stores: Stores, tr: NullTranslations, page: int) -> list[Markup]:
    found = await stores.rounds.proposals(round_.id, offset=page * PAGE, limit=PAGE)
    names = await _names([one for each in found for one in (each.learner, each.volunteer)], stores)
    return [_pair_line(each, names, tr) for each in found] or [Markup(tr.gettext("No pair could be made."))]


def _pair_line(each: Proposal, names: dict[PersonId, str], tr: NullTranslations) -> Markup:
    return fill(
        tr.gettext("{learner} and {volunteer}: {language} {level}, {hours}"),
        learner=bold(names.get(each.learner, "–")),
        volunteer=bold(names.get(each.volunteer, "–")),
        language=formats.language_name(each.language, tr),
        level=each.level.value,
        hours=shared_hours(each.shared, tr),
    )


async def _left_over(round_: Round, stores: Stores, tr: NullTranslations, page: int) -> list[Markup]:
    found = await stores.rounds.left_over(round_.id, offset=page * PAGE, limit=PAGE)
    names = await _names([each.person for each in found], stores)
    return [
        fill(
            tr.gettext("{learner}, {language} {level}: {reason}"),
            learner=bold(names.get(each.person, "–")),
            language=formats.language_name(each.language, tr),
            level=each.level.value,
            reason=obstacle_words(each.obstacle, tr),
        )
        for each in found
    ]


async def _names(ids: Sequence[PersonId], stores: Stores) -> dict[PersonId, str]:
    return {person.id: person.name for person in (await stores.people.some(set(ids))).values()}
