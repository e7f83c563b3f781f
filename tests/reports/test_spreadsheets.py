"""What people write comes back from a sheet as they wrote it, and never runs."""

import re
from datetime import UTC, datetime
from io import BytesIO
from xml.etree import ElementTree
from zipfile import ZipFile
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from reports.spreadsheets import Cell, Sheet, workbook

_SPREADSHEET = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
MOMENT = datetime(2026, 11, 24, 12, 30, tzinfo=UTC)


def opened(*sheets: Sheet) -> list[Worksheet]:
    return load_workbook(BytesIO(workbook(*sheets))).worksheets


def stored(content: bytes) -> list[str]:
    """The file's texts as a spreadsheet shows them; openpyxl leaves ``_x000D_`` as it is (ECMA-376-1, 22.9.2.19)."""
    with ZipFile(BytesIO(content)) as parts:
        found = ElementTree.fromstring(parts.read("xl/sharedStrings.xml")).iter(f"{_SPREADSHEET}t")  # noqa: S314 - ours
    return [re.sub(r"_x([0-9A-F]{4})_", lambda code: chr(int(code[1], 16)), text.text or "") for text in found]


@pytest.mark.parametrize(
    "text",
    [
        "=1+1",
        '=HYPERLINK("https://example.org","here")',
        "+1+1",
        "-2+3",
        "@SUM(A1:A9)",
        "\t=1+1",
        "\r=1+1",
        "{=1+1}",
        "https://example.org",
        "mailto:ana@example.org",
        "007",
        "1e5",
        "TRUE",
        "2026-11-24",
        "_x0041_",
        " with spaces ",
        "first\nsecond",
    ],
)
def test_text_stays_text(text: str) -> None:
    content = workbook(Sheet(title="Names", headings=[], rows=[[text]]))
    cell = load_workbook(BytesIO(content)).worksheets[0]["A2"]
    assert stored(content) == [text]
    assert cell.data_type == "s"
    assert cell.hyperlink is None


def test_no_cell_of_a_sheet_holds_a_formula() -> None:
    content = workbook(Sheet(title="Names", headings=["=1+1"], rows=[["=1+1"], ["@A1"]]))
    with ZipFile(BytesIO(content)) as parts:
        assert b"<f>" not in parts.read("xl/worksheets/sheet1.xml")


@settings(max_examples=150, deadline=None)
@given(st.text(st.characters(exclude_categories=["Cs", "Cn"]), min_size=1, max_size=200))
def test_any_text_comes_back_as_it_was(text: str) -> None:
    assert stored(workbook(Sheet(title="Names", headings=[], rows=[[text]]))) == [text]


def test_numbers_moments_and_gaps() -> None:
    row: list[Cell] = [12, None, MOMENT.astimezone(ZoneInfo("America/Sao_Paulo")), "B1"]
    page = opened(Sheet(title="Enrolments", headings=["Number", "Name", "Sent", "Level"], rows=[row]))[0]
    assert page.title == "Enrolments"
    assert [cell.value for cell in page[1]] == ["Number", "Name", "Sent", "Level"]
    half_past_nine = datetime(2026, 11, 24, 9, 30)  # noqa: DTZ001 - a cell has no zone
    assert [cell.value for cell in page[2]] == [12, None, half_past_nine, "B1"]
    assert page["C2"].is_date
    assert page.freeze_panes == "A2"
    assert page.auto_filter.ref == "A1:D2"


def test_several_sheets_and_an_empty_one() -> None:
    sheets = [Sheet(title="A" * 40, headings=["One"], rows=[]), Sheet(title="B", headings=["Two"], rows=[[1]])]
    assert [(page.title, page.max_row) for page in opened(*sheets)] == [("A" * 31, 1), ("B", 2)]
