"""The coordinator's report: the answer first, then the picture, then the rows behind the numbers."""

from collections.abc import Sequence
from datetime import datetime
from functools import partial
from gettext import NullTranslations
from typing import Any

from aiogram import F
from aiogram.filters import Command
from aiogram.filters.callback_data import CallbackData
from aiogram.methods import TelegramMethod
from aiogram.types import CallbackQuery, Message

from core.audit import AuditEntry
from core.ports import AuditLog
from core.programme import Programme
from core.roles import Audience
from enrolment.people import Person
from handlers import formats
from handlers.commands import own_page
from handlers.guards import Door
from handlers.markup import Markup, bold, fill, lines
from handlers.menu import Go, home_button
from handlers.screens import Attachment, Later, Reply, Row, Screen, app_button, button, keyboard, send, show_below
from handlers.words import category_name, enrolment_status
from reports.charts import WeeklyChart, weekly_png
from reports.figures import EnrolmentRow, Figures, ReportStore
from reports.spreadsheets import Sheet, workbook

router = Door("report", Audience.STAFF)

WEEKS = 12


class RowsTap(CallbackData, prefix="rx"):
    """Asks for the sheet behind the numbers."""


@router.message(Command("report"))
@router.callback_query(Go.filter(F.to == "report"))
async def opened(
    event: Message | CallbackQuery,
    person: Person,
    tr: NullTranslations,
    now: datetime,
    reports: ReportStore,
    programme: Programme,
    dashboard_url: str | None,
) -> Reply:
    figures = await reports.figures(now=now, zone=programme.time_zone, weeks=WEEKS)
    picture = Later(partial(_picture_call, figures, _buttons(dashboard_url, tr), person, tr))
    return [*show_below(event), picture, *own_page(person, dashboard_url, tr)]


@router.callback_query(RowsTap.filter())
async def rows_asked(
    tap: CallbackQuery, person: Person, tr: NullTranslations, now: datetime, reports: ReportStore, audit: AuditLog
) -> Reply:
    with_names = person.may_enter(Audience.COORDINATOR)
    rows = await reports.enrolment_rows(with_names=with_names)
    await audit.record(
        AuditEntry(
            at=now, actor=person.id, action="report.rows", subject="report:enrolments", after={"rows": len(rows)}
        )
    )
    toast = tr.gettext("The sheet is on its way.")
    call = Later(partial(_sheet_call, int(person.telegram_id), rows, person, tr, now))
    return [*show_below(tap, toast=toast), call]


def facts(figures: Figures, tr: NullTranslations) -> list[tuple[str, int]]:
    """Return every headline number with its label, the ones that ask for a decision first."""
    return [
        (tr.gettext("Enrolments to decide"), figures.to_decide),
        (tr.gettext("Volunteers to decide"), figures.volunteers_to_decide),
        (tr.gettext("Active learners"), figures.active_learners),
        (tr.gettext("Practised this week"), figures.practising_this_week),
        (tr.gettext("Approved volunteers"), figures.volunteers.get("approved", 0)),
        (tr.gettext("Active pairs"), figures.pairs),
        (tr.gettext("Waiting for a pair"), figures.waiting_for_pair),
        (tr.gettext("Minutes in pairs"), figures.pair_minutes),
        (tr.gettext("Sessions held"), figures.sessions_held),
        (tr.gettext("Minutes in sessions"), figures.session_minutes),
        (tr.gettext("Open opportunities"), figures.opportunities_open),
        (tr.gettext("Alerts sent in 12 weeks"), figures.alerts_sent),
    ]


def headline(figures: Figures, tr: NullTranslations) -> Markup:
    """Return the answer first, then a line for each number."""
    decide = figures.to_decide + figures.volunteers_to_decide
    waiting = fill(
        tr.ngettext("{count} request waits for your decision.", "{count} requests wait for your decision.", decide),
        count=bold(decide),
    )
    return lines(
        bold(tr.gettext("Report")),
        waiting if decide else tr.gettext("Nothing waits for your decision."),
        "",
        *(fill("{label}: {value}", label=label, value=bold(value)) for label, value in facts(figures, tr)),
        _by_language(figures, tr),
    )


def _by_language(figures: Figures, tr: NullTranslations) -> Markup | None:
    named = [
        fill("{language} {count}", language=formats.language_name(language, tr), count=count)
        for language, count in sorted(figures.learners.items(), key=lambda pair: -pair[1])
        if count
    ]
    return Markup(" · ".join(named)) if named else None


def weekly_chart(figures: Figures, person: Person, tr: NullTranslations) -> WeeklyChart:
    return WeeklyChart(
        title=tr.gettext("Practice week by week"),
        labels=[formats.short_day(week.start, person) for week in figures.weeks],
        answers=[week.answers for week in figures.weeks],
        practising=[week.practising for week in figures.weeks],
        answers_label=tr.gettext("Answers"),
        practising_label=tr.gettext("People who practised"),
        note=tr.gettext("The last 12 weeks; the running one is not complete"),
    )


def _buttons(dashboard_url: str | None, tr: NullTranslations) -> list[Row]:
    page = [app_button(tr.gettext("🖥 Open the page"), dashboard_url)] if dashboard_url is not None else []
    return [page, [button(tr.gettext("📄 Rows as a sheet"), RowsTap())], [home_button(tr)]]


def _picture_call(figures: Figures, buttons: list[Row], person: Person, tr: NullTranslations) -> TelegramMethod[Any]:
    png = weekly_png(weekly_chart(figures, person, tr))
    return send(
        int(person.telegram_id),
        Screen(
            text=headline(figures, tr),
            keyboard=keyboard(*buttons),
            attachment=Attachment(kind="photo", name="report.png", content=png),
        ),
    )


def _sheet_call(
    chat: int, rows: Sequence[EnrolmentRow], person: Person, tr: NullTranslations, now: datetime
) -> TelegramMethod[Any]:
    content = workbook(enrolment_sheet(rows, person, tr))
    caption = fill(
        tr.ngettext("{count} enrolment, as of {moment}.", "{count} enrolments, as of {moment}.", len(rows)),
        count=len(rows),
        moment=formats.local_moment(now, person),
    )
    return send(
        chat,
        Screen(
            text=caption,
            attachment=Attachment(kind="document", name=f"enrolments-{now:%Y-%m-%d}.xlsx", content=content),
        ),
    )


def enrolment_sheet(rows: Sequence[EnrolmentRow], person: Person, tr: NullTranslations) -> Sheet:
    """Return the rows in the reader's language and zone."""
    zone = formats.zone_of(person)
    return Sheet(
        title=tr.gettext("Enrolments"),
        headings=[
            tr.gettext("Number"),
            tr.gettext("Name"),
            tr.gettext("Status"),
            tr.gettext("Language"),
            tr.gettext("Level"),
            tr.gettext("Category"),
            tr.gettext("Department"),
            tr.gettext("Submitted"),
            tr.gettext("Decided"),
            tr.gettext("Answers"),
            tr.gettext("Minutes in sessions"),
        ],
        rows=[
            [
                row.number,
                row.name,
                enrolment_status(row.status, tr),
                formats.language_name(row.language, tr),
                row.level,
                category_name(row.category, tr),
                row.department,
                row.submitted_at.astimezone(zone) if row.submitted_at else None,
                row.decided_at.astimezone(zone) if row.decided_at else None,
                row.answers,
                row.attended_minutes,
            ]
            for row in rows
        ],
    )
