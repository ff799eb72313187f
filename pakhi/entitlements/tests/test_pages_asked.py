"""What forms about rights ask, and in which order: her questions first, offices by their names."""

from __future__ import annotations

import pytest

from pakhi.cbr.steps import Said, write
from pakhi.entitlements.tests.conftest import ask, client, go
from pakhi.lib.clock import today

pytestmark = pytest.mark.django_db(databases="__all__")


def test_her_questions_stand_before_what_she_may_ask_for(keepers, rina, book) -> None:
    page = client(keepers, "mou").get(f"/desk/people/{rina.code}/rights").content.decode()
    assert 0 < page.index("Questions</h2>") < page.index("She may ask for this</h2>")
    assert 'name="state"' not in page


def test_the_office_of_claims_filed_together_is_chosen_by_name(keepers, neem, office) -> None:
    browser, where = client(keepers, "mou"), f"/desk/groups/{neem.code}/claims/together"
    page = browser.get(where).content.decode()
    assert f'<option value="{office}">' in page
    refused = browser.post(where, {"series": "rural-work", "office": "no office", "number": "n1", "seen": ""})
    assert refused.status_code == 400


def test_a_year_of_birth_that_is_to_come_is_refused(keepers, rina, book) -> None:
    browser, where = client(keepers, "mou"), f"/desk/people/{rina.code}/rights"
    typed = {"day": today().isoformat(), "seen": "", "number": "n1"}
    assert browser.post(where, {**typed, "birth_year": today().year + 1}).status_code == 400
    assert browser.post(where, {**typed, "birth_year": today().year - 20}).status_code == 302


def test_a_step_of_a_claim_that_is_sent_twice_is_written_once(keepers, rina, book, mou) -> None:
    claim = go(ask(book, mou, "wb-vcs", 9), mou, "victim_compensation-application_filed", 8)
    browser, where = client(keepers, "mou"), f"/desk/people/{rina.code}/claims/{claim.number}"
    typed = {"day": today().isoformat(), "seen": "", "number": "n1", "stage": "victim_compensation-enquiry"}
    before = claim.steps.count()
    assert [browser.post(where, typed).status_code for _again in range(2)] == [302, 302]
    assert claim.steps.count() == before + 1


def test_a_step_that_says_nothing_is_not_written(keepers, rina, book, mou) -> None:
    claim = ask(book, mou, "wb-vcs", 9)
    browser, where = client(keepers, "mou"), f"/desk/people/{rina.code}/claims/{claim.number}"
    answer = browser.post(where, {"day": today().isoformat(), "seen": "", "number": "n1"})
    assert answer.status_code == 400
    assert "Nothing new is in it" in answer.content.decode()
    assert claim.steps.count() == 1


def test_what_the_case_knows_is_proposed_in_the_language(keepers, rina, book) -> None:
    book.gender, book.age_band, book.profile_on = "woman", "18-24", today()
    book.save()
    browser = client(keepers, "mou")
    browser.cookies["desk-language"] = "te"
    page = browser.get(f"/desk/people/{rina.code}/rights").content.decode()
    assert "సూచన: " in page
    assert "Proposed" not in page


def test_the_story_of_a_case_leads_from_her_answers_to_the_page_that_asks(keepers, rina, book, mou) -> None:
    answers = write(book, Said("answers", {"birth_year": today().year - 20}), mou).thread
    answer = client(keepers, "mou").get(f"/desk/people/{rina.code}/case/{answers.number}")
    assert (answer.status_code, answer["Location"]) == (302, f"/desk/people/{rina.code}/rights")
