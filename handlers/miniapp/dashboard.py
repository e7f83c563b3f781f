"""The coordinators' dashboard: headline, weeks, and the rows behind them."""

from collections.abc import Callable, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from functools import lru_cache, partial
from pathlib import Path
from typing import Any

from aiohttp import web
from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape

from core.audit import AuditEntry
from core.ports import Clock
from core.programme import Programme
from core.roles import Audience
from enrolment.people import Person
from handlers import formats
from handlers.catalogues import translations
from handlers.coordinator.report import WEEKS, enrolment_sheet, facts
from handlers.miniapp.auth import Unsigned, telegram_id
from handlers.stores import Stores
from reports.figures import EnrolmentRow, Figures

_HERE = Path(__file__).parent
PATH = "/app"

TELEGRAM_PAGES = ("https://web.telegram.org",)
"""Who may show this page in a frame; apps on telephones use none."""

NEWEST = 300
"""Rows on the page; the sheet in the chat has them all."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Dashboard:
    """Serves the page. `begin` opens a transaction; `token` signs what Telegram tells of the reader.

    `framed_by` are the origins, as Content-Security-Policy writes them, of pages that may show this one in a frame.
    """

    begin: Callable[[], AbstractAsyncContextManager[Stores]]
    token: str
    framed_by: Sequence[str] = TELEGRAM_PAGES
    clock: Clock
    programme: Programme

    def routes(self) -> list[web.RouteDef]:
        return [
            web.get(f"{PATH}/", self.shell),
            web.get(f"{PATH}/{{name:(?:dashboard\\.css|dashboard\\.js)}}", self.static),
            web.get(f"{PATH}/figures", self.figures),
        ]

    @property
    def headers(self) -> dict[str, str]:
        # Only our own files run here, and nothing of this page is kept or told to others.
        policy = (
            "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; base-uri 'none'; "
            f"form-action 'none'; frame-ancestors 'self' {' '.join(self.framed_by)}"
        )
        return {
            "Content-Security-Policy": policy,
            "Referrer-Policy": "no-referrer",
            "X-Content-Type-Options": "nosniff",
            "Cache-Control": "no-store",
        }

    async def shell(self, _request: web.Request) -> web.Response:
        """Answer the empty page: it holds no data, and asks for them with Telegram's signature."""
        text = (_HERE / "static" / "dashboard.html").read_text()
        return web.Response(text=text, content_type="text/html", headers=self.headers)

    async def static(self, request: web.Request) -> web.FileResponse:
        return web.FileResponse(_HERE / "static" / request.match_info["name"], headers=self.headers)

    async def figures(self, request: web.Request) -> web.Response:
        """Answer the figures as a piece of HTML; 401 without a fresh signature, 403 for those who are not staff."""
        now = self.clock.now()
        try:
            reader = telegram_id(request.headers.get("Authorization"), self.token, now=now)
        except Unsigned:
            return web.Response(status=401, headers=self.headers)
        async with self.begin() as stores:
            person = await stores.people.find(reader)
            if person is None or not person.may_enter(Audience.STAFF):
                return web.Response(status=403, headers=self.headers)
            figures = await stores.reports.figures(now=now, zone=self.programme.time_zone, weeks=WEEKS)
            named = person.may_enter(Audience.COORDINATOR)
            rows = await stores.reports.enrolment_rows(with_names=named, newest=NEWEST)
            seen = AuditEntry(
                at=now, actor=person.id, action="report.page", subject="report:enrolments", after={"rows": len(rows)}
            )
            await stores.audit.record(seen)
        return web.Response(text=_piece(figures, rows, person), content_type="text/html", headers=self.headers)


def _piece(figures: Figures, rows: Sequence[EnrolmentRow], person: Person) -> str:
    tr = translations(person.language)
    most = max([1, *(week.answers for week in figures.weeks)])
    values: dict[str, Any] = {
        "title": tr.gettext("Report"),
        "facts": facts(figures, tr),
        "chart_title": tr.gettext("Practice week by week"),
        "answers_label": tr.gettext("Answers"),
        "weeks": [
            (formats.short_day(week.start, person), week.answers, round(100 * week.answers / most))
            for week in figures.weeks
        ],
        "sheet": enrolment_sheet(rows, person, tr),
        "newest": tr.gettext("The newest come first; the sheet in the chat has every row."),
        "search": tr.gettext("Search the rows"),
        "as_of": formats.local_moment(figures.as_of, person),
        "moment": partial(formats.local_moment, person=person),
    }
    return _templates().get_template("figures.html").render(values)


@lru_cache(maxsize=1)
def _templates() -> Environment:
    return Environment(
        loader=FileSystemLoader(_HERE / "templates"), autoescape=select_autoescape(), undefined=StrictUndefined
    )
