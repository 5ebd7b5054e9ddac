"""The training report as rows, and the same rows as CSV, XLSX and JSON."""

import csv
import io
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

import xlsxwriter

from training.report import VIETNAM, Report, Row

Cell = str | int | Decimal | date | None

#: Word -> (Vietnamese, English).
WORDS: Mapping[str, tuple[str, str]] = {
    "summary": ("Tổng hợp", "Summary"),
    "people": ("Danh sách", "People"),
    "organisation": ("Cơ quan", "Organisation"),
    "group": ("Nhóm", "Group"),
    "trained": ("Đã được đào tạo", "Trained"),
    "total": ("Tổng số", "Total"),
    "percent": ("Tỷ lệ (%)", "Percent"),
    "percent_exact": ("Tỷ lệ chính xác (%)", "Exact percent"),
    "as_of": ("Tính đến ngày", "As of"),
    "id": ("Mã", "Id"),
    "name": ("Họ và tên", "Name"),
    "completed_on": ("Ngày hoàn thành", "Completed on"),
    "courses": ("Khóa học đã hoàn thành", "Completed courses"),
    "yes": ("Có", "Yes"),
    "no": ("Chưa", "No"),
    "all": ("Tất cả", "All"),
    "leaders": ("Lãnh đạo", "Leaders"),
    "officials": ("Cán bộ", "Officials"),
    "reporters": ("Phóng viên", "Reporters"),
    "editors": ("Biên tập viên", "Editors"),
}

#: A spreadsheet takes a cell that begins with one of these for a formula or a command.
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


@dataclass(frozen=True, kw_only=True)
class Table:
    """A titled list of rows; every row has as many cells as the header."""

    title: str
    header: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]


def summary(report: Report, *, language: str = "vi") -> Table:
    """Give the figures: each organisation and group, each organisation, each group, everybody (last).

    Percentages are empty where nobody counts.
    """
    figures = (*report.rows, *report.organisations, *report.groups, report.total)
    header = ("organisation", "group", "trained", "total", "percent", "percent_exact", "as_of")
    return Table(
        title=_word("summary", language),
        header=tuple(_word(name, language) for name in header),
        rows=tuple((*_figure(row, language), report.as_of) for row in figures),
    )


def people(report: Report, *, language: str = "vi") -> Table:
    """Give the names behind the figures, one person a row; days are days in Vietnam."""
    header = ("organisation", "group", "id", "name", "trained", "completed_on", "courses", "as_of")
    return Table(
        title=_word("people", language),
        header=tuple(_word(name, language) for name in header),
        rows=tuple(
            (
                line.person.organisation,
                _word(line.person.group, language),
                line.person.id,
                line.person.name,
                _word("yes" if line.trained else "no", language),
                _day(line.completed_at),
                ", ".join(line.courses),
                report.as_of,
            )
            for line in report.people
        ),
    )


def as_csv(table: Table) -> str:
    """Write a table as CSV (RFC 4180), days as 2026-11-22.

    Text that a spreadsheet would run as a formula gets an apostrophe before it. Encode with `utf-8-sig`, or Excel
    takes Vietnamese letters for something else.
    """
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerows([_csv_cell(cell) for cell in row] for row in (table.header, *table.rows))
    return text.getvalue()


def as_json(report: Report) -> dict[str, object]:
    """Give the same figures and people for programs; times in UTC, the exact share as `trained/total`."""
    return {
        "as_of": report.as_of.isoformat(),
        "total": _json_row(report.total),
        "rows": [_json_row(row) for row in report.rows],
        "organisations": [_json_row(row) for row in report.organisations],
        "groups": [_json_row(row) for row in report.groups],
        "people": [
            {
                "id": line.person.id,
                "name": line.person.name,
                "organisation": line.person.organisation,
                "group": line.person.group,
                "trained": line.trained,
                "completed_at": line.completed_at.isoformat() if line.completed_at else None,
                "courses": list(line.courses),
            }
            for line in report.people
        ],
    }


def as_xlsx(tables: Iterable[Table], *, made_at: datetime) -> bytes:
    """Write tables as the sheets of one workbook; text is never run as a formula or made a link.

    Args:
        tables: At least one.
        made_at: Stored as the workbook's date; the same tables and date give the same bytes.
    """
    stream = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(stream, options) as book:
        book.set_properties({"created": made_at.replace(tzinfo=None)})
        formats = {"head": book.add_format({"bold": True}), "day": book.add_format({"num_format": "dd/mm/yyyy"})}
        for table in tables:
            _fill(book.add_worksheet(table.title), table, formats)
    return stream.getvalue()


def _fill(sheet: xlsxwriter.worksheet.Worksheet, table: Table, formats: Mapping[str, object]) -> None:
    sheet.write_row(0, 0, table.header, formats["head"])
    for row_index, row in enumerate(table.rows, start=1):
        for column, cell in enumerate(row):
            if isinstance(cell, str):
                sheet.write_string(row_index, column, cell)
            elif isinstance(cell, date):
                sheet.write_datetime(row_index, column, cell, formats["day"])
            elif cell is not None:
                sheet.write_number(row_index, column, cell)
    sheet.freeze_panes(1, 0)
    sheet.autofit()


def _figure(row: Row, language: str) -> tuple[Cell, ...]:
    everyone = _word("all", language)
    group = _word(row.group, language) if row.group else everyone
    return (row.organisation or everyone, group, row.trained, row.total, row.percent, row.percent_exact)


def _json_row(row: Row) -> dict[str, object]:
    return {
        "organisation": row.organisation,
        "group": row.group,
        "trained": row.trained,
        "total": row.total,
        "percent": row.percent,
        "percent_exact": str(row.percent_exact) if row.percent_exact is not None else None,
        "share": f"{row.trained}/{row.total}",
    }


def _csv_cell(cell: Cell) -> str:
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, str):
        return f"'{cell}" if cell.lstrip(" ").startswith(_FORMULA_STARTS) else cell
    return "" if cell is None else str(cell)


def _day(at: datetime | None) -> date | None:
    return at.astimezone(VIETNAM).date() if at else None


def _word(name: str, language: str) -> str:
    vietnamese, english = WORDS[name]
    return vietnamese if language == "vi" else english
