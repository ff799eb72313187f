"""A person goes to another organisation: offered with her consent, answered by them, taken back until then."""

from __future__ import annotations

import datetime as dt
import io
import re

import pytest
from django.urls import reverse

from pakhi.lib.clock import today
from pakhi.network.models import Membership
from pakhi.vault import assign, consent, due, files, handover, identity, leave, merge
from pakhi.vault.models import Entry, Handover, Person
from pakhi.vault.pages import handovers as pages
from pakhi.vault.templatetags.people import spelt
from pakhi.vault.tests.conftest import INVENTED, agree
from tests.canaries import found
from tests.village import LONG_AGO, PASSWORD

CANARIES = [name for name, _script in INVENTED] + ["Ghughudanga", "00417", "seven-coloured", "secret-paper"]
LIST = "/desk/hand-overs"


@pytest.fixture
def two(keepers):
    """CBO Two, where Kabir is supervisor, too."""
    organisation = keepers.village.organisations["two"]
    Membership.objects.create(
        account=keepers.village.kabir, organisation=organisation, role="supervisor", valid_from=LONG_AGO
    )
    return organisation


@pytest.fixture
def asha(keepers, two):
    """Somebody whom Mou is there for, with a note and a file, who agreed to go to CBO Two."""
    person, mou = keepers.register(), keepers.village.mou
    assign.take_in(person, mou)
    identity.note(person, "cbr", "the seven-coloured pond", mou)
    files.keep_file(person, io.BytesIO(b"words"), "secret-paper.txt", "scan", mou)
    agree(person, mou, "transfer", two.code)
    return person


@pytest.fixture
def offered(keepers, asha, two):
    return handover.offer(keepers.mou, asha, two, keepers.village.mou, notes=asha.notes.all(), files=asha.files.all())


def address(person, page: str = "offer") -> str:
    return reverse(f"vault:{page}", args=[person.code])


def answer(client, row, to, **said):
    return client.post(reverse("vault:answer", args=[to.code]), {"offer": row.pk, **said})


def alert(page) -> str:
    found = re.search(r'role="alert".*?</div>', page.text, re.DOTALL)
    return re.sub(r"<[^>]+>", " ", found[0]) if found else ""


def ticked(page, name: str) -> list[str]:
    """The values of the boxes of a name that have a tick."""
    return re.findall(rf'name="{name}" value="([^"]*)"[^>]* checked', page.text)


# Offering


def test_her_worker_offers_her_and_chooses_what_goes_along(keepers, asha, two):
    mou = keepers.browser("mou")
    page = mou.get(address(asha))
    assert ticked(page, "part") == ["names", "contacts", "address"]
    assert len(ticked(page, "note")) == len(ticked(page, "file")) == 1
    assert "CBO Two" in page.text
    assert found(CANARIES, page.content) == []
    done = mou.post(address(asha), {"to": two.code, "part": ["names"], "file": [asha.files.get().token]})
    assert (done.status_code, done["Location"]) == (302, LIST)
    row = Handover.objects.get()
    assert [part["field"] for part in row.parcel["sections"]] == ["names"]
    assert (len(row.parcel["notes"]), len(row.parcel["files"])) == (0, 1)
    shown = mou.get(LIST)
    assert "CBO Two" in shown.text
    assert spelt(asha.code) in shown.text


def test_the_paper_of_a_consent_is_not_offered(keepers, asha, two):
    proof = files.keep_file(asha, io.BytesIO(b"mark"), "mark.txt", "proof", keepers.village.mou)
    mou = keepers.browser("mou")
    assert proof.token not in mou.get(address(asha)).text
    mou.post(address(asha), {"to": two.code, "part": ["names"], "file": [proof.token]})
    assert Handover.objects.get().parcel["files"] == []


def test_without_her_consent_the_page_leads_to_asking_her(keepers, asha, two):
    consent.withdraw(asha.consents.get(), keepers.village.mou)
    mou = keepers.browser("mou")
    page = mou.get(address(asha)).text
    assert f"{address(asha, 'ask')}?purpose=transfer&amp;recipient={two.code}" in page
    assert 'name="to"' not in page
    refused = mou.post(address(asha), {"to": two.code, "part": ["names"]})
    assert refused.status_code == 409
    assert "has not agreed" in alert(refused)
    assert not Handover.objects.exists()


def test_only_organisations_whose_recovery_was_rehearsed_can_be_chosen(keepers, asha):
    page = keepers.browser("mou").get(address(asha)).text
    assert "CBO Two" in page
    assert "Open Window Research" not in page
    assert "Friends of Trees Fund" not in page


