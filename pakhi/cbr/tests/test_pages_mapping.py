"""The mapping page, closing with a reason, and the picture month by month; who may open them."""

from __future__ import annotations

import datetime as dt
import re
from xml.etree import ElementTree

import pytest
from django.conf import settings
from django.utils import translation

from pakhi.cbr import steps
from pakhi.cbr.kinds import KINDS
from pakhi.cbr.models import Book, Step
from pakhi.cbr.steps import Said, write
from pakhi.cbr.tests.conftest import client
from pakhi.cbr.tests.test_mapped import begin
from pakhi.cbr.tests.test_mapping import NEED, READY, SAMPLES, STIGMA, STRENGTH, THREAT, later
from pakhi.lib.clock import today
from pakhi.vault import assign
from tests.canaries import found

pytestmark = pytest.mark.django_db(databases="__all__")
DAY = dt.timedelta(days=1)


def at(person, rest=""):
    return f"/desk/people/{person.code}/case/{rest}"


@pytest.fixture
def mapped_book(book, mou):
    for kind, values in SAMPLES.items():
        begin(book, mou, kind, values, 40, **({"office_kind": "bmoh"} if kind == "need" else {}))
    return book


@pytest.mark.parametrize("page", ["mapping", "around"])
@pytest.mark.parametrize(
    ("who", "status_code"),
    [("mou", 200), ("salma", 200), ("mina", 200), ("kabir", 404), ("ravi", 404), ("devi", 404), ("asha", 404)],
)
def test_who_sees_a_mapping(keepers, rina, book, page, who, status_code):
    assert client(keepers, who).get(at(rina, page)).status_code == status_code


@pytest.mark.parametrize("page", ["mapping", "around"])
def test_without_a_case_there_is_nothing_to_map(keepers, rina, page):
    assert client(keepers, "mou").get(at(rina, page)).status_code == 404


def test_an_empty_mapping_says_what_to_ask(keepers, rina, book):
    text = client(keepers, "mou").get(at(rina, "mapping")).content.decode()
    for word in ("Needs", "Threats", "Stigma", "Strengths", "Ask her whom she would call tonight."):
        assert word in text
    assert "Compare" not in text


def test_the_four_parts_stand_on_the_page_with_ways_to_add(keepers, rina, mapped_book):
    text = client(keepers, "mou").get(at(rina, "mapping")).content.decode()
    for word in ("Mind and sleep", "Who sold or took her", "Neighbours and village", "Mother", "Delivery gap"):
        assert word in text
    for kind in SAMPLES:
        assert at(rina, f"new/{kind}") in text
    assert not found(["Quillabeth"], text.encode())


@pytest.mark.parametrize("kind", SAMPLES)
def test_each_can_be_added_from_its_page(keepers, rina, book, kind):
    browser = client(keepers, "mou")
    page = browser.get(at(rina, f"new/{kind}")).content.decode()
    assert 'name="why"' not in page.partition("It is over already")[0]
    typed = {"state": KINDS[kind].first, "day": today().isoformat(), "number": "n1", "seen": "", **SAMPLES[kind]}
    assert browser.post(at(rina, f"new/{kind}"), typed).status_code == 302
    [thread] = steps.threads([book], kind)
    assert {name: thread.values[name] for name in SAMPLES[kind]} == SAMPLES[kind]


def test_one_is_closed_with_a_reason(keepers, rina, mapped_book):
    browser = client(keepers, "mou")
    [thread] = steps.threads([mapped_book], "need")
    typed = {"state": "met", "why": "", "words": "", "day": today().isoformat(), "number": "c1", "seen": ""}
    refused = browser.post(at(rina, f"{thread.number}/close"), typed)
    assert refused.status_code == 400
    assert 'value="open"' not in refused.content.decode()
    assert browser.post(at(rina, f"{thread.number}/close"), typed | {"state": "open"}).status_code == 400
    done = browser.post(at(rina, f"{thread.number}/close"), typed | {"why": "office"})
    assert done["Location"] == at(rina, "mapping")
    [thread] = steps.threads([mapped_book], "need")
    assert (thread.state, thread.values["why"]) == ("met", "office")
    assert "1 is closed" in browser.get(at(rina, "mapping")).content.decode()


@pytest.mark.parametrize("number", ["readiness", "standing-health", "nothing"])
def test_what_has_no_end_or_is_no_mapping_is_not_closed_here(keepers, rina, book, mou, number):
    write(book, Said("readiness", READY), mou)
    write(book, Said("standing", {"component": "health", "state": "begun"}), mou)
    assert client(keepers, "mou").get(at(rina, f"{number}/close")).status_code == 404


