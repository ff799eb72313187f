"""The file that `pakhi rate` writes."""

import csv
from dataclasses import replace

import pytest

from pakhi.rating import BadRatings
from pakhi.rating.rate import COLUMNS, Columns, rate
from pakhi.rating.write import safe_cell

from .worlds import columns

NAMES = Columns("rater", "ratee", "score", item="item", mode="mode", period="period")


def ratings_file(path, rename=None):
    texts = columns(800, 4)
    texts["ratee"] = [(rename or {}).get(name, name) for name in texts["ratee"]]
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(texts)
        writer.writerows(zip(*texts.values(), strict=True))
    return path


def test_estimates_are_written_by_rank_with_exactly_these_columns(tmp_path):
    found = rate(ratings_file(tmp_path / "in.csv"), tmp_path / "out.csv", NAMES)
    with (tmp_path / "out.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert tuple(rows[0]) == COLUMNS
    assert len(rows) == len(found.ratings.ratees)
    assert [int(row["rank"]) for row in rows] == sorted(range(1, len(rows) + 1))
    assert sum(int(row["n"]) for row in rows) == len(found.ratings)


def test_the_same_file_gives_the_same_bytes(tmp_path):
    source = ratings_file(tmp_path / "in.csv")
    for name in ("one.csv", "two.csv"):
        rate(source, tmp_path / name, NAMES)
    assert (tmp_path / "one.csv").read_bytes() == (tmp_path / "two.csv").read_bytes()


def test_names_that_a_spreadsheet_would_run_are_made_harmless(tmp_path):
    source = ratings_file(tmp_path / "in.csv", {"b1": "=cmd()", "b2": "কলকাতা থানা"})
    rate(source, tmp_path / "out.csv", NAMES)
    text = (tmp_path / "out.csv").read_text(encoding="utf-8")
    assert "\n'=cmd()," in text
    assert "\nকলকাতা থানা," in text


@pytest.mark.parametrize(
    ("text", "cell"), [("-5", "-5"), ("+1.5", "+1.5"), ("-x", "'-x"), ("@a", "'@a"), ("=1", "'=1"), ("a=b", "a=b")]
)
def test_safe_cell(text, cell):
    assert safe_cell(text) == cell


def test_a_place_that_cannot_be_written_is_told_before_the_work(tmp_path):
    with pytest.raises(BadRatings, match="there is no folder"):
        rate(ratings_file(tmp_path / "in.csv"), tmp_path / "nowhere" / "out.csv", NAMES)


def test_the_mode_that_others_are_compared_to_can_be_named_and_must_be_there(tmp_path):
    source = ratings_file(tmp_path / "in.csv")
    named = replace(NAMES, reference="assisted", office="office")
    found = rate(source, tmp_path / "out.csv", named, draws=40)
    assert [row.mode for row in found.modes()] == ["phone"]
    assert len(found.offices()) > 1
    with pytest.raises(BadRatings, match="No row has the mode 'smoke'"):
        rate(source, tmp_path / "out.csv", replace(NAMES, reference="smoke"))
