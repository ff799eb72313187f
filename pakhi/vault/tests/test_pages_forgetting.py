"""Forgotten at her wish: what happens when is said first, her code is typed, and she gets a paper without a name."""

from __future__ import annotations

import datetime as dt
import io
import re
from html import unescape

import pytest
from django.urls import reverse
from django.utils import translation
from pypdf import PdfReader

from pakhi.lib.clock import today
from pakhi.network.models import Membership
from pakhi.vault import assign, files, forget, handover, identity, keys, merge, retention
from pakhi.vault.models import Erasure, Handover, Person
from pakhi.vault.pages import forgetting as pages
from pakhi.vault.templatetags.people import spelt
from pakhi.vault.tests.conftest import INVENTED, agree
from tests.canaries import found
from tests.village import PASSWORD

CANARIES = [name for name, _script in INVENTED] + ["Ghughudanga", "00417", "seven-coloured"]


@pytest.fixture
def asha(keepers):
    """Somebody whom Mou is there for, with a note and a file."""
    person, mou = keepers.register(), keepers.village.mou
    assign.take_in(person, mou)
    identity.note(person, "cbr", "the seven-coloured pond", mou)
    files.keep_file(person, io.BytesIO(b"words"), "paper.txt", "scan", mou)
    return person


@pytest.fixture
def forgotten(keepers, asha):
    return forget.forget(keepers.salma, asha, keepers.village.salma)


def address(person, page: str = "forget") -> str:
    return reverse(f"vault:{page}", args=[person.code])


def again(person) -> Person:
    return Person.objects.get(pk=person.pk)


def words(page) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", page.text)).split())


def alert(page) -> str:
    found = re.search(r'role="alert".*?</div>', page.text, re.DOTALL)
    return re.sub(r"<[^>]+>", " ", found[0]) if found else ""


# Before


def test_first_it_is_said_what_happens_when_and_by_which_rule(keepers, asha):
    page = keepers.village.client("salma").get(address(asha))
    rule = retention.rule("forgotten", today())
    assert page.status_code == 200
    assert rule.cite in words(page)
    assert str(rule.until(today()).year) in words(page)
    assert all(reference in words(page) for reference in retention.references(rule))
    assert ("Not verified" in words(page), "No lawyer has signed it yet" in words(page)) == (not rule.verified, True)
    assert {"1 note", "1 file"} <= set(re.findall(r"1 note|1 file", words(page)))
    assert "it ends for Mou" in words(page)
    assert found(CANARIES, page.content) == []
    assert again(asha).state == "here"


def test_records_put_together_with_hers_and_open_offers_are_named(keepers, asha):
    other, two = keepers.register(), keepers.village.organisations["two"]
    merge.confirm(merge.propose(asha, other, keepers.village.mou), keepers.village.salma)
    agree(asha, keepers.village.mou, "transfer", two.code)
    handover.offer(keepers.mou, asha, two, keepers.village.mou)
    said = words(keepers.village.client("salma").get(address(other)))
    assert f"Forget {spelt(asha.code)}" in said  # her other code leads to the record that answers
    assert f"are forgotten with her: {spelt(other.code)}" in said
    assert "The offer to another organisation is taken back" in said


# The second step


def test_her_code_is_typed_to_confirm_it(keepers, asha):
    salma = keepers.browser("salma")
    sure = salma.post(address(asha))
    assert "Are you sure?" in words(sure)
    assert again(asha).state == "here"
    done = salma.post(address(asha), {"code": spelt(asha.code).lower()})
    assert (done.status_code, done["Location"]) == (302, address(asha))
    assert again(asha).state == "forgotten"
    page = salma.get(address(asha))
    assert f"{spelt(asha.code)} is forgotten" in words(page)
    assert address(asha, "certificate") in page.text
    assert "Salma" in words(page)


@pytest.mark.parametrize("typed", ["", "ABCDEFGH", "other", "Quillabeth"])
def test_another_code_forgets_nobody(keepers, asha, typed):
    other = keepers.register()
    page = keepers.browser("salma").post(address(asha), {"code": other.code if typed == "other" else typed})
    assert page.status_code == 409
    assert "not her code" in alert(page)
    assert {again(asha).state, again(other).state} == {"here"}


