"""The report of a ratings file follows the product's rules and needs no database."""

import csv
import io
from dataclasses import dataclass

import pypdf
import pytest

from pakhi.lib import fonts
from pakhi.reports.ratings_file import read, report, report_for_file


@dataclass
class Estimate:
    ratee: str
    raters: int
    estimate: float
    rank_low: int | None
    rank_high: int | None
    reliability: float = 0.9
    rank: int | None = 1
    n: int = 30
    group: str = ""

    @property
    def low(self):
        return self.estimate - 5


def wines():
    rows = [Estimate("=Wine", 9, 72.25, 1, 2), Estimate("Wine B", 9, 50.0, 1, 4), Estimate("Wine C", 9, 30, 3, 4, 0.5)]
    rows += [Estimate("Wine D", 4, 99.0, 1, 1), Estimate("Wine E", 9, 41, None, None)]
    return [{**vars(row), "low": row.estimate - 5, "high": row.estimate + 5} for row in rows]


def test_ranks_follow_the_rule_of_the_product():
    said = {row["ratee"]: str(row["standing"]) for row in read(wines())}
    assert said == {
        "=Wine": "1 to 2 of 5",
        "Wine B": "Not enough to compare",
        "Wine C": "Not enough to compare yet",
        "Wine D": "Fewer than 5 people",
        "Wine E": "Nobody to compare with",
    }


def test_the_highest_comes_first_and_what_waits_last():
    assert [row["ratee"] for row in read(wines())] == ["=Wine", "Wine B", "Wine E", "Wine C", "Wine D"]


def test_rows_may_be_dataclasses_or_mappings():
    @dataclass
    class Row:
        ratee: str = "A"
        n: int = 10
        raters: int = 10
        estimate: float = 50.0
        low: float = 40.0
        high: float = 60.0
        rank: int = 1
        rank_low: int = 1
        rank_high: int = 1
        reliability: float = 0.8
        something_else: str = "ignored"

    assert read([Row()])[0]["estimate"].value == 50.0


def test_questions_are_listed_by_name():
    items = [{"item": "bitter", "n": 72, "raters": 9, "estimate": 40.0, "low": 30.0, "high": 50.0}]
    made = report(wines(), items, "Wine")
    assert made.table("items").rows[0]["item"] == "bitter"
    assert {chart.table for chart in made.charts} == {"ratees", "items"}


@pytest.mark.parametrize("form", ["csv", "html", "xlsx", "pdf"])
def test_the_file_is_written_by_its_ending(tmp_path, form):
    if form == "pdf" and not fonts.files(400):
        pytest.skip("the front end has not been built")
    out = report_for_file(wines(), None, "Wine", tmp_path / f"out.{form}", "bn")
    assert out.stat().st_size > 100


def test_the_pdf_and_the_csv_hold_the_estimates(tmp_path):
    text = report_for_file(wines(), None, "Wine", tmp_path / "out.csv").read_text("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text)))
    assert rows[0]["Rated"] == "'=Wine"
    assert rows[0]["Score"] == "72.2"
    page = pypdf.PdfReader(report_for_file(wines(), None, "Wine", tmp_path / "out.pdf")).pages[0].extract_text()
    assert "50.0" in page


def test_another_ending_is_refused_with_a_sentence(tmp_path):
    with pytest.raises(ValueError, match=r"pdf, xlsx, csv, html, not as \.docx"):
        report_for_file(wines(), None, "Wine", tmp_path / "out.docx")