@pytest.mark.parametrize(
    ("said", "sentence"),
    [({"part": ["names"]}, "Choose an org"), ({"to": "two"}, "at least one part"), ({}, "Choose an org")],
)  # fmt: skip
def test_what_is_missing_is_asked_for_and_what_was_typed_stays(keepers, asha, two, said, sentence):
    sent = {**said, **({"to": two.code} if "to" in said else {}), "file": [asha.files.get().token]}
    page = keepers.browser("mou").post(address(asha), sent)
    assert page.status_code == 409
    assert sentence in alert(page)
    assert ticked(page, "file") == sent["file"]
    assert ticked(page, "part") == sent.get("part", [])
    assert ticked(page, "to") == ([two.code] if "to" in said else [])


def test_records_put_together_with_hers_are_named_since_they_do_not_go_along(keepers, asha):
    other = keepers.register()
    merge.confirm(merge.propose(asha, other, keepers.village.mou), keepers.village.salma)
    page = keepers.browser("mou").get(address(asha)).text
    assert "her other records does not go along" in page
    assert spelt(other.code) in page


def test_it_needs_an_open_key_and_goes_on_with_what_was_typed(keepers, asha, two):
    mou = keepers.village.client("mou")
    assert mou.get(address(asha)).status_code == 423
    sent = {"to": two.code, "part": ["names"]}
    page = mou.post(address(asha), sent)
    assert page.status_code == 423
    assert f'name="to" value="{two.code}"' in page.text
    assert mou.post(address(asha), {**sent, "desk_password": PASSWORD}).status_code == 302
    assert Handover.objects.exists()


# Answering


def test_they_see_what_goes_along_and_not_who_she_is(keepers, offered, asha):
    page = keepers.browser("kabir").get(LIST)
    assert "CBO One" in page.text
    assert "Names, Contacts, Address, 1 note, 1 file" in " ".join(page.text.split())
    codes = [written for code in (asha.code, offered.arrived) for written in (code, spelt(code))]
    assert found([*CANARIES, *codes], page.content) == []


def test_accepted_her_new_code_is_shown_with_what_to_do_next(keepers, offered, asha, two):
    kabir = keepers.browser("kabir")
    done = answer(kabir, offered, two, action="accept")
    arrived = Person.objects.get(organisation=two.code)
    assert (done.status_code, done["Location"]) == (302, f"{LIST}?arrived={arrived.code}")
    page = kabir.get(done["Location"]).text
    assert address(arrived, "person") in page
    assert "Give her a worker" in page
    assert found([asha.code, spelt(asha.code)], page.encode()) == []
    ours = keepers.browser("salma").get(LIST).text
    assert "Accepted" in ours
    assert found([arrived.code, spelt(arrived.code)], ours.encode()) == []


def test_declined_with_a_reason_that_they_see(keepers, offered, two):
    kabir = keepers.browser("kabir")
    page = answer(kabir, offered, two, action="decline", reason="because")
    assert page.status_code == 409
    assert "Choose a reason" in alert(page)
    assert answer(kabir, offered, two, action="decline", reason="full").status_code == 302
    assert "We cannot take on anybody now" in keepers.browser("salma").get(LIST).text
    assert Handover.objects.get().state == "declined"


def test_consent_withdrawn_meanwhile_stops_it_with_a_sentence(keepers, offered, asha, two):
    consent.withdraw(asha.consents.get(), keepers.village.mou)
    page = answer(keepers.browser("kabir"), offered, two, action="accept")
    assert page.status_code == 409
    assert "has not agreed" in alert(page)
    assert not Person.objects.filter(organisation=two.code).exists()


def test_an_answer_is_given_once_and_to_an_offer_that_is_there(keepers, offered, two):
    kabir = keepers.browser("kabir")
    answer(kabir, offered, two, action="accept")
    for sent in ({"action": "accept"}, {"action": "decline", "reason": "full"}, {"offer": "", "action": "accept"}):
        page = answer(kabir, offered, two, **sent)
        assert page.status_code == 409
        assert "not open any more" in alert(page)


# Taking it back


def test_her_worker_takes_the_offer_back(keepers, offered, asha):
    mou = keepers.browser("mou")
    page = mou.post(address(asha, "offer_back"), {"reason": "full"})  # a reason of the others
    assert page.status_code == 409
    assert "Choose a reason" in alert(page)
    assert mou.post(address(asha, "offer_back"), {"reason": "wish"}).status_code == 302
    row = Handover.objects.get()
    assert (row.state, row.reason, row.parcel) == ("taken_back", "wish", {})
    again = mou.post(address(asha, "offer_back"), {"reason": "wish"})
    assert (again.status_code, "This offer is not open any more." in again.text) == (409, True)
    assert "Offered by us" in again.text  # the page itself, not a bare sentence
    assert "Nobody is offered to you" in keepers.browser("kabir").get(LIST).text


