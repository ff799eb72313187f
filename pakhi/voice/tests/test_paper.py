"""On paper: a sheet that says nothing, and two leaders who enter it; what both read alike is sealed, nothing else."""

import base64
import json
import re
import time
from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.urls import reverse
from django.utils import timezone

from pakhi.lib import seal
from pakhi.lib.clock import today
from pakhi.network.models import Membership, Office
from pakhi.voice import at_screen, cards, cast, opening, paper
from pakhi.voice.answer_sheet import answer_sheet, context, pictures
from pakhi.voice.questions import questionnaire
from pakhi.voice.tests.dump import cells, everything
from tests.village import LONG_AGO, PASSWORD, Ballot

PAPER, TELLERS = reverse("voice:paper"), reverse("voice:tellers")
SAID = {"respect": "2", "listened": "na", "told_others": "yes", "themes": ["long_wait", "harsh_words"]}
INSIDE = {
    "items": {"respect": 2, "listened": 0},
    "yesno": {"told_others": True},
    "themes": ["harsh_words", "long_wait"],
}


def said(village):
    private = village.opened().private
    return [opening.read(private, bytes(ballot.sealed)) for ballot in Ballot.objects.all()]


@pytest.fixture
def numbers(village):
    village.key()
    return village.cards(3)


def unlocked(client):
    """What the session holds, with the key that the browser has."""
    key = base64.urlsafe_b64decode(client.cookies[at_screen.COOKIE].value)
    return json.loads(seal.unwrap(key, base64.b64decode(client.session["tellers"])))


class Desk:
    """The one screen at which Asha begins and Rina goes on."""

    def __init__(self, village, mark=""):
        self.village, self.client = village, village.client("asha")
        self.do("begin", other="rina")
        self.pile(mark or village.bdo.code)

    def do(self, step, **fields):
        response = self.client.post(TELLERS, {"do": step, **fields}, follow=True)
        self.status, self.html = response.status_code, response.content.decode()
        return self

    def pile(self, mark):
        return self.do("pile", mark=mark)

    def sheet(self, number, **changed):
        return self.do("sheet", card=number, **(SAID | changed))

    def change(self, password=PASSWORD):
        self.do("hand", password=password)
        return self

    @property
    def sitting(self):
        return paper.Sitting(**unlocked(self.client))


@pytest.fixture
def desk(village, numbers):
    return Desk(village)


def second(desk):
    desk.change()
    return desk.pile(desk.village.bdo.code)


def test_what_both_enter_alike_is_sealed_at_once(village, desk, numbers):
    desk.sheet(numbers[0])
    assert not Ballot.objects.exists()
    second(desk).sheet(numbers[0])
    assert "Both agree" in desk.html
    (inside,) = said(village)
    assert inside["mode"] == "paper"
    assert {key: inside[key] for key in INSIDE} == INSIDE
    assert (inside["office"], inside["holder"], inside["words"]) == (village.bdo.code, "", "")
    assert desk.sitting.first == {}


@pytest.mark.parametrize(
    ("changed", "question"),
    [
        ({"respect": "3"}, "respect"), ({"respect": ""}, "respect"), ({"listened": ""}, "listened"),
        ({"safe": "4"}, "safe"), ({"told_others": "no"}, "told_others"), ({"money": "no"}, "money"),
        ({"themes": ["long_wait"]}, "harsh_words"),
        ({"themes": ["long_wait", "harsh_words", "kind_words"]}, "kind_words"),
    ],
)  # fmt: skip
def test_where_they_differ_nothing_is_sealed_and_the_place_is_shown(village, desk, numbers, changed, question):
    desk.sheet(numbers[0])
    second(desk).sheet(numbers[0], **changed)
    assert (desk.status, Ballot.objects.count()) == (400, 0)
    assert "Look at the paper together" in desk.html
    assert desk.html.count("Look again") == 1
    marked = re.findall(r'class="(?:ticked )?group">.*?name="(\w+)" value="(\w+)"', desk.html, re.S)
    assert question in marked[0]
    desk.sheet(numbers[0])  # it was her own slip
    assert Ballot.objects.count() == 1


