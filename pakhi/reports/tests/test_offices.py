"""Offices compared: the expression equals a recount by hand, and nobody sees what is not theirs."""

import pytest

from pakhi.network.models.account import Role
from pakhi.reports import offices, wording
from pakhi.reports.sight import Sight, view
from pakhi.reports.tests.made_up import LONE, ONE, OTHER, ROOM, TWO

ROLES = [Role.LEADER, Role.COORDINATOR, Role.MIS, Role.MANAGER, Role.SUPERVISOR, Role.WORKER]


def reader(role, organisation=ONE, room=ROOM, hidden=frozenset()):
    return Sight((view(role, organisation, room, hidden),))


def rated(facts, room):
    """Offices rated in a room, by code."""
    return {row["ratee"]: row for row in facts.find("voice_estimate", room=room, level="office", period="")}


@pytest.mark.parametrize("role", ROLES)
def test_every_role_sees_exactly_the_rated_public_offices_of_its_room(tables, facts, role):
    rows = offices.read(tables, reader(role))
    public = {code for code, row in rated(facts, ROOM).items() if row["organisation"] == ""}
    assert {row["ratee"] for row in rows if not row["ratee"].startswith("DESK")} == public
    assert len({row["ratee"] for row in rows}) == len(rows)


@pytest.mark.parametrize(
    ("role", "desks"),
    [
        (Role.COORDINATOR, {"DESKONE", "DESKTWO", "DESKLON"}),
        (Role.LEADER, {"DESKONE", "DESKTWO"}),
        (Role.MIS, {"DESKONE", "DESKTWO"}),
        (Role.MANAGER, {"DESKONE"}),
        (Role.SUPERVISOR, set()),
        (Role.WORKER, set()),
    ],
)
def test_own_desks_are_pooled_and_a_desk_of_one_worker_is_that_worker(tables, role, desks):
    rows = offices.read(tables, reader(role))
    assert {row["ratee"] for row in rows if row["ratee"].startswith("DESK")} == desks


def test_the_manager_of_a_single_worker_sees_no_team(tables):
    rows = offices.read(tables, reader(Role.MANAGER, LONE))
    assert not [row for row in rows if row["ratee"].startswith("DESK")]


@pytest.mark.parametrize("role", ROLES)
def test_no_list_of_offices_holds_a_person(tables, facts, role):
    people = {row["ratee"] for row in facts.find("network_office", level="holder")}
    assert not people & {row["ratee"] for row in offices.read(tables, reader(role))}


def test_another_room_sees_its_own_offices_and_a_stranger_sees_nothing(tables, facts):
    theirs = {row["ratee"] for row in offices.read(tables, reader(Role.COORDINATOR, "NETBBB", OTHER))}
    assert theirs == set(rated(facts, OTHER))
    assert not theirs & set(rated(facts, ROOM))
    assert offices.read(tables, reader(Role.COORDINATOR, "ELSE", "ELSE")) == []
    assert offices.read(tables, Sight()) == []


def test_figures_are_those_of_the_facts_and_wait_below_five_people(tables, facts):
    wanted = rated(facts, ROOM)
    for row in offices.read(tables, reader(Role.COORDINATOR)):
        fact, shown = wanted[row["ratee"]], row["estimate"]
        if fact["raters"] < 5:
            assert (shown.kind, shown.value, row["raters"]) == ("waits", None, "<5")
            assert row["reliability"] is None
            assert row["assisted"] is None
        else:
            assert (shown.value, shown.low, shown.high) == (fact["estimate"], fact["low"], fact["high"])
            assert row["raters"] == str(fact["raters"])


