"""What our own catalogue holds: every row of the study's law, no signature that nobody gave, and no promise."""

import re
from pathlib import Path

import pytest
import yaml

from pakhi.entitlements import reading, validating
from pakhi.entitlements.rows import Catalogue, Sort
from pakhi.entitlements.tests.the_law import CLOCKS, SUMS, VERSIONS, table

OURS = reading.read()
DATED = [row for row in OURS.rows if row.sort is not Sort.NAME]
NAMES = [row for row in OURS.rows if row.sort is Sort.NAME]

PROMISES = re.compile(
    r"will (get|receive|be paid|be given)|you (get|receive)|guarantee(?!\s+Card)|promise|is entitled to"
    r"|shall (get|receive)|for certain|for sure",
    re.IGNORECASE,
)
SUM = re.compile(r"Rs |rupees|lakh|crore|[0-9],[0-9]{3}")


def words(catalogue: Catalogue) -> list[tuple[str, str]]:
    """Every text that somebody reads, with where it stands."""
    found = []
    for row in catalogue.rows:
        found += [(row.id, text) for text in (row.name, row.gives, row.note, row.apply_to, row.appeal_to)]
        found += [(row.id, amount.note) for amount in row.amounts] + [(row.id, clock.basis) for clock in row.clocks]
    found += [(office.id, text) for office in catalogue.offices.values() for text in (office.title, office.duties)]
    found += [(paper.id, text) for paper in catalogue.papers.values() for text in (paper.name, paper.how)]
    found += [(fact.id, text) for fact in catalogue.facts.values() for text in (fact.asks, fact.care)]
    found += [
        (one.id, text) for one in catalogue.processes.values() for text in (one.name, one.note, *one.titles.values())
    ]
    found += [(one.id, text) for one in catalogue.letters.values() for text in (one.name, one.note, *one.fields)]
    return found


def test_everything_in_the_catalogue_was_read_and_holds_together():
    assert [str(problem) for problem in validating.problems(OURS)] == []


@pytest.mark.parametrize(
    ("what", "count"),
    [
        ("dated rows", len(DATED)),
        ("processes", len(OURS.processes)),
        ("kinds of offices", len(OURS.offices)),
        ("letters", len(OURS.letters)),
        ("facts", len(OURS.facts)),
        ("states and union territories", len(OURS.states)),
    ],
)
def test_nothing_of_the_law_is_left_out(what, count):
    expected = {
        "dated rows": 67, "processes": 10, "kinds of offices": 51, "letters": 12, "facts": 58,
        "states and union territories": 36,
    }  # fmt: skip
    assert count == expected[what]


def test_each_row_holds_on_the_days_and_by_the_day_that_were_found():
    ours = {
        (
            row.id, row.series, row.jurisdiction, str(row.valid_from or "-"), str(row.valid_to or "-"), str(row.basis),
            "yes" if row.verified else "no",
        )
        for row in DATED
    }  # fmt: skip
    assert ours == set(table(VERSIONS))


def test_each_sum_is_the_one_that_was_found():
    ours = [
        (row.id, amount.key, *("-" if end is None else f"{end:g}" for end in (amount.least, amount.most)))
        for row in DATED
        for amount in row.amounts
    ]
    theirs = [(*line[:2], *("-" if end == "-" else f"{float(end):g}" for end in line[2:])) for line in table(SUMS)]
    assert sorted(ours) == sorted(theirs)


def test_each_clock_has_the_limit_that_was_found():
    ours = [
        (row.id, clock.id, clock.who, clock.since, str(clock.limit), clock.unit)
        for row in DATED
        for clock in row.clocks
    ]
    assert sorted(ours) == sorted(table(CLOCKS))


def test_no_row_is_signed_because_no_lawyer_has_signed_one():
    assert [row.id for row in OURS.rows if row.signed] == []


def test_each_file_says_by_itself_that_no_lawyer_has_signed():
    for path in sorted(Path(reading.OURS).glob("IN*/*.yaml")):
        if path.stem != reading.NAMES:
            for row in yaml.safe_load(path.read_text(encoding="utf-8"))["rows"]:
                assert "signed" in row, row["id"]
                assert row["signed"] is None, row["id"]


def test_each_row_says_when_and_how_it_was_checked_and_that_no_gazette_was_opened():
    for row in DATED:
        assert str(row.checked_on) == "2026-11-21"
        assert "no gazette was opened" in row.checked_by if row.verified else "from memory" in row.checked_by


def test_what_is_from_memory_alone_is_never_called_verified():
    from_memory = {row.id for row in DATED if not row.verified}
    assert from_memory == {
        "victim-treatment@2013", "sag@2022", "trafficking-offence@1", "identity-rape@1", "pwdva", "posh", "pmkvy",
    }  # fmt: skip
    for row in DATED:
        for clock in row.clocks:
            assert not (clock.verified and ("memory" in clock.basis or not row.verified)), f"{row.id} {clock.id}"


def test_no_text_promises_anything():
    assert [(where, text) for where, text in words(OURS) if PROMISES.search(text)] == []


def test_names_of_rights_hold_no_sum():
    assert [row.id for row in OURS.rows if SUM.search(row.name)] == []


def test_a_row_that_nobody_has_researched_says_so_and_gives_no_sum_no_clock_and_no_condition():
    assert len(NAMES) >= 30
    for row in NAMES:
        assert row.gives == "Not yet researched."
        assert not row.amounts
        assert not row.clocks
        assert row.note, row.id


@pytest.mark.parametrize(
    "named",
    [
        "land-rights", "caste-certificate", "ration-card", "housing", "kanyashree", "mahila-police-volunteers",
        "mahila-shakti-kendra", "wage-recovery", "widow-pension", "old-age-pension", "disability-certificate",
        "swasthya-sathi", "aadhaar", "voter-card", "bank-account", "birth-certificate", "utkarsh-bangla", "rupashree",
        "shg-loan",
    ],
)  # fmt: skip
def test_a_scheme_or_paper_that_somebody_may_look_for_is_there_by_name(named):
    assert named in {row.id for row in NAMES}


def test_every_question_is_asked_without_why_and_without_blame():
    blaming = re.compile(r"\bwhy\b|\bdid you let\b|\byour fault\b|\bwilling|\bagree to\b|\bproof\b", re.IGNORECASE)
    assert [fact.id for fact in OURS.facts.values() if blaming.search(fact.asks)] == []


def test_what_is_hard_to_say_is_asked_with_care():
    for name in ("in_cse", "in_cse_or_risk", "trafficked", "hiv_affected", "domestic_violence", "workplace_harassment"):
        assert OURS.facts[name].care, name


def test_a_limit_as_soon_as_noticed_is_none_to_wait_and_where_no_limit_was_found_there_is_none():
    by_id = {(one.id, clock.id): clock for one in OURS.processes.values() for clock in one.clocks}
    assert (by_id["criminal_case", "statement"].limit, by_id["criminal_case", "statement"].unit) == (0, "days")
    assert "as soon as" in by_id["criminal_case", "statement"].basis
    for unlimited in (("victim_compensation", "pay"), ("sponsorship", "sfcac")):
        assert by_id[unlimited].limit is None
        assert not by_id[unlimited].verified


def test_both_readings_of_the_day_of_release_on_bail_are_kept():
    clocks = {clock.id: clock for clock in OURS.processes["criminal_case"].clocks}
    assert (clocks["default_bail_60"].limit, clocks["default_bail"].limit) == (60, 90)
    assert not clocks["default_bail"].verified