def test_what_the_first_teller_misread_is_entered_by_her_again(village, desk, numbers):
    desk.sheet(numbers[0], respect="1")
    second(desk).sheet(numbers[0])
    desk.do("aside", card=numbers[0])
    assert (desk.sitting.aside, desk.sitting.first) == (1, {})
    desk.change().pile(village.bdo.code)
    assert desk.sitting.turn == 1
    desk.sheet(numbers[0])
    second(desk).sheet(numbers[0])
    assert [inside["items"]["respect"] for inside in said(village)] == [2]


def test_a_sheet_that_only_one_of_them_has_is_not_counted(village, desk, numbers):
    desk.sheet(numbers[0])
    second(desk).sheet(numbers[1])
    assert (desk.status, Ballot.objects.count()) == (400, 0)
    assert "The first teller has not entered" in desk.html
    desk.do("close")
    assert "1 sheet was entered once only" in desk.html
    assert "Burn all the sheets" in desk.html
    assert "tellers" not in desk.client.session


def test_a_sheet_is_entered_twice_and_not_three_times(village, desk, numbers):
    desk.sheet(numbers[0])
    desk.sheet(numbers[0])
    assert len(desk.sitting.first) == 1
    second(desk).sheet(numbers[0])
    desk.sheet(numbers[0])
    assert (desk.status, Ballot.objects.count()) == (400, 1)
    assert "entered twice already" in desk.html


def test_the_second_teller_sees_nothing_of_the_first(village, desk, numbers):
    desk.sheet(numbers[0])
    second(desk)
    page = desk.client.get(TELLERS).content.decode()
    assert numbers[0] not in page
    assert re.findall(r'value="(\w*)" checked', page) == [""] * 12


def test_a_sheet_entered_once_can_be_read_by_nobody(village, desk, numbers):
    """The session holds marks that mean nothing without the card's number, in no order."""
    for number in numbers:
        desk.sheet(number)
    held = unlocked(desk.client)
    text = str(held)
    assert not [word for word in ("harsh", "yes", *numbers) if word in re.sub(r"'[a-z_]+':", "", text)]
    assert list(held["first"]) == sorted(held["first"])
    marks = [tuple(sheet.values()) for sheet in held["first"].values()]
    assert len({mark for sheet in marks for mark in sheet}) == 3 * len(marks[0])  # alike answers, no mark alike
    root = cards.patience.root(numbers[0])
    assert root.hex() not in text
    assert cards.rater_of(root) not in text


def test_the_same_sheet_has_other_marks_in_another_sitting(village, numbers):
    one, other = Desk(village).sheet(numbers[0]).sitting, Desk(village).sheet(numbers[0]).sitting
    assert not {m for s in one.first.values() for m in s.values()} & {
        m for s in other.first.values() for m in s.values()
    }


def test_nothing_of_a_sitting_stays(village, desk, numbers):
    def disk():
        return [
            sorted((t, n, str(v)) for t, n, v in cells(alias) if t not in {"django_session", "axes_accesslog"})
            for alias in ("default", "vault")
        ]

    before = disk()
    desk.sheet(numbers[0])
    second(desk).sheet(numbers[0])
    desk.do("close")
    assert disk() == before
    assert "tellers" not in "".join(str(session.get_decoded()) for session in Session.objects.all())
    everywhere = everything()
    assert numbers[0].encode() not in everywhere
    (inside,) = said(village)
    assert inside.keys() == {*opening.KINDS, "items", "yesno", "themes"}


