"""The register of going away: her own yes, the parts she agrees to, the day she chose, and her word to take it out."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from pakhi.cbr import migration, steps
from pakhi.cbr.kinds import KINDS, Faulty
from pakhi.cbr.models import Step, Thread
from pakhi.cbr.steps import Said, write
from pakhi.cbr.tests.conftest import client
from pakhi.lib.clock import today
from pakhi.vault.models import Note

pytestmark = pytest.mark.django_db(databases="__all__")
DAY = dt.timedelta(days=1)
TRIP = {
    "agreed": "yes", "parts": ["where", "work", "check_in"], "to_state": "36", "work": "factory", "wage": 9000,
    "wage_per": "month", "check_in": today() + 7 * DAY, "how": "she_calls", "contact": "yes", "if_silent": ["call"],
}  # fmt: skip


def go(book, by, **more):
    write(book, Said("migration", {**TRIP, **more}), by)
    [thread] = steps.threads([book], "migration")
    return thread


def test_she_goes_and_chooses_the_day(book, mou):
    thread = go(book, mou)
    assert (thread.state, thread.due) == ("planned", today() + 7 * DAY)
    assert not migration.overdue(thread)
    assert migration.overdue(thread, today() + 8 * DAY)


@pytest.mark.parametrize("agreed", ["", "no"])
def test_without_her_own_yes_nothing_is_written(book, mou, agreed):
    with pytest.raises(Faulty) as fault:
        go(book, mou, agreed=agreed)
    assert fault.value.question == "agreed"
    assert not Thread.objects.exists()


@pytest.mark.parametrize(
    ("part", "question"), [("where", "to_state"), ("work", "work"), ("check_in", "check_in"), ("arranged", "arranged")]
)
def test_what_she_keeps_back_is_not_written(book, mou, part, question):
    parts = [one for one in TRIP["parts"] if one != part]
    with pytest.raises(Faulty) as fault:
        go(book, mou, parts=parts, arranged="agent")
    assert fault.value.question == question or part != "arranged"
    assert not Thread.objects.exists()


def test_a_yes_alone_is_enough(book, mou):
    write(book, Said("migration", {"agreed": "yes"}), mou)
    assert steps.threads([book], "migration")[0].due is None


def test_every_answer_belongs_to_a_part_that_she_can_keep_back():
    kept = {name for names in migration.NEEDS.values() for name in names}
    assert kept | {"agreed", "parts", "words"} == set(KINDS["migration"].by_name)


def test_she_is_well_and_chooses_the_next_day_or_none(book, mou):
    thread = go(book, mou)
    migration.check_in(thread, mou, today() + 30 * DAY, "a")
    migration.check_in(thread, mou, today() + 30 * DAY, "a")
    thread.refresh_from_db()
    assert (thread.state, thread.due, thread.steps.count()) == ("there", today() + 30 * DAY, 2)
    migration.check_in(thread, mou, None)
    thread.refresh_from_db()
    assert thread.due is None
    with pytest.raises(Faulty, match="check_in"):
        migration.check_in(thread, mou, today())


def test_she_takes_one_part_back(book, mou):
    thread = go(book, mou)
    migration.keep_back(thread, mou, "work")
    thread.refresh_from_db()
    assert thread.values["parts"] == ["where", "check_in"]
    assert (thread.values["work"], thread.values["wage"], thread.values["to_state"]) == ("", "", "36")


def test_taken_out_it_stands_nowhere_and_its_words_stay_sealed(book, mou, salma):
    write(book, Said("migration", TRIP, words="Quillabeth Zorntree, 99999 00417"), mou)
    [thread] = steps.threads([book], "migration")
    migration.check_in(thread, salma, today() + 30 * DAY)
    migration.take_out(thread, mou)
    migration.take_out(thread, mou)
    thread.refresh_from_db()
    assert (thread.state, thread.values, thread.due) == ("", {}, None)
    assert not steps.threads([book], "migration")
    assert Note.objects.filter(room="cbr").count() == 1
    assert Step.objects.filter(thread=thread, void=True).count() == 2


def test_ended_by_her_wish_nobody_waits_any_more(book, mou):
    thread = go(book, mou)
    write(book, Said("migration", {"state": "ended"}, thread=thread.number), mou)
    assert steps.threads([book], "migration")[0].due is None


@pytest.mark.parametrize(
    ("more", "question"),
    [({"to_place": "village-v1"}, "to_place"), ({"wage": 0}, "wage"), ({"wage_per": "not_said"}, "wage_per")],
)
def test_what_cannot_be_is_refused_under_its_question(book, mou, more, question):
    with pytest.raises(Faulty) as fault:
        go(book, mou, **more)
    assert fault.value.question == question


def test_a_part_is_kept_back_by_a_press_and_without_one_nothing_happens(keepers, rina, book, mou):
    thread = go(book, mou)
    address = f"/desk/people/{rina.code}/case/{thread.number}/keep-back"
    browser = client(keepers, "mou")
    assert "Choose what is kept no longer" in browser.post(address, follow=True).content.decode()
    thread.refresh_from_db()
    before = dict(thread.values)
    assert set(before["parts"]) >= {"work"}
    assert browser.post(address, {"part": ["work", "shoes"]}).status_code == 302
    thread.refresh_from_db()
    assert thread.values["parts"] == [part for part in before["parts"] if part != "work"]
    assert not any(thread.values.get(name) for name in migration.NEEDS["work"])


def test_what_she_took_back_is_shown_on_no_page(keepers, rina, book, mou):
    thread = go(book, mou)
    browser = client(keepers, "mou")
    pages = [f"/desk/people/{rina.code}/case/{rest}" for rest in (thread.number, "story")]
    told = [browser.get(page).content.decode().replace("Telangana</option>", "") for page in pages]
    assert all("Telangana" in page and "Factory" in page for page in told)
    migration.keep_back(thread, mou, "where")
    told = [browser.get(page).content.decode().replace("Telangana</option>", "") for page in pages]
    assert all("Telangana" not in page and "Factory" in page for page in told)


def test_a_later_yes_or_a_correction_does_not_bring_back_what_she_had_taken_back(keepers, rina, book, mou):
    thread = go(book, mou)
    step = migration.keep_back(thread, mou, "where")
    for more in ({"void": True}, {"values": {"parts": TRIP["parts"]}}):
        with pytest.raises(Faulty, match="She took this back"):
            write(book, Said("migration", thread=thread.number, edits=step.number, **more), mou)
    write(book, Said("migration", {"parts": TRIP["parts"]}, thread=thread.number), mou)
    for rest in (thread.number, "story"):
        page = client(keepers, "mou").get(f"/desk/people/{rina.code}/case/{rest}").content.decode()
        assert "Telangana" not in page.replace("Telangana</option>", "")
        assert "Factory" in page


def test_after_a_part_was_taken_back_all_of_it_can_be_taken_out(book, mou):
    thread = go(book, mou)
    migration.keep_back(thread, mou, "where")
    migration.take_out(thread, mou)
    thread.refresh_from_db()
    assert (thread.state, thread.values) == ("", {})


def test_a_correction_of_an_older_step_does_not_bring_back_what_she_took_back_since(book, mou):
    thread = go(book, mou)
    first = Step.objects.get(thread=thread)
    migration.keep_back(thread, mou, "where")
    with pytest.raises(Faulty, match="She took this back"):
        write(book, Said("migration", TRIP, thread=thread.number, edits=first.number), mou)
    less = {name: value for name, value in TRIP.items() if name not in migration.NEEDS["where"]}
    write(book, Said("migration", {**less, "wage": 8000}, thread=thread.number, edits=first.number), mou)
    thread.refresh_from_db()
    assert thread.values["wage"] == 8000


def test_a_page_asks_no_more_often_for_many_steps_than_for_few(keepers, rina, book, mou):
    thread, browser, asked = go(book, mou), client(keepers, "mou"), []
    page = f"/desk/people/{rina.code}/case/{thread.number}"
    browser.get(page)
    for number in range(12):
        migration.check_in(thread, mou, today() + (8 + number) * DAY, f"n{number}")
        if number in (2, 11):
            with CaptureQueriesContext(connection) as seen:
                assert browser.get(page).status_code == 200
            asked.append(len(seen))
    assert asked[0] == asked[1]