def test_it_needs_an_open_key_and_goes_on_with_what_was_typed(keepers, asha):
    salma = keepers.village.client("salma")
    assert salma.get(address(asha)).status_code == 200
    assert salma.post(address(asha)).status_code == 423
    page = salma.post(address(asha), {"code": asha.code})
    assert page.status_code == 423
    assert f'name="code" value="{asha.code}"' in page.text
    assert again(asha).state == "here"
    assert salma.post(address(asha), {"code": asha.code, "desk_password": PASSWORD}).status_code == 302
    assert again(asha).state == "forgotten"


def test_what_cannot_be_is_said_in_a_sentence(keepers, asha):
    keys.withdraw(keepers.village.organisations["one"], keepers.village.mina)
    page = keepers.browser("mina").post(address(asha), {"code": asha.code})
    assert page.status_code == 409
    assert "access to names" in alert(page)
    assert again(asha).state == "here"


# Who may


def test_nobody_but_a_supervisor_or_manager_there_gets_the_page(keepers, asha):
    for name in ("mou", "ravi", "asha", "devi", "kabir", "noor"):
        client = keepers.village.client(name)
        assert client.get(address(asha)).status_code == 404
        assert client.post(address(asha), {"code": asha.code}).status_code == 404
        assert client.get(address(asha, "certificate")).status_code == 404
    assert again(asha).state == "here"


# Afterwards


def test_the_certificate_is_a_paper_without_a_name(keepers, asha, forgotten):
    paper = keepers.village.client("mina").get(address(asha, "certificate"), {"language": "en"})
    assert paper["Content-Type"] == "application/pdf"
    assert paper["Content-Disposition"] == 'attachment; filename="certificate.pdf"'
    text = "".join(page.extract_text() for page in PdfReader(io.BytesIO(paper.content)).pages)
    assert asha.code[:4] in text
    assert found([*CANARIES, "Salma", "CBO One"], text.encode()) == []


@pytest.mark.parametrize(("asked", "given"), [("te", "te"), ("xx", "hi"), ("", "hi")])
def test_it_is_in_the_language_that_was_asked_for_or_in_the_readers_own(asked, given):
    with translation.override("hi"):
        assert pages.spoken(asked) == given


def test_there_is_no_certificate_for_somebody_who_is_here(keepers, asha):
    assert keepers.village.client("salma").get(address(asha, "certificate")).status_code == 409


def test_each_record_that_was_put_together_with_hers_has_its_paper(keepers, asha):
    other, salma = keepers.register(), keepers.village.client("salma")
    merge.confirm(merge.propose(asha, other, keepers.village.mou), keepers.village.salma)
    forget.forget(keepers.salma, asha, keepers.village.salma)
    assert address(other) in salma.get(address(asha)).text
    assert f"{spelt(other.code)} is forgotten" in words(salma.get(address(other)))
    assert address(other, "certificate") in salma.get(address(other)).text


def test_a_record_that_was_handed_over_says_so(keepers, asha):
    two = keepers.village.organisations["two"]
    Membership.objects.filter(account=keepers.village.kabir).update(role="supervisor")
    agree(asha, keepers.village.mou, "transfer", two.code)
    handover.accept(handover.offer(keepers.mou, asha, two, keepers.village.mou), two, keepers.village.kabir)
    page = keepers.village.client("salma").get(address(asha))
    assert "is with another organisation" in words(page)
    assert address(asha, "certificate") not in page.text
    assert keepers.village.client("salma").get(address(asha, "certificate")).status_code == 409
    assert Handover.objects.get().arrived not in page.text


def test_the_panel_is_for_keepers_and_tells_when_it_is_over(keepers, asha, rf):
    request = rf.get("/")
    request.memberships = list(Membership.objects.filter(account=keepers.village.mou))
    assert pages.panel(request, asha) is None
    request.memberships = list(Membership.objects.filter(account=keepers.village.mina))
    assert pages.panel(request, asha) == {"erasure": None}
    erasure = forget.forget(keepers.salma, asha, keepers.village.salma)
    assert pages.panel(request, again(asha)) == {"erasure": erasure}


def test_when_the_time_is_over_the_page_says_so(keepers, asha, forgotten):
    Erasure.objects.update(destroy_after=today() - dt.timedelta(days=1))
    forget.destroy_due(today())
    assert "Its key is destroyed" in words(keepers.village.client("salma").get(address(asha)))
