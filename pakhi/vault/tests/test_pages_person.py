"""One person: by code alone, then the parts that somebody needs, for a reason; papers; corrections."""

from __future__ import annotations

import json
import re

import pytest
from django.urls import reverse

from pakhi.vault import assign, glass, identity, limits, merge, reveal
from pakhi.vault.models import Allowance, Entry, Person, Reveal, Section
from pakhi.vault.tests.conftest import INVENTED, agree
from pakhi.vault.tests.page import Page
from tests.canaries import found, tables

NAMES = [name for name, _script in INVENTED]
CANARIES = [*NAMES, "00417", "Ghughudanga", "seven-coloured"]
MORE = {
    "birth": {"date": "1999-03-02", "precision": "day"},
    "kin": {"kin": [{"text": "Tumtumi", "relation": "mother", "knows": False, "safe": False}]},
    "papers": {"papers": [{"type": "aadhaar", "last": "4418", "where": "with her"}]},
}


@pytest.fixture
def hers(keepers) -> Person:
    """Somebody for whom Mou is there, with an invented name."""
    person = keepers.register(**MORE)
    assign.take_in(person, keepers.mou.account)
    return person


@pytest.fixture
def mou(keepers):
    return keepers.browser("mou")


def at(page: str, person: Person) -> str:
    return reverse(f"vault:{page}", args=[person.code])


def show(client, person: Person, *parts: str, reason: str = "visit"):
    return Page(client.post(at("reveal", person), {"part": parts or ("names", "contacts"), "reason": reason}))


def contacts(keepers, person: Person, **row) -> None:
    identity.write(person, {"contacts": {"contacts": [{"number": "99999 00417", **row}]}}, keepers.mou.account)


def now(keepers, person: Person, part: str):
    """What is written in one part, read by Mina, who looks at nothing else here."""
    return reveal.reveal(keepers.mina, person, [part], "supervision").get(part)


# By code


def test_the_page_says_which_parts_are_written_and_no_word_of_them(mou, hers) -> None:
    page = Page(mou.get(at("person", hers)))
    assert f"{hers.code[:4]} {hers.code[4:]}" in page.words
    for part in ("Names", "Contacts", "Address", "Papers", "Mou", "You can look 30 more times today"):
        assert part in page.words
    assert "Guardian" not in page.words
    assert found([*CANARIES, "Tumtumi", "4418"], page.html.encode()) == []
    assert Reveal.objects.count() == 0


def test_a_part_that_was_written_again_says_its_version(mou, keepers, hers) -> None:
    contacts(keepers, hers, safe_to_call=True)
    assert "version 2" in Page(mou.get(at("person", hers))).words


def test_it_opens_without_an_open_key_too(keepers, hers) -> None:
    page = Page(keepers.village.client("mou").get(at("person", hers)))
    assert (page.status, "30 more times" in page.words) == (200, True)


@pytest.mark.parametrize("page", ["person", "reveal", "print", "edit", "write"])
def test_who_has_nothing_to_do_with_her_finds_nothing(keepers, hers, page: str) -> None:
    other = keepers.register()
    ask = "get" if page == "person" else "post"
    for name, person in (("kabir", hers), ("ravi", hers), ("devi", hers), ("asha", hers), ("mou", other)):
        assert getattr(keepers.village.client(name), ask)(at(page, person)).status_code == 404, name
    assert getattr(keepers.village.client("salma"), ask)(at(page, hers)).status_code != 404


def test_a_closed_record_says_what_it_is_and_nothing_else(keepers, hers) -> None:
    salma = keepers.browser("salma")
    kept = keepers.register()
    merge.confirm(merge.propose(kept, hers, keepers.mou.account), keepers.salma.account)
    page = Page(salma.get(at("person", hers)))
    assert at("person", kept) in page.links
    assert not [action for action in page.forms if hers.code in action]
    for state, words in (("moved", "handed over"), ("forgotten", "asked to be forgotten")):
        Person.objects.filter(pk=hers.pk).update(state=state)
        page = Page(salma.get(at("person", hers)))
        assert words in page.words
        assert not [link for link in [*page.links, *page.forms] if "/person/" in link]


