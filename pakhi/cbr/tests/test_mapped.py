"""How it was on a day, what changed since, and which nodes the picture has."""

from __future__ import annotations

import datetime as dt

import pytest

from pakhi.cbr import mapped, steps
from pakhi.cbr.around import around
from pakhi.cbr.mapping_words import Nearness
from pakhi.cbr.models import Thread
from pakhi.cbr.steps import Said, write
from pakhi.cbr.tests.test_mapping import NEED, STIGMA, STRENGTH, THREAT, later
from pakhi.lib.clock import today

pytestmark = pytest.mark.django_db(databases="__all__")
DAY = dt.timedelta(days=1)


def begin(book, by, kind, values, days_ago=0, **more):
    return write(book, Said(kind, {**values, **more}, today() - days_ago * DAY), by).thread


def test_a_thread_as_it_was_on_a_day(book, mou):
    thread = begin(book, mou, "threat", THREAT, 30)
    later(book, mou, thread, 20, state="contained")
    later(book, mou, thread, 10, state="over", why="arrested")
    states = [steps.at(thread, today() - days * DAY) for days in (31, 30, 20, 15, 10, 0)]
    assert [one.state if one else None for one in states] == [None, "open", "contained", "contained", "over", "over"]
    assert steps.at(thread, today() - 15 * DAY).since == today() - 20 * DAY
    assert Thread.objects.get(pk=thread.pk).state == "over"


def test_the_past_changes_only_with_what_was_written_of_it(book, mou):
    thread = begin(book, mou, "threat", THREAT, 30)
    wrong = later(book, mou, thread, 20, state="contained")
    write(book, Said("threat", {"state": "open"}, today() - 20 * DAY, thread.number, edits=wrong.number), mou)
    assert steps.at(thread, today() - 15 * DAY).state == "open"


def test_all_threads_of_a_day_are_read_at_once(book, mou, django_assert_num_queries):
    for days in (30, 20, 10):
        begin(book, mou, "strength", STRENGTH, days)
    with django_assert_num_queries(2):
        then = steps.threads_at([book], today() - 15 * DAY, "strength")
    assert [one.opened_on for one in then] == [today() - 20 * DAY, today() - 30 * DAY]


def test_what_is_written_within_a_week_is_one_mapping(book, mou):
    for days in (60, 57, 30, 1):
        begin(book, mou, "strength", STRENGTH, days)
    assert mapped.days([book]) == [today() - days * DAY for days in (1, 30, 60)]


def test_what_changed_since_the_last_mapping(book, mou):
    need, threat = begin(book, mou, "need", NEED, 60), begin(book, mou, "threat", THREAT, 60)
    same, told = begin(book, mou, "strength", STRENGTH, 60), begin(book, mou, "stigma", STIGMA, 60)
    later(book, mou, need, 40, state="met", why="office")
    later(book, mou, need, 2, state="not_any_more")
    later(book, mou, threat, 2, state="contained")
    later(book, mou, told, 1, change="worse")
    new = begin(book, mou, "strength", STRENGTH, 1, who="peer")
    seen = mapped.overview([book])
    news = {one.thread.pk: (one.news, one.was) for rows in seen.rows.values() for one in rows}
    assert news == {
        need.pk: ("back", "Met"), threat.pk: ("forward", "Open"), same.pk: ("", ""), told.pk: ("changed", ""),
        new.pk: ("new", ""),
    }  # fmt: skip
    assert seen.news == {"new": 1, "forward": 1, "back": 1, "changed": 1}
    assert mapped.overview([book], today() - 70 * DAY).news["new"] == 5


def test_at_the_first_mapping_there_is_nothing_to_compare_with(book, mou):
    begin(book, mou, "need", NEED, 1)
    seen = mapped.overview([book])
    assert (seen.since, seen.news["new"]) == (None, 0)


def test_what_presses_stands_first(book, mou):
    begin(book, mou, "threat", THREAT, severity="low")
    begin(book, mou, "threat", THREAT, near="far")
    begin(book, mou, "threat", THREAT, near="home")
    rows = mapped.overview([book]).running("threat")
    assert [(one.thread.values["severity"], one.thread.values["near"]) for one in rows] == [
        ("high", "home"), ("high", "far"), ("low", "village"),
    ]  # fmt: skip


