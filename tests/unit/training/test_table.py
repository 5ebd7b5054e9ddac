import csv
import io
import json
import zipfile
from datetime import UTC, date, datetime
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from training.report import Completion, Person, Report, report
from training.table import Table, as_csv, as_json, as_xlsx, people, summary

MADE_AT = datetime(2026, 1, 1, tzinfo=UTC)


def example(name: str = "Lò Thị Mỷ") -> Report:
    staff = [
        Person(id="1", name=name, group="editors", organisation="Báo", joined_on=date(2020, 1, 1)),
        Person(id="2", name="Vàng A Páo", group="reporters", organisation="Báo", joined_on=date(2020, 1, 1)),
        Person(id="3", name="Tao Văn Sơn", group="reporters", organisation="Đài", joined_on=date(2020, 1, 1)),
    ]
    done = [
        Completion(person_id="1", course_slug="khoa", completed_at=datetime(2025, 6, 1, 18, tzinfo=UTC)),
        Completion(person_id="2", course_slug="khoa", completed_at=datetime(2025, 6, 1, tzinfo=UTC)),
    ]
    return report(staff, done, as_of=date(2025, 12, 31))


def test_the_summary_ends_with_everybody() -> None:
    table = summary(example())

    assert table.header[:4] == ("Cơ quan", "Nhóm", "Đã được đào tạo", "Tổng số")
    assert table.rows[-1][:5] == ("Tất cả", "Tất cả", 2, 3, 67)
    assert all(len(row) == len(table.header) for row in table.rows)


def test_people_are_told_with_the_day_in_vietnam() -> None:
    table = people(example(), language="en")

    assert table.title == "People"
    assert [row[3:7] for row in table.rows] == [
        ("Vàng A Páo", "Yes", date(2025, 6, 1), "khoa"),
        ("Lò Thị Mỷ", "Yes", date(2025, 6, 2), "khoa"),
        ("Tao Văn Sơn", "No", None, ""),
    ]


def test_csv_xlsx_and_json_tell_the_same_people_and_figures() -> None:
    result = example()
    table = people(result)
    from_csv = list(csv.reader(io.StringIO(as_csv(table))))
    plain = json.loads(json.dumps(as_json(result)))
    figures = list(csv.reader(io.StringIO(as_csv(summary(result)))))

    assert [row[3] for row in from_csv[1:]] == [one["name"] for one in plain["people"]]
    assert [row[4] == "Có" for row in from_csv[1:]] == [one["trained"] for one in plain["people"]]
    assert figures[-1] == ["Tất cả", "Tất cả", "2", "3", "67", "66.67", "2025-12-31"]
    assert plain["total"] == {
        "organisation": None, "group": None, "trained": 2, "total": 3,
        "percent": 67, "percent_exact": "66.67", "share": "2/3",
    }  # fmt: skip
    assert {row[3] for row in from_csv[1:]} <= set(xlsx_texts(as_xlsx([table], made_at=MADE_AT)))


def test_an_empty_report_can_be_written_in_every_form() -> None:
    empty = report([], [], as_of=date(2025, 12, 31))

    assert as_csv(summary(empty)).splitlines()[-1] == "Tất cả,Tất cả,0,0,,,2025-12-31"
    assert as_json(empty)["people"] == []
    assert as_xlsx([summary(empty), people(empty)], made_at=MADE_AT)[:2] == b"PK"


@given(st.sampled_from(["=", "+", "-", "@", "\t", "\r", "\n", " =", "＝"]), st.text(max_size=20))
def test_no_name_becomes_a_formula_in_csv(start: str, rest: str) -> None:
    table = Table(title="t", header=("a",), rows=((start + rest,),))

    assert as_csv(table).split("\r\n", 1)[1].lstrip('"')[0] == "'"


@given(st.text(st.characters(blacklist_categories=["Cs", "Cc"]), max_size=40))
def test_ordinary_text_comes_back_from_csv_as_it_was_or_with_one_apostrophe(text: str) -> None:
    read = list(csv.reader(io.StringIO(as_csv(Table(title="t", header=("a", "b"), rows=((text, "x"),))))))

    assert read[1][0] in {text, f"'{text}"}
    assert read[1][1] == "x"


def test_negative_numbers_stay_numbers_in_csv() -> None:
    assert as_csv(Table(title="t", header=("a",), rows=((-5,),))) == "a\r\n-5\r\n"


@pytest.mark.parametrize("name", ['=HYPERLINK("https://x.example","x")', "https://x.example", "0123", "{=1+1}"])
def test_text_like_a_formula_a_link_or_a_number_stays_text_in_the_workbook(name: str) -> None:
    book = as_xlsx([Table(title="t", header=(name,), rows=((name,),))], made_at=MADE_AT)
    sheet = zipfile.ZipFile(io.BytesIO(book)).read("xl/worksheets/sheet1.xml").decode()

    assert "<f>" not in sheet
    assert "hyperlink" not in sheet
    assert sheet.count('t="s"') == 2
    assert xlsx_texts(book) == [name]


def test_the_same_report_gives_the_same_workbook() -> None:
    tables = [summary(example()), people(example())]

    assert as_xlsx(tables, made_at=MADE_AT) == as_xlsx(tables, made_at=MADE_AT)


def xlsx_texts(book: bytes) -> list[str]:
    shared = ET.fromstring(zipfile.ZipFile(io.BytesIO(book)).read("xl/sharedStrings.xml"))
    return ["".join(item.itertext()) for item in shared]
