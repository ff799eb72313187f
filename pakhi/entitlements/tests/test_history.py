"""How the law changed, as tables: always the last day of the old and the first day of the new."""

import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pakhi.entitlements import reading
from pakhi.entitlements.eligibility import COUNTRY, ready
from pakhi.entitlements.history import Turn, changed
from pakhi.entitlements.people import Person
from pakhi.entitlements.rows import Basis, Catalogue, Every, Row, Sort
from pakhi.entitlements.timelines import lines

WB, BIHAR = "IN-WB", "IN-BR"


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


def versions(series, jurisdiction=COUNTRY, catalogue=None):
    """The versions of a series, the oldest first."""
    return lines((catalogue or reading.read()).rows).get((series, jurisdiction), [])


def version(series, on, jurisdiction=COUNTRY, catalogue=None):
    """The version that holds on a day."""
    return next((row for row in versions(series, jurisdiction, catalogue) if row.holds(on)), None)


IN_FORCE = [  # series, day, the row that holds (- for none)
    # National Child Labour Project: ended with nothing of its own name after it
    ("nclp", "1987-12-31", "-"),
    ("nclp", "1988-01-01", "nclp@study"),
    ("nclp", "2021-03-31", "nclp@study"),
    ("nclp", "2021-04-01", "-"),
    # Ujjawala, then Shakti Sadan
    ("women-home", "2022-03-31", "ujjawala"),
    ("women-home", "2022-04-01", "shakti-sadan"),
    ("women-home-difficult", "2022-03-31", "swadhar"),
    ("women-home-difficult", "2022-04-01", "-"),
    # ICPS, then Mission Vatsalya
    ("sponsorship", "2022-03-31", "sponsorship@icps"),
    ("sponsorship", "2022-04-01", "sponsorship@vatsalya"),
    ("aftercare", "2022-03-31", "aftercare@icps"),
    ("aftercare", "2022-04-01", "aftercare@vatsalya"),
    ("foster", "2022-03-31", "-"),
    ("foster", "2022-04-01", "foster@vatsalya"),
    # The penal code and the code of procedure: IPC and CrPC, then BNS and BNSS
    ("trafficking-offence", "2013-02-02", "-"),
    ("trafficking-offence", "2013-02-03", "trafficking-offence@1"),
    ("trafficking-offence", "2024-06-30", "trafficking-offence@1"),
    ("trafficking-offence", "2024-07-01", "trafficking-offence@2"),
    ("victim-compensation-law", "2009-12-30", "-"),
    ("victim-compensation-law", "2009-12-31", "vcs-crpc@2009"),
    ("victim-compensation-law", "2024-06-30", "vcs-crpc@2009"),
    ("victim-compensation-law", "2024-07-01", "vcs-bnss@2024"),
    ("victim-treatment", "2024-06-30", "victim-treatment@2013"),
    ("victim-treatment", "2024-07-01", "victim-treatment@2024"),
    ("identity-secrecy-adult", "2024-06-30", "identity-rape@1"),
    ("identity-secrecy-adult", "2024-07-01", "identity-rape@2"),
    ("fir", "2024-06-30", "-"),
    ("fir", "2024-07-01", "fir@2024"),
    # Money for released bonded labourers
    ("bl-cash", "2016-05-16", "-"),
    ("bl-cash", "2016-05-17", "bl-cash@2016"),
    ("bl-cash", "2022-01-26", "bl-cash@2016"),
    ("bl-cash", "2022-01-27", "bl-cash@2022"),
    ("bl-cash", "2026-03-31", "bl-cash@2022"),
    ("bl-cash", "2026-04-01", "-"),
    # Rural work: MGNREGA, then VB-G RAM G
    ("rural-work", "2006-02-01", "-"),
    ("rural-work", "2026-06-30", "mgnrega"),
    ("rural-work", "2026-07-01", "vbgramg"),
    # Girls: KSY and Sabla, then two Schemes for Adolescent Girls
    ("adolescent-girls", "2018-03-31", "ksy-sabla@study"),
    ("adolescent-girls", "2018-04-01", "sag@2018"),
    ("adolescent-girls", "2022-03-31", "sag@2018"),
    ("adolescent-girls", "2022-04-01", "sag@2022"),
    # Others with an end or a beginning
    ("samagra", "2026-03-31", "samagra@2018"),
    ("samagra", "2026-04-01", "-"),
    ("nulm", "2024-09-30", "nulm"),
    ("nulm", "2024-10-01", "-"),
    ("rti-8j", "2025-11-13", "-"),
    ("rti-8j", "2025-11-14", "rti-8j@2025"),
    ("nalsa-women", "2018-10-01", "-"),
    ("nalsa-women", "2018-10-02", "nalsa-women@2018"),
    ("pmjay", "2018-09-22", "-"),
    ("pmjay", "2018-09-23", "pmjay@2018"),
]


