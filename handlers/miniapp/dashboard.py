"""The coordinators' dashboard: headline, weeks, and the rows behind them."""

from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from pathlib import Path

from aiohttp import web
from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape

from core.ports import Clock
from core.programme import Programme
from core.roles import Audience
from enrolment.people import Person
from handlers import formats
from handlers.catalogues import translations
from handlers.coordinator.report import WEEKS, enrolment_sheet, facts
from handlers.miniapp.auth import Unsigned, telegram_id
from handlers.stores import Stores

_HERE = Path(__file__).parent
PATH = "/app"

# Only our own files run, and only Telegram's own pages may frame this one.
_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; "
    "frame-ancestors 'self' https://web.telegram.org"
)
_HEADERS = {
    "Content-Security-Policy": _POLICY,
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "Cache-Control": "no-store",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Dashboard:
    """Serves the page. `read` opens a transaction that only reads; `token` signs what Telegram tells of the reader."""

    read: Callable[[], AbstractAsyncContextManager[Stores]]
    token: str
    clock: Clock
    programme: Programme

    def routes(self) -> list[web.RouteDef]:
        return [
            web.get(f"{PATH}/", self.shell),
            web.get(f"{PATH}/{{name:(?:dashboard\\.css|dashboard\\.js)}}", self.static),
            web.get(f"{PATH}/figures", self.figures),
        ]

    async def shell(self, _request: web.Request) -> web.Response:
        """Answer the empty page: it holds no data, and asks for them with Telegram's signature."""
        text = (_HERE / "static" / "dashboard.html").read_text()
        return web.Response(text=text, content_type="text/html", headers=_HEADERS)

    async def static(self, request: web.Request) -> web.FileResponse:
        return web.FileResponse(_HERE / "static" / request.match_info["name"], headers=_HEADERS)

    async def figures(self, request: web.Request) -> web.Response:
        """Answer the figures as a piece of HTML; 401 without a fresh signature, 403 for those who are not staff."""
        now = self.clock.now()
        try:
            reader = telegram_id(request.headers.get("Authorization"), self.token, now=now)
        except Unsigned:
            return web.Response(status=401, headers=_HEADERS)
        async with self.read() as stores:
            person = await stores.people.find(reader)
            if person is None or not person.may_enter(Audience.STAFF):
                return web.Response(status=403, headers=_HEADERS)
            figures = await stores.reports.figures(now=now, zone=self.programme.time_zone, weeks=WEEKS)
            rows = await stores.reports.enrolment_rows(with_names=person.may_enter(Audience.COORDINATOR))
        tr = translations(person.language)
        sheet = enrolment_sheet(list(rows), person, tr)
        most = max([1, *(week.answers for week in figures.weeks)])
        text = (
            _templates(person)
            .get_template("figures.html")
            .render(
                lang=formats.locale_of(person).language,
                title=tr.gettext("Report"),
                facts=facts(figures, tr),
                chart_title=tr.gettext("Practice week by week"),
                answers_label=tr.gettext("Answers"),
                weeks=[
                    (formats.short_day(week.start, person), week.answers, round(100 * week.answers / most))
                    for week in figures.weeks
                ],
                sheet=sheet,
                search=tr.gettext("Search the rows"),
                as_of=formats.local_moment(now, person),
            )
        )
        return web.Response(text=text, content_type="text/html", headers=_HEADERS)


def _templates(person: Person) -> Environment:
    environment = Environment(
        loader=FileSystemLoader(_HERE / "templates"), autoescape=select_autoescape(), undefined=StrictUndefined
    )
    environment.filters["moment"] = lambda value: formats.local_moment(value, person)
    return environment
