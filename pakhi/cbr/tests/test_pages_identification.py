"""The panel of identification: what it shows, her profile, her days away; and who may."""

from __future__ import annotations

import datetime as dt
import re

import pytest

from pakhi.cbr import steps
from pakhi.cbr.models import Book
from pakhi.cbr.steps import Said, write
from pakhi.cbr.tests.conftest import client
from pakhi.cbr.tests.test_home_report import SAFE
from pakhi.cbr.tests.test_identification import FOUND
from pakhi.cbr.tests.test_migration import TRIP
from pakhi.lib.clock import today
from pakhi.vault import assign
from pakhi.vault.models import Reveal
from pakhi.vault.tests.conftest import agree

pytestmark = pytest.mark.django_db(databases="__all__")
DAY = dt.timedelta(days=1)
KNOWN = {"gender": {"gender": "woman"}, "birth": {"date": "1998-05-06"}, "address": {"block": "Amdanga"}}


def at(person, rest=""):
    return f"/desk/people/{person.code}/case/{rest}"


def page(keepers, person, who="mou"):
    return client(keepers, who).get(at(person)).content.decode()


@pytest.fixture
def known(keepers, mou):
    """Somebody whose record says how old she is and where she lives, and who agreed."""
    person = keepers.register(**KNOWN)
    assign.take_in(person, mou)
    agree(person, mou, "case")
    return person


def test_the_panel_says_where_she_is_and_who_has_to_act(keepers, rina, book, mou):
    assert "It is not written yet" in page(keepers, rina)
    write(book, Said("identified", {**FOUND, "state": "trafficked", "triage": "severe"}), mou)
    text = page(keepers, rina)
    for words in (
        "Still trafficked",
        "Sex trafficking",
        "Referral at once",
        "Refer her today",
        "Something has changed",
    ):
        assert words in text


def test_she_is_identified_on_the_page(keepers, rina, book):
    browser = client(keepers, "mou")
    form = browser.get(at(rina, "how-found"))
    assert "North 24 Parganas" in form.content.decode()
    said = {**FOUND, "from_place": "district-303", "from_state": "19", "day": str(today()), "number": "n1", "seen": ""}
    assert browser.post(at(rina, "how-found"), said).status_code == 302
    assert steps.threads([book], "identified")[0].values["from_place"] == "district-303"
    assert "North 24 Parganas" in page(keepers, rina)


def test_two_places_on_the_way_more_than_were_written_are_asked(keepers, rina, book):
    browser = client(keepers, "mou")
    assert [name for name in browser.get(at(rina, "how-found")).context["form"].fields if name.startswith("via_")] == [
        "via_state", "via_place", "via_state_2", "via_place_2",
    ]  # fmt: skip
    said = {**FOUND, "via_state": "20", "via_state_2": "19", "via_place_2": "district-303", "day": str(today()),
            "number": "n1", "seen": ""}  # fmt: skip
    assert browser.post(at(rina, "how-found"), said).status_code == 302
    again = browser.get(at(rina, "how-found")).context["form"]
    assert "via_place_4" in again.fields
    assert again["via_place_2"].value() == "district-303"


def test_what_is_wrong_stands_under_its_question(keepers, rina, book):
    said = {**FOUND, "from_place": "district-303", "from_state": "36", "day": str(today()), "number": "n1", "seen": ""}
    answer = client(keepers, "mou").post(at(rina, "how-found"), said)
    assert answer.status_code == 400
    assert "another state" in answer.content.decode()


def test_a_change_is_a_step_and_the_rest_stays(keepers, rina, book, mou):
    write(book, Said("identified", {**FOUND, "exploited": ["labour"]}, today() - DAY), mou)
    browser = client(keepers, "mou")
    form = browser.get(at(rina, "how-found")).context["form"]
    said = {name: form[name].value() for name in form.fields if form[name].value()}
    browser.post(at(rina, "how-found"), {**said, "state": "trafficked"})
    [thread] = steps.threads([book], "identified")
    assert (thread.state, thread.values["exploited"]) == ("trafficked", ["labour"])
    assert dict(thread.steps.order_by("day").last().values) == {"state": "trafficked"}


@pytest.mark.parametrize(("who", "code"), [("mou", 200), ("salma", 200), ("kabir", 404), ("ravi", 404), ("asha", 404)])
def test_who_writes_how_she_was_found(keepers, rina, book, who, code):
    assert client(keepers, who).get(at(rina, "how-found")).status_code == code


