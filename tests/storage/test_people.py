"""People are met once, sealed at rest, and forgotten whole."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from sqlalchemy import text

from core.errors import NotFound
from core.ids import TelegramId
from core.languages import Language
from core.roles import Role
from enrolment.people import Draft
from storage.stores import Transactions

NOW = datetime(2026, 11, 24, 12, 0, 30, 123456, tzinfo=UTC)


async def test_a_person_is_made_once_and_kept_whole(transactions: Transactions) -> None:
    async with transactions.begin() as stores:
        met, draft = await stores.people.meet(TelegramId(7_000_000_001), Language.SPANISH, now=NOW)
        assert draft == Draft()
        await stores.people.save(
            replace(
                met, name="Zoë Łuk", roles=frozenset({Role.LEARNER, Role.ADMIN}), consent="2026-11", consented_at=NOW
            )
        )
        await stores.people.save_draft(met.id, Draft(step="Enrolling:name", answers={"name": "Zoë"}), now=NOW)
    async with transactions.begin() as stores:
        again, draft = await stores.people.meet(TelegramId(7_000_000_001), Language.ENGLISH, now=NOW)
    assert again.id == met.id
    assert (again.name, again.language, again.created_at) == ("Zoë Łuk", Language.SPANISH, NOW)
    assert again.roles == {Role.LEARNER, Role.ADMIN}
    assert draft == Draft(step="Enrolling:name", answers={"name": "Zoë"})


async def test_what_identifies_somebody_is_sealed_in_the_database(transactions: Transactions) -> None:
    async with transactions.begin() as stores:
        met, _ = await stores.people.meet(TelegramId(1), Language.ENGLISH, now=NOW)
        await stores.people.save(replace(met, name="Visible Name"))
        await stores.people.save_draft(met.id, Draft(step="x", answers={"email": "visible@example.org"}), now=NOW)
    async with transactions.read() as stores:
        for query in ("SELECT name FROM people", "SELECT answers FROM drafts"):
            sealed = (await stores.link.execute(text(query))).scalar_one()
            assert b"isible" not in bytes(sealed)


async def test_an_erased_person_leaves_nothing(transactions: Transactions) -> None:
    async with transactions.begin() as stores:
        met, _ = await stores.people.meet(TelegramId(1), Language.ENGLISH, now=NOW)
        await stores.people.save_draft(met.id, Draft(step="x"), now=NOW)
        await stores.people.erase(met.id)
    async with transactions.read() as stores:
        with pytest.raises(NotFound):
            await stores.people.get(met.id)
        assert (await stores.link.execute(text("SELECT count(*) FROM drafts"))).scalar_one() == 0


async def test_an_update_is_claimed_once(transactions: Transactions) -> None:
    async with transactions.begin() as stores:
        assert await stores.updates.claim(5, now=NOW)
        assert not await stores.updates.claim(5, now=NOW)
    async with transactions.begin() as stores:
        assert not await stores.updates.claim(5, now=NOW)


async def test_a_role_is_found_whole_and_not_as_a_part_of_a_word(transactions: Transactions) -> None:
    async with transactions.begin() as stores:
        met, _ = await stores.people.meet(TelegramId(1), Language.ENGLISH, now=NOW)
        await stores.people.save(replace(met, roles=frozenset({Role.VOLUNTEER, Role.COORDINATOR})))
        assert [person.id for person in await stores.people.with_role(Role.COORDINATOR)] == [met.id]
        assert await stores.people.with_role(Role.ADMIN, Role.LEARNER) == ()


async def test_the_number_of_somebody_erased_is_never_given_to_another(transactions: Transactions) -> None:
    async with transactions.begin() as stores:
        gone, _ = await stores.people.meet(TelegramId(1), Language.ENGLISH, now=NOW)
        await stores.people.erase(gone.id)
    async with transactions.begin() as stores:
        come, _ = await stores.people.meet(TelegramId(2), Language.ENGLISH, now=NOW)
    assert come.id != gone.id