def test_a_rank_is_said_only_where_the_voices_settle_it(tables, facts):
    wanted = rated(facts, ROOM)
    said = {row["ratee"]: str(row["standing"]) for row in offices.read(tables, reader(Role.COORDINATOR))}
    ranked = 0
    for code, fact in wanted.items():
        narrow = (fact["rank_high"] - fact["rank_low"] + 1) * 2 < fact["peers"]
        if fact["raters"] < 5:
            assert said[code] == "Fewer than 5 people"
        elif fact["reliability"] < 0.7:
            assert said[code] == "Not enough to compare yet"
        elif not narrow:
            assert said[code] == "Not enough to compare"
        else:
            ranked += 1
            assert said[code].endswith(f"of {fact['peers']}")
    assert ranked > 2


def test_filters_keep_the_kind_and_the_district(tables, facts):
    rows = offices.read(tables, reader(Role.WORKER), kind="police_oc", district="316")
    wanted = [r for r in rated(facts, ROOM).values() if (r["kind"], r["district"]) == ("police_oc", "316")]
    assert {row["ratee"] for row in rows} == {row["ratee"] for row in wanted}
    assert rows


def test_offices_with_too_few_people_come_last_and_in_no_order_that_tells(tables):
    rows = offices.read(tables, reader(Role.COORDINATOR), kind="bank", district="315")
    waiting = [row["estimate"].waits for row in rows]
    assert waiting == sorted(waiting)
    codes = [row["ratee"] for row in rows if row["estimate"].waits]
    assert codes == sorted(codes)
    scores = [row["estimate"].value for row in rows if not row["estimate"].waits]
    assert scores == sorted(scores, reverse=True)


def test_whoever_works_there_never_sees_her_own_desk(tables):
    hidden = frozenset({TWO})
    rows = offices.read(tables, reader(Role.LEADER, TWO, hidden=hidden))
    assert {row["ratee"] for row in rows if row["ratee"].startswith("DESK")} == {"DESKONE"}


def test_peer_groups_say_how_they_changed_with_the_range_of_the_change(tables, facts):
    rows = offices.report(tables, reader(Role.COORDINATOR)).table("groups").rows
    groups = facts.find("voice_estimate", room=ROOM, level="group", period="")
    wanted = [row for row in groups if row["kind"] != "cbo" and (row["rest"] == 0 or row["rest"] >= 5)]
    assert len(rows) == len(wanted) > 0
    told = {(row["change"].value, row["change"].low, row["change"].high) for row in rows if row["change"].exact}
    assert told == {(r["change"], r["change_low"], r["change_high"]) for r in wanted}


def test_a_group_waits_where_what_is_left_beside_the_shown_offices_is_a_few_people(tables, facts):
    """The group's figure without those of the offices that are shown would be what these few said."""
    rows = offices.read(tables, reader(Role.COORDINATOR))
    groups = facts.find("voice_estimate", room=ROOM, level="group", period="")
    few = {(row["kind"], row["district"]) for row in groups if 0 < row["rest"] < 5 and row["kind"] != "cbo"}
    assert few
    for kind, district in few:
        keys = [table.key for table in offices.report(tables, reader(Role.MIS), kind=kind, district=district).tables]
        assert "groups" not in keys
    assert rows


@pytest.mark.parametrize("role", ROLES)
def test_a_kind_that_has_own_desks_is_no_peer_group_as_a_whole(tables, role):
    rows = offices.report(tables, reader(role)).table("groups").rows
    assert rows
    assert "cbo" not in {row["kind"] for row in rows}
    assert "Community-based organisation" not in {str(row["kind"]) for row in rows}


def test_a_filter_keeps_the_peer_groups_of_the_kind_and_the_district(tables):
    whole = offices.report(tables, reader(Role.WORKER)).table("groups").rows
    for kind in ("bdo", "police_oc", "bank"):
        for code, district in (("315", "Nadia"), ("316", "Murshidabad")):
            one = offices.report(tables, reader(Role.WORKER), kind=kind, district=code)
            rows = [row for table in one.tables if table.key == "groups" for row in table.rows]
            assert rows == [row for row in whole if (row["kind"], row["district"]) == (wording.kind(kind), district)]