@pytest.mark.parametrize(("series", "on", "row"), IN_FORCE)
def test_on_each_day_the_right_version_is_in_force(series, on, row):
    held = version(series, day(on))
    assert (held.id if held else "-") == row


WB_SCHEME = [
    ("2012-11-07", "-"),
    ("2012-11-08", "wbvcs@2012"),
    ("2017-02-15", "wbvcs@2012"),
    ("2017-02-16", "wbvcs@2017"),
]


@pytest.mark.parametrize(("on", "row"), WB_SCHEME)
def test_the_compensation_scheme_of_west_bengal_has_its_own_line(on, row):
    held = version("wb-vcs", day(on), WB)
    assert (held.id if held else "-") == row
    assert version("wb-vcs", day(on)) is None  # and is no law of the country


IMMEDIATE = [  # the sum that a released bonded labourer has at once: least and most
    ("2016-05-17", 5000, 5000),
    ("2017-01-16", 5000, 5000),
    ("2017-01-17", 20000, 20000),
    ("2022-01-26", 20000, 20000),
    ("2022-01-27", 0, 30000),
    ("2026-03-31", 0, 30000),
]


@pytest.mark.parametrize(("on", "least", "most"), IMMEDIATE)
def test_the_money_at_once_was_5000_then_20000_then_up_to_30000(on, least, most):
    sums = {amount.key: amount for amount in version("bl-cash", day(on)).sums(day(on))}
    assert (sums["immediate"].least, sums["immediate"].most) == (least, most)
    assert sorted(sums) == ["adult_man", "extreme", "immediate", "woman_or_child"]


MONTHLY = [
    ("sponsorship", "sponsorship", "2022-03-31", 2000),
    ("sponsorship", "sponsorship", "2022-04-01", 4000),
    ("aftercare", "to_organisation", "2022-03-31", 2000),
    ("aftercare", "aftercare", "2022-04-01", 4000),
]


@pytest.mark.parametrize(("series", "key", "on", "sum_of_money"), MONTHLY)
def test_monthly_support_was_2000_and_then_4000(series, key, on, sum_of_money):
    (amount,) = version(series, day(on)).sums(day(on))
    assert (amount.key, amount.least, amount.most, amount.per) == (key, sum_of_money, sum_of_money, "month")


DELIVERED = [  # a right, a state, a day: whether it can be had, and the row that says so
    ("pmjay", WB, "2019-01-09", True, "-"),
    ("pmjay", WB, "2019-01-10", False, "pmjay-wb@2019-gap"),
    ("pmjay", WB, "2026-06-07", False, "pmjay-wb@2019-gap"),
    ("pmjay", WB, "2026-06-08", True, "pmjay-wb@2026"),
    ("pmjay", BIHAR, "2020-01-01", True, "-"),
    ("rural-work", WB, "2022-03-08", True, "-"),
    ("rural-work", WB, "2022-03-09", False, "mgnrega-wb-stop"),
    ("rural-work", WB, "2026-06-01", False, "mgnrega-wb-stop"),
    ("rural-work", WB, "2026-06-02", True, "-"),
    ("rural-work", BIHAR, "2024-01-01", True, "-"),
]


@pytest.mark.parametrize(("series", "state", "on", "had", "says"), DELIVERED)
def test_a_right_may_be_in_force_and_not_delivered_in_a_state(series, state, on, had, says):
    told = ready(reading.read()).status_of(series, Person(), day(on), state)
    assert (told is None or told.delivers) is had
    assert (told.id if told else "-") == says
    assert version(series, day(on)) is not None  # the right stands all the while


