"""Visits: planned in two touches, begun, written down; a counselling is for the counsellor and her alone."""

from __future__ import annotations

import datetime as dt
import re

import pytest

from pakhi.cbr import followup, out_there, sealed_words, steps, work
from pakhi.cbr.kinds import Faulty
from pakhi.cbr.models import Step, Thread
from pakhi.cbr.steps import Said, write
from pakhi.cbr.tests.conftest import client
from pakhi.lib.clock import INDIA, today
from pakhi.vault import consent, reveal
from pakhi.vault.keys import Refused
from pakhi.vault.models import Entry
from tests.canaries import found, tables

pytestmark = pytest.mark.django_db(databases="__all__")
DAY = dt.timedelta(days=1)
DONE = {"how": "home", "state": "done", "is_she": "manages", "did": ["listened", "papers"], "there": ["she", "mother"]}
WORDS = "Quillabeth dreams of the pond."


def at(person, rest=""):
    return f"/desk/people/{person.code}/case/{rest}"


def visits():
    return list(Thread.objects.filter(kind="visit").order_by("pk"))


def test_a_planned_visit_is_due_for_who_goes(book, mou):
    followup.plan_visit(book, mou, today() + 2 * DAY)
    [row] = work.of_worker(mou)
    assert (row.kind.key, row.due, row.thread.owner) == ("visit", today() + 2 * DAY, mou)
    followup.check_in(book, row.thread, mou)
    write(book, Said("visit", {key: DONE[key] for key in ("state", "is_she", "did")}, thread=row.thread.number), mou)
    assert visits()[0].state == "done"
    assert work.of_worker(mou) == []


def test_the_day_of_the_next_visit_is_a_visit_that_is_planned_once(book, mou):
    said = Said("visit", {**DONE, "next_on": today() + 10 * DAY}, number="v1")
    for _twice in range(2):
        write(book, said, mou)
    made, ahead = visits()
    assert (made.state, ahead.state, ahead.due, ahead.owner) == ("done", "planned", today() + 10 * DAY, mou)
    assert [one.pk for one in followup.planned([book])] == [ahead.pk]


@pytest.mark.parametrize(
    ("values", "question"),
    [
        ({"how": "home"}, "on"),
        ({"how": "home", "state": "done"}, "is_she"),
        ({"how": "home", "state": "not_met"}, "why_not"),
        ({"how": "along", "state": "done", "is_she": "well"}, "office_family"),
        ({**DONE, "office_family": "police", "office_kind": "bdo"}, "office_kind"),
        ({**DONE, "is_she": "fine"}, "is_she"),
        ({"how": "home", "on": today(), "back_by": 25}, "back_by"),
        ({**DONE, "note": "words"}, "note"),
    ],
)
def test_what_does_not_fit_is_refused_under_its_question(book, mou, values, question):
    with pytest.raises(Faulty) as fault:
        write(book, Said("visit", values), mou)
    assert fault.value.question == question


def overdue(book, by, days, how="home"):
    """A visit that was planned for a day which is over."""
    on = today() - days * DAY
    return write(book, Said("visit", {"how": how, "on": on, "owner": by.pk}, on), by).thread


def test_which_planned_visit_somebody_has_made(book, mou, salma):
    far = followup.plan_visit(book, mou, today() + 20 * DAY).thread
    late = overdue(book, mou, 4)
    hers = followup.plan_visit(book, salma, today()).thread
    talk = overdue(book, mou, 9, "counselling")
    assert followup.meant(book, mou, "home", today()) == late
    assert followup.meant(book, mou, "counselling", today()) == talk
    assert followup.meant(book, salma, "home", today()) == hers
    assert followup.meant(book, mou, "home", far.due) == far


def test_two_touches_plan_a_visit(keepers, rina, book, mou):
    browser = client(keepers, "mou")
    page = browser.get(at(rina)).content.decode()
    assert "Plan a visit" in page
    assert browser.post(at(rina, "visit/plan"), {"days": "7", "how": "home"}).status_code == 302
    [row] = visits()
    assert (row.due, row.owner, row.values["how"]) == (today() + 7 * DAY, mou, "home")
    for wrong in ({"days": "-3"}, {"days": "x"}, {"on": "2020-01-01"}, {}):
        assert browser.post(at(rina, "visit/plan"), wrong).status_code == 302
    assert len(visits()) == 1


