"""Our choices beside the values of the case data standard: every choice has one, and each is the standard's own."""

from __future__ import annotations

import csv
from io import StringIO
from pathlib import Path

import pytest
import yaml

from pakhi.cbr.kinds import KINDS

ROOT = Path(__file__).resolve().parents[3]
ROWS = yaml.safe_load((ROOT / "forms" / "htcds.yaml").read_text())["identification"]
MAPPED = {row["htcds"]: row for row in ROWS if isinstance(row.get("out"), dict)}
STANDARD = ROOT.parent / "shared" / "data" / "htcds" / "field_standards_Field_Standards.csv"


def test_each_row_says_where_it_is_kept_or_why_not():
    assert all(("ours" in row) != ("why" in row) for row in ROWS)


@pytest.mark.parametrize("field", MAPPED)
def test_every_choice_of_ours_has_a_value_of_the_standard(field):
    kind, _dot, question = MAPPED[field]["ours"].partition(".")
    choices = KINDS[kind].by_name[question].choices
    assert choices is not None
    assert list(MAPPED[field]["out"]) == choices.values


@pytest.mark.skipif(not STANDARD.exists(), reason=f"the standard's table is not here ({STANDARD})")
@pytest.mark.parametrize("field", MAPPED)
def test_the_values_are_the_standards_own(field):
    rows = {row["Field Name including Prefix"]: row for row in csv.DictReader(StringIO(STANDARD.read_text()))}
    theirs = {value.strip() for value in rows[field]["Value Names (if picklist)"].splitlines()}
    assert set(MAPPED[field]["out"].values()) <= theirs
