"""The pages of the telephone menu: set up, turned on, spoken, tallied; and what was left, opened from the log."""

from __future__ import annotations

import re

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client

from pakhi.field import calls, lines
from pakhi.field.models import Call, Episode, FollowUp, Line, Recording, Tally
from pakhi.field.tests.company import WAV, Company
from pakhi.field.tests.conftest import words
from pakhi.network.models import Account
from pakhi.vault import identity
from pakhi.vault.models import Entry, Reveal
from tests import canaries
from tests.village import PASSWORD

MENU, SOUNDS = "/desk/telephone-menu", "/desk/telephone-menu/sounds"
CALLER = "+919999900417"
OFFERED = {"languages": ["bn", "en"], "doors": ["rights", "serial"], "groups": "12 Neem group\n\n345 Pond side"}
EPISODE = {"title": "The well", "choices": "Go\nStay", "asked-bn": "কী হবে?"}


@pytest.fixture(autouse=True)
def nobody_has_called_yet() -> None:
    cache.clear()


@pytest.fixture
def salma(village) -> Client:
    return village.client("salma")


def do(client: Client, action: str, **more: object) -> HttpResponse:
    return client.post(MENU, {"action": action, **more})


def upload(client: Client, prompt: str, content: bytes = WAV, language: str = "bn", **more: str) -> HttpResponse:
    sent = {"prompt": prompt, "language": language, "sound": SimpleUploadedFile("x.exe", content), **more}
    return client.post(SOUNDS, sent)


def line_of(village) -> tuple[Line, Account]:
    account = village.accounts["salma"]
    return lines.set_up(village.organisations["one"], account)[0], account


def test_a_line_is_set_up_once_and_its_password_is_shown_once(salma) -> None:
    assert "No line yet" in words(salma.get(MENU))
    shown = words(do(salma, "set_up"))
    line = Line.objects.get()
    secret = re.search(r"\b[0-9a-f]{40}\b", shown)[0]
    assert lines.digest(secret) == line.secret
    assert f"/line/{line.code}/" in shown
    assert secret not in words(salma.get(MENU))
    assert not line.on
    again = words(do(salma, "secret"))
    assert secret not in again
    assert lines.digest(secret) != Line.objects.get().secret


@pytest.mark.parametrize("page", [MENU, f"{SOUNDS}?language=te"])
def test_the_pages_of_a_line_stay_in_their_readers_language_and_let_her_choose_another(salma, village, page) -> None:
    line_of(village)
    html = salma.get(page).content.decode()
    assert '<html lang="en"' in html
    choice = html.partition('action="/desk/language"')[2].partition("</form>")[0]
    assert all(f">{name}</button>" in choice for name in ("English", "বাংলা", "हिन्दी", "తెలుగు"))
    assert '<span class="wide">English</span>' in html


def test_the_menu_turns_on_only_when_callers_are_told_what_the_company_sees(salma, village) -> None:
    line_of(village)
    assert "sees who calls, when, and every key" in words(salma.get(MENU))
    assert do(salma, "switch", on="yes").status_code == 409
    assert not Line.objects.get().on
    assert do(salma, "switch", on="yes", told="yes").status_code == 302
    assert Line.objects.get().on
    do(salma, "switch", on="no")
    assert not Line.objects.get().on


def test_what_callers_leave_needs_a_key_that_is_ready(salma, village) -> None:
    line_of(village)
    do(salma, "settle", **{**OFFERED, "doors": ["back"]})
    assert "key is not ready" in words(do(salma, "switch", on="yes", told="yes"))
    assert not Line.objects.get().on


def test_the_offer_is_kept(salma, village) -> None:
    line_of(village)
    assert do(salma, "settle", **OFFERED).status_code == 302
    line = Line.objects.get()
    assert (line.languages, line.doors) == (["bn", "en"], ["rights", "serial"])
    assert line.groups == {"12": "Neem group", "345": "Pond side"}


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"groups": "12 Neem\n12 Pond"}, "Line 2 of the groups"), ({"groups": "Neem"}, "Line 1 of the groups"),
        ({"groups": "1 Neem"}, "Line 1"), ({"groups": "1234567 Neem"}, "Line 1"), ({"languages": []}, "at least one"),
        ({"doors": ["<b>"]}, "at least one"),
    ],
)  # fmt: skip
def test_an_offer_that_cannot_be_is_refused_and_what_was_typed_stays(salma, village, wrong, sentence) -> None:
    line_of(village)
    answer = do(salma, "settle", **{**OFFERED, **wrong})
    assert (answer.status_code, Line.objects.get().groups) == (409, {})
    assert sentence in words(answer)
    assert "groups" not in wrong or wrong["groups"].splitlines()[0] in words(answer)


