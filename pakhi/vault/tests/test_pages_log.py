"""Who looked, for herself in print; the organisation's log, line by line; the duties."""

from __future__ import annotations

import datetime as dt
import re
from html.parser import HTMLParser

import pytest
from django.utils import timezone

from pakhi.lib.clock import INDIA, today
from pakhi.network.models import Membership
from pakhi.vault import assign, audit, duties, glass, limits, log_words, logbook, merge, reveal
from pakhi.vault.models import Entry, Person, SealedBatch
from pakhi.vault.pages import log as pages
from pakhi.vault.templatetags.people import spelt
from pakhi.vault.tests.conftest import INVENTED, agree
from tests.canaries import found


@pytest.fixture
def asha(keepers):
    person = keepers.register()
    assign.assign(person, keepers.village.mou, by=keepers.village.salma)
    return person


@pytest.fixture
def salma(keepers):
    return keepers.village.client("salma")


def words(response) -> str:
    """What a page says, without its markup."""
    heard: list[str] = []
    reader = HTMLParser()
    reader.handle_data = heard.append  # type: ignore[method-assign]
    reader.feed(response.content.decode())
    return " ".join(" ".join(heard).split())


def texts(response) -> list[str]:
    return [row.text for row in response.context["rows"]]


# Who looked at her name


def test_she_can_be_told_who_looked_when_and_why(keepers, asha):
    reveal.reveal(keepers.mou, asha, ["names", "contacts"], "visit")
    reveal.reveal(keepers.salma, asha, ["address"], "papers", act="print")
    glass.break_glass(keepers.mina, asha, "missing")
    said = words(keepers.village.client("mou").get(f"/desk/person/{asha.code}/looked"))
    places = [
        said.index(part)
        for part in ("Mina . Opened everything", "Salma . Printed: Address", "Mou . Looked at: Names, Contacts")
    ]
    assert places == sorted(places)  # the newest first
    assert "Why: A visit or a call" in said
    assert "Tell one of these people: Mina, Salma." in said or "Tell one of these people: Salma, Mina." in said


def test_what_was_looked_at_in_a_merged_record_is_hers_too(keepers, asha):
    other = keepers.register()
    reveal.reveal(keepers.salma, other, ["kin"], "supervision")
    merge.confirm(merge.propose(asha, other, keepers.village.mina), keepers.village.salma)
    client = keepers.village.client("mou")
    for code in (asha.code, other.code):
        assert "Looked at: Family" in words(client.get(f"/desk/person/{code}/looked"))


@pytest.mark.parametrize("language", ["en", "bn", "hi", "te"])
def test_the_page_is_in_her_language_and_no_name_of_hers_is_on_it(keepers, asha, language):
    reveal.reveal(keepers.mou, asha, ["names"], "visit")
    answer = keepers.village.client("mou").get(f"/desk/person/{asha.code}/looked?language={language}")
    html = answer.content.decode()
    assert answer["Content-Language"] == language
    assert re.search(r'<html lang="([a-z]+)"', html)[1] == language
    assert not found([name for name, _script in INVENTED] + ["00417", "Ghughudanga"], answer.content)
    assert asha.code in html


def test_an_unknown_language_leaves_the_reader_s_own(keepers, asha):
    client = keepers.village.client("mou")
    client.cookies["desk-language"] = "hi"
    assert client.get(f"/desk/person/{asha.code}/looked?language=xx")["Content-Language"] == "hi"


def test_where_nobody_has_looked_the_page_says_so(keepers, asha):
    assert "Nobody has looked at your name." in words(
        keepers.village.client("salma").get(f"/desk/person/{asha.code}/looked")
    )


def test_the_panel_shows_the_last_three(keepers, asha):
    for reason in ("visit", "court", "health", "papers"):
        reveal.reveal(keepers.mou, asha, ["names"], reason)
    shown = pages.panel(None, asha)
    assert shown["many"] == 4
    assert [look.reason for look in shown["looks"]] == [
        "Papers or an application",
        "Health",
        "Court or police with her",
    ]


@pytest.mark.parametrize("name", ["kabir", "ravi", "devi", "rina", "noor", "finn"])
def test_others_find_no_such_page(keepers, asha, name):
    assert keepers.village.client(name).get(f"/desk/person/{asha.code}/looked").status_code == 404


def test_a_worker_who_is_not_there_for_her_finds_none_either(keepers):
    assert keepers.village.client("mou").get(f"/desk/person/{keepers.register().code}/looked").status_code == 404


# The log


