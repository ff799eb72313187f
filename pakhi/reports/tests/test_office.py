"""One office: every line equals the facts or waits, and a person is a page only for those who may see people."""

import pytest

from pakhi.network.models.account import Role
from pakhi.reports import office
from pakhi.reports.sight import Sight, view
from pakhi.reports.tests.made_up import ONE, OTHER, ROOM

ALL = [Role.LEADER, Role.COORDINATOR, Role.MIS, Role.MANAGER, Role.SUPERVISOR, Role.WORKER]


def reader(role, organisation=ONE, room=ROOM):
    return Sight((view(role, organisation, room),))


def busy(facts, room=ROOM, level="office", least=12):
    rows = facts.find("voice_estimate", room=room, level=level, period="", organisation="")
    return next(row["ratee"] for row in rows if row["raters"] >= least)


@pytest.mark.parametrize("role", ALL)
def test_the_questions_of_a_public_office_are_those_of_the_facts(tables, facts, role):
    ratee = busy(facts)
    rows = office.report(tables, reader(role), ratee).table("questions").rows
    wanted = sorted(facts.find("voice_item", room=ROOM, ratee=ratee), key=lambda row: row["estimate"])
    assert [[row[face] for face in office.FACES] for row in rows] == [
        [row[face] for face in office.FACES] for row in wanted
    ]
    assert [row["estimate"].value for row in rows] == [row["estimate"] for row in wanted]


def test_yes_and_no_are_told_as_percentages(tables, facts):
    ratee = busy(facts)
    rows = office.report(tables, reader(Role.MIS), ratee).table("yesno").rows
    wanted = sorted(facts.find("voice_yesno", room=ROOM, ratee=ratee), key=lambda row: row["question"])
    assert [(row["rate"].value, row["yes"], row["answers"]) for row in rows] == [
        (100 * row["rate"], row["yes"], row["n"]) for row in wanted
    ]


def test_quarters_with_too_few_people_wait(tables, facts):
    ratee = busy(facts)
    rows = office.report(tables, reader(Role.MIS), ratee).table("quarters").rows
    assert [row["estimate"].waits for row in rows] == [number < 5 for number in range(1, 9)]


def test_only_themes_that_five_people_chose_are_told(tables, facts):
    ratee = busy(facts)
    rows = office.report(tables, reader(Role.MIS), ratee).table("themes").rows
    wanted = [row["raters"] for row in facts.find("voice_theme", room=ROOM, ratee=ratee) if row["raters"] >= 5]
    assert [row["raters"] for row in rows] == sorted(wanted, reverse=True)


def test_an_office_with_too_few_people_tells_nothing_at_all(tables, facts):
    rows = facts.find("voice_estimate", room=ROOM, level="office", period="", organisation="")
    ratee = next(row["ratee"] for row in rows if row["raters"] < 5)
    report = office.report(tables, reader(Role.COORDINATOR), ratee)
    assert report.charts == []
    assert all(row["estimate"].waits for row in report.table("questions").rows)
    assert all(row["rate"].waits and row["yes"] is None for row in report.table("yesno").rows)
    assert report.table("themes").rows == []
    assert report.table("summary").rows[0]["voices"] is None


@pytest.mark.parametrize("role", ALL)
def test_who_sits_there_is_for_those_who_may_see_people(tables, facts, role):
    ratee = busy(facts)
    may = role in {Role.LEADER, Role.COORDINATOR, Role.MIS}
    keys = [table.key for table in office.report(tables, reader(role), ratee).tables]
    assert ("holders" in keys) == may
    assert (office.report(tables, reader(role), f"H{ratee}") is not None) == may


@pytest.mark.parametrize("role", ALL)
def test_a_worker_of_an_own_desk_is_a_page_for_her_leaders_and_the_coordinator_only(tables, role):
    may = role in {Role.LEADER, Role.COORDINATOR}
    assert (office.report(tables, reader(role), "WONE2") is not None) == may
    assert (office.report(tables, reader(role), "WTWO1") is not None) == (role == Role.COORDINATOR)


def test_another_room_and_nonsense_find_nothing(tables, facts):
    elsewhere = busy(facts, OTHER)
    assert office.report(tables, reader(Role.COORDINATOR), elsewhere) is None
    for nonsense in ("", "NOSUCH", "' OR 1=1 --", "¤0¤", "x" * 5000):
        assert office.report(tables, reader(Role.COORDINATOR), nonsense) is None


def test_the_change_in_a_year_has_its_range(tables, facts):
    ratee = busy(facts)
    fact = facts.find("voice_estimate", room=ROOM, ratee=ratee, period="")[0]
    change = office.report(tables, reader(Role.MIS), ratee).table("summary").rows[0]["change"]
    assert (change.value, change.low, change.high) == (fact["change"], -10.0, 10.0)


def test_silence_moves_the_score_by_the_share_of_cards_that_did_not_speak(tables, facts):
    """50 of 80 active cards have spoken: three of eight people could move the score by 15 points each."""
    ratee = busy(facts)
    fact = facts.find("voice_estimate", room=ROOM, ratee=ratee, period="")[0]
    band = office.report(tables, reader(Role.MIS), ratee).table("summary").rows[0]["silence"]
    assert (band.value, band.low) == (fact["estimate"], pytest.approx(fact["estimate"] - 15 * 3 / 8))
    assert band.high == pytest.approx(min(fact["estimate"] + 15 * 3 / 8, 100))


def test_without_enough_people_there_is_no_band_and_no_change(tables, facts):
    rows = facts.find("voice_estimate", room=ROOM, level="office", period="", organisation="")
    ratee = next(row["ratee"] for row in rows if row["raters"] < 5)
    row = office.report(tables, reader(Role.COORDINATOR), ratee).table("summary").rows[0]
    assert row["change"].waits
    assert row["change"].value is None
    assert row.get("silence") is None
