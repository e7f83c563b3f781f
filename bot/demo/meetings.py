"""Sessions that were held, one that is to come, and opportunities that are open."""

from collections.abc import Sequence
from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING

from core.days import instant, local_day
from core.languages import Language, Level
from enrolment.enrolments import Enrolment
from enrolment.people import Person
from lessons.sessions import attendance, booking, hosting
from lessons.sessions.sessions import SeatStatus, SessionForm
from opportunities import publishing
from opportunities.postings import Applicant, Posting, Topic

if TYPE_CHECKING:
    from bot.demo.history import Past

_BEGINNERS = frozenset({Level.A1, Level.A2})


async def hold(past: "Past", volunteer: Person, coordinator: Person, learners: Sequence[Enrolment]) -> None:
    english = [enrolment for enrolment in learners if enrolment.form.language is Language.ENGLISH]
    for weeks_ago in (3, 2, 1):
        await _held(past, volunteer, english, past.now - timedelta(weeks=weeks_ago))
    await _to_come(past, volunteer)
    await _opportunities(past, coordinator)


def _form(start: datetime, topic: str) -> SessionForm:
    return SessionForm(
        language=Language.ENGLISH,
        levels=_BEGINNERS,
        starts_at=start,
        zone="Europe/Dublin",
        minutes=60,
        capacity=6,
        place="https://meet.example.org/falando",
        topic=topic,
    )


async def _held(past: "Past", host: Person, learners: Sequence[Enrolment], start: datetime) -> None:
    stores = past.stores
    before, after = start - timedelta(days=3), start + timedelta(hours=2)
    session = await hosting.open_session(
        stores.sessions, stores.outbox, stores.audit, host=host.id, form=_form(start, "Welcoming visitors"), now=before
    )
    fitting = [
        each
        for each in learners
        if each.form.level in _BEGINNERS and each.decided_at is not None and each.decided_at < before
    ]
    for enrolment in fitting[:6]:
        await booking.book(
            stores.sessions,
            stores.lessons,
            stores.outbox,
            person=enrolment.person,
            session_id=session.id,
            now=before,
        )
    _session, seats = await attendance.roll(
        stores.sessions, who=host.id, any_host=False, session_id=session.id, now=after
    )
    marks = {seat.id: SeatStatus.ATTENDED if past.rng.random() < 0.8 else SeatStatus.NO_SHOW for seat in seats}
    await attendance.mark(
        stores.sessions,
        stores.outbox,
        stores.audit,
        who=host.id,
        any_host=False,
        session_id=session.id,
        marks=marks,
        now=after,
    )


async def _to_come(past: "Past", host: Person) -> None:
    stores = past.stores
    day = local_day(past.now, "Europe/Dublin") + timedelta(days=3)
    start = instant(day, time(21), "Europe/Dublin")
    form = _form(start, "At the health post: asking about symptoms")
    await hosting.open_session(stores.sessions, stores.outbox, stores.audit, host=host.id, form=form, now=past.now)


async def _opportunities(past: "Past", coordinator: Person) -> None:
    zone = past.programme.time_zone
    for topic, title, organisation, text, days, language in _POSTINGS:
        deadline = instant(local_day(past.now, zone) + timedelta(days=days), time(18), zone)
        posting = Posting(
            topic=topic,
            title=title,
            organisation=organisation,
            text=text,
            link="https://opportunities.example.org/call",
            deadline=deadline,
            zone=zone,
            languages=frozenset({language}) if language else frozenset(),
            level=Level.A2 if language else None,
            applicants=frozenset({Applicant.PUBLIC_AGENT, Applicant.MUNICIPAL_TEACHER}),
            places=20,
        )
        stores = past.stores
        await publishing.publish(stores.opportunities, stores.audit, who=coordinator.id, posting=posting, now=past.now)


_POSTINGS = (
    (
        Topic.TRAINING,
        "Curso on-line: cidades e mudança do clima",
        "Rede de cidades parceiras",
        "Quatro encontros ao vivo, em inglês, com tradução. Para planejamento, obras e meio ambiente. "
        "Gratuito, com certificado da organização.",
        24,
        Language.ENGLISH,
    ),
    (
        Topic.EXCHANGE,
        "Intercâmbio de uma semana sobre segurança alimentar",
        "Cidade parceira",
        "Visita técnica a bancos de alimentos, feiras e cozinhas públicas. A organização paga passagem e hospedagem.",
        40,
        Language.SPANISH,
    ),
    (
        Topic.RECOGNITION,
        "Prêmio de inovação no atendimento ao público",
        "Rede internacional de governos locais",
        "Inscreva uma prática do seu posto de trabalho. As dez finalistas apresentam em um seminário aberto.",
        12,
        None,
    ),
)