# Looking


def test_what_was_asked_for_is_shown_and_nothing_more(mou, keepers, hers) -> None:
    page = show(mou, hers, "names", "kin")
    assert page.status == 200
    assert found(NAMES, page.html.encode())
    assert "NOT safe for her" in page.words
    assert "does not know about it" in page.words
    assert found(["00417", "Ghughudanga", "4418"], page.html.encode()) == []
    assert "You did not ask for the contacts" in page.words
    row = Reveal.objects.get()
    assert (row.person, row.account, row.fields, row.reason) == (
        hers.code,
        keepers.mou.account.pk,
        "names,kin",
        "visit",
    )
    assert "written down" in page.words
    assert "29 more times" in page.words


def test_the_form_to_correct_is_covered_when_nobody_looks(mou, hers) -> None:
    html = mou.post(reverse("vault:edit", args=[hers.code])).content.decode()
    assert "desk/hide.js" in html
    assert html.index('id="cover" hidden') < html.index('data-cover="60"') < html.index("Ghughudanga")


def test_it_hides_itself_and_is_left_by_a_link_without_a_script(mou, hers) -> None:
    page = show(mou, hers)
    assert re.search(r'data-hide="300" data-away="60"', page.html)
    assert f'<meta http-equiv="refresh" content="300;url={at("person", hers)}">' in page.html
    assert at("person", hers) in page.links
    assert "desk/hide.js" in page.html


@pytest.mark.parametrize(
    ("row", "words", "dialled"),
    [
        ({"safe_to_call": True, "cover": "It is the shop."}, ("Safe to call", "It is the shop."), True),
        ({"safe_to_call": True, "hours": "10 to 12"}, ("Call only at these hours: 10 to 12",), True),
        ({"safe_to_call": False}, ("Do NOT call", "Leave no message"), False),
        ({}, ("Do not call: nobody has asked her yet",), False),
        ({"safe_to_call": True, "safe_message": True}, ("A message may be left",), True),
    ],
)
def test_before_a_call_it_says_whether_it_is_safe(mou, keepers, hers, row, words, dialled: bool) -> None:
    contacts(keepers, hers, **row)
    page = show(mou, hers, "contacts")
    assert all(one in page.words for one in words)
    assert ("tel:+919999900417" in page.links) is dialled
    assert "99999 00417" in page.words


def test_without_a_part_or_a_reason_nothing_is_opened_and_nothing_counted(mou, hers) -> None:
    for sent in ({}, {"part": ["names"]}, {"reason": "visit"}, {"part": ["names"], "reason": "curious"}):
        page = Page(mou.post(at("reveal", hers), sent))
        assert page.status == 400
        assert "Choose what you need to see, and a reason." in page.words
    ticked = Page(mou.post(at("reveal", hers), {"part": ["address", "kin"]}))
    assert ticked.sent("/reveal")["part"] == ["address", "kin"]
    assert Page(mou.post(at("reveal", hers), {"part": ["nonsense"], "reason": "visit"})).status == 409
    assert Reveal.objects.count() == 0


def test_without_an_open_key_the_password_is_asked_for_and_what_was_chosen_waits(keepers, hers) -> None:
    client = keepers.village.client("mou")
    asked = show(client, hers)
    assert asked.status == 423
    again = Page(client.post(at("reveal", hers), asked.sent("/reveal", desk_password="neem-leaf-river-7")))
    assert again.status == 200
    assert found(NAMES, again.html.encode())