def test_on_the_way_and_written_down_from_the_page(keepers, rina, book, mou):
    planned = followup.plan_visit(book, mou, today()).thread
    browser = client(keepers, "mou")
    assert "I am going" in browser.get(at(rina)).content.decode()
    assert browser.post(at(rina, "visit/begin"), {"visit": planned.number, "number": "go"}).status_code == 302
    assert "On the way or there" in browser.get(at(rina)).content.decode()
    assert browser.get(at(rina, f"visit?visit={planned.number}")).status_code == 200
    typed = {"visit": planned.number, "how": "home", "met": "yes", "is_she": "low", "did": ["listened"],
             "next_on": (today() + 5 * DAY).isoformat(), "day": today().isoformat(), "number": "w",
             "seen": "go"}  # fmt: skip
    assert browser.post(at(rina, "visit"), typed).status_code == 302
    made, ahead = visits()
    assert (made.state, made.values["is_she"], ahead.due) == ("done", "low", today() + 5 * DAY)
    assert browser.get(at(rina, f"visit?visit={planned.number}")).status_code == 404


def test_a_visit_on_which_she_was_not_met(keepers, rina, book):
    browser = client(keepers, "mou")
    typed = {"how": "home", "met": "no", "is_she": "well", "day": today().isoformat(), "number": "n", "seen": ""}
    answer = browser.post(at(rina, "visit"), typed)
    assert answer.status_code == 400
    assert browser.post(at(rina, "visit"), {**typed, "why_not": "kept"}).status_code == 302
    [row] = visits()
    assert (row.state, row.values["why_not"], row.values.get("is_she")) == ("not_met", "kept", None)


def test_what_was_typed_stays(keepers, rina, book):
    typed = {"how": "along", "met": "yes", "is_she": "well", "day": today().isoformat(), "number": "n", "seen": "",
             "words": "A long story"}  # fmt: skip
    answer = client(keepers, "mou").post(at(rina, "visit"), typed)
    assert answer.status_code == 400
    assert "A long story" in answer.content.decode()
    assert not visits()


def test_words_of_a_counselling_are_for_the_counsellor_alone(keepers, rina, book, mou):
    write(book, Said("visit", {**DONE, "how": "counselling"}, number="c1", words=WORDS), mou)
    assert Step.objects.get(number="c1").words
    assert sealed_words.read_beside(keepers.mou, rina, "health", ["c1"]) == {"c1": WORDS}
    assert sealed_words.read(keepers.salma, rina, "supervision") == {}
    for keeper in (keepers.salma, keepers.mina):
        with pytest.raises(reveal.NotYours, match="Only the one who wrote"):
            sealed_words.read_beside(keeper, rina, "supervision", ["c1"])
    assert Entry.objects.filter(act="refused").count() == 2
    assert [place for place, held in tables().items() if found(["Quillabeth"], held)] == []


def test_words_of_a_visit_that_was_refused_and_is_sent_again_are_the_newer_ones(keepers, rina, book, mou, monkeypatch):
    def refused(*_said) -> None:
        raise Refused("A colleague was quicker.")

    with monkeypatch.context() as between:
        between.setattr(steps, "put", refused)
        with pytest.raises(Refused, match="quicker"):
            write(book, Said("visit", DONE, number="h1", words="Older words."), mou)
        with pytest.raises(Refused, match="quicker"):
            write(book, Said("visit", {**DONE, "how": "counselling"}, number="c1", words="Older words."), mou)
    write(book, Said("visit", DONE, number="h1", words=WORDS), mou)
    write(book, Said("visit", DONE, number="c1", words=WORDS), mou)
    for keeper in (keepers.mou, keepers.salma):
        assert sealed_words.read_beside(keeper, rina, "supervision", ["h1", "c1"]) == {"h1": WORDS, "c1": WORDS}


def test_a_step_does_not_take_the_number_of_another_ones_words(keepers, rina, book, mou, salma):
    write(book, Said("visit", DONE, number="h1", words=WORDS), mou)
    for more in ({"how": "counselling"}, {}):
        with pytest.raises(Faulty, match="number"):
            write(book, Said("visit", {**DONE, **more}, number="h1", thread="h2", words="Not hers."), salma)
    assert sealed_words.read_beside(keepers.mou, rina, "visit", ["h1"]) == {"h1": WORDS}


