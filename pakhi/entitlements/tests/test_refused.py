"""After she took back her yes: nothing new is asked for, and whoever tries reads why."""

from __future__ import annotations

import pytest

from pakhi.cbr.models import Thread
from pakhi.cbr.tests.conftest import client
from pakhi.entitlements import claim_papers
from pakhi.entitlements.tests.conftest import ask
from pakhi.vault import consent

pytestmark = pytest.mark.django_db(databases="__all__")
WHY = "She took back her yes to a case on"


def test_a_claim_is_not_opened_and_a_paper_not_moved(keepers, rina, book, mou):
    claim = ask(book, mou, "rural-work", 3)
    paper = Thread.objects.filter(kind=claim_papers.PAPER.key, about=claim.number).first()
    consent.withdraw(consent.holding(rina, "case").get(), mou)
    browser, at = client(keepers, "mou"), f"/desk/people/{rina.code}"
    answer = browser.post(f"{at}/rights/want", {"series": "legal-aid", "number": "w1"}, follow=True)
    assert WHY in answer.content.decode()
    answer = browser.post(f"{at}/papers/{paper.number}", {"state": "made", "number": "p1"}, follow=True)
    assert WHY in answer.content.decode()
    assert Thread.objects.filter(kind="claim").count() == 1


def test_a_paper_without_a_claim_leads_to_its_own_page(keepers, rina, book):
    made = Thread.objects.create(book=book, kind="claim_paper", number="p9", state="wanted", values={"paper": "fir"})
    answer = client(keepers, "mou").post(f"/desk/people/{rina.code}/papers/{made.number}", {"state": "have"})
    assert (answer.status_code, answer["Location"]) == (302, f"/desk/people/{rina.code}/case/p9")
