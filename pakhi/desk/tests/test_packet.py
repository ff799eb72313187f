"""Her packet: asked for by one, agreed to by another, printed once; her name only as far as she agreed."""

from __future__ import annotations

import io
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from threading import Barrier, BrokenBarrierError

import pytest
from django.db import connections
from pypdf import PdfReader

from pakhi.cbr import books, desk_work, migration, status
from pakhi.cbr.pages.timeline import standing_steps
from pakhi.cbr.steps import RULES, Said, threads, write
from pakhi.cbr.tests.conftest import client
from pakhi.desk.packet import APART
from pakhi.lib.clock import today
from pakhi.network.models import Membership
from pakhi.vault import assign, consent, merge
from pakhi.vault.keys import Refused
from pakhi.vault.models import Entry
from pakhi.vault.scope import bound
from pakhi.vault.tests.conftest import agree

pytestmark = pytest.mark.django_db(databases="__all__")


@pytest.fixture
def address(rina):
    return f"/desk/people/{rina.code}/packet"


@pytest.fixture
def asked(book, mou):
    """Mou has asked for where she stands, and her story."""
    status.step(book, "health", "begun", mou)
    return desk_work.ask(book, ["stands", "story"], "for the hospital", mou).thread


def printing(thread, **more):
    return {"action": "print", "packet": thread.number, "reason": "papers", **more}


def words(answer):
    pages = PdfReader(io.BytesIO(answer.content)).pages
    return " ".join(page.extract_text() for page in pages)


def test_who_asks_does_not_agree_and_a_worker_never_does(asked, book, mou, salma):
    for who in (mou,):
        with pytest.raises(Refused):
            desk_work.decide(asked, "agreed", who)
    hers = desk_work.ask(book, ["stands"], "", salma).thread
    with pytest.raises(Refused, match="somebody else decides"):
        desk_work.decide(hers, "agreed", salma)


def test_before_somebody_agreed_nothing_is_printed(keepers, asked, address):
    answer = client(keepers, "mou").post(address, printing(asked))
    assert answer.status_code == 409
    assert answer["Content-Type"].startswith("text/html")


def test_from_asking_to_paper(keepers, rina, book, mou, address):
    status.step(book, "health", "begun", mou)
    worker, supervisor = keepers.browser("mou"), client(keepers, "salma")
    assert worker.post(address, {"action": "ask", "parts": ["stands", "story"], "words": "court"}).status_code == 302
    [row] = threads([book], "packet")
    assert supervisor.post(address, {"action": "agreed", "packet": row.number}).status_code == 302
    answer = worker.post(address, printing(row))
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"] == 'attachment; filename="packet.pdf"'
    about = PdfReader(io.BytesIO(answer.content)).metadata
    assert about is not None
    assert about.title == "Paper"
    text = words(answer)
    assert "Work has begun" in text
    assert rina.code[:4] in text
    assert "Quillabeth" not in text
    assert [one.state for one in threads([book], "packet")] == ["printed"]


def test_it_is_printed_once(keepers, asked, address, salma):
    desk_work.decide(asked, "agreed", salma)
    browser = keepers.browser("mou")
    assert browser.post(address, printing(asked)).status_code == 200
    assert browser.post(address, printing(asked)).status_code == 409


def test_her_name_is_on_it_only_if_she_agreed_and_then_as_a_look_with_a_reason(
    keepers, rina, asked, address, mou, salma
):
    heard = consent.ask(rina, "export", "en", under_18=False, scope="names").heard
    consent.give(rina, "export", consent.Answer("en", "signature", heard), mou, scope=["names"])
    desk_work.decide(asked, "agreed", salma)
    text = words(keepers.browser("mou").post(address, printing(asked, names="yes")))
    assert "Quillabeth Zorntree" in text
    assert "Ghughudanga" not in text
    assert Entry.objects.filter(act="print", person=rina.code).count() == 1


def test_when_she_took_back_her_yes_her_name_is_not_opened(keepers, rina, asked, address, mou, salma):
    heard = consent.ask(rina, "export", "en", under_18=False, scope="names").heard
    consent.give(rina, "export", consent.Answer("en", "signature", heard), mou, scope=["names"])
    desk_work.decide(asked, "agreed", salma)
    consent.withdraw(consent.holding(rina, "case").get(), mou)
    assert keepers.browser("mou").post(address, printing(asked, names="yes")).status_code == 409
    assert not Entry.objects.filter(act="print", person=rina.code).exists()


def test_without_a_reason_or_parts_it_says_what_is_missing(keepers, asked, address, salma):
    browser = keepers.browser("mou")
    assert "Choose what is in it." in browser.post(address, {"action": "ask"}).content.decode()
    desk_work.decide(asked, "agreed", salma)
    assert "Choose a reason" in browser.post(address, printing(asked, reason="")).content.decode()


