"""Seal everything anew with the newest key, so that an older one can be thrown away."""

from sqlalchemy import Column, Table, bindparam, select, update

from storage import tables  # noqa: F401 - registers every table
from storage.cipher import Cipher
from storage.database import Database, Link
from storage.tables.base import metadata

SEALED = "sealed"
"""The first word of the comment on every column that holds sealed bytes."""

_BATCH = 500


def sealed_columns() -> list[Column[bytes]]:
    """Return every column whose comment says that it is sealed."""
    return [
        column
        for table in metadata.sorted_tables
        for column in table.columns
        if column.comment and column.comment.startswith(SEALED)
    ]


async def rotate(database: Database, cipher: Cipher) -> int:
    """Seal every sealed value with the first key of `cipher`, and return how many there were. Raises KeyMismatch.

    A transaction holds some hundred rows, so people go on using the service meanwhile.
    """
    done = 0
    for column in sealed_columns():
        last: tuple[object, ...] | None = None
        while True:
            async with database.begin() as link:
                last, count = await _rotate_batch(link, cipher, column, last)
            done += count
            if last is None:
                break
    return done


async def _rotate_batch(
    link: Link, cipher: Cipher, column: Column[bytes], after: tuple[object, ...] | None
) -> tuple[tuple[object, ...] | None, int]:
    table: Table = column.table
    keys = list(table.primary_key.columns)
    query = select(*keys, column.label("value")).order_by(*keys).limit(_BATCH)
    if after is not None:
        query = query.where(keys[0] > after[0])
    rows = (await link.execute(query)).all()
    if not rows:
        return None, 0
    change = (
        update(table)
        .where(*(key == bindparam(f"key_{number}") for number, key in enumerate(keys)))
        .values({column.name: bindparam("fresh")})
    )
    values = [
        {"fresh": cipher.rotate(row.value), **{f"key_{number}": row[number] for number in range(len(keys))}}
        for row in rows
        if row.value
    ]
    if values:
        await link.execute(change, values)
    return tuple(rows[-1][: len(keys)]), len(values)