# Who gets nothing of it


def test_who_may_not_gets_nothing(keepers, offered, asha, two):
    for name, status in (("ravi", 404), ("asha", 404), ("devi", 404)):
        assert keepers.village.client(name).get(LIST).status_code == status
    for name in ("kabir", "ravi", "devi"):
        client = keepers.village.client(name)
        assert client.get(address(asha)).status_code == 404
        assert client.post(address(asha)).status_code == 404
        assert client.post(address(asha, "offer_back"), {"reason": "wish"}).status_code == 404
    for name in ("mou", "salma", "ravi"):
        assert answer(keepers.village.client(name), offered, two, action="accept").status_code == 404
    assert Handover.objects.get().state == "offered"


def test_a_worker_who_is_not_there_for_her_does_not_see_her_offer(keepers, asha, two):
    row = handover.offer(keepers.salma, asha, two, keepers.village.salma)
    assert spelt(asha.code) in keepers.village.client("mou").get(LIST).text
    assign.end_all(asha, keepers.village.salma)
    assert spelt(asha.code) not in keepers.village.client("mou").get(LIST).text
    assert keepers.village.client("mou").get(address(asha)).status_code == 404
    Handover.objects.filter(pk=row.pk).update(offered_by=keepers.village.mou.pk)
    assert spelt(asha.code) in keepers.village.client("mou").get(LIST).text


def test_a_worker_there_does_not_answer(keepers, offered, two):
    Membership.objects.filter(account=keepers.village.kabir, role="supervisor").update(valid_to=LONG_AGO)
    kabir = keepers.village.client("kabir")
    assert "Offered to us" not in kabir.get(LIST).text
    assert answer(kabir, offered, two, action="accept").status_code == 404


def test_what_was_answered_a_year_ago_is_not_listed(keepers, offered, asha):
    handover.take_back(offered, keepers.village.mou, "wish")
    assert "Taken back" in keepers.village.client("salma").get(LIST).text
    Handover.objects.update(answered_on=today() - dt.timedelta(days=366))
    assert "Taken back" not in keepers.village.client("salma").get(LIST).text


# Today, the panel, the log


def test_today_tells_those_who_answer(keepers, offered):
    def told(name: str) -> list[str]:
        held = Membership.objects.current().filter(account=keepers.village.accounts[name])
        return [item.page for item in due.offers(held.select_related("organisation"))]

    assert told("kabir") == ["vault:handovers"]
    assert told("salma") == told("mou") == []


def test_the_panel_leads_to_the_offer_and_says_where_she_went(keepers, asha, two, rf):
    request = rf.get("/")
    request.user = keepers.village.mou
    panel = pages.panel(request, asha)
    assert (panel["may_offer"], panel["offer"]) == (True, None)
    row = handover.offer(keepers.mou, asha, two, keepers.village.mou)
    panel = pages.panel(request, asha)
    assert (panel["may_offer"], panel["offer"], panel["to"]) == (False, row, "CBO Two")
    arrived = handover.accept(row, two, keepers.village.kabir)
    assert pages.panel(request, arrived)["origin"] == "CBO One"
    assert pages.panel(request, Person.objects.get(pk=asha.pk))["offer"].state == "accepted"


def test_the_panel_does_not_lead_who_makes_one_visit_to_the_offer(keepers, asha, rf):
    request = rf.get("/")
    request.user = keepers.village.mou
    assign.end_all(asha, keepers.village.salma)
    assign.one_visit(asha, request.user, keepers.village.salma, today())
    assert not pages.panel(request, asha)["may_offer"]


def test_a_worker_on_leave_does_not_see_offers(keepers, offered, asha):
    mou, salma = keepers.village.mou, keepers.village.salma
    assert spelt(asha.code) in keepers.village.client("mou").get(LIST).text
    leave.on_leave(asha.organisation, mou, keepers.village.mina, salma, today(), today())
    assert spelt(asha.code) not in keepers.village.client("mou").get(LIST).text
    assert spelt(asha.code) in keepers.village.client("salma").get(LIST).text


def test_no_name_is_left_in_the_log_or_the_session(keepers, asha, two):
    mou = keepers.browser("mou")
    mou.post(address(asha), {"to": two.code, "part": ["names"]})
    lines = "".join(str(line.detail) for line in Entry.objects.all())
    assert found(CANARIES, (lines + str(dict(mou.session))).encode()) == []
