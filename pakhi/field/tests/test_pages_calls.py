"""The log of calls, one call and its follow-ups: codes for everybody of the organisation, names for nobody there."""

from __future__ import annotations

import datetime as dt

import pytest
from django.test import Client

from pakhi.field import followups
from pakhi.field.due_line import items
from pakhi.field.facts_line import rows
from pakhi.field.models import Call, FollowUp, Referral
from pakhi.field.tests.conftest import CANARY, words
from pakhi.field.tests.hotline import call, visit
from pakhi.field.tests.test_calls import FOLLOW, NEW, NOTE, asha
from pakhi.lib.clock import today
from pakhi.network.models import Membership
from pakhi.vault import assign
from pakhi.vault.keys import Refused
from pakhi.vault.models import Assignment, Entry

LOG, DAY = "/desk/calls", dt.timedelta(days=1)


@pytest.fixture
def mou(signed_in) -> Client:
    return signed_in("mou")


@pytest.fixture
def salma(signed_in) -> Client:
    return signed_in("salma")


def of(found: Call) -> str:
    return f"{LOG}/{found.code}/"


def test_the_log_says_what_a_call_was_about_and_who_never_stands_there(phone, mou) -> None:
    assert "The log is empty" in words(mou.get(LOG))
    call(phone, **NEW, category="violence_home", urgency="now", danger="now", follow_up="yes",
         follow_up_on=str(today()), follow_up_how="we_call")  # fmt: skip
    said = words(mou.get(LOG))
    for wanted in ("1 call", "Violence at home", "Now, within the hour", "In danger", "Listened and calmed", "Mou"):
        assert wanted in said
    assert CANARY not in said
    assert "99999" not in said


def test_the_most_pressing_call_of_a_day_stands_first(phone, mou) -> None:
    for urgency, about in (("later", "health"), ("now", "held"), ("week", "stigma")):
        call(phone, urgency=urgency, category=about)
    call(phone, urgency="now", category="missing", day=str(today() - DAY))
    said = words(mou.get(LOG))
    places = [said.rindex(text) for text in ("Held somewhere", "Shamed or shut out", "Illness or injury", "missing")]
    assert places == sorted(places)


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("kind=threat", 1), ("kind=stigma", 0), ("urgency=now", 1), ("urgency=later", 0), ("follow=open", 1),
        ("follow=late", 0), ("follow=none", 1), ("days=7", 1), ("days=all", 2), ("kind=%3Cb%3E&follow=x&days=-1", 0),
        ("page=99", 2), ("at=NOWHERE1", 2),
    ],
)  # fmt: skip
def test_the_log_is_filtered(phone, mou, asked, found) -> None:
    call(phone, category="threat", urgency="now", day=str(today() - 20 * DAY))
    call(phone, category="health", follow_up="yes", follow_up_on=str(today()), follow_up_how="she_calls")
    said = words(mou.get(f"{LOG}?{asked}"))
    assert (f"{found} call" in said) if found else ("0 calls" in said)


def test_who_is_not_there_for_her_sees_that_she_has_a_code_and_not_which(phone, mou, salma, ready) -> None:
    person = asha(ready)
    call(phone, caller="known", person=person.code, **FOLLOW)
    found, follow = Call.objects.get(), FollowUp.objects.get()
    pages = (LOG, of(found), "/desk/follow-ups", f"/desk/follow-ups/{follow.pk}/")
    for page in pages:
        assert person.code[:4] not in words(mou.get(page))
        assert person.code[:4] in words(salma.get(page))
    assign.assign(person, ready.accounts["mou"], ready.accounts["salma"])
    assert person.code[:4] in words(mou.get(of(found)))


