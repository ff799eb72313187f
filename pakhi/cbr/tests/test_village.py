"""Households by number: asked again they are the same, no count points at a door, and only the own people see them."""

from __future__ import annotations

import pytest

from pakhi.cbr import steps, village
from pakhi.cbr.kinds import Faulty
from pakhi.cbr.models import Book
from pakhi.cbr.steps import Said, write
from pakhi.cbr.tests.conftest import client
from pakhi.network.models import Place, PlaceName
from pakhi.vault.keys import Refused

pytestmark = pytest.mark.django_db(databases="__all__")
DOOR = {"members": 5, "children": 2, "away": 1, "debt": "none", "recruiter": "no", "violence": "not_asked"}


@pytest.fixture
def one(keepers):
    return keepers.village.organisations["one"]


def doors(one, by, count, code="v1", first=1, **more):
    book = village.book_of(one, code, by)
    for number in range(first, first + count):
        village.ask(book, {**DOOR, "household": number, **more}, by)
    return book


def hamlet(village_, code="v2", name="Doyelpur"):
    place = Place.objects.create(kind="village", code=code, parent=village_.places["panchayat"])
    PlaceName.objects.create(place=place, language="en", text=name)
    return place


def signs(found):
    return {sign.label: sign.count for sign in found.signs}


def test_a_household_that_is_asked_again_is_the_same(one, mou):
    book = doors(one, mou, 1, dropouts=1)
    village.ask(book, {"household": "1", "dropouts": 0}, mou)
    [thread] = steps.threads([book], "household")
    assert (thread.number, thread.values["dropouts"], thread.steps.count()) == ("household-1", 0, 2)
    assert (book.kind, book.block, book.person) == ("village", "v1", "")


def test_the_same_village_is_one_book_and_anothers_is_another(one, keepers, mou):
    assert village.book_of(one, "v1", mou) == village.book_of(one, " v1 ", mou)
    two = keepers.village.organisations["two"]
    assert village.book_of(two, "v1", keepers.village.accounts["kabir"]) != village.book_of(one, "v1", mou)
    assert Book.objects.filter(kind="village").count() == 2


@pytest.mark.parametrize("code", ["", "nowhere", "303", "p1"])
def test_a_village_that_the_directory_does_not_know_is_refused(one, mou, code):
    with pytest.raises(Faulty, match="village"):
        village.book_of(one, code, mou)


@pytest.mark.parametrize("who", ["kabir", "devi", "asha", "ravi"])
def test_who_may_not_ask(one, keepers, mou, who):
    book = doors(one, mou, 1)
    with pytest.raises(Refused):
        village.ask(book, {**DOOR, "household": 2}, keepers.village.accounts[who])


@pytest.mark.parametrize(
    ("values", "question"),
    [
        ({"household": ""}, "household"),
        ({"household": 0}, "household"),
        ({"household": 1, "children": 9}, "children"),
        ({"household": 1, "dropouts": 3}, "dropouts"),
        ({"household": 1, "away_children": 2}, "away_children"),
        ({"household": 1, "violence": "maybe"}, "violence"),
        ({"household": 1, "name": "Rina"}, "name"),
    ],
)
def test_what_cannot_be_is_refused_under_its_question(one, mou, values, question):
    book = village.book_of(one, "v1", mou)
    with pytest.raises(Faulty) as fault:
        village.ask(book, {**DOOR, **values}, mou)
    assert fault.value.question == question


def test_words_have_no_place_in_a_village(one, mou):
    with pytest.raises(Faulty):
        write(village.book_of(one, "v1", mou), Said("household", {**DOOR, "household": 1}, words="Rina"), mou)


@pytest.mark.parametrize(
    ("show", "others", "told"),
    [(5, 5, "5"), (4, 6, ""), (6, 4, ""), (0, 10, ""), (10, 0, ""), (5, 0, ""), (2, 2, "")],
)
def test_a_count_is_told_where_five_show_it_and_five_do_not(one, mou, show, others, told):
    doors(one, mou, show, dropouts=1)
    doors(one, mou, others, first=50)
    [found] = village.of_organisation(one)[1]
    assert signs(found)["A child has left school"] == told


def test_not_asked_and_not_known_are_no_sign(one, mou):
    doors(one, mou, 6, violence="not_asked", recruiter="unknown")
    doors(one, mou, 6, first=50, violence="yes", recruiter="yes")
    [found] = village.of_organisation(one)[1]
    assert signs(found)["Violence at home"] == signs(found)["An offer of work or marriage far away"] == "6"


def test_who_is_gone_is_not_counted(one, mou):
    book = doors(one, mou, 10, dropouts=1)
    village.ask(book, {"household": 10, "state": "gone"}, mou)
    assert village.of_organisation(one)[1][0].households == "9"


def test_all_together_never_gives_a_small_village_away(one, keepers, mou):
    """Ten and two show it: from twelve the ten could be taken."""
    hamlet(keepers.village)
    doors(one, mou, 10, dropouts=1)
    doors(one, mou, 10, first=50)
    doors(one, mou, 2, "v2", dropouts=1)
    doors(one, mou, 8, "v2", first=50)
    whole, each = village.of_organisation(one)
    assert [signs(found)["A child has left school"] for found in each] == ["", "10"]
    assert whole.households == "30"
    assert signs(whole)["A child has left school"] == ""


def test_with_a_village_of_three_houses_the_whole_waits(one, keepers, mou):
    hamlet(keepers.village)
    doors(one, mou, 20)
    doors(one, mou, 3, "v2")
    assert village.of_organisation(one)[0] is None


@pytest.mark.parametrize(
    ("who", "code"),
    [("mou", 200), ("salma", 200), ("mina", 200), ("kabir", 200), ("ravi", 404), ("devi", 404), ("asha", 404)],
)
def test_who_reads_what_households_told(keepers, one, mou, who, code):
    doors(one, mou, 12)
    answer = client(keepers, who).get("/desk/villages/")
    assert answer.status_code == code
    assert ("Shalikpur" in answer.content.decode()) == (code == 200 and who != "kabir")


def test_before_anybody_is_asked_the_page_says_how(keepers):
    assert "No household was asked yet" in client(keepers, "mou").get("/desk/villages/").content.decode()