def test_when_the_day_is_used_up_it_says_who_helps(mou, keepers, hers) -> None:
    line = Entry.objects.count()
    for number in range(30):
        Reveal.objects.create(
            person=hers.code, organisation=hers.organisation, account=keepers.mou.account.pk, reason="visit",
            fields="names", entry=10_000 + line + number,
        )  # fmt: skip
    assert "0 more times" in Page(mou.get(at("person", hers))).words
    page = show(mou, hers)
    assert page.status == 409
    assert {reverse("vault:limits"), f"{reverse('vault:glass')}?person={hers.code}"} <= set(page.links)
    assert "Mina, Salma" in page.words
    assert found(CANARIES, page.html.encode()) == []
    limits.release_limit(keepers.salma.account, hers.organisation, keepers.mou.account, Allowance.Reason.CALLS)
    assert show(mou, hers).status == 200


def test_an_emergency_opens_what_is_not_hers_and_says_so(mou, keepers) -> None:
    other = keepers.register()
    glass.break_glass(keepers.mou, other, "danger")
    assert "Emergency access until" in Page(mou.get(at("person", other))).words
    assert show(mou, other).status == 200


def test_somebody_without_access_to_names_is_told_who_gives_it(keepers, hers) -> None:
    from pakhi.vault import keys

    keys.withdraw(keepers.village.organisations["one"], keepers.mou.account)
    page = show(keepers.browser("mou"), hers)
    assert page.status == 409
    assert "Who can do it: Mina, Salma" in page.words


def test_of_merged_records_the_kept_one_shows_what_only_the_other_has(mou, keepers, hers) -> None:
    kept = keepers.register(contacts={})
    merge.confirm(merge.propose(kept, hers, keepers.mou.account), keepers.salma.account)
    assert "Papers" in Page(mou.get(at("person", kept))).words
    assert "4418" in show(mou, kept, "papers").words


# On paper


def paper(client, person: Person, reason: str = "papers") -> Page:
    return Page(client.post(at("print", person), {"reason": reason, "part": ["names"]}))


def test_nothing_leaves_on_paper_before_she_agreed(mou, hers) -> None:
    page = paper(mou, hers)
    assert page.status == 409
    assert f"{at('ask', hers)}?purpose=export" in page.links
    assert Reveal.objects.count() == 0


def test_her_papers_are_printed_with_who_and_when(mou, keepers, hers) -> None:
    agree(hers, keepers.mou.account, "export")
    page = paper(mou, hers)
    assert page.status == 200
    for words in ("…4418", "2 March 1999", "Ghughudanga-Nowhere", "Printed by Mou", f"{hers.code[:4]} {hers.code[4:]}"):
        assert words in page.words
    assert found(NAMES, page.html.encode())
    assert found(["00417", "Tumtumi", "seven-coloured"], page.html.encode()) == []
    row = Reveal.objects.get()
    assert row.fields == "names,birth,address,papers"
    assert Entry.objects.get(number=row.entry).act == Entry.Act.PRINT


def test_only_the_parts_she_agreed_to_are_on_it(mou, keepers, hers) -> None:
    from pakhi.vault import consent

    heard = consent.ask(hers, "export", "bn", under_18=False).heard
    consent.give(hers, "export", consent.Answer("bn", "signature", heard), keepers.mou.account, scope=["papers"])
    page = paper(mou, hers)
    assert "…4418" in page.words
    assert found(CANARIES, page.html.encode()) == []
    assert "Left out" in page.words


def test_a_print_has_a_reason(mou, keepers, hers) -> None:
    agree(hers, keepers.mou.account, "export")
    assert paper(mou, hers, reason="").status == 400
    assert Reveal.objects.count() == 0


# Correcting


def editing(client, person: Person, **changed):
    """The form as it is opened, with some fields changed."""
    page = Page(client.post(at("edit", person)))
    assert page.status == 200
    return page.sent("/write", **changed)


def write(client, person: Person, sent):
    return client.post(at("write", person), sent)


def test_the_form_holds_what_is_written_and_opening_it_is_a_look(mou, keepers, hers) -> None:
    sent = editing(mou, hers)
    assert sent["contacts-0-number"] == "99999 00417"
    assert sent["contacts-0-safe_to_call"] == "no"
    assert (sent["birth-day"], sent["birth-month"], sent["birth-year"]) == ("2", "3", "1999")
    assert sent["address-how_to_find"] == "behind the seven-coloured pond"
    assert Reveal.objects.get().reason == "correction"


