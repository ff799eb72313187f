"""The papers of a claim: listed from the catalogue, held once for all claims, refused with a reason."""

from __future__ import annotations

import pytest

from pakhi.cbr import work
from pakhi.cbr.kinds import Faulty
from pakhi.cbr.models import Thread
from pakhi.cbr.steps import Said, write
from pakhi.entitlements import answers, claim_papers, known
from pakhi.entitlements.claim_papers import PAPER
from pakhi.entitlements.tests.conftest import DAY, ask, go
from pakhi.lib.clock import today

pytestmark = pytest.mark.django_db(databases="__all__")


def of(claim):
    return {one.values["paper"]: one for one in claim_papers.of_claim(claim)}


def put(paper: Thread, writer, /, **values):
    write(paper.book, Said(PAPER.key, values, thread=paper.number), writer)
    return Thread.objects.get(pk=paper.pk)


def test_the_list_is_what_the_catalogue_asks_for_and_leaves_out_what_is_only_a_ground(book, mou) -> None:
    papers = of(ask(book, mou, "pmjay"))
    assert "identity" in papers
    assert "release_certificate_if_ground" not in papers
    assert {one.state for one in papers.values()} == {"wanted"}


@pytest.mark.parametrize(("released", "there"), [("2016-12-01", True), ("2023-12-01", False)])
def test_the_list_is_that_of_the_version_of_her_day(book, mou, released, there) -> None:
    write(book, Said("answers", {"release_date": released}), mou)
    assert ("bondage_finding" in of(ask(book, mou, "bl-cash"))) is there


def test_a_claim_that_was_handed_in_under_the_old_law_has_its_papers(book, mou) -> None:
    old = ask(book, mou, "rural-work", stage="own-papers", asked_on="2026-06-01")
    assert "work_application" in of(old)
    write(book, Said("claim", {"stage": "own-stopped"}, thread=old.number), mou)
    assert "work_application" not in of(ask(book, mou, "rural-work", stage="own-papers"))


def test_the_list_is_made_once(book, mou) -> None:
    claim = ask(book, mou, "wb-vcs", 3)
    many = len(of(claim))
    go(claim, mou, "own-papers", 2)
    assert len(of(claim)) == many
    assert Thread.objects.filter(kind=PAPER.key).count() == many


def test_a_claim_that_begins_when_it_was_handed_in_long_ago_wants_no_papers(book, mou) -> None:
    claim = ask(book, mou, "wb-vcs", 9, stage="victim_compensation-application_filed")
    assert of(claim) == {}


def test_a_paper_that_she_has_for_one_claim_she_has_for_the_next_and_for_the_rules(book, mou) -> None:
    first = of(ask(book, mou, "bl-cash"))
    put(first["bank_account"], mou, state="have")
    second = of(ask(book, mou, "wb-vcs"))
    assert second["bank_account"].state == "have"
    assert second["fir"].state == "wanted"
    assert answers.person([book]).papers == {"bank_account"}


@pytest.mark.parametrize("state", ["asked", "made", "have", "wanted"])
def test_where_a_paper_stands_goes_forward_and_back(book, mou, state) -> None:
    paper = put(of(ask(book, mou, "bl-cash"))["identity"], mou, state="made", by=today() + DAY)
    assert put(paper, mou, state=state).state == state


def test_a_paper_that_an_office_will_not_give_has_the_reason(book, mou) -> None:
    paper = of(ask(book, mou, "bl-cash"))["release_certificate"]
    with pytest.raises(Faulty) as fault:
        put(paper, mou, state="refused")
    assert fault.value.question == "reason"
    assert put(paper, mou, state="refused", reason="none").state == "refused"


def test_a_paper_stays_the_one_that_it_was(book, mou) -> None:
    with pytest.raises(Faulty):
        put(of(ask(book, mou, "bl-cash"))["identity"], mou, paper="bank_account")


def test_a_paper_that_is_being_made_is_due_in_my_day_until_she_has_it(book, mou) -> None:
    paper = put(of(ask(book, mou, "bl-cash"))["identity"], mou, state="made", by=today() - DAY)
    assert paper.pk in [one.thread.pk for one in work.of_worker(mou)]
    put(paper, mou, state="have")
    assert paper.pk not in [one.thread.pk for one in work.of_worker(mou)]


def test_every_paper_that_a_right_asks_for_is_in_the_catalogue() -> None:
    missing = {paper for row in known.the().rows for paper in row.papers} - set(known.the().papers)
    assert missing == set()
