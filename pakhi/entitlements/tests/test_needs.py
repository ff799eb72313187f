"""A need leads to a right of the catalogue: chosen by name, and the claim that was begun for it stands there."""

from __future__ import annotations

import pytest

from pakhi.cbr import entitled
from pakhi.cbr.kinds import Faulty
from pakhi.cbr.models import Thread
from pakhi.cbr.steps import Said, write
from pakhi.entitlements import known
from pakhi.entitlements.tests.conftest import ask, client
from pakhi.lib.clock import today

pytestmark = pytest.mark.django_db(databases="__all__")
NEED = {"component": "livelihood", "element": "work", "hers": "1", "gap": "delivery", "right": "rural-work"}


@pytest.fixture
def need(book, mou) -> Thread:
    return write(book, Said("need", NEED), mou).thread


def page(browser, rina, rest: str) -> str:
    return browser.get(f"/desk/people/{rina.code}/{rest}").content.decode()


def test_a_need_names_a_right_of_the_catalogue_and_nothing_else(book, mou):
    for code in ("no-such-right", "LOCAL1", "'"):
        with pytest.raises(Faulty) as fault:
            write(book, Said("need", {**NEED, "right": code}), mou)
        assert fault.value.question == "right"


def test_it_is_chosen_by_its_name_on_the_page_of_the_need(keepers, rina, book, mou):
    bare = write(book, Said("need", {**NEED, "right": ""}), mou).thread
    browser = client(keepers, "mou")
    drawn = page(browser, rina, f"case/{bare.number}")
    assert f'<option value="rural-work">{known.title("rural-work")}</option>' in drawn
    typed = {"component": "livelihood", "element": "work", "hers": "1", "gap": "delivery", "right": "rural-work",
             "state": "open", "day": str(today()), "number": "n1", "seen": " ".join(bare.heads)}  # fmt: skip
    assert browser.post(f"/desk/people/{rina.code}/case/{bare.number}", typed).status_code == 302
    assert Thread.objects.get(pk=bare.pk).values["right"] == "rural-work"


def test_the_claim_for_it_is_begun_there_and_then_stands_there(keepers, rina, book, need):
    browser = client(keepers, "mou")
    first = page(browser, rina, f"case/{need.number}")
    assert "No claim was begun for it yet." in first
    assert "Begin a claim for it" in first
    sent = {"series": "rural-work", "number": "n2"}
    assert browser.post(f"/desk/people/{rina.code}/rights/want", sent).status_code == 302
    claim = Thread.objects.get(kind="claim")
    then = page(browser, rina, f"case/{need.number}")
    assert claim.number in then
    assert "Begin a claim for it" not in then


def test_a_claim_for_something_else_does_not_stand_at_it(rina, book, mou, need):
    other = next(one for one in known.titles() if one != "rural-work")
    ask(book, mou, other)
    assert entitled.claims([book], "rural-work") == []
    mine = ask(book, mou, "rural-work")
    assert entitled.claims([book], "rural-work") == [mine]


def test_her_page_of_rights_shows_which_needs_lead_to_one(keepers, rina, book, mou, need):
    browser = client(keepers, "mou")
    assert "No claim yet" in page(browser, rina, "rights")
    claim = ask(book, mou, "rural-work")
    then = page(browser, rina, "rights")
    assert "No claim yet" not in then
    assert then.index("Needs that lead to a right") < then.index(claim.number)
    write(book, Said("need", {"state": "dropped", "why": "herself"}, thread=need.number), mou)
    assert "Needs that lead to a right" not in page(browser, rina, "rights")