def test_each_line_is_a_sentence_with_its_details_in_words(keepers, asha, salma):
    reveal.reveal(keepers.mou, asha, ["names", "kin"], "court")
    limits.raise_limit(keepers.village.salma, asha.organisation, 80, "helpdesk", account=keepers.village.mou)
    answer = salma.get("/desk/log")
    assert texts(answer)[:3] == [
        "Salma changed what a day allows.", "Mou opened a record.", "Salma decided who is there for a person.",
    ]  # fmt: skip
    said = words(answer)
    assert "Reason: Court or police with her · Looked at: Names, Family · Opened as: her worker" in said
    assert "Kind: Raised for the day · For: Mou · Reason: Helpdesk day" in said
    assert not found([name for name, _script in INVENTED], answer.content)


def test_what_nobody_gave_words_to_is_shown_as_its_code(keepers, salma):
    audit.record(
        "export", actor=keepers.mou.account, organisation=keepers.village.one.code, what="offices", moon="full"
    )
    (row,) = salma.get("/desk/log?act=export").context["rows"]
    assert row.text == "Mou took figures out of the product."
    assert [(fact.label, fact.value, fact.code) for fact in row.facts] == [
        ("What", "offices", True),
        ("moon", "full", True),
    ]


def test_every_act_has_a_sentence():
    assert {act for act, _step in log_words.SENTENCES if not _step} == set(Entry.Act.values)


def test_every_line_that_the_product_writes_is_said_in_words(keepers, asha, salma):
    """Only what is a code by itself is left as one: another record, an organisation, a rule, what was exported."""
    other = keepers.register()
    agree(asha, keepers.village.mou, "case")
    reveal.reveal(keepers.mou, asha, ["names"], "visit")
    broken = glass.break_glass(keepers.mou, other, "danger")
    glass.seen(keepers.village.salma, broken)
    limits.release_limit(keepers.village.salma, asha.organisation, keepers.village.mou, "calls")
    merge.differ(asha, other, keepers.village.mou)
    assign.stand_in(other, keepers.village.mou, keepers.village.mina, today(), today())
    codes = {fact.label for row in salma.get("/desk/log").context["rows"] for fact in row.facts if fact.code}
    assert codes <= {"The other", "What", "Form", "Rule", "To"}


def test_lines_of_others_are_not_shown_and_sign_ins_of_colleagues_are(keepers, asha, salma):
    audit.record("write", actor=keepers.kabir.account, organisation=keepers.village.two.code, step="note")
    audit.record("login", actor=keepers.kabir.account, step="in")
    audit.record("login", actor=keepers.mou.account, step="in")
    said = texts(salma.get("/desk/log"))
    assert "Mou signed in." in said
    assert not [text for text in said if "Kabir" in text or "not known" in text]


def test_a_coordinator_reads_the_lines_of_her_members_by_code_alone(keepers, asha):
    reveal.reveal(keepers.mou, asha, ["names"], "visit")
    audit.record("write", actor=keepers.kabir.account, organisation=keepers.village.two.code, step="note")
    answer = keepers.village.client("devi").get("/desk/log")
    assert "Mou opened a record." in texts(answer)
    assert not [text for text in texts(answer) if "Kabir" in text]
    assert spelt(asha.code) in words(answer)
    assert f"/desk/person/{asha.code}/" not in answer.content.decode()


def test_lines_are_found_by_act_colleague_person_and_month(keepers, asha, salma):
    other = keepers.register()
    reveal.reveal(keepers.mou, asha, ["names"], "visit")
    reveal.reveal(keepers.salma, other, ["names"], "visit")
    mou = keepers.mou.account.pk
    this = today().strftime("%Y-%m")
    assert texts(salma.get("/desk/log?act=reveal")) == ["Salma opened a record.", "Mou opened a record."]
    assert texts(salma.get(f"/desk/log?act=reveal&who={mou}")) == ["Mou opened a record."]
    typed = f"{other.code[:4].lower()}%20{other.code[4:]}"
    assert texts(salma.get(f"/desk/log?person={typed}")) == ["Salma opened a record."]
    assert len(texts(salma.get(f"/desk/log?act=reveal&month={this}"))) == 2
    assert texts(salma.get("/desk/log?month=2019-01")) == []


@pytest.mark.parametrize(
    "query", ["act=nonsense", "who=x", "who=9999999999999999999999", "month=2026-13", "page=900", "page=x"]
)
def test_what_an_address_gets_wrong_does_no_harm(keepers, asha, salma, query):
    answer = salma.get(f"/desk/log?{query}")
    assert answer.status_code == 200
    assert texts(answer)


def test_a_wrong_code_is_said_and_kept(keepers, asha, salma):
    answer = salma.get("/desk/log?person=AAAA")
    assert "This is no code." in words(answer)
    assert answer.context["wanted"].person == "AAAA"
    assert texts(answer) == []