def test_the_disk_alone_opens_no_sitting(village, desk, numbers):
    desk.sheet(numbers[0])
    kept = desk.client.session["tellers"]
    assert desk.sitting.salt not in str(base64.b64decode(kept))
    cookie = desk.client.cookies[at_screen.COOKIE]
    assert (cookie["httponly"], cookie["samesite"], cookie["max-age"], cookie["expires"]) == (True, "Strict", "", "")
    for key in ("", "x", "é", base64.urlsafe_b64encode(seal.new_key()).decode()):
        session = desk.client.session
        session["tellers"] = kept
        session.save()
        desk.client.cookies[at_screen.COOKIE] = key
        desk.sheet(numbers[1])
        assert "That sitting is over" in desk.html
        assert "tellers" not in desk.client.session


def test_every_sitting_has_a_key_of_its_own(village, desk):
    first = desk.client.cookies[at_screen.COOKIE].value
    desk.pile(village.bdo.code)
    assert desk.client.cookies[at_screen.COOKIE].value == first
    desk.do("close")
    assert desk.client.cookies[at_screen.COOKIE].value == ""
    assert desk.do("begin", other="rina").client.cookies[at_screen.COOKIE].value not in {"", first}


def test_a_sitting_that_nobody_ends_is_over_after_hours(village, desk, numbers, monkeypatch):
    desk.sheet(numbers[0])
    now = time.time()
    monkeypatch.setattr(time, "time", lambda: now + paper.HOURS * 3600 - 60)
    assert desk.client.get(TELLERS).status_code == 200
    monkeypatch.setattr(time, "time", lambda: now + paper.HOURS * 3600 + 60)
    desk.sheet(numbers[1])
    assert "That sitting is over" in desk.html
    assert "tellers" not in desk.client.session


def test_sessions_that_are_over_go_when_a_sitting_begins(village, numbers):
    gone = village.client("mou").session.session_key
    Session.objects.filter(pk=gone).update(expire_date=timezone.now() - timedelta(minutes=1))
    Desk(village)
    assert not Session.objects.filter(pk=gone).exists()
    assert Session.objects.exists()


@pytest.mark.parametrize("step", ["sheet", "look"])
def test_a_change_in_the_list_ends_the_pile_and_not_the_sitting(village, numbers, step):
    desk = Desk(village, village.hari.code).sheet(numbers[0])
    village.hari.valid_to = today() - timedelta(days=1)
    village.hari.save()
    if step == "sheet":
        desk.sheet(numbers[1])
    else:
        desk.html = desk.client.get(TELLERS).content.decode()
    assert "This office is not in the list" in desk.html
    assert (desk.sitting.about, len(desk.sitting.first)) == ("", 1)
    desk.pile(village.bdo.code).sheet(numbers[1])
    assert len(desk.sitting.first) == 2


def test_who_tells_makes_no_difference_to_the_ballot(village, numbers):
    insides = []
    for order in (("asha", "rina"), ("rina", "asha")):
        Ballot.objects.all().delete()
        sitting = paper.begin(village.one, *(village.accounts[name] for name in order))
        sitting = paper.pile(sitting, village.bdo.code)
        whole = {"items": {"respect": 3}, "yesno": {}, "themes": []}
        sitting = paper.enter(sitting, numbers[0], whole)
        paper.enter(paper.pile(paper.hand_over(sitting), village.bdo.code), numbers[0], whole)
        insides += said(village)
    assert insides[0] == insides[1]


@pytest.mark.parametrize("password", ["", "wrong", PASSWORD + "x"])
def test_the_second_teller_gives_her_own_password(village, desk, numbers, password):
    desk.sheet(numbers[0])
    desk.change(password)
    assert (desk.status, desk.sitting.turn) == (400, 1)
    assert "password of Rina" in desk.html


def test_the_first_teller_gives_hers_to_come_back(village, desk):
    village.rina.set_password("another-one-9")
    village.rina.save()
    desk.change("another-one-9")
    assert desk.sitting.turn == 2
    desk.change("another-one-9")
    assert desk.sitting.turn == 2
    desk.change(PASSWORD)
    assert desk.sitting.turn == 1


