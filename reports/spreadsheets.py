"""Rows as XLSX. What people wrote is always a text cell, so nothing of theirs is ever run as a formula."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO

Cell = str | int | datetime | None

_WIDEST = 48


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """A named table; datetimes must already be in the reader's zone, and are written without one."""

    title: str
    headings: Sequence[str]
    rows: Sequence[Sequence[Cell]]


def workbook(*sheets: Sheet) -> bytes:
    """Return an XLSX file with frozen, filterable headings."""
    from xlsxwriter import Workbook

    buffer = BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with Workbook(buffer, options) as book:
        heading = book.add_format({"bold": True, "bg_color": "#e3efee", "bottom": 1})
        moment = book.add_format({"num_format": "yyyy-mm-dd hh:mm"})
        for sheet in sheets:
            page = book.add_worksheet(sheet.title[:31])
            for column, title in enumerate(sheet.headings):
                page.write_string(0, column, title, heading)
                page.set_column(column, column, _width(title, sheet.rows, column))
            for line, row in enumerate(sheet.rows, start=1):
                for column, value in enumerate(row):
                    _write(page, line, column, value, moment)
            page.freeze_panes(1, 0)
            if sheet.rows:
                page.autofilter(0, 0, len(sheet.rows), len(sheet.headings) - 1)
    return buffer.getvalue()


def _write(page: "object", line: int, column: int, value: Cell, moment: "object") -> None:
    match value:
        case None:
            return
        case datetime():
            page.write_datetime(line, column, value.replace(tzinfo=None), moment)  # type: ignore[attr-defined]
        case int():
            page.write_number(line, column, value)  # type: ignore[attr-defined]
        case str():
            page.write_string(line, column, value)  # type: ignore[attr-defined]


def _width(title: str, rows: Sequence[Sequence[Cell]], column: int) -> int:
    longest = max((16 if isinstance(row[column], datetime) else len(str(row[column] or "")) for row in rows), default=0)
    return min(max(longest, len(title)) + 3, _WIDEST)
