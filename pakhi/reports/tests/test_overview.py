"""The overview counts what the facts hold, for the reader's rooms only."""

from pakhi.lib.circles import Circle
from pakhi.network.models.account import Role
from pakhi.reports import overview
from pakhi.reports.sight import Sight, view
from pakhi.reports.tests.made_up import OTHER, ROOM

MIS = Sight((view(Role.MIS, "ORGONE", ROOM),))


def test_quarters_are_those_of_the_room_and_small_ones_wait(tables, facts):
    rows = overview.report(tables, MIS).table("quarters").rows
    wanted = {row["quarter"]: row for row in facts.find("voice_count", room=ROOM)}
    assert [row["quarter"] for row in rows] == sorted(wanted)
    for row in rows:
        fact = wanted[row["quarter"]]
        if fact["raters"] < 5:
            assert (row["voices"], row["people"], row["mode_phone"]) == ("<5", "<5", None)
        else:
            assert (row["voices"], row["people"]) == (fact["ballots"], str(fact["raters"]))
            assert [row[f"mode_{m}"] for m in overview.MODES] == [fact[m] for m in overview.MODES]


def test_the_newest_counting_of_a_quarter_replaces_older_ones(facts, tmp_path):
    from pakhi.reports import snapshot
    from pakhi.reports.tests.made_up import made_up

    again = made_up()
    last = again.find("voice_count", room=ROOM)[-1]
    again.rows["voice_count"].append({**last, "counted": "2023-24 Q1", "ballots": 9999})
    snapshot.take(tmp_path, again.offers())
    rows = overview.report(snapshot.tables(tmp_path, again.offers()), MIS).table("quarters").rows
    assert rows[-1]["voices"] == last["ballots"]


def test_kinds_and_districts_add_up_to_the_voices_about_offices(tables, facts):
    report = overview.report(tables, MIS)
    total = sum(row["n"] for row in facts.find("voice_estimate", room=ROOM, level="office", period=""))
    for key in ("kinds", "districts"):
        assert sum(row["voices"] for row in report.table(key).rows) == total


def test_two_rooms_are_added_up(tables, facts):
    both = Sight((*MIS.views, view(Role.MIS, "NETBBB", OTHER)))
    rows = overview.report(tables, both).table("quarters").rows
    fact = [row for row in facts.rows["voice_count"] if row["quarter"] == rows[-1]["quarter"]]
    assert rows[-1]["voices"] == sum(row["ballots"] for row in fact)


def test_what_may_be_shown_is_counted_office_by_office(tables, facts):
    inside, outside = overview.report(tables, MIS).table("showable").rows
    offices = {row["ratee"]: row for row in facts.find("network_office", level="office")}
    rated = [
        row
        for row in facts.find("voice_estimate", room=ROOM, level="office", period="")
        if row["organisation"] == "" or not offices[row["ratee"]]["single_holder"]
    ]
    assert inside["heard"] == outside["heard"] == len(rated)
    assert inside["may_show"] == sum(row["raters"] >= 5 for row in rated)
    needs = [20 if offices[row["ratee"]]["single_holder"] else 10 for row in rated]
    people = [row["raters"] for row in rated]
    assert outside["may_show"] == sum(n >= need for n, need in zip(people, needs, strict=True))
    assert outside["wait_person"] == sum(10 <= n < need for n, need in zip(people, needs, strict=True))
    assert outside["wait_few"] == sum(n < 10 for n in people)


def test_an_office_of_one_person_waits_outside_for_twenty():
    group = {"raters": 15, "best": 15, "single_holder": True}
    assert overview.reason(Circle.INSIDE, group) == "show"
    assert overview.reason(Circle.OUTSIDE, group) == "person"
    assert overview.reason(Circle.OUTSIDE, {**group, "single_holder": False}) == "show"


def test_cards_are_those_of_the_newest_quarter(tables):
    assert overview.report(tables, MIS).table("cards").rows == [
        {"printed": 100, "activated": 80, "void": 10, "used": 50}
    ]


def test_a_stranger_gets_an_empty_overview(tables):
    assert overview.report(tables, Sight()).empty
    assert overview.report(tables, Sight((view(Role.MIS, "ELSE", "ELSE"),))).empty