@pytest.mark.parametrize("other", ["asha", "mou", "mina", "devi", "kabir", "nobody", ""])
def test_the_second_teller_is_another_leader_of_the_group(village, numbers, other):
    client = village.client("asha")
    response = client.post(TELLERS, {"do": "begin", "other": other})
    assert response.status_code == 400
    assert "tellers" not in client.session


def test_a_leader_who_works_there_is_no_teller(village, numbers):
    Membership.objects.create(account=village.rina, organisation=village.one, role="worker", valid_from=LONG_AGO)
    assert village.client("asha").post(TELLERS, {"do": "begin", "other": "rina"}).status_code == 400


def test_a_leader_who_begins_to_work_there_meanwhile_is_none_any_more(village, desk, numbers):
    Membership.objects.create(account=village.rina, organisation=village.one, role="worker", valid_from=LONG_AGO)
    desk.sheet(numbers[0])
    assert "tellers" not in desk.client.session
    assert "also works here" in desk.html


@pytest.mark.parametrize("who", ["mou", "salma", "mina", "ravi", "devi", "noor", "finn", "kabir"])
def test_nobody_but_leaders(village, who):
    for address in (PAPER, TELLERS):
        assert village.client(who).get(address).status_code == 404
        assert village.client(who).post(address, {"do": "begin", "other": "rina"}).status_code == 404


def test_not_about_a_teller_herself(village, numbers):
    seat = village.holders["hari"]
    seat.account = village.rina
    seat.save()
    for mark in (seat.code, village.bdo.code):
        desk = Desk(village, mark)
        assert (desk.status, desk.sitting.about) == (400, "")


def test_not_about_an_organisation_that_a_teller_works_for(village, numbers):
    Membership.objects.create(account=village.rina, organisation=village.two, role="worker", valid_from=LONG_AGO)
    desk = Desk(village, village.desk_two.code)
    assert (desk.status, desk.sitting.about) == (400, "")


@pytest.mark.parametrize("kind", ["printed", "void", "other group", "wrong", "empty"])
def test_a_card_that_is_not_good_is_refused_at_the_first_entry(village, desk, numbers, kind):
    bad = {"wrong": "1111222233334444", "empty": ""}.get(kind)
    if kind == "printed":
        bad = cards.print_stack(village.one, village.mina, 1)[1][0]
    if kind == "void":
        bad = numbers[1]
        cards.void_own(bad)
    if kind == "other group":
        stack, (bad,) = cards.print_stack(village.network, village.mina, 1)
        for name in ("asha", "rina"):
            Membership.objects.create(
                account=village.accounts[name], organisation=village.network, role="leader", valid_from=LONG_AGO
            )
        cards.activate(stack, village.asha, village.rina, 1)
    desk.sheet(bad)
    assert desk.status == 400
    assert desk.sitting.first == {}
    assert 'value="2" checked' in desk.html  # what was entered still stands there


def test_a_card_made_void_between_the_two_entries_casts_nothing(village, desk, numbers):
    desk.sheet(numbers[0])
    cards.void_own(numbers[0])
    second(desk).sheet(numbers[0])
    assert (desk.status, Ballot.objects.count()) == (400, 0)


def test_one_ballot_for_a_card_office_and_quarter(village, desk, numbers):
    village.tell(numbers[0], "bdo", face=4)
    desk.sheet(numbers[0])
    second(desk).sheet(numbers[0])
    assert [inside["mode"] for inside in said(village)] == ["paper"]


@pytest.mark.parametrize("mark", ["", "K7MR2PX", "nothing", "১২৩", "'; --", "A" * 300])
def test_a_mark_that_is_not_right(village, numbers, mark):
    desk = Desk(village)
    desk.pile(mark)
    assert desk.status == 400
    assert desk.sitting.about == village.bdo.code