def test_other_organisations_see_nothing(phone, ready, signed_in) -> None:
    call(phone, **NEW, **FOLLOW)
    kabir = signed_in("kabir")
    assert "The log is empty" in words(kabir.get(f"{LOG}?at={ready.organisations['one'].code}"))
    assert "Nobody waits" in words(kabir.get("/desk/follow-ups"))
    for page in (of(Call.objects.get()), f"/desk/follow-ups/{FollowUp.objects.get().pk}/", f"{LOG}/AAAAAAAA/"):
        assert kabir.get(page).status_code == 404
        assert kabir.post(page, {"action": "note"}).status_code == 404
    assert kabir.get("/desk/follow-ups/x/").status_code == 404


@pytest.mark.parametrize("name", ["ravi", "asha", "devi", "noor", "finn"])
def test_the_log_is_for_those_who_work_with_people(phone, ready, name) -> None:
    call(phone)
    client = ready.client(name)
    for page in (LOG, of(Call.objects.get()), "/desk/follow-ups", "/desk/helpdesk", "/desk/on-call"):
        assert client.get(page).status_code == 404


def test_the_note_of_a_person_is_a_reveal_with_a_reason(phone, mou) -> None:
    call(phone, **NEW)
    page = of(Call.objects.get())
    assert NOTE not in words(mou.get(page))
    assert mou.post(page, {"action": "note"}).status_code == 409
    assert NOTE in words(mou.post(page, {"action": "note", "reason": "visit"}))
    assert Entry.objects.filter(act=Entry.Act.REVEAL).count() == 1


def test_the_note_of_somebody_else_stays_closed(phone, mou, ready) -> None:
    call(phone, caller="known", person=asha(ready).code, note=NOTE)
    answer = mou.post(of(Call.objects.get()), {"action": "note", "reason": "visit"})
    assert answer.status_code == 409
    assert NOTE not in words(answer)


def test_the_note_of_an_unnamed_caller_is_read_in_its_sealed_record_and_logged(phone, mou) -> None:
    call(phone, note=NOTE, word="neem leaf")
    said = words(mou.post(of(Call.objects.get()), {"action": "note", "reason": "visit"}))
    assert NOTE in said
    assert "neem leaf" not in said
    assert Entry.objects.latest("number").detail["step"] == "arrival"


def test_without_an_open_key_the_password_is_asked(phone, ready) -> None:
    call(phone, note=NOTE)
    answer = ready.client("mou").post(of(Call.objects.get()), {"action": "note", "reason": "visit"})
    assert answer.status_code == 423


def test_a_call_becomes_a_case_when_a_supervisor_chooses_her_worker(phone, salma, mou, ready) -> None:
    person = asha(ready)
    call(phone, caller="known", person=person.code)
    page, chosen = of(Call.objects.get()), {"action": "assign", "to": str(ready.accounts["mou"].pk)}
    assert mou.post(page, chosen).status_code == 409  # a worker does not decide this
    assert salma.post(page, chosen | {"to": str(ready.accounts["kabir"].pk)}).status_code == 409
    assert not Assignment.objects.exists()
    assert salma.post(page, chosen).status_code == 302
    assert Assignment.objects.get().account == ready.accounts["mou"].pk


def test_a_call_without_a_name_goes_into_a_record_only_with_her_wish(phone, mou, ready) -> None:
    person = asha(ready)
    call(phone, word="neem leaf", follow_up="yes", follow_up_on=str(today()), follow_up_how="she_calls")
    call(phone, word="neem leaf")
    found = Call.objects.earliest("pk")
    given = {"action": "name", "code": person.code.lower()}
    for wrong in (given, given | {"wants": "yes", "code": "AAAAAAAA"}, given | {"wants": "yes", "code": "2"}):
        assert mou.post(of(found), wrong).status_code == 409
    assert mou.post(of(found), given | {"wants": "yes"}).status_code == 302
    found.refresh_from_db()
    assert (found.person, found.word) == (person.code, None)
    assert FollowUp.objects.get().person == person.code
    assert mou.post(of(found), given | {"wants": "yes"}).status_code == 409


