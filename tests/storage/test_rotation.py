"""A key can be replaced while the data stays readable."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from core.ids import TelegramId
from core.languages import Language
from storage.cipher import Cipher, KeyMismatch
from storage.rotation import rotate, sealed_columns
from storage.stores import Transactions
from storage.tables.base import metadata

NOW = datetime(2026, 11, 24, tzinfo=UTC)


async def test_after_a_rotation_only_the_new_key_is_needed(transactions: Transactions) -> None:
    new = Cipher.new_key()
    old = Cipher.new_key()
    before = Transactions(transactions.database, Cipher([old]))
    people = []
    for number in range(1, 1203):
        async with before.begin() as stores:
            person, _ = await stores.people.meet(TelegramId(number), Language.ENGLISH, now=NOW)
            await stores.people.save(replace(person, name=f"Person {number}" if number % 2 else ""))
            people.append(person.id)
    assert await rotate(transactions.database, Cipher([new, old])) == 601
    async with Transactions(transactions.database, Cipher([new])).read() as stores:
        assert (await stores.people.get(people[1200])).name == "Person 1201"
        assert (await stores.people.get(people[1])).name == ""
    async with before.read() as stores:
        with pytest.raises(KeyMismatch):
            await stores.people.get(people[0])


def test_every_column_of_bytes_says_whether_it_is_sealed() -> None:
    from sqlalchemy import LargeBinary

    binary = {
        f"{table.name}.{column.name}"
        for table in metadata.sorted_tables
        for column in table.columns
        if isinstance(column.type, LargeBinary)
    }
    assert binary == {f"{column.table.name}.{column.name}" for column in sealed_columns()}


def test_no_composite_key_begins_with_a_column_that_repeats_within_a_sealed_table() -> None:
    assert {len(column.table.primary_key.columns) for column in sealed_columns()} == {1}