CHANGES = [  # from the day before to the day: what changed
    ("2021-03-31", "2021-04-01", {("nclp", Turn.ENDED)}),
    (
        "2022-03-31",
        "2022-04-01",
        {
            ("women-home", Turn.REPLACED), ("women-home-difficult", Turn.ENDED), ("sponsorship", Turn.REPLACED),
            ("aftercare", Turn.REPLACED), ("foster", Turn.BEGAN), ("adolescent-girls", Turn.REPLACED),
        },
    ),
    ("2022-01-26", "2022-01-27", {("bl-cash", Turn.REPLACED)}),
    (
        "2024-06-30",
        "2024-07-01",
        {
            ("trafficking-offence", Turn.REPLACED), ("victim-compensation-law", Turn.REPLACED), ("fir", Turn.BEGAN),
            ("victim-treatment", Turn.REPLACED), ("identity-secrecy-adult", Turn.REPLACED),
            ("medical-exam", Turn.BEGAN), ("investigation-info", Turn.BEGAN), ("trial-limit", Turn.BEGAN),
        },
    ),
    ("2026-06-30", "2026-07-01", {("rural-work", Turn.REPLACED)}),
    ("2026-06-07", "2026-06-08", {("pmjay-wb", Turn.REPLACED)}),
    ("2026-06-01", "2026-06-02", {("rural-work-wb", Turn.ENDED)}),
    ("2026-03-31", "2026-04-01", {("bl-cash", Turn.ENDED), ("samagra", Turn.ENDED)}),
    ("2025-11-13", "2025-11-14", {("rti-8j", Turn.BEGAN)}),
    ("2026-07-01", "2026-11-21", set()),
]  # fmt: skip


@pytest.mark.parametrize(("since", "until", "turns"), CHANGES)
def test_what_changed_between_two_days(since, until, turns):
    assert {(turned.series, turned.turn) for turned in changed(day(since), day(until))} == turns


def test_nothing_changes_between_a_day_and_itself():
    assert changed(day("2022-04-01"), day("2022-04-01")) == []


@pytest.mark.parametrize(("series", "next_series"), [("nclp", "samagra"), ("women-home-difficult", "women-home")])
def test_what_ended_says_which_right_took_its_place(series, next_series):
    (ended,) = [turned for turned in changed(day("2021-01-01"), day("2022-12-31")) if turned.series == series]
    assert ended.followed_by == next_series


def test_versions_come_with_the_oldest_first():
    assert [row.id for row in versions("adolescent-girls")] == ["ksy-sabla@study", "sag@2018", "sag@2022"]
    assert [row.id for row in versions("wb-vcs", WB)] == ["wbvcs@2012", "wbvcs@2017"]


@pytest.mark.parametrize("series", ["nothing-of-the-kind", "ration-card"])
def test_what_is_unknown_or_not_researched_has_no_versions(series):
    assert versions(series) == []
    assert version(series, day("2026-11-21")) is None


@st.composite
def timelines(draw):
    """A catalogue with one series: versions that follow each other, some at once, some after a hole."""
    rows, at = [], dt.date(2020, 1, 1) + dt.timedelta(draw(st.integers(0, 20)))
    for number in range(draw(st.integers(1, 4))):
        first = at
        last = first + dt.timedelta(draw(st.integers(0, 15)))
        at = last + dt.timedelta(draw(st.sampled_from([1, 1, 2, 9])))
        rows.append(
            Row(
                f"r@{number}", "r", "R", "social", Sort.BENEFIT, "IN", first, last, Basis.TODAY, "R.", Every(), file="r"
            )
        )
    if draw(st.booleans()):
        rows[-1] = Row(**{**vars(rows[-1]), "valid_to": None})
    if draw(st.booleans()):
        rows[0] = Row(**{**vars(rows[0]), "valid_from": None})
    return Catalogue(tuple(rows), {}, {}, {}, {}, {}, {}, by_series={"r": tuple(rows)})


DAYS = st.integers(0, 90).map(lambda number: dt.date(2020, 1, 1) + dt.timedelta(number))


@settings(deadline=None)
@given(timelines(), st.lists(DAYS, min_size=3, max_size=3))
def test_what_changed_over_a_time_is_what_changed_in_its_parts(catalogue, days):
    first, middle, last = sorted(days)
    whole = changed(first, last, catalogue)
    assert whole == changed(first, middle, catalogue) + changed(middle, last, catalogue)


@settings(deadline=None)
@given(timelines(), DAYS)
def test_a_change_is_told_for_a_day_if_and_only_if_another_version_holds_on_it(catalogue, on):
    before = version("r", on - dt.timedelta(days=1), catalogue=catalogue)
    now = version("r", on, catalogue=catalogue)
    turns = changed(on - dt.timedelta(days=1), on, catalogue)
    assert [(turned.old, turned.new) for turned in turns] == ([(before, now)] if before is not now else [])


def test_our_own_history_is_told_day_by_day_as_it_is_told_at_once():
    since, until = day("2015-01-01"), day("2026-11-21")
    at_once = changed(since, until)
    turning = sorted({turned.day for turned in at_once})
    by_day = [turned for one in turning for turned in changed(one - dt.timedelta(days=1), one)]
    assert by_day == at_once
    assert len(at_once) > 20


def test_the_reader_is_used_where_no_catalogue_is_given():
    since, until = day("2015-01-01"), day("2026-11-21")
    assert changed(since, until) == changed(since, until, reading.read())
