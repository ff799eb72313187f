"""What each rule of the catalogue gives, as tables for a lawyer to read: given the day and the answers, expected that.

One file for each series in `cases/`. `given` holds for all cases of the file; a case says what is different: `on` (the
day it is asked, 2026-11-22 if not said), `state`, `facts` (null: not asked), `dates`, `papers`. Expected are the
outcome (`expect`), the row that counts (`row`, else the one above the cases), and where it matters what is asked
(`asks`), which papers are missing (`missing`), sums from and to (`sums`), last days (`due`), and what says whether it
is delivered (`status`). Expected values come from the text of the law, not from the program.
"""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from pakhi.entitlements import caseload
from pakhi.entitlements.asking import Desk, asked
from pakhi.entitlements.columns import cases as in_columns
from pakhi.entitlements.eligibility import evaluate
from pakhi.entitlements.lined import load
from pakhi.entitlements.reading import read
from pakhi.entitlements.rows import Basis, Sort

FOLDER = Path(__file__).parent / "cases"
TODAY = dt.date(2026, 11, 22)
KEYS = {"on", "state", "facts", "dates", "papers", "expect", "row", "asks", "missing", "sums", "due", "status", "why"}
CATALOGUE = read()
ROWS = {row.id: row for row in CATALOGUE.rows if row.sort is not Sort.NAME}


def tables():
    for path in sorted(FOLDER.glob("*.yaml")):
        table = load(path.read_text())
        for row, listed in table["cases"].items():
            for number, case in enumerate(listed, start=1):
                yield pytest.param(path.stem, row, {**table["given"], "case": case}, id=f"{row} {number}")


CASES = list(tables())


def person_of(given):
    """The person of a case, the day and the state."""
    case = given["case"]
    assert not set(case) - KEYS
    parts = {part: {**given.get(part, {}), **case.get(part, {})} for part in ("facts", "dates")}
    papers = case.get("papers", given.get("papers", []))
    made = asked({**parts, "papers": papers, "state": case.get("state", given["state"])}, Desk(CATALOGUE))
    assert not made.notes
    return made.person, case.get("on", TODAY), made.state


@pytest.mark.parametrize(("series", "row", "given"), CASES)
def test_a_rule_gives_what_the_law_says(series, row, given):
    case = given["case"]
    person, on, state = person_of(given)
    found = [one for one in evaluate(CATALOGUE, person, on, state) if one.series == series]
    if case["expect"] == "nothing":
        assert found == []
        return
    (one,) = found
    assert (one.id, one.outcome) == (case.get("row", row), case["expect"]), [str(reason) for reason in one.reasons]
    assert "asks" not in case or [question.fact for question in one.questions] == case["asks"]
    assert "missing" not in case or [paper.id for paper in one.missing_papers] == case["missing"]
    assert "status" not in case or (one.status.id if one.status else None) == case["status"]
    sums = {amount.key: [amount.least, amount.most] for amount in one.amounts}
    assert {key: sums.get(key) for key in case.get("sums", {})} == case.get("sums", {})
    assert len(sums) == len(one.amounts)
    due = {running.clock.id: running.due.last for running in one.clocks if running.due}
    assert {key: due.get(key) for key in case.get("due", {})} == case.get("due", {})
    assert one.reasons


def test_every_row_has_at_least_six_cases():
    count = dict.fromkeys(ROWS, 0)
    for case in CASES:
        count[case.values[1]] += 1
    assert {row: cases for row, cases in count.items() if cases < 6} == {}


@pytest.mark.parametrize("row", ROWS.values(), ids=ROWS)
def test_the_days_around_every_change_of_law_have_a_case(row):
    limits = set()
    if row.valid_from:
        limits |= {row.valid_from - dt.timedelta(1), row.valid_from}
    if row.valid_to:
        limits |= {row.valid_to, row.valid_to + dt.timedelta(1)}
    seen = set()
    for case in CASES:
        if case.values[1] == row.id:
            person, on, _state = person_of(case.values[2])
            seen.add(on if row.basis is Basis.TODAY else person.basis_day(row.basis, on))
    assert limits <= seen


@pytest.mark.slow
def test_all_cases_in_columns_give_the_same():
    by_day = {}
    for case in CASES:
        person, on, state = person_of(case.values[2])
        by_day.setdefault(on, []).append((person, state))
    for on, asked_then in by_day.items():
        people, states = [one for one, _state in asked_then], [state for _one, state in asked_then]
        alone = [
            {
                (one.series, one.row.jurisdiction): (one.id, one.outcome)
                for one in evaluate(CATALOGUE, person, on, state)
            }
            for person, state in asked_then
        ]
        for judged in caseload.evaluate(CATALOGUE, in_columns(CATALOGUE, people, states), on):
            for place, (row, code) in enumerate(zip(judged.row, judged.outcome, strict=True)):
                got = None if row < 0 else (judged.rows[row].id, caseload.OUTCOMES[code])
                assert got == alone[place].get((judged.series, judged.jurisdiction)), (judged.series, on)
