"""All groups over time: the same as the books say one by one, forward and back, however late it was written."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from pakhi.cbr import books, collectives, handing_over, over_groups, steps
from pakhi.cbr.collectives_words import Doer, Task
from pakhi.cbr.models import Book, Thread
from pakhi.cbr.steps import Said, write
from pakhi.cbr.tests.conftest import client
from pakhi.lib.clock import this_quarter, today
from pakhi.vault import apart, assign, scope, wishes
from pakhi.vault.tests.conftest import agree

pytestmark = pytest.mark.django_db(databases="__all__")
DAY = dt.timedelta(days=1)
PAGE = "/desk/groups/over-time"
READERS = [("mou", 404), ("asha", 404), ("salma", 200), ("mina", 200), ("ravi", 200), ("devi", 200), ("kabir", 404),
           ("noor", 404), ("finn", 404)]  # fmt: skip


def ago(quarters: int) -> dt.date:
    return this_quarter().plus(-quarters).first_day


@pytest.fixture
def one(keepers):
    return keepers.village.organisations["one"]


def began(one, by, label: str, day: dt.date, kind: str = "shg") -> Book:
    return collectives.start(one, {"label": label, "kind": kind}, by, day=day)


@pytest.fixture
def three(one, salma) -> list[Book]:
    """A group that went forward and back, one that ended, and a new one of which nobody has said anything."""
    first, second = began(one, salma, "Neem", ago(4)), began(one, salma, "Mango", ago(3))
    third = began(one, salma, "Peepal", today())
    write(first, Said("stage", {"state": "organise"}, ago(4)), salma)
    write(first, Said("stage", {"state": "act"}, ago(3)), salma)
    write(first, Said("stage", {"state": "educate"}, ago(1)), salma)
    write(first, Said("task", {"what": "identify", "state": "ngo"}, ago(4)), salma)
    write(first, Said("task", {"what": "identify", "state": "collective"}, ago(2)), salma)
    write(first, Said("task", {"what": "follow_up", "state": "together"}, ago(1)), salma)
    write(first, Said("task", {"what": "awareness", "state": "collective"}, ago(2)), salma)
    write(second, Said("stage", {"state": "organise"}, ago(3)), salma)
    write(second, Said("group", {"state": "ended"}, ago(1)), salma)
    return [first, second, third]


def test_groups_by_stage_at_the_end_of_each_quarter(one, three):
    rows = over_groups.trend([one])
    assert [row.quarter for row in rows] == [this_quarter().plus(-back) for back in (4, 3, 2, 1, 0)]
    assert [row.groups for row in rows] == [1, 2, 2, 1, 2]
    assert [dict(row.stages) for row in rows] == [
        {"organise": 1}, {"act": 1, "organise": 1}, {"act": 1, "organise": 1}, {"educate": 1}, {"educate": 1, "": 1},
    ]  # fmt: skip


def test_who_finds_and_who_follows_up(one, three):
    rows = over_groups.trend([one])
    assert [dict(row.doers[Task.IDENTIFY]) for row in rows] == [
        {"ngo": 1}, {"ngo": 1, "": 1}, {"collective": 1, "": 1}, {"collective": 1}, {"collective": 1, "": 1},
    ]  # fmt: skip
    assert [row.doers[Task.FOLLOW_UP]["together"] for row in rows] == [0, 0, 0, 1, 1]


def test_it_says_what_the_page_of_each_group_says_after_every_kind_of_step(one, three, salma):
    """Late, edited, taken out, begun by a step that arrived first: folded one by one, or in one pass."""
    first = three[0]
    wrong = write(first, Said("task", {"what": "identify", "state": "together"}, ago(1)), salma)
    write(first, Said("task", {"what": "identify"}, edits=wrong.number, void=True), salma)
    late = write(first, Said("task", {"what": "follow_up", "state": "ngo"}, ago(3)), salma)
    write(first, Said("task", {"what": "follow_up", "state": "collective"}, ago(3), edits=late.number), salma)
    begins = write(first, Said("task", {"what": "negotiate"}, ago(1)), salma)
    assert begins.begins
    write(first, Said("task", {"what": "negotiate", "state": "collective"}, ago(2)), salma)
    rows = {row.quarter: row for row in over_groups.trend([one])}
    for row in handing_over.trend(first):
        now = {task: steps.at(thread, row.quarter.last_day) for task, thread in by_task(first).items()}
        for task in over_groups.WATCHED:
            state = now[task].state if now.get(task) else ""
            assert rows[row.quarter].doers[task][state] >= 1, (row.quarter, task, state)


def by_task(book: Book) -> dict[str, Thread]:
    return {one.values["what"]: one for one in Thread.objects.filter(book=book, kind="task") if one.state}


@pytest.mark.parametrize("seed", range(6))
def test_whatever_is_written_in_whatever_order_both_ways_agree(one, salma, seed):
    import random

    chance = random.Random(seed)
    book = began(one, salma, "Neem", ago(6))
    written = []
    for _turn in range(14):
        day = ago(6) + chance.randrange((today() - ago(6)).days) * DAY
        values = {"what": "identify"} | ({"state": chance.choice(Doer.values)} if chance.random() < 0.8 else {})
        edits = chance.choice(written).number if seed % 2 and written and chance.random() < 0.3 else ""
        void = bool(edits) and chance.random() < 0.5
        said = Said("task", {"what": "identify"} if void else values, day, edits=edits, void=void)
        written.append(write(book, said, salma))
    thread = Thread.objects.get(book=book, kind="task")
    days = [this_quarter().plus(-back).last_day for back in reversed(range(7))]
    [life] = over_groups.lives([one], days)
    for place, day in enumerate(days):
        then = steps.at(thread, day)
        assert life.tasks["identify"][place] == (then.state if then else ""), (seed, day)


def found(keepers, one, mou, source: str, many: int) -> list:
    people = []
    for _each in range(many):
        person = keepers.register()
        assign.take_in(person, mou)
        agree(person, mou, "case")
        book = books.open_case(person, mou)
        Thread.objects.create(
            book=book, kind="identified", number="identified", state="unknown", opened_on=today(),
            values={"source": source},
        )  # fmt: skip
        people.append(person)
    return people


def test_people_are_told_from_five_on_and_who_is_hidden_is_not_among_them(keepers, one, three, mou, salma):
    people = found(keepers, one, mou, "group", 5)
    found(keepers, one, mou, "police", 4)
    assert [(row.by_groups, row.otherwise) for row in over_groups.trend([one])][-1] == ("5", "<5")
    assert over_groups.trend([one])[0].by_groups == "<5"
    wishes.keep_apart(people[0], mou, salma)
    with scope.read_by(lambda: apart.hidden_from(mou)):
        assert over_groups.trend([one])[-1].by_groups == "<5"


def test_it_asks_as_often_for_many_groups_as_for_few(one, three, salma):
    with CaptureQueriesContext(connection) as few:
        over_groups.trend([one])
    for number in range(12):
        book = began(one, salma, f"Group {'abcdefghijkl'[number]}", ago(2))
        write(book, Said("stage", {"state": "act"}, ago(1)), salma)
    with CaptureQueriesContext(connection) as many:
        rows = over_groups.trend([one])
    assert len(many) == len(few) <= 4
    assert rows[-1].stages["act"] == 12


def test_a_picture_stays_in_its_height_and_shows_every_group(one, three):
    rows = over_groups.trend([one])
    for column in over_groups.drawn(rows, [row.stages for row in rows], over_groups.UPWARDS["stage"]):
        assert sum(n for _top, _tall, _who, n in column.pieces) == column.at.groups
        assert all(top >= 0 and tall > 0 for top, tall, _who, _n in column.pieces)


@pytest.mark.parametrize(("who", "status"), READERS)
def test_who_opens_the_page(keepers, three, who, status):
    assert client(keepers, who).get(PAGE).status_code == status


def test_the_page_has_pictures_their_tables_and_what_each_number_means(keepers, three):
    for who in ("salma", "ravi", "devi"):
        text = client(keepers, who).get(PAGE).content.decode()
        assert text.count('<figure class="over">') == 3
        assert text.count('<table class="quarters">') == 4
        heads = re.findall(r'<th scope="col" class="num">(.*?)</th>', text, re.S)
        assert len(heads) == 6 + 5 + 5 + 2
        assert all('class="define"' in head for head in heads)
        assert "Self-dependent" in text
    assert "/desk/groups/over-time" in client(keepers, "salma").get("/desk/groups/").content.decode()
    assert "/desk/groups/over-time" in client(keepers, "ravi").get("/desk/counts").content.decode()
    assert "/desk/groups/over-time" not in client(keepers, "mou").get("/desk/groups/").content.decode()


def test_each_reader_has_the_groups_of_their_own(keepers, one, three):
    kabir = keepers.village.accounts["kabir"]
    began(keepers.village.organisations["two"], kabir, "Elsewhere", ago(7))
    assert str(this_quarter().plus(-7)) not in client(keepers, "devi").get(PAGE).content.decode()


def test_without_groups_the_page_says_so(keepers):
    assert "No group yet" in client(keepers, "salma").get(PAGE).content.decode()
