"""The pages on which she is asked, says yes or no, sees what that lets happen, and takes it back."""

from __future__ import annotations

import datetime as dt
import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from pakhi.lib.clock import today
from pakhi.vault import assign, consent, due, files, merge, spoken, uploads
from pakhi.vault.consent_words import SCRIPTS, WRONG
from pakhi.vault.models import Consent, Entry, Person, SealedFile, Withdrawal
from pakhi.vault.tests.conftest import INVENTED, agree
from tests.canaries import found, tables
from tests.readers import read as whole

LINES = ("who", "what_case", "no_price", "take_back", "look", "ask")
UNDER_18 = ("warning", "guardian", "your_word")
PAPER = b"Signed before two witnesses."
DAY = dt.timedelta(days=1)
IN_A_YEAR = (today() + 365 * DAY).isoformat()


class Reader(HTMLParser):
    """Words of the main part of a page, its links, and its controls by name (value, whether it is chosen)."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.words, self.links, self.controls = [], [], {}
        self.select = ""
        self.feed(html[html.index("<main") :] if "<main" in html else html)
        self.text = " ".join(" ".join(self.words).split())

    def handle_data(self, data: str) -> None:
        self.words.append(data)

    def handle_starttag(self, tag: str, attrs) -> None:
        said = dict(attrs)
        if tag == "a":
            self.links.append(said.get("href", ""))
        if tag == "select":
            self.select = said["name"]
        if tag == "option":
            self.controls.setdefault(self.select, []).append((said.get("value", ""), "selected" in said))
        if tag == "input" and "name" in said:
            chosen = "checked" in said or said.get("type") not in {"checkbox", "radio"}
            self.controls.setdefault(said["name"], []).append((said.get("value", ""), chosen))

    def chosen(self, name: str) -> list[str]:
        return [value for value, chosen in self.controls.get(name, []) if chosen]


def read(response) -> Reader:
    return Reader(response.content.decode())


@pytest.fixture
def rina(keepers) -> Person:
    """Somebody of CBO One whose main worker is Mou."""
    person = keepers.register()
    assign.take_in(person, keepers.mou.account)
    return person


@pytest.fixture
def mou(keepers):
    """Mou, signed in without an open key: no page about consents needs one."""
    return keepers.village.client("mou")


@pytest.fixture
def cast(keepers):
    return keepers.village


def at(person: Person, page: str) -> str:
    return f"/desk/person/{person.code}/{page}"


def yes(purpose: str = "case", under_18: bool = False, **more) -> dict:
    """What the page sends when everything was read and she signs."""
    what = [key if key != "what_case" else f"what_{purpose}" for key in LINES]
    said = {
        "purpose": purpose, "language": "bn", "under_18": "1" if under_18 else "0", "answer": "yes",
        "heard": [*(UNDER_18 if under_18 else ()), *what], "given": "signature",
    }  # fmt: skip
    if under_18:
        said |= {"guardian": "given", "assent": "on", "turns_18": IN_A_YEAR}
    return said | more


def paper(name: str = "signed.txt") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, PAPER, content_type="text/plain")


# Who may


def test_only_who_is_there_for_her_opens_these_pages(rina, keepers, cast):
    stranger = keepers.register()
    for page in ("consents", "ask"):
        for name, status in (("mou", 200), ("salma", 200), ("mina", 200), ("kabir", 404), ("ravi", 404), ("asha", 404)):
            assert cast.client(name).get(at(rina, page)).status_code == status, (name, page)
        assert cast.client("mou").get(at(stranger, page)).status_code == 404
    given = agree(rina, cast.mou, "case")
    for page, sent in (("give", yes()), ("take-back", {"consent": given.pk})):
        for name in ("kabir", "ravi", "asha"):
            assert cast.client(name).post(at(rina, page), sent).status_code == 404, (name, page)
        assert cast.client("mou").post(at(stranger, page), sent).status_code == 404
    assert Consent.objects.count() == 1
    assert not Withdrawal.objects.exists()


# What she has agreed to


def test_before_anybody_asked_the_page_says_what_does_not_happen(rina, mou):
    page = read(mou.get(at(rina, "consents")))
    assert "She has not agreed to anything yet" in page.text
    for sentence in ("No photograph of you is kept.", "Your story is not told.", "Nobody else takes over your case."):
        assert sentence in page.text
    asks = [link for link in page.links if "/ask?purpose=" in link]
    assert [link.partition("=")[2] for link in asks] == Consent.Purpose.values


def test_each_consent_is_a_card_in_plain_words_with_how_it_was_given(rina, mou, cast):
    heard = consent.ask(rina, "share", "bn", False, cast.bdo.code, "address").heard
    answer = consent.Answer("bn", "witness", heard, witness=cast.salma)
    consent.give(rina, "share", answer, cast.mou, cast.bdo.code, ["address"], today() + DAY)
    text = read(mou.get(at(rina, "consents"))).text
    for words in (
        "Block office, Amdanga may be shown: address.", "It holds until", "Word before a witness; witness: Salma",
        "in বাংলা, words of 2026-11; by Mou",
    ):  # fmt: skip
        assert words in text


def test_she_takes_it_back_in_one_press_and_the_card_is_folded(rina, mou, cast):
    given = agree(rina, cast.mou, "photo")
    assert read(mou.get(at(rina, "consents"))).chosen("consent") == [str(given.pk)]
    page = mou.post(at(rina, "take-back"), {"consent": given.pk}, follow=True)
    assert "It is done: she has taken it back" in read(page).text
    assert not consent.allows(rina, "photo")
    html = page.content.decode()
    assert html.index('<details class="twin"') < html.index("You took it back on")
    assert "No photograph of you is kept." in read(page).text
    assert read(page).chosen("consent") == []


def test_what_is_not_hers_is_not_taken_back(rina, mou, keepers, cast):
    other = agree(keepers.register(), cast.mou, "photo")
    for number in ("", "x", "0", "９", "9" * 40, other.pk):
        assert mou.post(at(rina, "take-back"), {"consent": number}).status_code == 409
    assert not Withdrawal.objects.exists()


def test_a_merged_records_consents_stand_with_the_kept_one(rina, mou, keepers, cast):
    other = keepers.register()
    given = agree(other, cast.mou, "photo")
    merge.confirm(merge.propose(rina, other, cast.mou), cast.salma)
    page = read(mou.get(at(other, "consents")))
    assert page.chosen("consent") == [str(given.pk)]
    assert other.code in page.text
    mou.post(at(rina, "take-back"), {"consent": given.pk})
    assert not consent.allows(other, "photo")


def test_a_closed_record_is_not_asked_and_a_forgotten_one_not_shown(rina, cast):
    agree(rina, cast.mou, "case")
    salma = cast.client("salma")
    for state, shown in ((Person.State.MOVED, 200), (Person.State.FORGOTTEN, 409)):
        Person.objects.filter(pk=rina.pk).update(state=state)
        assert salma.get(at(rina, "consents")).status_code == shown
        assert salma.get(at(rina, "ask")).status_code == 409
        assert salma.post(at(rina, "give"), yes()).status_code == 409
        assert not consent.allows(rina, "case")


def test_the_paper_for_her_is_in_her_language_and_has_no_name(rina, mou, cast):
    agree(rina, cast.mou, "case")
    assert "?paper=bn" in " ".join(read(mou.get(at(rina, "consents"))).links)
    html = mou.get(at(rina, "consents"), {"paper": "en"}).content.decode()
    sheet = html[html.index("<article") : html.index("</article>")]
    assert 'lang="en"' in sheet
    assert "Workers who are there for you may write down your case" in sheet
    assert "No photograph of you is kept." in sheet
    assert "take your yes back on any day" in sheet
    for name in (*(name for name, _script in INVENTED), "Mou", "CBO One"):
        assert name not in sheet
    assert 'lang="te"' in mou.get(at(rina, "consents"), {"paper": "te"}).content.decode()
    assert mou.get(at(rina, "consents"), {"paper": "../xx"}).status_code == 200


# Choosing what is asked


def test_one_chooses_what_then_whom_and_which_parts(rina, mou, cast):
    page = read(mou.get(at(rina, "ask"), {"purpose": "share"}))
    recipients = [code for code, _chosen in page.controls["recipient"]]
    assert {cast.two.code, cast.bdo.code, cast.police.code} <= set(recipients)
    assert cast.one.code not in recipients
    assert cast.funder.code not in recipients
    assert len(page.controls["scope"]) == 10
    assert "recipient" not in read(mou.get(at(rina, "ask"), {"purpose": "photo"})).controls
    between = read(mou.get(at(rina, "ask"), {"purpose": "transfer"}))
    assert cast.bdo.code not in [code for code, _chosen in between.controls["recipient"]]
    assert "scope" not in between.controls


def test_an_office_that_is_not_in_the_list_is_found_by_a_part_of_its_name(rina, mou, cast):
    chosen = {"purpose": "share", "language": "hi", "scope": ["health"], "under_18": "1", "find": "police st"}
    page = read(mou.get(at(rina, "ask"), chosen | {"look": "1", "recipient": cast.bdo.code}))
    listed = [code for code, _chosen in page.controls["recipient"]]
    assert cast.police.code in listed
    assert cast.gp.code not in listed
    assert page.chosen("recipient") == [cast.bdo.code]
    assert (page.chosen("scope"), page.chosen("language"), page.chosen("under_18")) == (["health"], ["hi"], ["1"])


def test_what_the_rules_need_is_asked_for_before_anything_is_read(rina, mou, cast):
    for purpose, sent, sentence in (
        ("share", {"scope": "address"}, "recipient_must"),
        ("share", {"recipient": cast.bdo.code}, "scope_must"),
        ("transfer", {}, "recipient_must"),
        ("story", {"under_18": "1"}, "under_18_never"),
    ):
        answer = mou.get(at(rina, "ask"), {"purpose": purpose, "language": "en", "under_18": "0"} | sent)
        assert answer.status_code == 400
        assert str(WRONG[sentence]) in read(answer).text
        assert "heard" not in read(answer).controls


def test_an_age_and_a_language_are_chosen_never_guessed(rina, mou):
    answer = mou.get(at(rina, "ask"), {"purpose": "case", "language": "xx"})
    assert answer.status_code == 400
    assert "Say whether she is under 18" in read(answer).text


# Reading


def test_the_words_are_read_line_by_line_in_her_language_each_with_its_tick(rina, mou):
    page = read(mou.get(at(rina, "ask"), {"purpose": "case", "language": "en", "under_18": "0"}))
    assert [key for key, _ticked in page.controls["heard"]] == list(LINES)
    assert page.chosen("heard") == []
    assert "We are workers of CBO One." in page.text
    assert "guardian" not in page.controls


def test_under_18_the_warning_comes_first_and_the_guardian_is_asked_about(rina, mou):
    page = read(mou.get(at(rina, "ask"), {"purpose": "case", "language": "en", "under_18": "1"}))
    assert [key for key, _ticked in page.controls["heard"]][:3] == list(UNDER_18)
    assert [value for value, _chosen in page.controls["guardian"]] == ["given", "unsafe", "none"]
    assert {"assent", "turns_18", "cwc_file"} <= set(page.controls)
    assert "until" not in page.controls


# Saying yes


def test_a_yes_is_kept_with_its_words_and_shown(rina, mou, cast):
    answer = mou.post(at(rina, "give"), yes(until=(today() + DAY).isoformat()))
    assert (answer.status_code, answer["Location"]) == (302, at(rina, "consents"))
    given = Consent.objects.get()
    assert (given.language, given.script, given.by, given.valid_to) == ("bn", "2026-11", cast.mou.pk, today() + DAY)
    assert consent.allows(rina, "case")


def test_a_yes_for_somebody_and_some_parts(rina, mou, cast):
    sent = yes("share", recipient=cast.bdo.code, scope=["address", "papers"], given="witness", witness=cast.salma.pk)
    assert mou.post(at(rina, "give"), sent).status_code == 302
    assert consent.allows(rina, "share", cast.bdo.code, "papers")
    assert Consent.objects.get().witness == cast.salma.pk


def test_a_paper_comes_along_sealed_or_is_chosen_from_hers(rina, mou):
    assert mou.post(at(rina, "give"), yes("story", proof_file=paper())).status_code == 302
    proof = SealedFile.objects.get()
    assert (proof.kind, proof.person_id, Consent.objects.get().proof) == ("proof", rina.pk, proof.token)
    assert PAPER not in (files.folder() / proof.token).read_bytes()
    page = read(mou.get(at(rina, "ask"), {"purpose": "case", "language": "bn", "under_18": "0"}))
    assert proof.token in [token for token, _chosen in page.controls["proof"]]
    assert mou.post(at(rina, "give"), yes(given="voice", proof=proof.token)).status_code == 302
    assert set(Consent.objects.values_list("proof", flat=True)) == {proof.token}


def test_a_girl_whose_guardian_is_not_safe_needs_the_committees_paper(rina, mou):
    sent = yes(under_18=True, guardian="unsafe")
    assert str(WRONG["cwc_must"]) in read(mou.post(at(rina, "give"), sent)).text
    assert mou.post(at(rina, "give"), sent | {"cwc_file": paper("committee.txt")}).status_code == 302
    given = Consent.objects.get()
    assert (given.guardian, given.warned, given.assent) == ("unsafe", True, True)
    assert SealedFile.objects.get().token == given.cwc
    assert given.valid_to >= today() + 365 * DAY


REFUSED = [
    # what is sent instead of a whole yes                     the sentence      its field
    (yes(heard=["who", "what_case"]), "heard", "heard"),
    (yes(heard=[]), "heard", "heard"),
    (yes(given="voice"), "proof_must", "proof_file"),
    (yes(given="witness"), "witness_must", "witness"),
    (yes("story"), "proof_must", "proof_file"),
    (yes(until=(today() - DAY).isoformat()), "days", "until"),
    (yes(under_18=True, guardian=""), "guardian", "guardian"),
    (yes(under_18=True, guardian="none"), "cwc_must", "cwc_file"),
    (yes(under_18=True, assent=""), "assent_must", "assent"),
    (yes(under_18=True, turns_18=""), "turns_18_must", "turns_18"),
    (yes(under_18=True, heard=[*LINES, *UNDER_18]), "heard", "heard"),
]  # fmt: skip


def test_what_the_rules_refuse_stands_beside_its_field_and_nothing_typed_is_lost(rina, mou):
    for sent, fault, field in REFUSED:
        answer = mou.post(at(rina, "give"), sent)
        page, sentence = read(answer), str(WRONG[fault])
        assert answer.status_code == 400, fault
        assert sentence in page.text, fault
        assert any(sentence in str(error) for error in answer.context["form"].errors[field]), (fault, field)
        for name in ("purpose", "language", "under_18", "given", "guardian", "turns_18", "until"):
            if sent.get(name):
                assert page.chosen(name) == [sent[name]], (fault, name)
        assert page.chosen("heard") == [key for key, _value in page.controls["heard"] if key in sent["heard"]]
    assert not Consent.objects.exists()


def test_a_way_of_saying_yes_that_is_not_enough_is_refused(rina, mou):
    answer = mou.post(at(rina, "give"), yes("story", given="voice", proof_file=paper()))
    assert answer.status_code == 400
    assert "given" in answer.context["form"].errors


def test_a_day_on_which_nobody_turns_18_is_looked_at_again(rina, mou):
    for day, words in ((today(), "she is an adult already"), (today() + 8000 * DAY, "Look at the year again")):
        answer = mou.post(at(rina, "give"), yes(under_18=True, turns_18=day.isoformat()))
        assert words in read(answer).text
    assert not Consent.objects.exists()


def test_a_refusal_leaves_no_file_behind_and_says_so(rina, mou):
    answer = mou.post(at(rina, "give"), yes(given="witness", proof_file=paper()))
    assert answer.status_code == 400
    assert "choose it again" in read(answer).text
    assert not SealedFile.objects.exists()
    assert list(files.folder().iterdir()) == []


def test_a_file_that_cannot_be_kept_is_refused_at_its_field(rina, mou):
    bad = SimpleUploadedFile("page.html", b"<!doctype html><script>", content_type="text/html")
    answer = mou.post(at(rina, "give"), yes("story", proof_file=bad))
    assert answer.status_code == 400
    assert answer.context["form"].errors["proof_file"]
    assert not Consent.objects.exists()


def test_a_file_that_is_too_large_is_said_and_what_was_typed_stays(rina, mou, monkeypatch):
    monkeypatch.setattr(uploads, "MOST", 1000)
    large = SimpleUploadedFile("page.txt", b"words " * 30_000, content_type="text/plain")
    said = {"proof_file": large, **{key: value for key, value in yes().items() if key != "proof_file"}}
    answer = mou.post(at(rina, "give"), said)  # everything comes after the file
    assert answer.status_code == 400
    assert answer.context["form"].errors["proof_file"] == ["The file is too large: 25 MB are the most."]
    assert all(row["ticked"] for row in answer.context["lines"])
    assert answer.context["form"].data["given"] == said["given"]
    assert "choose it again" in read(answer).text
    assert not Consent.objects.exists()


def test_the_witness_is_a_colleague_and_not_oneself(rina, mou, cast):
    page = read(mou.get(at(rina, "ask"), {"purpose": "case", "language": "bn", "under_18": "0"}))
    offered = {value for value, _chosen in page.controls["witness"]}
    assert {str(cast.salma.pk), str(cast.mina.pk)} <= offered
    assert not {str(cast.mou.pk), str(cast.kabir.pk)} & offered
    for account in (cast.mou, cast.kabir):
        assert mou.post(at(rina, "give"), yes(given="witness", witness=account.pk)).status_code == 400
    assert not Consent.objects.exists()


# Saying no


def test_a_no_needs_nothing_and_is_remembered(rina, mou):
    sent = {"purpose": "photo", "language": "bn", "under_18": "0", "answer": "no"}
    page = mou.post(at(rina, "give"), sent, follow=True)
    assert "Her no is kept" in read(page).text
    assert "She last said no on" in read(page).text
    assert Entry.objects.get(act="consent").detail["step"] == "declined"
    assert not Consent.objects.exists()


def test_half_an_answer_leads_back_to_asking(rina, mou):
    for sent in ({}, {"purpose": "case"}, {"purpose": "gossip", "answer": "yes"}):
        assert mou.post(at(rina, "give"), sent)["Location"] == at(rina, "ask")


# Before it is over


def test_a_consent_that_ends_soon_waits_on_the_day_page_of_who_is_there_for_her(rina, keepers, cast):
    stranger = keepers.register()
    for person in (rina, stranger):
        heard = consent.ask(person, "photo", "bn", under_18=False).heard
        until = today() + 30 * DAY
        consent.give(person, "photo", consent.Answer("bn", "signature", heard), cast.mou, until=until)
    expected = {"mou": {rina.code}, "salma": {rina.code, stranger.code}, "kabir": set()}
    for name, codes in expected.items():
        page = read(cast.client(name).get("/desk/consents/ending"))
        assert {one.code for one in (rina, stranger) if one.code in page.text} == codes, name
    (item,) = due.consents(cast.mou.memberships.all())
    assert item.page == "vault:ending"
    assert due.consents(cast.ravi.memberships.all()) == []
    assert cast.client("ravi").get("/desk/consents/ending").status_code == 404


# Voices


def test_every_line_without_a_name_is_spoken_in_english(rina, mou):
    page = mou.get(at(rina, "ask"), {"purpose": "story", "language": "en", "under_18": "0"}).content.decode()
    sounds = re.findall(r'<audio[^>]* src="([^"]+)"', page)
    assert len(sounds) == len(LINES) - 1  # `who` names the organisation: the worker reads it
    assert all(address.startswith("/desk/spoken/en/2026-11-") for address in sounds)
    assert "machine voice" in page
    answer = mou.get(sounds[0])
    assert answer["Content-Type"] == "audio/mpeg"
    assert whole(answer)
    shipped = {path.stem for path in (spoken.MACHINE / "en").glob("*.mp3")}
    assert shipped == set(spoken.texts())


def test_an_organisations_own_recording_wins(rina, mou, settings):
    own = Path(settings.DATA) / "prompts" / "consent" / "bn" / "2026-11-ask.mp3"
    own.parent.mkdir(parents=True)
    own.write_bytes(b"ID3 her own voice")
    page = mou.get(at(rina, "ask"), {"purpose": "case", "language": "bn", "under_18": "0"}).content.decode()
    assert "/desk/spoken/bn/2026-11-ask" in page
    answer = mou.get("/desk/spoken/bn/2026-11-ask")
    assert whole(answer) == b"ID3 her own voice"


def test_only_known_lines_in_known_languages_are_spoken_to_those_who_ask(mou, cast):
    for address in ("en/2026-11-who", "xx/2026-11-ask", "en/start", "en/2026-11-nothing"):
        assert mou.get(f"/desk/spoken/{address}").status_code == 404, address
    for name, status in (("salma", 200), ("ravi", 404), ("devi", 404), ("asha", 404)):
        answer = cast.client(name).get("/desk/spoken/en/2026-11-ask")
        assert (answer.status_code, bool(whole(answer))) == (status, True), name


def test_a_line_with_a_name_in_it_is_never_recorded():
    names = {name.partition("-")[2].partition("-")[2] for name in spoken.texts()}
    assert {"who", "what_share", "what_transfer", "what_export", "what_link"} == set(SCRIPTS["2026-11"]) - names


# What is nowhere


def test_no_page_or_table_holds_her_name(rina, keepers, cast):
    browser = keepers.browser("mou")
    names = [name for name, _script in INVENTED] + ["Ghughudanga-Nowhere", PAPER.decode(), "zorntree-signed.txt"]
    sent = yes("story", proof_file=paper("zorntree-signed.txt"))
    pages = [
        browser.post(at(rina, "give"), sent, follow=True), browser.get(at(rina, "consents")),
        browser.get(at(rina, "ask"), {"purpose": "case", "language": "bn", "under_18": "0"}),
        browser.post(at(rina, "give"), yes(given="voice")),
    ]  # fmt: skip
    assert [page.status_code for page in pages] == [200, 200, 200, 400]
    assert [found(names, page.content) for page in pages] == [[], [], [], []]
    assert {place: hits for place, held in tables().items() if (hits := found(names, held))} == {}


def test_the_panel_counts_and_reveals_nothing(rina, cast, django_assert_max_num_queries):
    from pakhi.vault.pages.consents import panel

    agree(rina, cast.mou, "case")
    agree(rina, cast.mou, "photo")
    with django_assert_max_num_queries(4, using="vault"):
        said = panel(None, rina)
    assert (said["holding"], [there for _label, there in said["named"]], said["soon"]) == (2, [True, True, False], None)
