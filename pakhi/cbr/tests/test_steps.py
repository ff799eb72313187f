"""Steps are only added; what a thread is now follows from all of them, in whatever order they come."""

from __future__ import annotations

import datetime as dt
import itertools

import pytest

from pakhi.cbr import sealed_words, status, steps
from pakhi.cbr.kinds import KINDS, Faulty
from pakhi.cbr.models import Step, Thread
from pakhi.cbr.steps import Said, write
from pakhi.lib.clock import today
from pakhi.vault.models import Entry, Note
from tests.canaries import found

pytestmark = pytest.mark.django_db(databases="__all__")
DAY = dt.timedelta(days=1)
HEALTH = {"component": "health"}
NOON = dt.datetime(2026, 11, 1, 12, tzinfo=dt.UTC)


def move(book, by, state, days_ago=0, **more):
    return status.step(book, "education", state, by, day=today() - days_ago * DAY, **{"why": ["service"], **more})


def test_a_step_forward_and_a_step_back_are_both_kept(book, mou):
    move(book, mou, "begun", 30)
    move(book, mou, "reached", 20)
    move(book, mou, "needs", 10, why=["money"])
    [thread] = steps.threads([book], "standing")
    assert (thread.state, thread.since) == ("needs", today() - 10 * DAY)
    assert [one.way for one in thread.steps.order_by("day")] == ["", "forward", "back"]


def test_a_step_that_is_written_late_does_not_change_what_holds_now(book, mou):
    move(book, mou, "begun", 30)
    move(book, mou, "reached", 2)
    move(book, mou, "partly", 15)
    [thread] = steps.threads([book], "standing")
    assert thread.state == "reached"
    assert [one.way for one in thread.steps.order_by("day")] == ["", "forward", "forward"]


def test_the_same_step_twice_is_one(book, mou):
    said = Said("standing", {"component": "health", "state": "begun"}, number="a1")
    assert write(book, said, mou) == write(book, said, mou)
    assert Step.objects.count() == 1


def test_any_order_of_arrival_ends_in_the_same_state(rina, book, mou):
    """Three steps of one phone, one of them the correction of another, in all six orders."""
    said = [
        Said("standing", {**HEALTH, "state": "begun"}, today() - 9 * DAY, number="a", made=NOON, seen=()),
        Said("standing", {**HEALTH, "state": "holds"}, today() - 5 * DAY, number="b", made=NOON + DAY, seen=("a",)),
        Said("standing", {**HEALTH, "state": "partly"}, today() - 5 * DAY, number="c", made=NOON + 2 * DAY,
             seen=("b",), edits="b"),
    ]  # fmt: skip
    ends = set()
    for order in itertools.permutations(said):
        Thread.objects.all().delete()
        for one in order:
            write(book, one, mou)
        [thread] = steps.threads([book], "standing")
        ways = tuple(thread.steps.order_by("number").values_list("way", flat=True))
        ends.add((thread.state, thread.since, thread.opened_on, tuple(thread.heads), ways))
    assert ends == {("partly", today() - 5 * DAY, today() - 9 * DAY, ("c",), ("", "", "forward"))}


def test_a_state_that_nobody_said_is_no_word_against_one_that_somebody_did(book, mou):
    """Three steps of a need, of which only one says a state, in all six orders."""
    values = {"component": "health", "element": "body", "hers": "1"}
    said = [
        Said("need", values, today() - 9 * DAY, "t", "a", made=NOON),
        Said("need", {"state": "met", "why": "office"}, today() - 5 * DAY, "t", "b", made=NOON + DAY),
        Said("need", {**values, "hers": "2"}, today() - 2 * DAY, "t", "c", made=NOON + 2 * DAY),
    ]
    ends = set()
    for order in itertools.permutations(said):
        Thread.objects.all().delete()
        try:
            for one in order:
                write(book, one, mou)
        except Faulty:  # what opens a thread has to be whole: it waits until the first has come
            continue
        [thread] = steps.threads([book], "need")
        ways = tuple(thread.steps.order_by("number").values_list("way", flat=True))
        ends.add((thread.state, thread.since, thread.opened_on, str(thread.values), ways))
    assert len(ends) == 1
    assert next(iter(ends))[:2] == ("met", today() - 5 * DAY)


