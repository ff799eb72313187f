"""The pages of a shared case, as both organisations use them, and as a third one never finds them."""

from __future__ import annotations

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from pakhi.legal import due, joint, joint_work
from pakhi.legal.models import JointFile, JointPaper, JointTask
from pakhi.legal.tests.conftest import DAY, FIR_COPY, client
from pakhi.lib.clock import today
from pakhi.network.models import Membership, Office
from pakhi.vault import assign, consent, scope
from pakhi.vault.models import Entry, Reveal, SealedFile
from pakhi.vault.tests.conftest import share
from tests.canaries import found, tables
from tests.village import LONG_AGO

pytestmark = pytest.mark.django_db(databases="__all__")
HOME = ("Quillabeth", "Zorntree", "kingfisher", "CBO One case", "Mou", "Salma", "Ghughudanga", "Amdanga")


@pytest.fixture
def two(keepers):
    return keepers.village.organisations["two"]


@pytest.fixture
def one(keepers):
    """Mou's browser."""
    return client(keepers, "mou")


@pytest.fixture
def there(keepers):
    """Kabir's browser."""
    return client(keepers, "kabir")


def at_home(file, page="shared_home") -> str:
    code = [file.code] if page == "shared_home" else []
    return reverse(f"legal:{page}", args=[file.thread.book.person, file.thread.number, *code])


def away(file, page="joint", *more) -> str:
    return reverse(f"legal:{page}", args=[file.code, *more])


def text(answer) -> str:
    assert answer.status_code == 200, answer.status_code
    return " ".join(answer.content.decode().split())


def alert(answer) -> str:
    shown = re.search(r'role="alert".*?</div>', answer.content.decode(), re.DOTALL)
    return shown[0] if shown else ""


def task(doer="away", tap="t1", ahead=5, **more):
    due = (today() + ahead * DAY).isoformat()
    return {"act": "task", "what": "certified", "doer": doer, "due": due, "tap": tap, **more}


def again(file) -> JointFile:
    return JointFile.objects.get(pk=file.pk)


def test_on_the_page_of_a_case_another_organisation_is_asked(keepers, whole, rina, mou, kabir, two, one, there):
    case = reverse("legal:court", args=[rina.code, whole])
    assert "Nobody else works on it" in text(one.get(case))
    ask = reverse("legal:offer", args=[rina.code, whole])
    assert "Ask her first" in text(one.get(ask))
    assert one.post(ask, {"to": two.code}).status_code == 409
    assert not JointFile.objects.exists()
    share(rina, two, mou)
    assert "She agreed" in text(one.get(ask))
    for _twice in range(2):
        done = one.post(ask, {"to": two.code})
        assert done.status_code == 302
    file = JointFile.objects.get()
    assert done["Location"] == at_home(file)
    assert "A supervisor or manager there answers" in text(one.get(at_home(file)))
    assert "Not answered yet" in text(one.get(case))
    assert "CBO One asks you to work on a case" in text(there.get(away(file)))


@pytest.mark.parametrize("sent", [{}, {"to": ""}, {"to": "NTHNGX"}, {"to": "'"}])
def test_a_wrong_organisation_is_answered_with_a_sentence(agreed, whole, rina, one, sent):
    answer = one.post(reverse("legal:offer", args=[rina.code, whole]), sent)
    assert answer.status_code == 409
    assert "Choose an organisation." in alert(answer)


def test_they_say_yes_and_work_on_it(offered, kabir, there):
    page = text(there.get(away(offered)))
    assert "West Bengal" in page
    assert "North 24 Parganas" not in page  # the state alone, before both agreed
    assert there.post(away(offered, "joint_answer"), {"act": "accept"}).status_code == 302
    assert again(offered).state == "accepted"
    page = text(there.get(away(offered)))
    assert "North 24 Parganas, West Bengal" in page
    assert "What is to be done" in page


def test_they_say_no_with_a_reason_and_her_home_reads_it(offered, kabir, there, one):
    answer = there.post(away(offered, "joint_answer"), {"act": "decline"})
    assert (answer.status_code, "Choose a reason." in alert(answer)) == (409, True)
    assert there.post(away(offered, "joint_answer"), {"act": "decline", "reason": "full"}).status_code == 302
    assert "We cannot take on anybody now" in text(one.get(at_home(offered)))
    assert "not shared any more" in text(there.get(away(offered)))