def test_only_what_changed_is_written_as_a_new_version(mou, keepers, hers) -> None:
    answer = write(mou, hers, editing(mou, hers, contacts__0__safe_to_call="yes", gender__gender="woman"))
    assert answer["Location"] == at("person", hers)
    assert dict(Section.objects.filter(person=hers).order_by("version").values_list("field", "version")) == {
        "names": 1, "birth": 1, "contacts": 2, "address": 1, "kin": 1, "papers": 1, "gender": 1,
    }  # fmt: skip
    assert now(keepers, hers, "contacts") == {"contacts": [{"number": "99999 00417", "safe_to_call": True}]}
    line = Entry.objects.filter(act=Entry.Act.WRITE).get()
    assert line.detail == {"step": "correct", "part": ["contacts", "gender"]}
    said = Page(mou.get(at("person", hers))).words
    assert "Kept as a new version: Gender, Contacts." in said


def test_nothing_changed_writes_nothing(mou, hers) -> None:
    before = Section.objects.count()
    write(mou, hers, editing(mou, hers))
    assert Section.objects.count() == before
    assert Entry.objects.filter(act=Entry.Act.WRITE).count() == 0
    assert "Nothing was changed" in Page(mou.get(at("person", hers))).words


def test_an_emptied_part_is_empty_and_no_number_leads_to_her_any_more(mou, keepers, hers) -> None:
    from pakhi.vault import index

    write(mou, hers, editing(mou, hers, contacts__0__number="", contacts__0__safe_to_call=""))
    assert now(keepers, hers, "contacts") == {}
    assert index.holders(hers.organisation, "phone", ["9999900417"]) == set()
    assert "No telephone is written down" in show(mou, hers, "contacts").words


def test_one_name_has_to_stay(mou, hers) -> None:
    page = Page(write(mou, hers, editing(mou, hers, names__0__text="")))
    assert page.status == 400
    assert "#id_names-0-text" in page.links
    assert page.sent("/write")["address-village"] == "Ghughudanga-Nowhere"


def test_what_is_wrong_stays_typed_and_the_form_is_not_another_look(mou, hers) -> None:
    page = Page(write(mou, hers, editing(mou, hers, birth__year="2999", address__block="Amdanga")))
    assert page.status == 400
    assert page.sent("/write")["birth-year"] == "2999"
    again = write(mou, hers, page.sent("/write", birth__year="1998"))
    assert again.status_code == 302
    assert Reveal.objects.count() == 1


def test_one_more_row_without_a_script_keeps_everything(mou, hers) -> None:
    sent = editing(mou, hers, kin__1__text="Jhumkalata")
    page = Page(write(mou, hers, sent | {"more": "kin"}))
    assert page.status == 200
    assert page.sent("/write")["kin-1-text"] == "Jhumkalata"
    assert page.sent("/write")["kin-TOTAL_FORMS"] == "3"
    assert page.sent("/write")["before"] == sent["before"]
    assert Reveal.objects.count() == 1


def test_somebody_else_was_quicker_and_both_are_on_the_screen(mou, keepers, hers) -> None:
    sent = editing(mou, hers, address__village="Ghughudanga-Mine", gender__gender="woman")
    identity.write(hers, {"address": {"village": "Ghughudanga-Theirs"}}, keepers.salma.account)
    page = Page(write(mou, hers, sent))
    assert page.status == 409
    assert "Ghughudanga-Theirs" in page.words
    assert page.sent("/write")["address-village"] == "Ghughudanga-Mine"
    assert now(keepers, hers, "address") == {"village": "Ghughudanga-Theirs"}
    assert Section.objects.filter(person=hers, field="gender").count() == 0
    assert Reveal.objects.filter(account=keepers.mou.account.pk).count() == 2
    assert write(mou, hers, page.sent("/write")).status_code == 302
    assert now(keepers, hers, "address")["village"] == "Ghughudanga-Mine"
    assert now(keepers, hers, "gender") == {"gender": "woman"}