def test_what_a_call_said_is_read_after_it_was_named_as_a_reveal_of_hers(phone, mou, salma, ready) -> None:
    person = asha(ready)
    call(phone, note=NOTE, number="99999 00452", safe_to_call="hours", hours="at noon")
    found = Call.objects.get()
    salma.post(of(found), {"action": "name", "code": person.code, "wants": "yes"})
    asked = {"action": "note", "reason": "visit"}
    said = words(salma.post(of(found), asked))
    for wanted in (NOTE, "99999 00452", "Yes, at these hours", "at noon"):
        assert wanted in said
    line = Entry.objects.latest("number")
    assert (line.act, line.person, line.detail["fields"]) == (Entry.Act.REVEAL, person.code, ["notes"])
    answer = mou.post(of(found), asked)  # nobody has assigned her
    assert answer.status_code == 409
    assert NOTE not in words(answer)


def test_a_referral_from_the_desk_names_the_office_by_its_kind_and_who_agreed(phone, mou) -> None:
    call(phone)
    page, sent = of(Call.objects.get()), {"action": "refer", "kind": "dlsa", "how": "letter", "agreed": "guardian"}
    for wrong in ({"kind": "Gopal's office"}, {"how": ""}, {"agreed": "perhaps"}):
        assert mou.post(page, sent | wrong).status_code == 409
    assert mou.post(page, sent).status_code == 302
    assert mou.post(page, sent | {"kind": "other", "agreed": "nobody"}).status_code == 302
    kept = Referral.objects.order_by("pk").values_list("family", "kind", "how", "agreed")
    assert list(kept) == [("legal-aid", "dlsa", "letter", "guardian"), ("other", "", "letter", "nobody")]
    said = words(mou.get(page))
    assert "Legal aid office (DLSA)" in said
    assert "Without her yes" in said


def test_a_word_finds_the_coded_part_of_earlier_calls_by_post_alone(phone, mou, signed_in) -> None:
    call(phone, word="Neem-leaf 7", category="missing", note=NOTE)
    call(phone, category="health")
    page = mou.post(LOG, {"word": "NEEM LEAF ৭"})
    said = words(page)
    assert "Somebody is missing" in said
    assert "does not prove" in said
    assert NOTE not in said
    assert "NEEM" not in page.content.decode()
    assert "No call with this word" in words(mou.post(LOG, {"word": "somebody else"}))
    assert mou.post(LOG, {"word": "x"}).status_code == 400
    assert "No call with this word" in words(signed_in("kabir").post(LOG, {"word": "neem leaf 7"}))


def test_overdue_follow_ups_stand_first_and_on_the_page_of_today(phone, mou, ready) -> None:
    for days, about in ((3, "health"), (-4, "threat"), (0, "missing")):
        on = today() + days * DAY
        call(phone, day=str(today() - 9 * DAY), category=about, follow_up="yes", follow_up_on=str(on),
             follow_up_how="she_calls")  # fmt: skip
    said = words(mou.get("/desk/follow-ups"))
    places = [said.index(text) for text in ("4 days overdue", "Due today", "in 3 days")]
    assert places == sorted(places)
    waiting = {item.title for item in items(Membership.objects.filter(account=ready.accounts["mou"]))}
    assert waiting == {"1 follow-up is overdue", "1 follow-up is due today"}
    today_page = words(mou.get("/desk/"))
    assert "1 follow-up is overdue" in today_page
    for nobody in ("ravi", "kabir", "asha"):
        assert items(Membership.objects.filter(account=ready.accounts[nobody])) == []