def test_an_episode_opens_once_it_can_be_heard(salma, village) -> None:
    line_of(village)
    assert do(salma, "episode", **EPISODE).status_code == 302
    assert do(salma, "open", episode="1", open="yes").status_code == 409
    upload(salma, "episode.1")
    assert do(salma, "open", episode="1", open="yes").status_code == 302
    assert "Heard in: বাংলা" in words(salma.get(MENU))
    do(salma, "open", episode="1", open="no")
    assert not Episode.objects.get().open


@pytest.mark.parametrize(
    "wrong", [{"title": ""}, {"choices": "Go"}, {"choices": "\n".join("abcdefg")}, {"asked-bn": "ক" * 601}]
)
def test_an_episode_that_cannot_be_is_refused_and_what_was_typed_stays(salma, village, wrong) -> None:
    line_of(village)
    answer = do(salma, "episode", **{**EPISODE, **wrong})
    assert (answer.status_code, Episode.objects.count()) == (409, 0)
    assert wrong.get("asked-bn", EPISODE["asked-bn"]) in words(answer)


def test_a_recording_is_kept_listened_to_and_marked(salma, village) -> None:
    line_of(village)
    page = words(salma.get(f"{SOUNDS}?language=bn"))
    assert "A person speaks" not in page
    assert upload(salma, "welcome").status_code == 302
    assert upload(salma, "danger", machine="yes").status_code == 302
    page = words(salma.get(f"{SOUNDS}?language=bn"))
    assert page.count("A person speaks") == 1
    assert page.count("A machine speaks") == 2  # beside the prompt, and under the box to tick
    sound = Recording.objects.get(prompt="welcome")
    assert salma.get(f"{SOUNDS}/{sound.token}").content == WAV
    upload(salma, "welcome", WAV + b"\x80")
    assert Recording.objects.get(prompt="welcome").token != sound.token


def test_missing_ones_are_counted(salma, village) -> None:
    line_of(village)
    before = int(re.search(r"(\d+) prompts are not recorded", words(salma.get(SOUNDS)))[1])
    upload(salma, "welcome")
    assert f"{before - 1} prompts are not recorded" in words(salma.get(f"{SOUNDS}?language=bn"))


@pytest.mark.parametrize(
    ("prompt", "language", "content", "sentence"),
    [
        ("welcome", "bn", b"<html>", "MP3 or WAV"), ("welcome", "bn", b"\x89PNG\r\n\x1a\n" + b"0" * 99, "MP3 or WAV"),
        ("nothing", "bn", WAV, "Choose what is said"), ("welcome", "fr", WAV, "Choose what is said"),
        ("welcome", "bn", b"RIFF0000WAVE" + b"0" * (5 * 1024 * 1024), "5 MB"),
    ],
)  # fmt: skip
def test_what_is_no_recording_is_refused(salma, village, prompt, language, content, sentence) -> None:
    line_of(village)
    answer = upload(salma, prompt, content, language)
    assert (answer.status_code, Recording.objects.count()) == (409, 0)
    assert sentence in words(answer)


def tally(episode: Episode, **groups: list[int]) -> None:
    for group, counts in groups.items():
        for choice, count in enumerate(counts, 1):
            Tally.objects.create(episode=episode, group=group.removeprefix("g"), choice=choice, count=count)


@pytest.mark.parametrize(
    ("groups", "totals"),
    [
        ({"g12": [3, 2]}, ["5"]),
        ({"g12": [3, 1]}, ["<5"]),
        ({"g12": [3, 2], "g345": [9, 0]}, ["5", "9", "14"]),
        ({"g12": [3, 2], "g345": [3, 1]}, ["5", "<5"]),  # all together would give the small one away
        ({"g12": [3, 1], "g345": [1, 2]}, ["<5", "<5", "7"]),
        ({"g12": [9, 0], "g345": [3, 1], "g99": [1, 0]}, ["9", "<5", "<5", "14"]),
    ],
)
def test_tallies_are_shown_from_five_and_no_sum_gives_a_small_group_away(village, groups, totals) -> None:
    line, salma = line_of(village)
    episode = lines.add_episode(line, "The well", {}, ["Go", "Stay"], salma)
    tally(episode, **groups)
    rows = lines.tallies(episode)
    assert sorted(row.total for row in rows) == sorted(totals)
    assert all((row.counts is None) == row.total.startswith("<") for row in rows)


