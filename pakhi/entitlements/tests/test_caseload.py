"""Column by column and one by one give the same: the same version of each right, and the same outcome."""

from __future__ import annotations

import datetime as dt
import random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pakhi.entitlements import caseload, eligibility
from pakhi.entitlements.columns import cases, full_years
from pakhi.entitlements.eligibility import Outcome
from pakhi.entitlements.people import NOT_YET, Person, years
from pakhi.entitlements.reading import read
from pakhi.entitlements.rows import Basis, Test
from pakhi.entitlements.tests.made import DAYS, PEOPLE, catalogue, catalogues, row

D = dt.date


def one_by_one(rules, people, states, on):
    """By series and jurisdiction: for each person (row id, outcome), or None where it does not concern her."""
    keys = [(group.series, group.jurisdiction) for group in eligibility.ready(rules).groups]
    found = {key: [None] * len(people) for key in keys}
    for place, (person, state) in enumerate(zip(people, states, strict=True)):
        for one in eligibility.evaluate(rules, person, on, state):
            if (one.series, one.row.jurisdiction) in found:
                found[one.series, one.row.jurisdiction][place] = (one.id, one.outcome)
    return found


def by_columns(rules, people, states, on):
    """The same from the columns."""
    return {
        (one.series, one.jurisdiction): [
            None if row < 0 else (one.rows[row].id, caseload.OUTCOMES[code])
            for row, code in zip(one.row, one.outcome, strict=True)
        ]
        for one in caseload.evaluate(rules, cases(rules, people, states), on)
    }


STATES = st.sampled_from(["", "IN-WB", "IN-BR"])


@pytest.mark.slow
@settings(max_examples=100, deadline=None)
@given(catalogues(), st.lists(st.tuples(PEOPLE, STATES), min_size=1, max_size=12), DAYS)
def test_a_caseload_in_columns_is_judged_as_each_person_alone(rules, people, on):
    persons, states = [person for person, _state in people], [state for _person, state in people]
    assert by_columns(rules, persons, states, on) == one_by_one(rules, persons, states, on)


REAL = read()
BASES = [str(basis) for basis in Basis if basis is not Basis.TODAY]


def somebody(chance):
    """Somebody by the facts, days and papers of the real catalogue; about a third of them not known."""
    answers = {
        "flag": lambda fact: chance.random() > 0.5,
        "number": lambda fact: chance.randrange(60),
        "rupees": lambda fact: chance.choice([0, 23999, 24000, 30000, 36000, 72000, 72001, 96000, 96001]),
        "one": lambda fact: chance.choice(fact.choices),
        "set": lambda fact: frozenset(chance.sample(fact.choices or ("BNS143", "BNS64", "IPC376"), 2)),
        "text": lambda fact: chance.choice(["West Bengal", "Bihar"]),
    }

    def day() -> D:
        return D(2005, 1, 1) + dt.timedelta(chance.randrange(8000))

    facts = {name: answers[fact.kind](fact) for name, fact in REAL.facts.items() if chance.random() > 0.3}
    dates = {name: chance.choice([day(), day(), None, NOT_YET]) for name in BASES if chance.random() > 0.3}
    if chance.random() > 0.5:
        dates["birth_date"] = day()
    papers = frozenset(paper for paper in REAL.papers if chance.random() > 0.5)
    return Person(facts, dates, papers, chance.choice([None, 2004, 2009]))


@pytest.mark.slow
@settings(max_examples=12, deadline=None)
@given(st.integers(0, 2**32), DAYS)
def test_so_it_is_by_the_catalogue_as_it_stands(seed, on):
    chance = random.Random(seed)
    people = [somebody(chance) for _one in range(8)]
    states = [chance.choice(["", "IN-WB", "IN-BR"]) for _one in people]
    assert by_columns(REAL, people, states, on) == one_by_one(REAL, people, states, on)


@given(st.lists(st.tuples(st.dates(D(1950, 1, 1), D(2030, 12, 31)), DAYS), min_size=1))
def test_full_years_in_columns_are_full_years(pairs):
    born, on = (np.array([pair[end] for pair in pairs], "M8[D]") for end in (0, 1))
    assert full_years(born, on).tolist() == [max(0, years(*pair)) for pair in pairs]


@pytest.mark.parametrize("state", ["IN-WB", "IN-BR", ""])
def test_a_caseload_without_anybody_is_judged_too(state):
    rules = catalogue(row("a", Test("age", "<", 18)), row("b", jurisdiction="IN-WB", basis=Basis.RELEASE))
    assert [len(one.outcome) for one in caseload.evaluate(rules, cases(rules, [], []), D(2026, 1, 1))] == [0, 0]


def test_the_gap_is_who_could_claim_and_has_not():
    rules = catalogue(row("aid", Test("trafficked", "is", True), papers=("fir_copy",)))
    people = [Person({"trafficked": said}) for said in (True, True, False, None)]
    people.append(Person({"trafficked": True}, papers=frozenset({"fir"})))
    (judged,) = caseload.evaluate(rules, cases(rules, people, ["IN-WB"] * 5), D(2026, 1, 1))
    claimed = np.array([False, True, False, False, False])
    assert judged.could_and_has_not(claimed).tolist() == [True, False, False, False, True]
    assert judged.of(Outcome.MAY_CLAIM).tolist() == [False, False, False, False, True]