def test_a_change_elsewhere_is_no_hindrance(mou, keepers, hers) -> None:
    sent = editing(mou, hers, gender__gender="woman")
    identity.write(hers, {"address": {"village": "Ghughudanga-Theirs"}}, keepers.salma.account)
    assert write(mou, hers, sent).status_code == 302
    assert now(keepers, hers, "address") == {"village": "Ghughudanga-Theirs"}


def test_pressing_twice_writes_one_version(mou, keepers, hers) -> None:
    sent = editing(mou, hers, gender__gender="woman")
    assert write(mou, hers, sent).status_code == 302
    assert write(mou, hers, sent).status_code == 409
    assert Section.objects.filter(person=hers, field="gender").count() == 1


def test_writing_needs_no_open_key_when_nobody_was_quicker(mou, keepers, hers) -> None:
    sent = editing(mou, hers, gender__gender="woman")
    assert write(keepers.village.client("mou"), hers, sent).status_code == 302


def test_what_no_form_of_ours_knows_stays_where_it_is(mou, keepers, hers) -> None:
    contacts(keepers, hers, note="her aunt reads it")
    write(mou, hers, editing(mou, hers, contacts__0__safe_to_call="yes"))
    assert now(keepers, hers, "contacts")["contacts"][0]["note"] == "her aunt reads it"


def test_a_page_that_arrived_in_pieces_changes_nothing(mou, hers) -> None:
    broken = (
        "",
        "x",
        "[]",
        "{}",
        '{"contents": 1, "versions": {}}',
        '{"contents": {}, "versions": {"names": "x"}}',
        '{"contents": {}, "versions": {"names": Infinity}}',
        "[" * 99999,
    )
    for before in broken:
        assert write(mou, hers, {"before": before}).status_code == 400, before[:20]
    whole = json.dumps({"contents": {"nonsense": 1, "names": None}, "versions": {}})
    assert write(mou, hers, {"before": whole}).status_code == 400
    assert Section.objects.filter(version=2).count() == 0


def test_a_closed_record_is_not_corrected(keepers, hers) -> None:
    salma = keepers.browser("salma")
    sent = editing(salma, hers, gender__gender="woman")
    Person.objects.filter(pk=hers.pk).update(state=Person.State.FORGOTTEN)
    assert Page(write(salma, hers, sent)).status == 409
    assert Page(salma.post(at("edit", hers))).status == 409
    assert Section.objects.filter(field="gender").count() == 0


def test_what_only_a_merged_record_has_is_corrected_in_the_kept_one(mou, keepers, hers) -> None:
    kept = keepers.register(contacts={})
    merge.confirm(merge.propose(kept, hers, keepers.mou.account), keepers.salma.account)
    sent = editing(mou, hers, papers__0__where="with her aunt")
    assert sent["papers-0-last"] == "4418"
    assert write(mou, hers, sent)["Location"] == at("person", kept)
    assert Section.objects.filter(person=kept, field="papers").count() == 1
    assert Section.objects.filter(person=hers, version=2).count() == 0


# No name where it must not be


def test_after_looking_and_correcting_no_name_is_anywhere_else(mou, keepers, hers) -> None:
    agree(hers, keepers.mou.account, "export")
    shown, printed = show(mou, hers), paper(mou, hers)
    answer = write(mou, hers, editing(mou, hers, names__1__text="Jhumkalata", names__1__kind="alias"))
    held = b"\n".join(tables().values())
    assert found([*CANARIES, "Jhumkalata", "9999900417"], held) == []
    for page in (shown, printed):
        heads = re.findall("<title>.*?</title>", page.html) + [link for link in page.links if "tel:" not in link]
        assert found(CANARIES, "\n".join([*heads, *page.forms]).encode()) == []
    assert found([*CANARIES, "Jhumkalata"], Page(mou.get(answer["Location"])).html.encode()) == []