def test_a_worker_there_neither_answers_nor_finds_it_until_named(keepers, shared, kabir, there, rina):
    Membership.objects.filter(account=kabir, role="supervisor").delete()
    assert there.get(away(shared)).status_code == 404
    assert there.post(away(shared, "joint_answer"), {"act": "end"}).status_code == 404
    assert shared.code not in there.get("/desk/shared").content.decode()
    JointFile.objects.update(worker=kabir)
    page = text(there.get(away(shared)))
    assert "Who works on it" not in page
    assert there.post(away(shared), task()).status_code == 302
    assert there.post(away(shared, "joint_answer"), {"act": "end"}).status_code == 404
    assert shared.code[:4] in there.get("/desk/shared").content.decode()


def test_a_supervisor_there_names_who_works_on_it(shared, kabir, there, mou):
    for worker, status, named in (
        (kabir.pk, 302, kabir.pk), (mou.pk, 409, kabir.pk), ("x", 409, kabir.pk), ("", 302, None),
    ):  # fmt: skip
        answer = there.post(away(shared, "joint_answer"), {"act": "worker", "worker": worker})
        assert (answer.status_code, again(shared).worker_id) == (status, named)
    lines = Entry.objects.filter(detail__step="named").order_by("number")
    assert [(one.organisation, one.actor, one.detail.get("account")) for one in lines] == [
        (home, kabir.pk, account) for account in (kabir.pk, None) for home in (shared.home.code, shared.away.code)
    ]


def test_both_write_tasks_and_see_what_became_of_them(shared, kabir, one, there):
    for _twice in range(2):
        assert one.post(at_home(shared), task()).status_code == 302
    assert there.post(away(shared), task("home", "t2", what="transfer")).status_code == 302
    assert JointTask.objects.count() == 2
    page = text(there.get(away(shared)))
    assert "Get a certified copy" in page
    assert "Ask that the FIR is sent to the right station" in page
    assert there.post(away(shared), {"act": "say", "task": "t1", "became": "done"}).status_code == 302
    sent = {"act": "say", "task": "t2", "became": "cannot", "why": "refused"}
    assert there.post(away(shared), sent).status_code == 409
    assert one.post(at_home(shared), sent).status_code == 302
    page = text(there.get(away(shared)))
    assert "The office or the court refuses" in page
    assert set(JointTask.objects.values_list("number", "state")) == {("t1", "done"), ("t2", "cannot")}


@pytest.mark.parametrize("wrong", [
    {"what": ""}, {"what": "kingfisher"}, {"doer": "me"}, {"due": "soon"}, {"due": ""}, {"ahead": -3}, {"act": "sing"},
    {"tap": ""}, {"tap": "x" * 99},
])  # fmt: skip
def test_a_task_that_does_not_fit_is_answered_and_keeps_what_was_typed(shared, kabir, one, there, wrong):
    for browser, address in ((one, at_home(shared)), (there, away(shared))):
        answer = browser.post(address, task(**wrong))
        assert answer.status_code in {400, 409}
        assert alert(answer)
    assert not JointTask.objects.exists()


def test_a_copy_of_a_paper_is_given_and_opened_with_a_reason(shared, paper, rina, kabir, one, there):
    sent = {"act": "paper", "paper": paper.token, "kind": "fir", "tap": "p1"}
    for _twice in range(2):
        assert one.post(at_home(shared), sent).status_code == 302
    assert JointPaper.objects.count() == 1
    assert "CBO Two can open a copy" in text(one.get(at_home(shared)))
    assert there.post(away(shared, "joint_open", "p1"), {"reason": ""}).status_code == 409
    answer = there.post(away(shared, "joint_open", "p1"), {"reason": "court"})
    assert b"".join(answer.streaming_content) == FIR_COPY
    assert "kingfisher" not in str(answer.headers)
    assert answer["Content-Disposition"] == 'inline; filename="file.txt"'
    assert "Kabir" in text(one.get(reverse("vault:looked", args=[rina.code])))


def test_every_opening_is_a_line_on_both_sides_and_a_refusal_is_one(given, rina, kabir, there):
    there.post(away(given, "joint_open", "p1"), {"reason": "court"})
    there.post(away(given, "joint_open", "p9"), {"reason": "court"})
    lines = Entry.objects.filter(act="reveal", detail__step="joint", actor=kabir.pk)
    assert {(line.organisation, line.person) for line in lines} == {
        (given.home.code, rina.code), (given.away.code, given.code),
    }  # fmt: skip
    no = Entry.objects.get(act="refused")
    assert (no.organisation, no.person, no.actor) == (given.away.code, given.code, kabir.pk)


def test_opening_asks_for_the_password_where_the_key_is_shut(keepers, given, kabir):
    browser = keepers.village.client("kabir")
    assert browser.post(away(given, "joint_open", "p1"), {"reason": "court"}).status_code == 423
    assert not Reveal.objects.filter(person=given.code).exists()