def test_an_edit_of_the_first_step_leaves_a_thread_that_has_begun(book, mou):
    values = {"component": "health", "element": "body", "hers": "1"}
    first = write(book, Said("need", values, today() - 3 * DAY), mou)
    write(book, Said("need", {**values, "hers": "3"}, today() - 4 * DAY, first.thread.number, edits=first.number), mou)
    [thread] = steps.threads([book], "need")
    assert (thread.state, thread.opened_on, thread.values["hers"]) == ("open", today() - 4 * DAY, "3")


def test_two_people_who_wrote_at_once_lose_nothing(book, mou, salma):
    first = move(book, mou, "begun", number="one", seen=())
    move(book, mou, "partly", number="two", seen=(first.number,))
    move(book, salma, "reached", number="three", seen=(first.number,))
    [thread] = steps.threads([book], "standing")
    assert set(thread.heads) == {"two", "three"}
    assert list(thread.rivals) == ["state"]
    move(book, salma, "partly", number="four", seen=tuple(thread.heads))
    [thread] = steps.threads([book], "standing")
    assert (thread.state, thread.rivals) == ("partly", {})


def test_a_mistake_is_taken_out_by_a_step_not_by_an_eraser(book, mou):
    move(book, mou, "begun", 3)
    wrong = move(book, mou, "holds", 2)
    write(
        book,
        Said("standing", {"component": "education"}, void=True, edits=wrong.number, thread="standing-education"),
        mou,
    )
    [thread] = steps.threads([book], "standing")
    assert (thread.state, thread.steps.count()) == ("begun", 3)


def test_words_are_sealed_in_the_vault_with_one_line_and_never_lie_here(keepers, rina, book, mou):
    said = Said("standing", {"component": "health", "state": "begun"}, number="a1", words="Quillabeth Zorntree cried")
    write(book, said, mou)
    write(book, said, mou)
    assert Note.objects.filter(room="cbr").count() == 1
    assert Entry.objects.filter(act="write", detail__step="case").count() == 1
    row = Step.objects.get()
    assert row.words
    assert not found(["Quillabeth"], str(row.__dict__).encode())
    assert sealed_words.read(keepers.mou, rina, "visit") == {"a1": "Quillabeth Zorntree cried"}


@pytest.mark.parametrize(
    ("values", "question", "why"),
    [
        ({"state": "begun"}, "component", "missing"),
        ({"component": "money", "state": "begun"}, "component", "answer"),
        ({"component": "health", "state": "healed"}, "state", "answer"),
        ({"component": "health", "state": "begun", "why": ["because"]}, "why", "answer"),
        ({"component": "health", "state": "begun", "name": "Rina"}, "name", "answer"),
    ],
)
def test_what_does_not_fit_is_refused_under_its_question(book, mou, values, question, why):
    with pytest.raises(Faulty) as fault:
        write(book, Said("standing", values), mou)
    assert (fault.value.question, fault.value.why) == (question, why)
    assert not Thread.objects.exists()


def test_a_day_that_has_not_come_is_refused(book, mou):
    with pytest.raises(Faulty, match="late"):
        write(book, Said("standing", {"component": "health", "state": "begun"}, today() + DAY), mou)


@pytest.mark.parametrize("year", [1, 206, 1929])
def test_a_year_that_was_misread_is_refused(book, mou, year):
    with pytest.raises(Faulty, match="early"):
        write(book, Said("standing", {"component": "health", "state": "begun"}, dt.date(year, 5, 1)), mou)


def test_every_kind_is_declared_so_that_lists_and_clocks_work():
    for made in KINDS.values():
        assert set(made.line) <= set(made.by_name), made.key
        assert not made.due or made.by_name[made.due].asks in {"day", "to_come"}, made.key
        assert not made.owner or made.by_name[made.owner].asks in {"account", "doer"}, made.key
        assert set(made.ladder) <= set(made.states.values), made.key
        assert set(made.ends) <= set(made.states.values), made.key
        assert len(made.key) <= 20, made.key
        for question in made.questions:
            assert (question.choices is not None) == (question.asks in {"one", "many"}), (made.key, question.name)
