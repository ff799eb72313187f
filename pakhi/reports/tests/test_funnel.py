"""The funnel: who lies outside what chance explains, drawn for one peer group of public offices alone."""

import random
from statistics import fmean, pstdev

import pytest

from pakhi.network.models.account import Role
from pakhi.reports import funnel, offices
from pakhi.reports.sight import Sight, view
from pakhi.reports.tests.made_up import ROOM

COORDINATOR = Sight((view(Role.COORDINATOR, "NETAAA", ROOM),))


def shown(tables, **asked):
    return offices.report(tables, COORDINATOR, **asked)


def keys(report):
    return [table.key for table in report.tables]


def test_one_peer_group_has_a_funnel_with_its_offices_of_five_people_and_more(tables, facts):
    found = shown(tables, kind="police_oc", district="316").table("funnel").rows
    wanted = facts.find(
        "voice_estimate", room=ROOM, level="office", period="", kind="police_oc", district="316", organisation=""
    )
    assert {row["ratee"]: row["plain"] for row in found} == {
        row["ratee"]: row["plain"] for row in wanted if row["raters"] >= 5
    }
    assert len(found) >= funnel.LEAST


def test_offices_of_several_groups_have_none_and_neither_do_own_desks(tables):
    assert "funnel" not in keys(shown(tables))
    assert "funnel" not in keys(shown(tables, kind="bank"))
    assert "funnel" not in keys(shown(tables, kind="cbo", district="315"))


def test_the_lines_draw_together_as_more_people_speak():
    widths = [high - low for low, high in (funnel.limits(50, 20, n, funnel.NINE_OF_TEN) for n in (5, 10, 40))]
    assert widths == pytest.approx([29.43, 20.81, 10.40], abs=0.01)  # 2 x 1.645 x 20 / root of n
    assert funnel.limits(5, 20, 5, funnel.NEARLY_ALL)[0] == 0


@pytest.mark.parametrize(
    ("plain", "people", "where"),
    [
        (60, 9, "inside"),  # 1.5 standard errors of 20 / 3
        (62, 9, "above"),
        (38, 9, "below"),
        (71, 9, "far_above"),
        (29, 9, "far_below"),
        (60, 36, "above"),  # the same ten points, told by more people
        (62, 36, "far_above"),
    ],
)
def test_which_side_of_the_lines(plain, people, where):
    assert funnel.side(plain, 50.0, 20.0, people) == where


def test_of_offices_that_are_all_alike_one_in_ten_lies_outside_by_chance():
    dice = random.Random(4)
    people = [[dice.gauss(50, 20) for _ in range(dice.randint(5, 40))] for _ in range(4000)]
    everybody = [value for one in people for value in one]
    middle, spread = fmean(everybody), pstdev(everybody)
    out = [funnel.side(fmean(one), middle, spread, len(one)) != "inside" for one in people]
    assert 0.08 < fmean(out) < 0.12


def test_the_note_says_how_many_chance_puts_outside(tables):
    table = shown(tables, kind="police_oc", district="316").table("funnel")
    assert f"about {len(table.rows) / 10:.1f} lie" in str(table.note)