def test_a_worker_sees_the_tallies_and_changes_nothing(village) -> None:
    line, salma = line_of(village)
    lines.settle(line, ["bn"], ["serial"], "12 Neem group", salma)
    tally(lines.add_episode(line, "The well", {}, ["Go", "Stay"], salma), g12=[4, 2], g345=[1, 0])
    mou = village.client("mou")
    page = words(mou.get(MENU))
    assert "Neem group 6 answers Go 4 (67 percent) Stay 2 (33 percent)" in page
    assert "<5 answers" in page
    assert "Signing token" not in page
    for action in ("set_up", "secret", "switch", "settle", "episode", "open", "token"):
        assert do(mou, action).status_code == 404
    assert mou.get(SOUNDS).status_code == upload(mou, "welcome").status_code == 404


@pytest.mark.parametrize("name", ["ravi", "asha", "devi", "noor", "finn"])
def test_others_find_no_page(village, name) -> None:
    client = village.client(name)
    assert [client.get(page).status_code for page in (MENU, SOUNDS)] == [404, 404]


def test_another_organisation_has_its_own_or_none(village, salma) -> None:
    line, _account = line_of(village)
    upload(salma, "welcome")
    kabir = village.client("kabir")
    assert line.code not in words(kabir.get(f"{MENU}?at={village.organisations['one'].code}"))
    assert kabir.get(f"{SOUNDS}/{Recording.objects.get().token}").status_code == 404
    assert upload(kabir, "welcome").status_code in {302, 404}
    assert Recording.objects.count() == 1


@pytest.mark.parametrize("action", ["", "switch", "settle", "episode", "open", "token", "x"])
def test_without_a_line_there_is_nothing_to_change(salma, action) -> None:
    assert do(salma, action).status_code == 409


def test_what_was_left_is_read_and_heard_with_a_reason_and_logged(ready, signed_in) -> None:
    line, account = line_of(ready)
    lines.settle(line, ["en"], ["message"], "", account)
    secret = lines.new_secret(line, account)
    lines.switch(line, True, account)
    company = Company(Line.objects.get(), secret)
    company.walk(CALLER, "422")
    company.press("2")
    company.speak()
    salma, page = Client(), f"/desk/calls/{Call.objects.get().code}/"
    salma.post("/desk/account/login/", {"login": "salma", "password": PASSWORD})
    follow = words(salma.get(f"/desk/follow-ups/{FollowUp.objects.get().pk}/"))
    assert "She left her number at the telephone menu" in follow
    assert "telephone menu" in words(salma.get("/desk/calls"))
    assert "left at the telephone menu" in words(salma.get(page))
    assert salma.post(f"{page}heard", {}).status_code == 409
    before = Entry.objects.filter(act=Entry.Act.REVEAL).count()
    read = words(salma.post(page, {"action": "note", "reason": "visit"}))
    assert f"Number: {CALLER}" in read
    assert "only in the afternoon" in read
    sound = salma.post(f"{page}heard", {"reason": "visit"})
    assert (sound.content, sound["Content-Disposition"]) == (WAV, 'attachment; filename="message.wav"')
    assert Entry.objects.filter(act=Entry.Act.REVEAL).count() == before + 2
    assert not canaries.found([CALLER, CALLER[3:]], b"".join(canaries.tables().values()))
    assert ready.client("kabir").post(f"{page}heard", {"reason": "visit"}).status_code == 404
    assert ready.client("mou").post(f"{page}heard", {"reason": "visit"}).status_code in {409, 423}
    person = identity.register(ready.organisations["one"], {"names": {"names": [{"text": "Jhinge"}]}}, account)
    calls.name(Call.objects.get(), person.code, account)
    assert f"Number: {CALLER}" in words(salma.post(page, {"action": "note", "reason": "visit"}))
    sound = salma.post(f"{page}heard", {"reason": "visit"})
    lines_of_hers = Entry.objects.filter(act=Entry.Act.REVEAL, person=person.code).order_by("number")
    assert (sound.content, [row.detail["fields"] for row in lines_of_hers]) == (WAV, [["notes"], ["file"]])
    assert Reveal.objects.filter(person=person.code).count() == 2  # they count for the day
    mou = signed_in("mou")  # nobody has assigned her
    refused = mou.post(f"{page}heard", {"reason": "visit"})
    assert (refused.status_code, Entry.objects.latest("number").act) == (409, Entry.Act.REFUSED)