def test_fifty_lines_a_page_newest_first(keepers, salma):
    for _ in range(60):
        audit.record("write", actor=keepers.mou.account, organisation=keepers.village.one.code, step="note")
    first, second = salma.get("/desk/log?act=write"), salma.get("/desk/log?act=write&page=2")
    assert (len(texts(first)), len(texts(second))) == (50, 10)
    assert first.context["rows"][0].number > second.context["rows"][0].number
    assert "act=write&amp;page=2" in first.content.decode()


def test_the_months_go_from_the_first_line_to_today():
    assert logbook.following(dt.date(2026, 12, 31)) == dt.date(2027, 1, 1)
    assert logbook.month_of("2026-11") == dt.date(2026, 11, 1)
    assert logbook.month_of("2026-11-02") is None


def test_the_log_is_checked_on_request_and_a_changed_line_is_named(keepers, asha, salma):
    reveal.reveal(keepers.mou, asha, ["names"], "visit")
    assert salma.get("/desk/log").context["verdict"] is None
    assert "Nothing was changed" in words(salma.get("/desk/log?verify=1"))
    line = Entry.objects.filter(act="reveal").latest("number")
    Entry.objects.filter(pk=line.pk).update(actor=keepers.salma.account.pk)
    assert f"Line {line.number} is not as it was written." in words(salma.get("/desk/log?verify=1"))


def test_the_month_s_roots_are_printed_in_groups_of_four_and_nothing_waits(keepers, asha, salma):
    sealed = salma.post("/desk/log", {"month": today().strftime("%Y-%m")})
    assert sealed["Location"] == f"/desk/log?roots=1&month={today():%Y-%m}"
    answer = salma.get(sealed["Location"])
    (root,) = answer.context["roots"]
    assert re.fullmatch(r"([0-9a-f]{4} ){15}[0-9a-f]{4}", root.written)
    assert root.written in words(answer)
    assert root.last == Entry.objects.latest("number").number
    assert words(salma.get("/desk/log?roots=1&month=2019-01")).count("Nothing was sealed in this month") == 1


def test_looking_at_the_roots_seals_nothing(keepers, asha, salma):
    assert "with the button “Seals of the month”" in words(salma.get("/desk/log?roots=1"))
    assert not SealedBatch.objects.exists()


def test_sign_ins_are_shown_of_who_works_here_and_of_who_left_until_then(keepers, salma):
    mou = keepers.mou.account
    Membership.objects.filter(account=mou).update(valid_to=today() - dt.timedelta(days=10))
    for days in (0, 9, 10, 11):
        line = audit.record("login", actor=mou, step="in")
        Entry.objects.filter(pk=line.pk).update(at=timezone.now() - dt.timedelta(days=days))
    audit.record("login", actor=keepers.salma.account, step="in")
    answer = salma.get("/desk/log?act=login")
    shown = [(today() - row.at.astimezone(INDIA).date()).days for row in answer.context["rows"] if "Mou" in row.text]
    assert sorted(shown) == [10, 11]
    assert "Salma signed in." in texts(answer)


@pytest.mark.parametrize("name", ["mou", "ravi", "kabir", "rina", "noor", "finn"])
def test_the_log_is_for_supervisors_managers_and_coordinators(keepers, name):
    assert keepers.village.client(name).get("/desk/log").status_code == 404


# Duties


@pytest.mark.parametrize("name", ["salma", "mou", "devi", "noor", "finn", "ravi", "rina"])
def test_everybody_reads_the_duties_and_that_no_lawyer_has_signed(keepers, name):
    answer = keepers.village.client(name).get("/desk/duties")
    said = words(answer)
    assert "No lawyer has signed this table yet." in said
    assert all(" ".join(str(row.we).split()) in said and str(row.title) in said for row in duties.duties())
    assert sum(many for _state, _name, many in answer.context["counts"]) == len(duties.duties())


def test_a_signature_is_shown_when_there_is_one(keepers, monkeypatch):
    monkeypatch.setattr(duties, "signed_off", lambda: "A. Lawyer, 1 May 2027")
    said = words(keepers.village.client("mina").get("/desk/duties"))
    assert "Read and signed by A. Lawyer, 1 May 2027." in said
    assert "No lawyer" not in said


def test_every_kind_of_source_has_a_word():
    assert all(source.kind_name for row in duties.duties() for source in row.sources)


def test_a_record_that_is_closed_keeps_its_lines(keepers, asha, salma):
    reveal.reveal(keepers.mou, asha, ["names"], "visit")
    Person.objects.update(state="forgotten")
    assert "Mou opened a record." in texts(salma.get(f"/desk/log?person={asha.code}"))