@pytest.mark.parametrize("wrong", [{"kind": "sweets"}, {"paper": "nothing"}, {"kind": "medical"}, {"tap": ""}])
def test_a_paper_that_does_not_fit_or_that_she_keeps_back_stays(shared, paper, one, wrong):
    answer = one.post(at_home(shared), {"act": "paper", "paper": paper.token, "kind": "fir", "tap": "p1"} | wrong)
    assert answer.status_code == 409
    assert alert(answer)
    assert not JointPaper.objects.exists()


@pytest.mark.parametrize("forged", ["a/b", "..", "p 1", "x" * 41, "é", "p1\n"])
def test_a_forged_number_is_refused_and_breaks_no_page(shared, paper, kabir, one, there, forged):
    upload = SimpleUploadedFile("x.txt", b"an order")
    for browser, address, sent in (
        (one, at_home(shared), {"act": "paper", "paper": paper.token, "kind": "fir", "tap": forged}),
        (there, away(shared), {"act": "paper", "kind": "order", "tap": forged, "file": upload}),
        (one, at_home(shared), task(tap=f"{forged}/")),
    ):
        answer = browser.post(address, sent)
        assert answer.status_code in {400, 409}
        assert alert(answer)
    assert (JointPaper.objects.count(), JointTask.objects.count()) == (0, 0)
    assert "Both work on it" in text(there.get(away(shared)))


def test_a_paper_is_taken_back(given, kabir, one, there):
    assert one.post(at_home(given), {"act": "take_back", "given": "p1"}).status_code == 302
    assert "the copy is destroyed" in text(there.get(away(given)))
    assert there.post(away(given, "joint_open", "p1"), {"reason": "court"}).status_code == 409


def test_they_send_a_paper_into_her_record(shared, rina, kabir, one, there):
    for _twice in range(2):
        upload = SimpleUploadedFile("kingfisher order.txt", b"an order")
        sent = {"act": "paper", "kind": "order", "tap": "p2", "file": upload}
        assert there.post(away(shared), sent).status_code == 302
    assert SealedFile.objects.get(person=rina).kind == "court"
    page = text(there.get(away(shared)))
    assert "sent, sealed in her record" in page
    assert "kingfisher" not in page
    assert there.post(away(shared, "joint_open", "p2"), {"reason": "court"}).status_code == 409
    assert "among the files of her record" in text(one.get(at_home(shared)))


@pytest.mark.parametrize("sent", [
    {}, {"file": SimpleUploadedFile("x.exe", b"MZ\x90\x00")}, {"kind": "sweets"}, {"kind": ""},
])  # fmt: skip
def test_what_is_no_paper_is_not_sent(shared, rina, kabir, there, sent):
    answer = there.post(away(shared), {"act": "paper", "kind": "order", "tap": "p2"} | sent)
    assert answer.status_code == 409
    assert alert(answer)
    assert not SealedFile.objects.filter(person=rina).exists()


def test_the_other_organisation_sees_neither_her_nor_her_home(given, rina, mou, kabir, book, there, say, fir, one):
    """Neither her name, code, book and track, nor who works at her home, nor what a file or a station is called."""
    one.post(at_home(given), task())
    say("fir", {"station": Office.objects.get(kind="police_oc").code}, 1, fir)
    page = text(there.get(away(given)))
    assert "Police station</dt><dd>North 24 Parganas, West Bengal" in page
    assert "Where she comes from" not in page
    assert "Where she comes from</dt><dd>North 24 Parganas, West Bengal" in text(one.get(at_home(given)))
    words = (*HOME, rina.code, rina.code[:4] + " " + rina.code[4:], book.code, given.thread.number, fir)
    for address in (away(given), "/desk/shared", "/desk/", "/desk/log", "/desk/hearings", "/desk/hand-overs"):
        page = there.get(address).content.decode()
        assert [word for word in words if re.search(rf"(?<!\w){re.escape(word)}(?!\w)", page)] == [], address
    for page in ("cbr:case", "vault:person", "vault:consents", "cbr:timeline"):
        assert there.get(reverse(page, args=[rina.code])).status_code == 404, page
    for address in (at_home(given), at_home(given, "court"), at_home(given, "offer")):
        assert there.get(address).status_code == 404


def test_no_word_of_hers_lies_in_clear(given, kabir, there):
    there.post(away(given, "joint_open", "p1"), {"reason": "court"})
    assert [place for place, held in tables().items() if found(["kingfisher", "Zorntree"], held)] == []