def test_a_follow_up_is_done_moved_with_a_reason_or_ended_and_only_once(phone, mou, ready) -> None:
    call(phone, **NEW, **FOLLOW)
    row = FollowUp.objects.get()
    page, later = f"/desk/follow-ups/{row.pk}/", str(today() + 5 * DAY)
    assert "Look first how she may be reached" in words(mou.get(page))
    moved = {"action": "move", "reason": "no_answer", "on": later, "how": "we_call"}
    for wrong in (
        {"reason": ""}, {"on": "2020-01-01"}, {"on": ""}, {"on": "2999-01-01"}, {"how": "pigeon"},
        {"reason": "not_safe"},
    ):  # fmt: skip
        assert mou.post(page, moved | wrong).status_code == 409
    assert mou.post(page, {"outcome": "done.x"}).status_code == 409
    assert mou.post(page, {"outcome": "open."}).status_code == 409
    assert mou.post(page, moved).status_code == 302
    then = FollowUp.objects.get(before=row)
    assert (str(then.on), then.how, then.state) == (later, "we_call", "open")
    assert mou.post(page, {"outcome": "done.spoke"}).status_code == 409  # it was moved already
    assert mou.post(f"/desk/follow-ups/{then.pk}/", {"outcome": "done.spoke"}).status_code == 302
    row.refresh_from_db()
    then.refresh_from_db()
    assert (row.state, row.reason, then.state, then.reason, then.closed_by) == (
        "moved", "no_answer", "done", "spoke", ready.accounts["mou"],
    )  # fmt: skip
    assert "Nobody answered" in words(mou.get(f"/desk/follow-ups/{then.pk}/"))


def test_nothing_becomes_a_call_back_unless_she_said_that_it_is_safe(phone, mou, ready) -> None:
    by, later = ready.accounts["mou"], today() + DAY
    call(phone, **NEW, follow_up="yes", follow_up_on=str(today()), follow_up_how="she_calls")
    call(phone, follow_up="yes", follow_up_on=str(today()), follow_up_how="she_calls")
    named, unnamed = FollowUp.objects.order_by("pk")
    with pytest.raises(Refused):
        followups.move(named, later, "we_call", "she_asked", by)
    for how in ("we_call", "visit"):
        with pytest.raises(Refused):
            followups.move(unnamed, later, how, "she_asked", by, safe=True)
    assert followups.move(named, later, "we_call", "she_asked", by, safe=True).how == "we_call"
    more = {"action": "follow", "on": str(later), "how": "we_call"}
    assert mou.post(of(named.call), more).status_code == 409
    assert mou.post(of(named.call), more | {"safe": "yes"}).status_code == 302
    assert mou.post(of(unnamed.call), more | {"safe": "yes"}).status_code == 409


def test_the_register_counts_visits(phone, mou, ready, signed_in) -> None:
    assert "No visit yet" in words(mou.get("/desk/helpdesk"))
    office = {"office_visited": "yes", "office_family": "block-office", "office_kind": "bdo", "went_along": "leader"}
    visit(phone, outcome="handed_in", receipt="no", **office)
    visit(phone, outcome="handed_in", receipt="yes", desk="safety_centre", **office)
    visit(phone, outcome="papers_missing", papers_missing="caste income", has_code="yes", person=asha(ready).code,
          next_day=str(today()), note=NOTE)  # fmt: skip
    visit(phone, outcome="settled", day=str(today() - 60 * DAY))
    said = words(mou.get("/desk/helpdesk"))
    for wanted in ("3 visits", "Ration card 3", "Caste certificate 1", "1 of 2", "no receipt", "A survivor leader",
                   "1 visitor is expected"):  # fmt: skip
        assert wanted in said
    assert NOTE not in said
    assert "4 visits" in words(mou.get("/desk/helpdesk?days=all"))
    assert "1 visit" in words(mou.get("/desk/helpdesk?desk=safety_centre"))
    assert "No visit yet" in words(signed_in("kabir").get("/desk/helpdesk"))


def test_facts_are_codes_in_quarters_without_anybody_in_them(phone, ready) -> None:
    call(phone, **NEW, **FOLLOW)
    visit(phone, has_code="yes", person=asha(ready).code)
    found = rows({ready.organisations["one"].pk: "NET"})
    (one,), (came,) = found["field_call"], found["field_visit"]
    assert (one["room"], one["category"], one["follow_ups_open"]) == ("NET", '["police_court", "threat"]', 1)
    assert (came["has_code"], came["purpose"], came["receipt"]) == (True, '["pension", "ration"]', None)
    for row in (one, came):
        assert not {"person", "by", "day", "code", "word"} & set(row)