def test_a_mark_of_somebody_who_sits_there(village, numbers):
    desk = Desk(village, f" {village.hari.code.lower()} ")
    desk.sheet(numbers[0])
    desk.change().pile(village.hari.code).sheet(numbers[0])
    assert [(i["office"], i["holder"]) for i in said(village)] == [(village.bdo.code, village.hari.code)]


def test_paper_needs_two_tellers_to_be_cast(village, numbers):
    held, told = cards.hold(numbers[0]), cast.Reply(village.bdo.code, items={"respect": 1})
    one = cast.Assistant(village.asha, village.one)
    for helpers in ((), (one,), (one, one)):
        with pytest.raises(cards.Refused):
            cast.cast(held, told, "paper", *helpers)
    assert not Ballot.objects.exists()


def test_an_empty_sheet_is_no_ballot(village, desk, numbers):
    desk.do("sheet", card=numbers[0])
    assert desk.status == 400
    assert "not answered anything" in desk.html


def test_whoever_signs_in_at_the_same_browser_finds_no_sitting(village, desk, numbers):
    desk.sheet(numbers[0])
    desk.client.logout()
    desk.client.force_login(village.rina, backend="allauth.account.auth_backends.AuthenticationBackend")
    assert desk.client.get(TELLERS).status_code == 302


@pytest.mark.parametrize("step", ["", "nothing", "sheet", "hand", "close", "pile", "aside"])
def test_without_a_sitting_every_step_leads_back(village, step):
    assert village.client("asha").post(TELLERS, {"do": step}).status_code == 302


# The sheet to print.


@pytest.fixture
def bdo(village) -> Office:
    return village.bdo


@pytest.mark.parametrize("language", ["en", "bn", "hi", "te"])
@pytest.mark.parametrize("words", ["", "yes"])
def test_the_sheet_is_one_page_of_instructions_and_one_to_fill_in(village, language, words):
    response = village.client("rina").post(PAPER, {"mark": village.hari.code, "language": language, "words": words})
    assert response["Content-Type"] == "application/pdf"
    assert response.content.count(b"/Type /Page\n") + response.content.count(b"/Type /Page>") <= 2
    assert f"sheet-{village.hari.code}-{language}.pdf" in response["Content-Disposition"]
    assert response.content.startswith(b"%PDF")


def test_the_sheet_has_every_question_picture_and_face(bdo):
    asked, whole = questionnaire(), context(bdo, None, "en", with_words=False)
    assert [row["number"] for row in (*whole["items"], *whole["yesno"])] == list(range(1, 13))
    assert len(whole["themes"]) == len(asked.themes)
    assert len(whole["faces"]) == 4
    assert {q.picture for part in (asked.items, asked.yesno, asked.themes) for q in part} <= pictures().keys()


def test_the_page_to_fill_in_names_nothing(village):
    from django.template.loader import render_to_string

    html = render_to_string("voice/answer_sheet.html", context(village.bdo, village.hari, "en", with_words=False))
    page = html.rsplit("<section>", 1)[1]
    words = re.sub(r"<[^>]+>|\s", "", re.sub(r'src="[^"]*"', "", page))
    assert words == village.hari.code + "".join(str(n) for n in range(1, 13))
    assert b"Pakhi" not in answer_sheet(village.bdo, village.hari, "en")


@pytest.mark.parametrize("asked", [{}, {"mark": "K7MR2PX", "language": "en"}, {"language": "xx"}, {"mark": "\x00"}])
def test_a_sheet_about_nothing_is_refused_with_a_sentence(village, asked):
    response = village.client("asha").post(PAPER, asked)
    assert response.status_code == 400
    assert "error-summary" in response.content.decode()


def test_the_strangers_desk_is_not_in_the_list(village):
    page = village.client("asha").get(PAPER).content.decode()
    assert village.bdo.code in page
    assert village.desk_two.code not in page
    response = village.client("asha").post(PAPER, {"mark": village.desk_two.code, "language": "en"})
    assert response.status_code == 400