def test_a_home_that_is_not_safe_says_what_speaks_against_it(keepers, rina, book, mou):
    more = {"near": "house", "family_violence": "now", "conclusion": "not_safe", "review": ""}
    write(book, Said("home_report", {**SAFE, **more}), mou)
    text = page(keepers, rina)
    for words in ("Not safe", "What speaks against it", "In the same house or family", "Violence in the family"):
        assert words in text


def test_opening_a_case_notes_her_profile_with_one_look(keepers, known):
    browser = client(keepers, "mou")
    assert browser.post(at(known, "open"), {"basis": "consent", "profile": "yes"}).status_code == 302
    book = Book.objects.get(person=known.code)
    assert (book.gender, book.block, book.profile_on) == ("woman", "2747", today())
    assert book.age_band
    assert Reveal.objects.filter(person=known.code).count() == 1


def test_without_the_tick_nothing_is_looked_at(keepers, known):
    client(keepers, "mou").post(at(known, "open"), {"basis": "consent"})
    assert Book.objects.get(person=known.code).gender == ""
    assert not Reveal.objects.exists()


def test_the_profile_is_brought_up_to_date_later(keepers, known):
    browser = client(keepers, "mou")
    browser.post(at(known, "open"), {"basis": "consent"})
    assert browser.post(at(known, "profile"), {"reason": "visit"}).status_code == 302
    assert "Woman" in browser.get(at(known)).content.decode()
    assert browser.post(at(known, "profile"), {"reason": "because"}).status_code == 409


def test_asking_her_is_done_when_her_case_is_read_after_her_yes(keepers, mou):
    person = keepers.register()
    assign.take_in(person, mou)
    browser = client(keepers, "mou")
    browser.post(at(person, "open"), {"basis": "not_reached"})
    assert "opened without asking her" in browser.get(at(person)).content.decode()
    agree(person, mou, "case")
    assert "opened without asking her" not in browser.get(at(person)).content.decode()
    assert steps.threads(Book.objects.filter(person=person.code), "ask_her")[0].state == "agreed"


def trip(book, by, **more):
    return write(book, Said("migration", {**TRIP, **more}, today() - 20 * DAY), by).thread.number


def test_a_day_that_passes_asks_her_contact_person_first(keepers, rina, book, mou):
    trip(book, mou, check_in=today() - DAY)
    text = page(keepers, rina)
    assert "Her contact person asks first" in text
    assert "You call her" in text


def test_she_is_well_and_it_is_deleted_when_she_wants(keepers, rina, book, mou):
    number, browser = trip(book, mou), client(keepers, "mou")
    later = today() + 30 * DAY
    browser.post(at(rina, f"{number}/heard"), {"next": str(later), "number": "x1"})
    assert steps.threads([book], "migration")[0].due == later
    assert "This is no day" in browser.post(at(rina, f"{number}/heard"), {"next": "soon"}, follow=True).content.decode()
    assert "9,000" in browser.get(at(rina, "story")).content.decode()
    assert browser.post(at(rina, f"{number}/take-out")).status_code == 302
    assert browser.get(at(rina, number)).status_code == 404
    for rest in ("", "story"):
        page = browser.get(at(rina, rest)).content.decode()
        assert not re.search("9,?000", page)


@pytest.mark.parametrize("rest", ["heard", "take-out"])
@pytest.mark.parametrize(("who", "code"), [("kabir", 404), ("ravi", 404), ("devi", 404)])
def test_nobody_else_ends_her_days(keepers, rina, book, mou, rest, who, code):
    number = trip(book, mou)
    assert client(keepers, who).post(at(rina, f"{number}/{rest}")).status_code == code
    assert steps.threads([book], "migration")[0].due


def test_only_an_entry_of_the_register_is_taken_out(keepers, rina, book, mou):
    write(book, Said("identified", FOUND), mou)
    assert client(keepers, "mou").post(at(rina, "identified/take-out")).status_code == 404
    assert steps.threads([book], "identified")


def test_who_is_missing_stands_on_the_panel(keepers, rina, book, mou):
    write(book, Said("missing", {"missing_on": today() - DAY, "reported": ["nobody"]}), mou)
    assert "Missing person" in page(keepers, rina)
