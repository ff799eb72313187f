"""The pages of keys: a manager without knowledge of machines sets them up, and finds the way back in a bad hour."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest
from axes.models import AccessAttempt
from django.test import Client

from pakhi.lib import shares
from pakhi.network.models import Account, Membership
from pakhi.vault import doors, identity, keys, rotation
from pakhi.vault.models import Entry, Grant, OrganisationKey, Person
from pakhi.vault.pages import recovery
from pakhi.vault.tests.conftest import INVENTED, Keepers
from tests.canaries import found, tables
from tests.village import LONG_AGO, PASSWORD, Village

KEYS, LOGIN, CHANGE = "/desk/keys", "/desk/account/login/", "/desk/account/password/"


class Words(HTMLParser):
    """The words of each list of class "words" on a page."""

    def __init__(self) -> None:
        super().__init__()
        self.lists: list[list[str]] = []
        self.inside = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "ol":
            self.inside = ("class", "words") in attrs
            self.lists += [[]] if self.inside else []

    def handle_endtag(self, tag: str) -> None:
        self.inside = self.inside and tag != "ol"

    def handle_data(self, data: str) -> None:
        if self.inside and data.strip():
            self.lists[-1].append(data.strip())


def sheets(response) -> list[str]:
    """The three shares as they stand on the page."""
    page = Words()
    page.feed(response.content.decode())
    return [" ".join(words) for words in page.lists]


def text(response) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


def at(organisation, page: str) -> str:
    return f"{KEYS}/{organisation.code}/{page}"


@pytest.fixture
def one(keepers: Keepers):
    return keepers.village.organisations["one"]


@pytest.fixture
def salma(keepers: Keepers) -> Client:
    return keepers.browser("salma")


def reads(keepers: Keepers, name: str, person: Person) -> bool:
    """Whether somebody opens a name now."""
    try:
        account = keepers.village.accounts[name]
        opened = keepers.open[name] if name in keepers.open else keys.unlock(account, PASSWORD)
        return bool(identity.read(opened, Person.objects.get(pk=person.pk), ["names"]))
    except keys.Refused:
        return False


def rekha(one) -> Account:
    """A new worker who has signed in once."""
    account = Account.objects.create_user("rekha", PASSWORD, "Rekha")
    Membership.objects.create(account=account, organisation=one, role="worker", valid_from=LONG_AGO)
    keys.make_worker_key(account, PASSWORD)
    return account


# Set-up.


def test_from_nothing_to_the_first_person_in_three_steps(village: Village):
    home, keepers = village.organisations["one"], Keepers(village)
    mina = keepers.browser("mina")
    assert "Make the key and show the shares" in text(mina.get(KEYS))
    shown = mina.post(at(home, "set-up"))
    three = sheets(shown)
    assert [len(words.split()) for words in three] == [shares.WORDS] * 3
    assert home.code in text(shown)
    assert not keys.ready(home)
    again = mina.get(at(home, "rehearse"))
    assert again.status_code == 200
    assert three[0] not in text(mina.get(KEYS))
    done = mina.post(at(home, "rehearse"), {"first": three[2].upper(), "second": three[0].replace(" ", "\n")})
    assert done.status_code == 302
    assert keys.ready(home)
    assert keepers.register(by="mina").code


def test_a_sheet_names_nobody(village: Village):
    keepers, home = Keepers(village), village.organisations["one"]
    shown = keepers.browser("mina").post(at(home, "set-up"))
    printed = shown.content.decode().partition('class="card reading sheet"')[2]
    assert re.findall(r"\b(Mina|mina|CBO One|Banyan)\b", printed) == []  # "terminal" is one of the words of shares


def test_shares_are_kept_nowhere(village: Village):
    keepers, home = Keepers(village), village.organisations["one"]
    client = keepers.browser("mina")
    three = sheets(client.post(at(home, "set-up")))
    beginnings = [" ".join(share.split()[4:7]) for share in three]
    assert {name: hit for name, held in tables().items() if (hit := found(beginnings, held))} == {}
    assert found(beginnings, client.get(KEYS).content) == []


def test_the_key_is_made_once(salma: Client, one):
    refused = salma.post(at(one, "set-up"))
    assert refused.status_code == 409
    assert sheets(refused) == []
    assert OrganisationKey.objects.filter(organisation=one.code).count() == 1


def test_shares_that_were_not_printed_are_made_again_and_the_first_open_nothing(keepers, salma, one):
    fresh = sheets(salma.post(at(one, "print-again")))
    assert len(fresh) == 3
    assert not keys.ready(one)
    old = salma.post(at(one, "rehearse"), dict(zip(("first", "second"), keepers.shares["one"], strict=False)))
    assert old.status_code == 400
    assert "older print" in text(old)
    assert salma.post(at(one, "rehearse"), {"first": fresh[0], "second": fresh[1]}).status_code == 302
    assert keys.ready(one)


def test_a_mistyped_share_stays_in_its_field_and_the_word_is_named(keepers, salma, one):
    first, second, _third = keepers.shares["one"]
    words = first.split()
    words[6] = "qwzx"
    answer = salma.post(at(one, "rehearse"), {"first": " ".join(words), "second": second})
    assert answer.status_code == 400
    fields = answer.context["fields"]
    assert [field.text for field in fields] == [" ".join(words), second]
    assert "Word 7, “qwzx”" in fields[0].error
    assert fields[1].error == ""
    assert second in answer.content.decode()


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        (lambda a, b: (a, a), "the same share"),
        (lambda a, b: (a, shares.split(bytes(32))[0]), "do not belong together"),
        (lambda a, b: (a, b.rsplit(" ", 1)[0]), "There are 32 words here. On the paper there are 33."),
        (lambda a, b: (" ".join([*a.split()[1:], "academic"]), b), "not the one on the paper"),
        (lambda a, b: ("", b), "Type the 33 words"),
        (lambda a, b: ("<script>alert(1)</script>", b), "is in no share"),
    ],
)
def test_each_way_to_mistype_has_its_sentence(keepers, salma, one, typed, sentence):
    first, second = typed(*keepers.shares["one"][:2])
    keys.withdraw(one, keepers.salma.account)
    for page in ("rehearse", "recover"):
        answer = salma.post(at(one, page), {"first": first, "second": second})
        assert answer.status_code == 400
        assert sentence in text(answer)
        assert "<script>alert" not in answer.content.decode()


def test_who_can_open_names_is_told_that_no_share_is_needed(salma: Client, one):
    assert "You can open names already" in text(salma.get(at(one, "recover")))


# Giving and taking.


def test_access_is_given_and_works_at_once(keepers, salma, one):
    person, new = keepers.register(), rekha(one)
    assert salma.post(at(one, "grant"), {"account": new.pk}).status_code == 302
    assert identity.read(keys.unlock(new, PASSWORD), person, ["names"])
    assert "Rekha" in [holder.name for holder in salma.get(KEYS).context["ring"].openers]


def test_access_that_is_taken_ends_at_once_and_a_change_of_key_is_proposed(keepers, salma, one):
    person, mou = keepers.register(), keepers.mou.account
    assert "To the change of key" not in text(salma.get(KEYS))
    assert salma.post(at(one, "withdraw"), {"account": mou.pk}).status_code == 302
    assert not reads(keepers, "mou", person)
    assert reads(keepers, "mina", person)
    page = text(salma.get(KEYS))
    assert "1 colleague lost access" in page
    assert "To the change of key" in page
    line = Entry.objects.filter(act=Entry.Act.KEY).latest("number")
    assert (line.detail, line.actor) == ({"step": "take", "account": mou.pk}, keepers.salma.account.pk)


def test_taking_away_needs_no_open_key(keepers, one):
    minas = keepers.village.client("mina")
    assert minas.post(at(one, "withdraw"), {"account": keepers.mou.account.pk}).status_code == 302
    assert not keys.holds(one, keepers.mou.account)


def test_a_leftover_is_marked_and_can_be_taken_away(keepers, salma, one):
    Membership.objects.filter(account=keepers.mou.account).update(valid_to=LONG_AGO)
    assert "Does not work here any more" in text(salma.get(KEYS))
    salma.post(at(one, "withdraw"), {"account": keepers.mou.account.pk})
    assert "Does not work here any more" not in text(salma.get(KEYS))


def test_the_last_one_has_to_say_that_shares_are_at_hand(keepers, salma, one):
    keepers.register()
    for name in ("mou", "mina"):
        keys.withdraw(one, keepers.open[name].account)
    mine = {"account": keepers.salma.account.pk}
    assert "Only one person can open names" in text(salma.get(KEYS))
    assert salma.post(at(one, "withdraw"), mine).status_code == 409
    assert keys.holds(one, keepers.salma.account)
    assert salma.post(at(one, "withdraw"), mine | {"sure": "yes"}).status_code == 302
    assert "Nobody who works here can open names now" in text(salma.get(KEYS))


@pytest.mark.parametrize("account", ["", "0", "x", "9" * 30, "²", "9" * 5000])
@pytest.mark.parametrize("page", ["grant", "withdraw", "reset"])
def test_somebody_who_is_not_there_gets_a_sentence(salma: Client, one, page: str, account: str):
    answer = salma.post(at(one, page), {"account": account})
    assert answer.status_code == 409
    assert "Choose somebody from the list." in text(answer)


def test_kabir_of_another_organisation_is_given_nothing(keepers, salma, one):
    assert salma.post(at(one, "grant"), {"account": keepers.kabir.account.pk}).status_code == 409
    assert not keys.holds(one, keepers.kabir.account)


def test_who_cannot_open_names_gives_no_access(keepers, one):
    keys.withdraw(one, keepers.mina.account)
    mina, new = keepers.browser("mina"), rekha(one)
    assert "You cannot open names yourself" in text(mina.get(KEYS))
    assert mina.post(at(one, "grant"), {"account": new.pk}).status_code == 409
    assert not keys.holds(one, new)


def test_who_has_not_signed_in_is_listed_as_such(village, keepers, salma, one):
    account = Account.objects.create_user("farida", PASSWORD, "Farida")
    Membership.objects.create(account=account, organisation=one, role="worker", valid_from=LONG_AGO)
    assert [each.name for each in salma.get(KEYS).context["ring"].absent] == ["Farida"]
    assert salma.post(at(one, "grant"), {"account": account.pk}).status_code == 409


def test_who_keeps_two_organisations_chooses(keepers, one):
    two = keepers.village.organisations["two"]
    Membership.objects.create(account=keepers.mina.account, organisation=two, role="manager", valid_from=LONG_AGO)
    mina = keepers.browser("mina")
    assert mina.get(KEYS).context["ring"].organisation == one
    assert mina.get(f"{KEYS}?of={two.code}").context["ring"].organisation == two
    network = keepers.village.organisations["network"]
    assert mina.get(f"{KEYS}?of={network.code}").context["ring"].organisation == one


# Changing the key.


def test_the_key_changes_step_by_step_and_can_be_left(keepers, salma, one, monkeypatch):
    monkeypatch.setattr(rotation, "BATCH", 2)
    monkeypatch.setattr(recovery, "SECONDS", 0)
    people = [keepers.register() for _ in range(5)]
    begin = {"from": str(salma.get(at(one, "rotation")).context["ring"].key.generation)}
    answers = [salma.post(at(one, "rotation"), begin)]
    assert [answers[0].context[name] for name in ("done", "total", "again", "over")] == [2, 5, True, False]
    assert "data-again" in answers[0].content.decode()
    assert all(reads(keepers, name, person) for name in ("salma", "mou", "mina") for person in people)
    left = salma.get(at(one, "rotation"))
    assert "data-again" not in left.content.decode()
    assert "Go on with the change" in text(salma.get(KEYS))
    mina = keepers.browser("mina")
    while answers[-1].context["again"]:
        answers.append(mina.post(at(one, "rotation")))
    assert [answer.context["done"] for answer in answers] == [2, 4, 5, 5]
    assert answers[-1].context["over"]
    assert all(reads(keepers, name, person) for name in ("salma", "mou", "mina") for person in people)
    assert keys.ready(one)


def test_a_page_that_is_sent_again_changes_no_key_a_second_time(keepers, salma, one):
    for _ in range(2):
        assert salma.post(at(one, "rotation"), {"from": "1"}).context["over"]
    assert keys.current(one).generation == 2


def test_who_cannot_open_names_changes_no_key(keepers, one):
    keys.withdraw(one, keepers.mina.account)
    answer = keepers.browser("mina").post(at(one, "rotation"), {"from": "1"})
    assert answer.status_code == 409
    assert keys.current(one).generation == 1


# The way back.


def test_two_shares_open_the_key_again_for_a_keeper(keepers, salma, one):
    person = keepers.register()
    Grant.objects.filter(key__organisation=one.code).delete()
    assert "Nobody who works here can open names now" in text(salma.get(KEYS))
    assert salma.get(at(one, "recover")).status_code == 200
    typed = dict(zip(("first", "second"), keepers.shares["one"][1:], strict=True))
    assert salma.post(at(one, "recover"), typed).status_code == 302
    assert reads(keepers, "salma", person)
    assert not reads(keepers, "mou", person)
    assert Entry.objects.filter(act=Entry.Act.KEY).latest("number").detail == {"step": "recover"}


def test_without_an_open_key_the_typed_shares_wait_for_the_password(keepers, one):
    Grant.objects.filter(key__organisation=one.code).delete()
    client = keepers.village.client("salma")
    typed = dict(zip(("first", "second"), keepers.shares["one"], strict=False))
    asked = client.post(at(one, "recover"), typed)
    assert asked.status_code == 423
    assert typed["first"] in asked.content.decode()
    assert client.post(at(one, "recover"), {**typed, doors.FIELD: PASSWORD}).status_code == 302
    assert keys.holds(one, keepers.salma.account)


def test_a_colleague_who_forgot_gets_a_password_for_one_sign_in(keepers, salma, one):
    person, before = keepers.register(), keepers.browser("mou")
    answer = salma.post(at(one, "reset"), {"account": keepers.mou.account.pk})
    assert answer.status_code == 200
    password = answer.context["password"]
    assert password in answer.content.decode()
    assert before.get("/desk/").status_code == 302
    mou = Client()
    assert mou.post(LOGIN, {"login": "mou", "password": PASSWORD}).status_code == 200
    assert mou.post(LOGIN, {"login": "mou", "password": password}).status_code == 302
    assert {name: hit for name, held in tables().items() if (hit := found([password], held))} == {}
    assert identity.read(keys.unlock(keepers.mou.account, password), person, ["names"])


def test_nothing_opens_before_an_own_password_is_chosen(keepers, salma, one):
    password = salma.post(at(one, "reset"), {"account": keepers.mou.account.pk}).context["password"]
    mou = Client()
    mou.post(LOGIN, {"login": "mou", "password": password})
    for address in ("/desk/", "/desk/caseload", "/desk/account/second/", "/desk/account/second/app/"):
        assert mou.get(address)["Location"] == CHANGE, address
    assert mou.post("/desk/unlock")["Location"] == CHANGE
    assert "given to you" in text(mou.get(CHANGE))
    same = mou.post(CHANGE, {"oldpassword": password, "password1": password, "password2": password})
    assert same.status_code == 200
    new = "banyan-root-cloud-9"
    done = mou.post(CHANGE, {"oldpassword": password, "password1": new, "password2": new})
    assert done["Location"] == "/desk/"
    assert mou.get("/desk/").status_code == 200
    assert keys.open_organisation(keys.unlock(keepers.mou.account, new), keys.current(one))


def test_nobody_sets_their_own_password_here(keepers, salma, one):
    assert salma.post(at(one, "reset"), {"account": keepers.salma.account.pk}).status_code == 409


# The session.


def test_the_password_opens_the_session_and_leads_back(keepers):
    mou = keepers.village.client("mou")
    asked = mou.post("/desk/unlock", {"next": KEYS})
    assert asked.status_code == 423
    assert KEYS in asked.content.decode()
    wrong = mou.post("/desk/unlock", {"next": KEYS, doors.FIELD: "not it"})
    assert wrong.status_code == 423
    assert "That was not your password." in text(wrong)
    right = mou.post("/desk/unlock", {"next": "/desk/caseload", doors.FIELD: PASSWORD})
    assert (right.status_code, right["Location"]) == (302, "/desk/caseload")


@pytest.mark.parametrize("away", ["https://a.example/", "//a.example", "/desk//a.example", "/desk/\\x", "/v/", ""])
def test_nobody_is_led_away(keepers, away: str):
    answer = keepers.village.client("mou").post("/desk/unlock", {"next": away, doors.FIELD: PASSWORD})
    assert answer["Location"] == "/desk/"


def test_a_wrong_password_leaves_nothing_of_what_was_typed(keepers, one):
    browser = keepers.village.client("salma")  # the session has lost its key
    sent = {"names-0-text": INVENTED[0][0], "first": keepers.shares["one"][0], doors.FIELD: "neem-leaf-rivre-7"}
    for _ in range(2):
        assert browser.post(at(one, "recover"), sent).status_code == 423
    assert AccessAttempt.objects.get(username="salma").failures_since_start == 2
    assert not found(sent.values(), b"\n".join(tables().values()))


def test_guessing_the_password_is_stopped(keepers):
    mou = keepers.village.client("mou")
    answers = [mou.post("/desk/unlock", {doors.FIELD: f"guess {n}"}).status_code for n in range(9)]
    assert answers[0] == 423
    assert answers[-1] == 429
    assert mou.post("/desk/unlock", {doors.FIELD: PASSWORD}).status_code == 429


# Who may.

PAGES = ("set-up", "rehearse", "grant", "withdraw", "reset", "print-again", "rotation", "recover")


@pytest.mark.parametrize("name", ["mou", "ravi", "devi", "kabir", "asha", "noor", "finn"])
def test_others_find_nothing_here(keepers, one, name: str):
    client = keepers.village.client(name)
    assert client.get(KEYS).status_code == 404
    assert {page: client.post(at(one, page)).status_code for page in PAGES} == dict.fromkeys(PAGES, 404)


def test_keepers_of_another_organisation_find_nothing_here(keepers, one):
    two = keepers.village.organisations["two"]
    Membership.objects.filter(account=keepers.kabir.account).update(role="manager")
    kabir = keepers.browser("kabir")
    assert kabir.get(KEYS).status_code == 200
    assert {page: kabir.post(at(one, page)).status_code for page in PAGES} == dict.fromkeys(PAGES, 404)
    assert kabir.post(at(two, "grant"), {"account": keepers.kabir.account.pk}).status_code == 302


def test_what_needs_a_key_asks_for_the_password(keepers, one):
    salma = keepers.village.client("salma")
    asking = ("set-up", "grant", "reset", "print-again", "rotation", "recover")
    assert {page: salma.post(at(one, page)).status_code for page in asking} == dict.fromkeys(asking, 423)
    assert keys.current(one).generation == 1


def test_no_page_of_keys_shows_who_is_in_the_vault(keepers, salma, one):
    for _ in INVENTED:
        keepers.register()
    names = [name for name, _script in INVENTED]
    asked = [salma.get(KEYS), *(salma.get(at(one, page)) for page in ("rotation", "recover", "rehearse"))]
    asked += [salma.post(at(one, "rotation"), {"from": "1"}), salma.post(at(one, "print-again"))]
    assert [found(names, answer.content) for answer in asked] == [[]] * 6
