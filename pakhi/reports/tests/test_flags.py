"""Flags stand with their rule, and only about what the reader may see."""

import json

import pytest

from pakhi.network.models.account import Role
from pakhi.reports import flags, snapshot, wording
from pakhi.reports.sight import Sight, view
from pakhi.reports.tests.made_up import ONE, QUARTERS, ROOM, made_up

COORDINATOR = Sight((view(Role.COORDINATOR, "NETAAA", ROOM),))


def about(report):
    return {row["ratee"] for table in report.tables for row in table.rows}


def test_every_flag_of_the_room_is_there_with_its_rule_and_figures(tables, facts):
    report = flags.report(tables, COORDINATOR)
    assert about(report) == {row["ratee"] for row in facts.find("voice_flag", room=ROOM)}
    table = report.table("needs_support")
    assert table.note == wording.FLAGS["needs_support"][1]
    assert (
        table.rows[0]["numbers"]
        == "New at this counting; Lowest quarter, probability 0.93; People 21; They treated me with respect."
    )
    assert table.rows[0]["wrong"] == 0.07


def test_mis_staff_see_flags_about_offices_and_holders_but_no_worker(tables, facts):
    seen = about(flags.report(tables, Sight((view(Role.MIS, ONE, ROOM),))))
    assert seen
    assert not {code for code in seen if code.startswith("W")}


@pytest.mark.parametrize("role", [Role.WORKER, Role.SUPERVISOR, Role.MANAGER])
def test_others_would_see_no_person_even_if_the_page_opened(tables, facts, role):
    seen = about(flags.report(tables, Sight((view(role, ONE, ROOM),))))
    assert not seen & {row["ratee"] for row in facts.find("network_office", level="holder")}


def gaps(tmp_path, kind):
    """A snapshot in which a whole peer group is flagged."""
    facts = made_up()
    numbers = json.dumps({"estimate": 41.0})
    group = {"room": ROOM, "counted": QUARTERS[-1], "ratee": f"{kind}:315", "flag": "gap", "item": "safe"}
    facts.rows["voice_flag"] = [{**group, "numbers": numbers, "wrong": 0.05}]
    snapshot.take(tmp_path, facts.offers())
    return snapshot.tables(tmp_path, facts.offers())


def test_a_gap_names_the_kind_and_the_district(tmp_path):
    report = flags.report(gaps(tmp_path, "bdo"), Sight((view(Role.MIS, ONE, ROOM),)))
    row = report.table("gap").rows[0]
    assert (row["about"], row["place"], row["ratee"]) == (wording.kind("bdo"), "Nadia", "")


def test_a_gap_of_own_desks_is_for_the_coordinator_alone(tmp_path):
    tables = gaps(tmp_path, "cbo")
    assert flags.report(tables, Sight((view(Role.MIS, ONE, ROOM),))).tables == []
    assert flags.report(tables, Sight((view(Role.LEADER, ONE, ROOM),))).tables == []
    assert len(flags.report(tables, COORDINATOR).tables) == 1


def test_a_flag_without_words_is_shown_by_its_key(tmp_path):
    facts = made_up()
    for row in facts.rows["voice_flag"]:
        row["flag"] = "new_rule"
    snapshot.take(tmp_path, facts.offers())
    report = flags.report(snapshot.tables(tmp_path, facts.offers()), COORDINATOR)
    assert [str(table.title) for table in report.tables] == ["new_rule"]