def test_a_worker_who_is_not_there_for_her_closes_nothing(keepers, rina, mapped_book, salma):
    assign.assign(rina, salma, salma)
    before = Step.objects.count()
    [thread] = steps.threads([mapped_book], "need")
    typed = {"state": "met", "why": "office", "day": today().isoformat(), "number": "c1", "seen": ""}
    assert client(keepers, "mou").post(at(rina, f"{thread.number}/close"), typed).status_code == 404
    assert Step.objects.count() == before


def test_a_thread_of_another_case_is_not_closed_here(keepers, rina, mapped_book, mou):
    other = keepers.register()
    assign.take_in(other, mou)
    Book.objects.create(organisation=mapped_book.organisation, person=other.code, opened_by=mou, basis="danger")
    [thread] = steps.threads([mapped_book], "need")
    assert client(keepers, "mou").get(at(other, f"{thread.number}/close")).status_code == 404


def test_the_page_says_what_changed(keepers, rina, mapped_book, mou):
    [threat] = steps.threads([mapped_book], "threat")
    later(mapped_book, mou, threat, 1, state="contained")
    text = client(keepers, "mou").get(at(rina, "mapping")).content.decode()
    assert "1 moved forward" in text
    assert "before: Open" in text
    text = client(keepers, "mou").get(at(rina, f"mapping?since={today()}")).content.decode()
    assert "nothing is different" in text
    assert client(keepers, "mou").get(at(rina, "mapping?since=never")).status_code == 200


def drawing(text):
    return ElementTree.fromstring(re.search(r"<svg class=\"ecomap-picture\".*?</svg>", text, re.S)[0])


def test_the_picture_is_drawn_with_words_for_who_does_not_see_it(keepers, rina, mapped_book):
    text = client(keepers, "mou").get(at(rina, "around")).content.decode()
    svg = drawing(text)
    assert svg.get("role") == "img"
    assert {one.get("id") for one in svg if one.get("id")} == set(svg.get("aria-labelledby").split())
    told = svg.find("desc").text
    for word in ("Mother: Strong, near.", "Neighbours and village: Hard", "Block hospital: Hard"):
        assert word in told
    for word in ("Mother", "Block hospital", "The same as a list", "Broken"):
        assert word in text.split("</svg>")[-1] or word in text
    assert "style=" not in text.split("<main")[1]
    assert not found(["Quillabeth", rina.code], ElementTree.tostring(svg))


def test_the_months_can_be_walked_through_without_a_script(keepers, rina, mapped_book, mou):
    [threat] = steps.threads([mapped_book], "threat")
    later(mapped_book, mou, threat, 1, state="over", why="arrested")
    browser = client(keepers, "mou")
    now = browser.get(at(rina, "around")).content.decode()
    assert "Who sold or took her" not in drawing(now).find("desc").text
    back = re.search(r'data-before href="\?on=([\d-]+)"', now)[1]
    then = browser.get(at(rina, f"around?on={back}")).content.decode()
    assert "Who sold or took her: Hard" in drawing(then).find("desc").text
    assert "data-after" in then


@pytest.mark.parametrize("on", ["2999-01-01", "1900-01-01", "yesterday", ""])
def test_a_day_that_cannot_be_is_brought_back(keepers, rina, mapped_book, on):
    assert client(keepers, "mou").get(at(rina, f"around?on={on}")).status_code == 200


def test_an_empty_picture_is_drawn_too(keepers, rina, book):
    text = client(keepers, "mou").get(at(rina, "around")).content.decode()
    assert drawing(text).find("desc").text.strip() == "Nothing is mapped yet."


@pytest.mark.parametrize("language", ["bn", "hi", "te"])
def test_offices_are_named_in_the_readers_language(keepers, rina, mapped_book, language):
    from pakhi.network.kinds import kinds

    browser = client(keepers, "mou")
    browser.cookies[settings.LANGUAGE_COOKIE_NAME] = language
    text = browser.get(at(rina, "around"), headers={"Accept-Language": language}).content.decode()
    with translation.override(language):
        assert kinds()["bmoh"].name() in text
    for line in drawing(text).iter("text"):
        assert float(line.get("x")) <= 360


def test_the_case_page_counts_it(keepers, rina, book, mou):
    browser = client(keepers, "mou")
    assert "Begin the mapping" in browser.get(at(rina)).content.decode()
    begin(book, mou, "threat", THREAT)
    begin(book, mou, "need", NEED)
    begin(book, mou, "stigma", STIGMA)
    begin(book, mou, "strength", STRENGTH)
    text = browser.get(at(rina)).content.decode()
    assert "1 bad threat" in text
    assert "1 gap" in text
    assert at(rina, "around") in text