@pytest.mark.parametrize("who", ["devi", "noor", "finn", "asha", "ravi"])
def test_a_third_finds_nothing(keepers, given, who):
    browser = keepers.village.client(who)
    for address in (away(given), at_home(given)):
        assert browser.get(address).status_code == 404
        assert browser.post(address, task()).status_code == 404
    assert browser.post(away(given, "joint_answer"), {"act": "end"}).status_code == 404
    assert browser.post(away(given, "joint_open", "p1"), {"reason": "court"}).status_code == 404
    assert browser.get("/desk/shared").status_code == 404


def test_another_organisation_of_workers_finds_nothing_either(keepers, given):
    """A supervisor of a third organisation gets what she gets of a code that nobody has."""
    third, devi = keepers.village.organisations["network"], keepers.village.accounts["devi"]
    Membership.objects.create(account=devi, organisation=third, role="supervisor", valid_from=LONG_AGO)
    browser = keepers.village.client("devi")
    hers, nothing = browser.get(away(given)), browser.get(reverse("legal:joint", args=["NTHNGX22"]))
    assert (hers.status_code, nothing.status_code) == (404, 404)
    assert hers.content == nothing.content
    assert given.code[:4] not in text(browser.get("/desk/shared"))
    assert "No case is shared" in text(browser.get("/desk/shared"))


def test_her_home_opens_it_by_her_page_and_not_by_the_others(given, one, keepers, rina, salma):
    assert one.get(away(given)).status_code == 404
    assert client(keepers, "salma").get(at_home(given)).status_code == 200
    assert one.get(reverse("legal:shared_home", args=[rina.code, given.thread.number, "NTHNGX22"])).status_code == 404
    assign.assign(rina, salma, salma)
    assert one.get(at_home(given)).status_code == 404


def test_when_she_takes_it_back_they_see_that_it_ended_and_nothing_else(given, rina, mou, kabir, kept, one, there):
    one.post(at_home(given), task())
    with kept():
        consent.withdraw(consent.holding(rina, "share").get(), mou)
    page = text(there.get(away(given)))
    assert "not shared any more" in page
    for gone in ("certified", "FIR", "Parganas", "agreed", "Criminal case"):
        assert gone not in page, gone
    assert there.post(away(given, "joint_open", "p1"), {"reason": "court"}).status_code == 409
    assert there.post(away(given), task()).status_code == 409
    assert "What she agreed to does not hold any more" in text(one.get(at_home(given)))
    assert one.post(at_home(given), task()).status_code == 409


def test_without_being_told_the_page_ends_it_too(given, rina, mou, kabir, there):
    consent.withdraw(consent.holding(rina, "share").get(), mou)
    assert "not shared any more" in text(there.get(away(given)))
    assert again(given).state == "ended"


def test_either_side_ends_it(given, kabir, one, there):
    assert there.post(away(given, "joint_answer"), {"act": "end"}).status_code == 302
    assert "does not work on it any more" in text(one.get(at_home(given)))
    assert one.post(at_home(given), {"act": "end"}).status_code == 302
    assert again(given).reason == "away"


def test_the_list_has_both_sides_and_says_what_is_to_be_done(shared, offered, kabir, rina, one, there):
    one.post(at_home(shared), task("home"))
    one.post(at_home(shared), task("away", "t2"))
    for browser in (one, there):
        page = text(browser.get("/desk/shared"))
        assert "1 thing for us to do" in page
        assert "Both work on it" in page
    assert shared.code[:4] in text(there.get("/desk/shared"))


def test_the_day_says_what_another_organisation_counts_on(offered, kabir, one, there, mou):
    def offers(account):
        with scope.bound(*account.memberships.values_list("organisation__code", flat=True)):
            return [item.title for item in due.items(Membership.objects.current().filter(account=account))]

    assert offers(kabir) == ["1 case is offered to be shared"]
    assert "1 case is offered to be shared" in text(there.get("/desk/"))
    assert offers(mou) == []
    joint.accept(offered, kabir)
    one.post(at_home(offered), task())
    one.post(at_home(offered), task("home", "t2"))
    one.post(at_home(offered), task("home", "t3", ahead=60))
    JointTask.objects.filter(number="t2").update(due=today() - DAY)
    assert offers(kabir) == offers(mou) == ["1 thing to do in a shared case"]
    assert "1 of them is overdue." in text(one.get("/desk/"))
    consent.withdraw(consent.holding(offered.thread.book.person, "share").get(), mou)
    assert offers(kabir) == offers(mou) == []


def test_a_long_shared_case_is_read_in_a_bounded_number_of_questions(
    shared, kabir, mou, there, django_assert_max_num_queries
):
    for number in range(12):
        joint_work.ask(shared, "home", mou, "certified", "away", today() + number * DAY, f"t{number}")
    with django_assert_max_num_queries(90):
        text(there.get(away(shared)))
