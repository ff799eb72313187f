"""Where she stands as a whole: read from the components, with its rule beside it."""

from __future__ import annotations

import datetime as dt

import pytest

from pakhi.cbr import flow, overall, status
from pakhi.cbr.tests.conftest import client
from pakhi.lib.clock import today

pytestmark = pytest.mark.django_db(databases="__all__")
DAY = dt.timedelta(days=1)


@pytest.fixture
def moved(book, mou):
    """Health went forward and back, livelihood forward, law long ago; two parts nobody has looked at."""
    status.step(book, "legal", "begun", mou, day=today() - 300 * DAY)
    status.step(book, "legal", "holds", mou, day=today() - 200 * DAY)
    status.step(book, "health", "reached", mou, day=today() - 40 * DAY)
    status.step(book, "health", "needs", mou, day=today() - 30 * DAY, why=["illness"])
    status.step(book, "livelihood", "needs", mou, day=today() - 20 * DAY)
    status.step(book, "livelihood", "begun", mou, day=today() - 10 * DAY)
    return book


def test_how_many_parts_stand_where_and_which_is_weakest(moved):
    found = overall.overall([moved])
    assert [(state.value, many) for state, many in found.parts] == [
        ("unknown", 2), ("needs", 1), ("begun", 1), ("holds", 1)
    ]  # fmt: skip
    assert [one.value for one in found.weakest] == ["health"]
    assert [one.value for one in found.unknown] == ["education", "social"]
    assert (found.forward, found.back) == (1, 1)


def test_a_case_nobody_has_looked_at(book):
    found = overall.overall([book])
    assert ([(state.value, many) for state, many in found.parts], found.weakest) == ([("unknown", 5)], [])


@pytest.mark.parametrize("rest", ["", "story"])
def test_the_case_and_the_story_say_it_with_its_definition(keepers, rina, moved, rest):
    page = client(keepers, "mou").get(f"/desk/people/{rina.code}/case/{rest}").content.decode()
    assert "As a whole" in page
    assert "there is no score and no average" in page
    assert "1 step back" in page


def test_a_team_counts_each_survivor_once_by_her_weakest_part(keepers, moved):
    assert flow.weakest_at([moved], today()) == {"needs": 1}
    assert flow.weakest_at([moved], today() - 100 * DAY) == {"holds": 1}
    page = client(keepers, "salma").get("/desk/counts").content.decode()
    assert "Each survivor by her weakest part of life" in page
    assert "Each survivor is counted once" in page


def test_the_story_offers_only_what_she_has(keepers, rina, moved):
    page = client(keepers, "mou").get(f"/desk/people/{rina.code}/case/story").content.decode()
    offered = page.split('name="kind"')[1].split("</select>")[0]
    assert 'value="standing"' in offered
    assert 'value="mediation"' not in offered
