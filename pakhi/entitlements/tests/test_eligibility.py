"""Findings: which version counts, what is asked, what a status row does, and what a survivor may be shown."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pakhi.entitlements.conditions import Span
from pakhi.entitlements.eligibility import evaluate
from pakhi.entitlements.handed_on import as_object, as_table
from pakhi.entitlements.people import Person
from pakhi.entitlements.rows import Basis, Every, Some, Sort, Test
from pakhi.entitlements.tests.made import DAYS, PEOPLE, catalogue, catalogues, row

D = dt.date
ON = D(2026, 11, 22)
ADULT = Test("age", ">=", 18)


def finding(rules, person=None, on=ON, state="IN-WB"):
    return evaluate(rules, person or Person(), on, state)[0]


def said(found):
    return (found.id, found.outcome.value, [question.fact for question in found.questions])


OLD, NEW = row("s@1", valid_to=D(2024, 6, 30)), row("s@2", valid_from=D(2024, 7, 1))


@pytest.mark.parametrize(
    ("basis", "dates", "expected"),
    [
        (Basis.OFFENCE, {"offence_date": D(2024, 6, 30)}, ("s@1", "may_claim", [])),
        (Basis.OFFENCE, {"offence_date": D(2024, 7, 1)}, ("s@2", "may_claim", [])),
        (Basis.OFFENCE, {}, ("s@2", "ask", ["offence_date"])),
        (Basis.OFFENCE, {"offence_date": None}, ("s@2", "ask", ["offence_date"])),
        (Basis.OFFENCE, {"birth_date": D(2024, 7, 1)}, ("s@2", "may_claim", [])),
        (Basis.FIR, {"offence_date": D(2024, 7, 1)}, ("s@2", "may_claim", [])),
        (Basis.FIR, {"offence_date": D(2024, 6, 30)}, ("s@2", "ask", ["fir_date"])),
        (Basis.FIR, {"fir_date": "not yet"}, ("s@2", "may_claim", [])),
        (Basis.RELEASE, {"release_date": "not yet"}, ("s@2", "may_claim", [])),
        (Basis.APPLICATION, {}, ("s@2", "may_claim", [])),
        (Basis.APPLICATION, {"application_date": None}, ("s@2", "ask", ["application_date"])),
        (Basis.AWARD, {}, ("s@2", "may_claim", [])),
        (Basis.TODAY, {"offence_date": D(2020, 1, 1)}, ("s@2", "may_claim", [])),
        (Basis.OFFENCE, {"offence_date": dt.datetime(2024, 6, 30, 18, 30, tzinfo=dt.UTC)}, ("s@2", "may_claim", [])),
    ],
)
def test_the_day_that_counts_picks_the_version_and_is_asked_for_where_it_matters(basis, dates, expected):
    rules = catalogue(replace(OLD, basis=basis), replace(NEW, basis=basis))
    assert said(finding(rules, Person(dates=dates))) == expected


def test_a_day_that_changes_nothing_is_not_asked_for():
    rules = catalogue(
        replace(OLD, basis=Basis.OFFENCE, eligible=ADULT), replace(NEW, basis=Basis.OFFENCE, eligible=ADULT)
    )
    assert said(finding(rules, Person({"age": 12}))) == ("s@2", "not_eligible", [])
    assert said(finding(rules, Person())) == ("s@2", "ask", ["offence_date", "age"])


@pytest.mark.parametrize(
    ("on", "expected", "reason"),
    [
        (D(2009, 12, 31), "s@1", "It begins on 2010-01-01; the day that counts (today) is 2009-12-31."),
        (D(2015, 6, 1), "s@1", "It ended on 2012-12-31; the day that counts (today) is 2015-06-01."),
        (D(2030, 1, 1), "s@2", "It ended on 2025-12-31; the day that counts (today) is 2030-01-01."),
    ],
)
def test_where_no_version_holds_the_one_that_ended_last_is_given_else_the_next(on, expected, reason):
    first = row("s@1", valid_from=D(2010, 1, 1), valid_to=D(2012, 12, 31))
    second = row("s@2", valid_from=D(2020, 1, 1), valid_to=D(2025, 12, 31))
    found = finding(catalogue(first, second), on=on)
    assert (found.id, found.outcome.value, [str(one) for one in found.reasons]) == (expected, "not_in_force", [reason])


STOP = row("stop", sort=Sort.STATUS, overrides="work", jurisdiction="IN-WB", delivers=False, gives="No permits.",
           valid_from=D(2022, 3, 9), valid_to=D(2026, 6, 1))  # fmt: skip
WORK = row("work", ADULT, papers=("fir_copy",))


@pytest.mark.parametrize(
    ("on", "state", "age", "expected"),
    [
        (D(2022, 3, 8), "IN-WB", 30, "papers_missing"),
        (D(2022, 3, 9), "IN-WB", 30, "not_delivered_here"),
        (D(2022, 3, 9), "IN-BR", 30, "papers_missing"),
        (D(2022, 3, 9), "", 30, "papers_missing"),
        (D(2022, 3, 9), "IN-WB", 17, "not_eligible"),
        (D(2022, 3, 9), "IN-WB", None, "ask"),
        (D(2026, 6, 1), "IN-WB", 30, "not_delivered_here"),
        (D(2026, 6, 2), "IN-WB", 30, "papers_missing"),
    ],
)
def test_a_status_row_switches_a_right_off_in_its_state_and_no_row_has_an_outcome_of_its_own(on, state, age, expected):
    found = evaluate(catalogue(WORK, STOP), Person({"age": age}), on, state)
    assert [(one.id, one.outcome.value) for one in found if one.series != "state"] == [("work", expected)]


def test_what_is_not_delivered_stays_a_right_and_says_apply_and_keep_the_receipt():
    found = finding(catalogue(WORK, STOP), Person({"age": 30}), D(2023, 1, 1))
    assert [str(one) for one in found.reasons][:2] == [
        "The right is in force, but the office does not give it in West Bengal since 2022-03-09: No permits.",
        "Apply all the same, and keep the receipt: the date on it counts.",
    ]
    assert [paper.id for paper in found.missing_papers] == ["fir_copy"]
    assert found.status.id == "stop"


def test_the_states_own_word_goes_before_the_countrys():
    nowhere = replace(STOP, id="nowhere", jurisdiction="IN", valid_from=None, valid_to=None)
    here = replace(STOP, id="here", delivers=True, valid_from=None, valid_to=None)
    rules = catalogue(replace(WORK, papers=()), here, nowhere)
    assert finding(rules, Person({"age": 30}), state="IN-WB").outcome.value == "may_claim"
    assert finding(rules, Person({"age": 30}), state="IN-BR").outcome.value == "not_delivered_here"


@pytest.mark.parametrize(
    ("held", "expected", "missing"),
    [
        ((), "papers_missing", ["fir_copy"]),
        (("fir_copy",), "may_claim", []),
        (("Copy of the FIR",), "may_claim", []),
        (("fir",), "may_claim", []),
    ],
)
def test_a_paper_is_missing_unless_it_or_what_does_as_well_is_there(held, expected, missing):
    found = finding(catalogue(row("r", papers=("fir_copy", "judgment"))), Person(papers=frozenset(held)))
    assert (found.outcome.value, [paper.id for paper in found.missing_papers]) == (expected, missing)


def test_a_row_of_a_state_concerns_those_who_ask_there_only():
    rules = catalogue(row("all"), row("here", jurisdiction="IN-WB"))
    ids = {state: [one.id for one in evaluate(rules, Person(), ON, state)] for state in ("IN-WB", "IN-BR", "")}
    assert ids == {"IN-WB": ["all", "here"], "IN-BR": ["all", "state@IN-BR"], "": ["all", "state@unknown"]}


def test_a_state_without_rows_says_so_and_no_state_is_asked_for():
    rules = catalogue(row("here", jurisdiction="IN-WB"), row("name", sort=Sort.NAME, jurisdiction="IN-BR"))
    silent = evaluate(rules, Person(), ON, "IN-BR")[-1]
    assert str(silent.reasons[0]).startswith("Bihar has no rows of its own: not researched yet.")
    assert [one.fact for one in evaluate(rules, Person(), ON, "")[-1].questions] == ["state"]


def test_a_row_that_is_only_a_name_says_that_nobody_researched_it():
    found = finding(catalogue(row("land", sort=Sort.NAME)))
    assert said(found) == ("land", "ask", [])
    assert str(found.reasons[0]).startswith("Not researched yet")


@pytest.mark.parametrize(
    ("person", "name", "expected"),
    [
        (Person({"age": 40}, {"birth_date": D(2008, 11, 22)}), "age", 18),
        (Person({}, {"birth_date": D(2008, 11, 23)}), "age", 17),
        (Person({}, {"birth_date": D(2008, 2, 29)}), "age", 18),
        (Person(birth_year=2008), "age", Span(17, 18)),
        (Person({"age": 20}), "age", 20),
        (Person(), "age", None),
        (Person({"age": 20}), "age_at_offence", Span(0, 20)),
        (Person({"age": 20, "age_at_offence": 15}), "age_at_offence", 15),
        (Person({"age_at_offence": 15}, {"birth_date": D(2004, 1, 1), "offence_date": D(2024, 1, 1)}), "age_at_offence",
         20),
        (Person({}, {"birth_date": D(2004, 1, 2), "offence_date": D(2024, 1, 1)}), "age_at_offence", 19),
        (Person({}, {"birth_date": D(2004, 1, 2)}), "age_at_offence", Span(0, 22)),
        (Person({}, {"birth_date": D(2010, 1, 1), "rescue_date": D(2024, 1, 1)}), "age_at_event", 14),
        (Person({}, {"birth_date": D(2010, 1, 1), "event_date": D(2020, 1, 1), "rescue_date": D(2024, 1, 1)}),
         "age_at_event", 10),
    ],
)  # fmt: skip
def test_ages_follow_from_days(person, name, expected):
    assert person.answers(ON, ON).get(name) == expected


def test_the_age_is_that_of_the_day_that_counts():
    child = catalogue(row("r", Test("age", "<", 18), basis=Basis.APPLICATION))
    person = Person({}, {"birth_date": D(2006, 5, 1), "application_date": D(2024, 4, 30)})
    assert finding(child, person).outcome.value == "may_claim"
    assert finding(child, replace(person, dates={"birth_date": D(2006, 5, 1)})).outcome.value == "not_eligible"


KEYS = {"id", "series", "outcome", "reasons", "missing_papers", "questions", "amounts", "office", "appeal", "clocks",
        "source", "verified", "unverified", "signed", "mark"}  # fmt: skip


@pytest.mark.slow
@settings(max_examples=60, deadline=None)
@given(catalogues(), PEOPLE, DAYS, st.sampled_from(["", "IN-WB", "IN-BR"]))
def test_every_finding_has_a_reason_and_all_keys_and_asks_only_what_it_may(rules, person, on, state):
    found = evaluate(rules, person, on, state)
    assert len({one.id for one in found}) == len(found)
    for one in found:
        assert as_object(one, rules).keys() >= KEYS
        assert one.reasons
        named = one.outcome.value == "ask" and one.row.sort is not Sort.NAME
        assert bool(one.questions) == named or one.series == "state"
    assert as_table(found)


def test_nothing_is_said_of_conditions_that_are_empty():
    assert str(finding(catalogue(row("r", Every()))).reasons[0]) == "It holds for everyone; nothing has to be shown."
    assert (
        finding(catalogue(row("r", Every((ADULT, Some((ADULT,)))))), Person({"age": 18})).outcome.value == "may_claim"
    )
