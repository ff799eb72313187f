"""An organisation's own workers: one by one, pooled, or not at all."""

from pakhi.network.models.account import Role
from pakhi.reports import teams
from pakhi.reports.sight import Sight, view
from pakhi.reports.tests.made_up import LONE, ONE, ROOM, TWO


def report(tables, role, organisation, hidden=frozenset()):
    made = teams.report(tables, Sight((view(role, organisation, ROOM, hidden),)))
    return {table.key: [row["ratee"] for row in table.rows] for table in made.tables}


def test_the_leader_sees_her_own_organisation_worker_by_worker(tables):
    assert report(tables, Role.LEADER, ONE) == {"teams": ["DESKONE"], "workers": ["WONE0", "WONE1", "WONE2"]}


def test_the_coordinator_sees_all_organisations(tables):
    found = report(tables, Role.COORDINATOR, "NETAAA")
    assert found["teams"] == ["DESKLON", "DESKONE", "DESKTWO"]
    assert found["workers"] == ["WLON0", "WONE0", "WONE1", "WONE2", "WTWO0", "WTWO1"]


def test_the_manager_sees_the_team_pooled_and_nobody_by_name(tables):
    assert report(tables, Role.MANAGER, TWO) == {"teams": ["DESKTWO"]}


def test_a_team_of_one_is_not_pooled(tables):
    assert report(tables, Role.MANAGER, LONE) == {"teams": []}


def test_workers_and_supervisors_see_nothing(tables):
    for role in (Role.WORKER, Role.SUPERVISOR):
        assert report(tables, role, ONE) == {"teams": []}


def test_a_leader_who_also_works_there_sees_nothing_of_it(tables):
    assert report(tables, Role.LEADER, ONE, frozenset({ONE})) == {"teams": [], "workers": []}


def test_figures_wait_below_five_people_and_there_is_no_rank(tables, facts):
    made = teams.report(tables, Sight((view(Role.COORDINATOR, "NETAAA", ROOM),)))
    people = {row["ratee"]: row for row in facts.find("voice_estimate", level="holder", period="")}
    for row in made.table("workers").rows:
        fact = people[row["ratee"]]
        assert row["estimate"].waits == (fact["raters"] < 5)
        assert row["estimate"].value == (None if fact["raters"] < 5 else fact["estimate"])
    assert "standing" not in {column.key for table in made.tables for column in table.columns}
