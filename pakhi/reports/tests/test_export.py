"""Files hold what the page holds, open again, and carry no formula, no outside address and no missing letters."""

import csv
import io
import re

import openpyxl
import pypdf
import pytest
from django.utils.translation import override

from pakhi.lib import fonts
from pakhi.lib.circles import Shown
from pakhi.network.models.account import Role
from pakhi.reports import export, flags, office, offices, overview
from pakhi.reports.paper import Column, Report, Table
from pakhi.reports.sight import Sight, view
from pakhi.reports.templatetags.figures import points
from pakhi.reports.tests.made_up import NASTY, ROOM

COORDINATOR = Sight((view(Role.COORDINATOR, "NETAAA", ROOM),))
NUMBER = re.compile(r"-?\d+(\.\d+)?")
built = pytest.mark.skipif(not fonts.files(400), reason="the front end has not been built")


@pytest.fixture
def report(tables):
    return offices.report(tables, COORDINATOR)


@pytest.fixture
def every(tables, facts, report):
    some = facts.find("voice_estimate", room=ROOM, level="office", period="", organisation="")
    ratee = max(some, key=lambda row: row["raters"])["ratee"]
    found = office.report(tables, COORDINATOR, ratee)
    others = {"overview": overview.report(tables, COORDINATOR), "flags": flags.report(tables, COORDINATOR)}
    return {"offices": report, "office": found, **others}


def read_csv(content):
    assert content.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def read_xlsx(content):
    return openpyxl.load_workbook(io.BytesIO(content))


def read_pdf(content):
    return " ".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(content)).pages)


def test_csv_and_xlsx_hold_the_rows_of_the_page(report):
    heads, rows = report.table("offices").flat()
    lines = read_csv(export.comma(report))
    assert lines[0] == [str(report.table("offices").title)]
    end = lines.index([])
    assert lines[end + 1] == [str(report.table("groups").title)]
    lines = lines[1:end]
    assert lines[0] == heads
    assert len(lines) == len(rows) + 1
    sheet = read_xlsx(export.sheets(report)).worksheets[0]
    cells = [["" if value is None else value for value in row] for row in sheet.iter_rows(values_only=True)]
    assert cells[0] == heads
    assert cells[1:] == rows
    assert [[text.removeprefix("'") for text in line] for line in lines[1:]] == [
        [str(value) for value in row] for row in rows
    ]


def test_the_files_say_what_the_facts_say(report, facts):
    fact = {row["ratee"]: row for row in facts.find("voice_estimate", room=ROOM, level="office", period="")}
    rows = report.table("offices").rows
    _heads, flat = report.table("offices").flat()
    for row, line in zip(rows, flat, strict=True):
        about = fact[row["ratee"]]
        told = [round(about[key], 1) for key in ("estimate", "low", "high")]
        assert line[1:4] == (told if about["raters"] >= 5 else ["Fewer than 5 people", "", ""])


def test_no_cell_starts_a_formula(every):
    seen = 0
    for made in every.values():
        for line in read_csv(export.comma(made)):
            for cell in line:
                assert NUMBER.fullmatch(cell) or not cell.startswith(export.STARTS)
                seen += cell.startswith("'")
        for sheet in read_xlsx(export.sheets(made)).worksheets:
            for cell in (cell for row in sheet.iter_rows() for cell in row if cell.value is not None):
                assert cell.data_type in {"s", "n"}
                assert not str(cell.value).startswith(export.STARTS) or cell.quotePrefix or cell.data_type == "n"
    assert seen >= len(NASTY) - 1


def test_a_sheet_says_what_every_number_means(every):
    for made in every.values():
        last = read_xlsx(export.sheets(made)).worksheets[-1]
        texts = {row[1] for row in last.iter_rows(values_only=True)}
        assert {str(text) for _title, text in made.definitions().values()} <= texts


@built
def test_the_pdf_holds_the_same_numbers_and_their_definitions(every):
    for made in every.values():
        text = read_pdf(export.pdf(made))
        assert str(made.title) in text
        for table in made.tables:
            for row in table.rows:
                for column in table.columns:
                    shown = row.get(column.key)
                    if isinstance(shown, Shown) and shown.exact and shown.value is not None:
                        kinds = {"change": points(shown.value), "range": f"{shown.low:.1f}–{shown.high:.1f}"}
                        whole = kinds.get(column.kind, f"{shown.value:.1f}")
                        assert whole in text
        assert "What the numbers mean" in text


@built
def test_a_bengali_pdf_carries_its_fonts(tables):
    with override("bn"):
        content = export.pdf(offices.report(tables, COORDINATOR, kind="bdo", district="315"))
    names = {
        str(font.get_object()["/BaseFont"])
        for page in pypdf.PdfReader(io.BytesIO(content)).pages
        for font in page["/Resources"]["/Font"].values()
    }
    assert any("bengali" in name for name in names)
    assert all("+" in name for name in names), "every font is a subset inside the file"


def test_the_html_file_asks_for_nothing(report):
    page = export.html(report).decode()
    assert "<script" not in page
    assert not re.search(r"(src|href)=", page)
    assert "&lt;" not in page or "<5" not in page


def test_names_cannot_write_into_the_page():
    evil = "<script>alert(1)</script>"
    made = Report("offices", evil, [(evil, evil)], [Table("t", evil, (Column("office"),), [{"office": evil}])])
    assert evil not in export.html(made).decode()


@pytest.mark.parametrize("title", ["[a]:b*c?d/e\\f" * 5, "", "'quoted'", "বাংলা নাম" * 9])
def test_any_title_becomes_a_sheet(title):
    made = Report("x", title, tables=[Table("t", title, (Column("office"),), [{"office": "A"}])] * 2)
    assert len(read_xlsx(export.sheets(made)).worksheets) == 3


def test_a_table_too_long_to_read_is_printed_in_part_and_says_so():
    rows = [{"office": f"Office {number:04}"} for number in range(export.PRINTED + 50)]
    made = Report("offices", "Long", tables=[Table("offices", "Offices", (Column("office"),), rows)])
    page = export.html(made).decode()
    assert page.count("Office 0") == export.PRINTED
    assert "The first 300 of 350 lines." in page
    assert len(read_csv(export.comma(made))) == len(rows) + 1