def test_the_panel_counts_what_still_runs(book, mou):
    begin(book, mou, "need", NEED)
    begin(book, mou, "need", NEED, gap="none")
    over = begin(book, mou, "threat", THREAT)
    begin(book, mou, "threat", THREAT)
    later(book, mou, over, state="over", why="moved")
    found = mapped.counts([book])
    assert [found[name] for name in ("need", "threat", "stigma", "strength", "gaps", "bad", "any")] == [
        2, 1, 0, 0, 1, 1, True,
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("kind", "values", "sector", "ring", "tie"),
    [
        ("strength", STRENGTH, "people", 1, "strong"),
        ("strength", {**STRENGTH, "close": "far"}, "people", 3, "support"),
        ("strength", {**STRENGTH, "state": "weaker"}, "people", 1, "support"),
        ("strength", {**STRENGTH, "state": "gone", "why": "away"}, "people", 1, "broken"),
        ("strength", {"who": "office", "close": "close", "office_kind": "gp"}, "offices", 2, "support"),
        ("stigma", STIGMA, "stigma", 2, "stress"),
        ("stigma", {"source": "self", "shows": ["shame"]}, "stigma", 1, "stress"),
        ("stigma", {**STIGMA, "state": "over", "why": "changed"}, None, 0, ""),
        ("threat", THREAT, "threats", 2, "stress"),
        ("threat", {**THREAT, "near": "home", "state": "contained"}, "threats", 1, "broken"),
        ("threat", {**THREAT, "state": "over", "why": "moved"}, None, 0, ""),
        ("need", NEED, None, 0, ""),
        ("need", {**NEED, "office_kind": "bmoh"}, "offices", 3, "stress"),
        ("need", {**NEED, "office_kind": "gp", "gap": "policy"}, "offices", 2, "broken"),
        ("need", {**NEED, "family": "hospital", "state": "being_met"}, "offices", 3, "support"),
        ("need", {**NEED, "family": "hospital", "state": "dropped", "why": "life"}, None, 0, ""),
    ],
)
def test_a_thread_in_the_picture(book, mou, kind, values, sector, ring, tie):
    begin(book, mou, kind, values)
    told = around([book], today())
    if sector is None:
        assert told == []
    else:
        [one] = told
        assert (one.node.sector, one.node.ring, one.node.tie) == (sector, ring, tie)
        assert one.node.label
        assert one.line


@pytest.mark.parametrize("near", Nearness)
def test_how_near_a_threat_is_stands_in_the_picture_as_it_was_mapped(book, mou, near):
    begin(book, mou, "threat", {**THREAT, "near": near})
    [one] = around([book], today())
    assert one.near == (str(near.label) if near != Nearness.UNKNOWN else "how near is not known")
    assert (one.node.ring == 3) == (near in {Nearness.FAR, Nearness.PHONE})
    assert (one.node.ring == 1) == (near == Nearness.HOME)


def test_one_office_is_drawn_once_with_its_worst_line(book, mou):
    begin(book, mou, "need", NEED, office_kind="bmoh")
    begin(book, mou, "strength", STRENGTH, who="office", office_kind="bmoh")
    [one] = around([book], today())
    assert (one.node.tie, one.node.ring, len(one.threads)) == ("stress", 1, 2)


def test_what_is_gone_fades_from_the_picture_and_the_past_still_shows_it(book, mou):
    thread = begin(book, mou, "strength", STRENGTH, 200)
    later(book, mou, thread, 120, state="gone", why="died")
    ties = [[one.node.tie for one in around([book], today() - days * DAY)] for days in (150, 100, 0)]
    assert ties == [["strong"], ["broken"], []]


def test_the_days_of_the_picture_are_the_first_the_months_and_today(book, mou):
    begin(book, mou, "strength", STRENGTH, 70)
    points = mapped.points([book])
    assert points[0] == today() - 70 * DAY
    assert points[-1] == today()
    assert all(day.day == 1 for day in points[1:-1])
    assert points == sorted(set(points))


def test_before_anything_is_mapped_there_is_only_today(book):
    assert mapped.points([book]) == [today()]
    assert around([book], today()) == []
