"""Flags follow their rules, carry their numbers, and are kept or withdrawn from count to count."""

from dataclasses import replace

import pytest

from pakhi.rating.flags import BETTER, DECLINING, GAP, IMPROVING, PRACTICE, RULES, SUPPORT, expected_wrong, flags
from pakhi.rating.scenarios import SMALL

from .worlds import fitted

WORLD = replace(SMALL, visits_per_ratee=40, ratee=0.9, office=0.7, quirk=0.5, walk=0.35)


@pytest.fixture(scope="module")
def found():
    return fitted(13_000, 2, WORLD)[0]


@pytest.fixture(scope="module")
def raised(found):
    return flags(found)


def test_every_rule_of_the_method_is_there_as_a_sentence():
    assert set(RULES) == {BETTER, SUPPORT, IMPROVING, DECLINING, PRACTICE, GAP}
    assert all(rule.sentence.endswith(".") for rule in RULES.values())


def test_better_performers_meet_every_part_of_their_rule(found, raised):
    rows = {row.ratee: row for row in found.estimates()}
    better = [flag for flag in raised if flag.rule == BETTER]
    assert better
    for flag in better:
        row = rows[flag.subject]
        assert row.top >= 0.8
        assert row.reliability >= 0.7
        assert row.raters >= 10
        assert flag.wrong == pytest.approx(1 - row.top)
        assert flag.numbers["top"] == row.top


def test_an_open_red_flag_stops_a_better_performer(found, raised):
    subject = next(flag.subject for flag in raised if flag.rule == BETTER)
    again = flags(found, red={subject})
    assert (BETTER, subject) not in {(flag.rule, flag.subject) for flag in again}


def test_a_flag_is_confirmed_in_the_second_count_and_kept_until_60_percent(found, raised):
    assert {flag.state for flag in raised} == {"first"}
    assert {flag.state for flag in flags(found, previous=raised)} == {"confirmed"}
    pattern = next(flag for flag in raised if flag.rule == BETTER)
    enough = [row for row in found.estimates() if row.top is not None and row.raters >= 10 and row.reliability >= 0.7]
    held = flags(found, previous=[replace(pattern, subject=row.ratee) for row in enough])
    kept = {flag.subject for flag in held if flag.rule == BETTER}
    assert kept == {row.ratee for row in enough if row.top >= 0.6}
    assert len(kept) > sum(flag.rule == BETTER for flag in raised)


def test_needs_support_is_private_and_names_the_questions_that_drive_it(raised):
    support = [flag for flag in raised if flag.rule == SUPPORT]
    assert support
    for flag in support:
        assert flag.private
        assert flag.numbers["bottom"] >= 0.9
        assert 1 <= len(flag.items) <= 3


def test_change_needs_both_probability_and_size(raised):
    for flag in raised:
        if flag.rule in (IMPROVING, DECLINING):
            assert flag.numbers["chance"] >= 0.9
            assert abs(flag.numbers["change"]) >= 5


def test_a_gap_is_a_question_on_which_the_whole_group_is_below_target(found):
    everywhere = [flag for flag in flags(found, target=101) if flag.rule == GAP]
    assert len(everywhere) == sum(row.raters >= 5 for row in found.group_items())
    assert not [flag for flag in flags(found, target=0) if flag.rule == GAP]


def test_the_expected_share_of_wrong_flags_is_told_by_rule(raised):
    wrong = expected_wrong(raised)
    assert set(wrong) == {flag.rule for flag in raised}
    assert all(0 <= share <= 0.2 + 1e-9 for share in wrong.values())
    assert wrong[SUPPORT] <= 0.1 + 1e-9