def test_declined_is_declined(asked, salma, mou):
    desk_work.decide(asked, "declined", salma)
    with pytest.raises(Refused, match="Ask anew"):
        desk_work.decide(asked, "agreed", salma)


def test_a_colleague_who_is_asked_to_look_sees_it_and_says_so(keepers, rina, book, mou, salma):
    said = Said("mention", {"who": salma.pk, "by_day": "2026-12-01"})
    write(book, said, mou)
    browser = client(keepers, "salma")
    assert "A colleague asked you to look." in browser.get(f"/desk/people/{rina.code}/case/").content.decode()
    assert browser.post(f"/desk/people/{rina.code}/case/seen").status_code == 302
    assert threads([book], "mention", running=True) == []


def test_who_does_not_work_with_people_here_is_not_asked(keepers, book, mou):
    with pytest.raises(Refused, match="works with people here"):
        write(book, Said("mention", {"who": keepers.village.accounts["kabir"].pk, "by_day": "2026-12-01"}), mou)


def test_who_agrees_does_not_put_more_into_it(asked, book, salma):
    with pytest.raises(Refused, match="Ask anew"):
        write(book, Said("packet", {"state": "agreed", "parts": ["mapping"]}, thread=asked.number), salma)


def test_what_was_taken_out_is_on_no_paper(rina, book, mou):
    made = write(book, Said("migration", {"agreed": "yes"}), mou)
    migration.take_out(made.thread, mou)
    assert made not in standing_steps([book])


def test_what_keeps_her_safe_stays_in_the_case(keepers, asked, book, address, mou, salma):
    write(book, Said("flag", {"mark": "hard_day"}), mou)
    write(book, Said("todo", {"what": "paper", "by_day": "2026-11-30"}), mou)
    desk_work.decide(asked, "agreed", salma)
    text = words(keepers.browser("mou").post(address, printing(asked)))
    assert "Where she stands" in text
    assert not [word for word in ("What everybody must know", "Task", "Her packet on paper") if word in text]


@pytest.mark.django_db(databases="__all__", transaction=True)
def test_two_who_print_at_once_make_one_paper(asked, mou, salma, monkeypatch):
    desk_work.decide(asked, "agreed", salma)
    both, allowed = Barrier(2), RULES["packet"]

    def slowly(*what):
        allowed(*what)
        with suppress(BrokenBarrierError):
            both.wait(1)  # both are allowed at the same moment, if nothing makes one wait for the other

    def once(by):
        try:
            with bound(asked.book.organisation.code):
                return desk_work.decide(asked, "printed", by).values["state"]
        except Refused:
            return "refused"
        finally:
            connections.close_all()

    monkeypatch.setitem(RULES, "packet", slowly)
    with ThreadPoolExecutor(2) as two:
        assert sorted(two.map(once, (mou, salma))) == ["printed", "refused"]
    assert asked.steps.filter(values__state="printed").count() == 1


def test_who_could_not_open_her_case_is_not_asked_to_look(keepers, book, mou):
    kabir = keepers.village.accounts["kabir"]
    Membership.objects.create(account=kabir, organisation=book.organisation, role="worker", valid_from=today())
    with pytest.raises(Refused, match="nobody else can open her case"):
        write(book, Said("mention", {"who": kabir.pk, "by_day": "2026-12-01"}), mou)


def test_what_was_asked_on_a_merged_record_is_seen_too(keepers, rina, book, mou, salma):
    other = keepers.register()
    assign.take_in(other, mou)
    agree(other, mou, "case")
    second = books.open_case(other, mou)
    write(second, Said("mention", {"who": salma.pk, "by_day": "2026-12-01"}), mou)
    merge.confirm(merge.propose(rina, other, mou), salma)
    assert client(keepers, "salma").post(f"/desk/people/{rina.code}/case/seen").status_code == 302
    assert threads([book, second], "mention", running=True) == []


def test_a_counselling_is_on_no_paper(keepers, book, address, mou, salma):
    talk = {"how": "counselling", "state": "done", "is_she": "low", "did": ["listened"], "there": ["she"]}
    write(book, Said("visit", talk), mou)
    write(book, Said("visit", {**talk, "how": "home"}), mou)
    asked = desk_work.ask(book, ["stands", "story", "visits"], "for the hospital", mou).thread
    desk_work.decide(asked, "agreed", salma)
    text = words(keepers.browser("mou").post(address, printing(asked)))
    assert "Visits" in text
    assert "At her home" in text
    assert "Counselling" not in text


def test_a_note_stays_in_the_case_whatever_is_asked_for(keepers, book, mou):
    write(book, Said("note", words="Her aunt comes on Mondays"), mou)
    assert "note" in {one.thread.kind for one in standing_steps([book])}
    assert not standing_steps([book]).exclude(thread__kind__in=APART).exists()