def test_a_counselling_of_which_words_were_refused_as_another_visit_is_closed_all_the_same(
    keepers, rina, book, mou, monkeypatch
):
    with monkeypatch.context() as between:
        between.setattr(steps, "put", lambda *_said: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            write(book, Said("visit", DONE, number="c1", words="Older words."), mou)
    write(book, Said("visit", {**DONE, "how": "counselling"}, number="c1", words=WORDS), mou)
    assert sealed_words.read_beside(keepers.mou, rina, "visit", ["c1"]) == {"c1": WORDS}
    with pytest.raises(reveal.NotYours):
        sealed_words.read_beside(keepers.salma, rina, "supervision", ["c1"])


def test_the_words_of_another_visit_are_read_by_who_may(keepers, rina, book, mou):
    write(book, Said("visit", DONE, number="h1", words=WORDS), mou)
    assert sealed_words.read_beside(keepers.salma, rina, "supervision", ["h1"]) == {"h1": WORDS}


def test_a_counselling_that_is_called_something_else_later_stays_closed(keepers, rina, book, mou):
    made = write(book, Said("visit", {**DONE, "how": "counselling"}, number="c1", words=WORDS), mou).thread
    write(book, Said("visit", {"how": "home"}, thread=made.number, number="c2", words="More of it."), mou)
    write(book, Said("visit", {"is_she": "well"}, thread=made.number, number="c3", words="At home."), mou)
    assert sealed_words.read_beside(keepers.salma, rina, "supervision", ["c1", "c2", "c3"]) == {"c3": "At home."}
    mine = sealed_words.read_beside(keepers.mou, rina, "visit", ["c1", "c2", "c3"])
    assert mine == {"c1": WORDS, "c2": "More of it.", "c3": "At home."}


def test_on_the_page_the_counsellor_reads_and_the_supervisor_does_not(keepers, rina, book, mou):
    made = write(book, Said("visit", {**DONE, "how": "counselling"}, number="c1", words=WORDS), mou).thread
    own, other = keepers.browser("mou"), keepers.browser("salma")
    here = at(rina, f"{made.number}/words")
    assert WORDS in own.post(here, {"reason": "health"}).content.decode()
    refused = other.post(here, {"reason": "supervision"})
    assert WORDS not in refused.content.decode()
    assert "Only the one who wrote" in refused.content.decode()
    assert "Emergency access" not in refused.content.decode()  # it would not open them


def test_the_panel_has_the_next_and_the_last(keepers, rina, book, mou):
    write(book, Said("visit", {**DONE, "next_on": today() + 3 * DAY}, today() - DAY), mou)
    overdue(book, mou, 2)
    page = client(keepers, "salma").get(at(rina)).content.decode()
    for word in ("2 days overdue", "She manages", "Mou"):
        assert word in page
    assert len(steps.threads([book], "visit")) == 3


def test_danger_on_a_visit_is_acted_on_today(keepers, rina, book, mou):
    typed = {"how": "home", "met": "yes", "is_she": "danger", "did": ["listened"], "day": today().isoformat(),
             "number": "d", "seen": ""}  # fmt: skip
    for _time in range(2):
        answer = client(keepers, "mou").post(at(rina, "visit"), typed)
        assert (answer.status_code, answer["Location"]) == (302, at(rina, "now"))
    rows = steps.threads([book], "safety_step", "second_look", running=True)
    assert {one.kind: (one.due, one.owner.username, one.values["why"]) for one in rows} == {
        "safety_step": (today(), "mou", "visit"), "second_look": (today(), "salma", "visit"),
    }  # fmt: skip


def test_a_visit_that_is_sent_twice_is_written_once_and_answered_twice(keepers, rina, book, mou):
    planned = followup.plan_visit(book, mou, today()).thread
    typed = {"visit": planned.number, "how": "home", "met": "yes", "is_she": "well", "did": ["listened"],
             "day": today().isoformat(), "number": "twice", "seen": ""}  # fmt: skip
    browser = client(keepers, "mou")
    for _time in range(2):
        answer = browser.post(at(rina, "visit"), typed)
        assert (answer.status_code, answer["Location"]) == (302, at(rina))
    assert Step.objects.filter(number="twice").count() == 1


def test_after_she_took_back_her_yes_setting_out_is_refused_with_a_sentence(keepers, rina, book, mou):
    planned = followup.plan_visit(book, mou, today()).thread
    consent.withdraw(consent.holding(rina, "case").get(), mou)
    answer = client(keepers, "mou").post(
        at(rina, "visit/begin"), {"visit": planned.number, "number": "go"}, follow=True
    )
    assert "She took back her yes to a case on" in answer.content.decode()
    assert Thread.objects.get(pk=planned.pk).state == "planned"


def test_a_visit_of_the_day_before_comes_in_and_plans_none(rina, book, mou):
    consent.withdraw(consent.holding(rina, "case").get(), mou)
    said = Said("visit", {**DONE, "next_on": today() + 10 * DAY}, today() - DAY)
    assert write(book, said, mou).pk
    assert [one.state for one in visits()] == ["done"]


def afternoon(monkeypatch, hour):
    """It is this hour of today, in India."""
    monkeypatch.setattr(out_there.timezone, "now", lambda: dt.datetime.combine(today(), dt.time(hour), INDIA))


def test_a_visit_planned_on_the_page_is_missed_an_hour_after_the_hour(monkeypatch, keepers, rina, book):
    afternoon(monkeypatch, 10)
    browser = client(keepers, "mou")
    page = browser.get(at(rina)).content.decode()
    assert re.search(r'name="back_by" value="18" checked', page)
    browser.post(at(rina, "visit/plan"), {"days": "0", "how": "home", "back_by": "18", "on": ""})
    assert [one.values["back_by"] for one in visits()] == [18]
    afternoon(monkeypatch, 19)
    assert [one.who for one in out_there.overdue_visits(book.organisation)] == ["Mou"]


def test_setting_out_late_counts_from_the_day_of_setting_out(monkeypatch, keepers, rina, book, mou):
    """A visit of days ago, planned without an hour: going today asks for one, and it holds for today."""
    afternoon(monkeypatch, 10)
    before = today() - 4 * DAY
    late = write(book, Said("visit", {"how": "home", "on": before, "owner": mou.pk}, day=before - DAY), mou).thread
    browser = client(keepers, "mou")
    assert 'name="back_by" value="18" checked' in browser.get(at(rina)).content.decode()
    browser.post(at(rina, "visit/begin"), {"visit": late.number, "back_by": "14"})
    afternoon(monkeypatch, 15)
    assert [one.there for one in out_there.overdue_visits(book.organisation)] == [True]


@pytest.mark.parametrize(
    ("hour", "typed", "how", "kept"),
    [(10, "18", "home", 18), (19, "18", "home", 20), (23, "18", "home", 23), (10, "18", "phone", ""),
     (10, "", "home", ""), (10, "99", "home", "")],
)  # fmt: skip
def test_no_alarm_at_once_and_none_for_who_does_not_set_out(
    monkeypatch, keepers, rina, book, hour, typed, how, kept
):  # fmt: skip
    afternoon(monkeypatch, hour)
    client(keepers, "mou").post(at(rina, "visit/plan"), {"days": "0", "how": how, "back_by": typed})
    assert [one.values.get("back_by", "") for one in visits()] == [kept]
    assert out_there.overdue_visits(book.organisation) == []


@pytest.mark.parametrize(("typed", "days"), [({"next_in": "14"}, 14), ({"next_in": "14", "next_on": 3}, 3), ({}, None)])
def test_the_next_visit_is_one_touch_away(keepers, rina, book, typed, days):
    """How far it is, in one touch; a day that was typed is meant; an untouched answer plans none."""
    if "next_on" in typed:
        typed = {**typed, "next_on": (today() + typed["next_on"] * DAY).isoformat()}
    sent = {"how": "home", "met": "yes", "is_she": "well", "did": ["listened"], "day": today().isoformat(),
            "number": "n", "seen": "", **typed}  # fmt: skip
    client(keepers, "mou").post(at(rina, "visit"), sent)
    assert [one.due for one in visits() if one.state == "planned"] == ([today() + days * DAY] if days else [])


def test_a_visit_that_comes_late_is_written_with_its_danger_and_its_next_visit(book, mou):
    """From a phone that had no signal: the next visit that was agreed on is over when its record arrives."""
    said = {"how": "home", "state": "done", "is_she": "danger", "next_on": today() - 3 * DAY, "owner": mou.pk}
    write(book, Said("visit", said, today() - 10 * DAY), mou)
    assert [one.kind for one in steps.threads([book], "safety_step", "second_look")] != []
    assert {one.values.get("on") for one in steps.threads([book], "visit", running=True)} == {
        (today() - 3 * DAY).isoformat()
    }
