"""Voices for questions: who records, who approves, what survivors hear then, and what happens when words change."""

from __future__ import annotations

import re
from urllib.parse import parse_qs, urlsplit

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile as File
from django.test import Client
from django.urls import reverse

from pakhi.field import publish, studio
from pakhi.field import spoken as spoken_forms
from pakhi.field.models import PromptVoice
from pakhi.field.outline import Outline
from pakhi.field.tests.conftest import VISIT, words
from pakhi.lib import audio
from pakhi.lib.tests.test_audio import TOLD, m4a, mp3, webm
from pakhi.network.models import Account, Membership
from pakhi.network.prompts import mark
from pakhi.vault import spoken
from pakhi.voice import questions, sounds
from tests.village import LONG_AGO, Village

LIST, TEXT, VOICE = "/desk/studio", "/desk/studio/text", "/desk/studio/voice"
RESPECT = {"source": "rating", "key": "respect", "language": "en"}
ASK = {"source": "consent", "key": "2026-11-ask", "language": "en"}
State = PromptVoice.State


def said(about: dict[str, str]) -> str:
    offered = [*sounds.offered(), *spoken.offered()]
    return next(one.text for one in offered if (one.source, one.key, one.language) == tuple(about.values()))


def send(client: Client, about: dict[str, str], **data: object):
    address = f"{TEXT}?" + "&".join(f"{name}={value}" for name, value in about.items())
    return client.post(address, data)


def record(client: Client, about: dict[str, str] = RESPECT, content: bytes = b"", text: str = ""):
    return send(client, about, action="keep", mark=mark(text or said(about)), recording=File("v", content or webm(2)))


def decide(client: Client, action: str, about: dict[str, str] = RESPECT):
    rows = PromptVoice.objects.exclude(state=State.ENDED).order_by("-pk")
    return send(client, about, action=action, recording=str(rows[0].pk))


def heard(village: Village, key: str = "respect", language: str = "en") -> tuple[str, bytes]:
    answer = village.client().get(reverse("v:sound", args=[language, key]))
    return answer["Content-Type"], b"".join(answer.streaming_content)


def states(page) -> dict[str, int]:
    """How many texts are in which state, in the language of the page."""
    return next(many for code, _name, many in page.context["table"] if code == page.context["asked"]["language"])


def joins(village: Village, name: str, role: str, home: str) -> Client:
    account = village.accounts[name] = Account.objects.create_user(name, name=name.title())
    Membership.objects.create(account=account, organisation=village.organisations[home], role=role, valid_from=LONG_AGO)
    return village.client(name)


@pytest.fixture
def salma(village: Village) -> Client:
    return village.client("salma")


@pytest.fixture
def devi(village: Village) -> Client:
    return village.client("devi")


# The list


def test_the_list_counts_what_is_missing_machine_waiting_and_approved(village, salma, devi) -> None:
    publish.go_live(publish.upload(VISIT.encode(), "visit.md", village.organisations["one"], None))
    page = salma.get(LIST, {"language": "en"})
    offered = len(sounds.texts()) + len(spoken.texts())
    assert states(page) == {"missing": 7, "machine": offered, "waiting": 0, "approved": 0}
    record(salma)
    record(salma, ASK)
    decide(devi, "approve", ASK)
    assert states(salma.get(LIST)) == {"missing": 7, "machine": offered - 2, "waiting": 1, "approved": 1}
    listed = words(salma.get(LIST, {"state": "approved"}))
    assert "Is there anything you want to ask?" in listed
    assert "Network coordinator, " in listed
    assert "They treated me with respect." not in listed
    assert "They treated me with respect." in words(salma.get(LIST, {"state": "waiting"}))
    assert "No text like this" in words(salma.get(LIST, {"state": "approved", "source": "rating"}))


def test_each_language_has_its_own_texts_and_a_machine_is_marked(salma) -> None:
    page = salma.get(LIST, {"language": "bn", "source": "rating"})
    assert 'lang="bn"' in page.content.decode()
    assert states(page)["machine"] == len(sounds.texts())
    text = salma.get(TEXT, RESPECT | {"language": "bn"})
    assert "machine voice" in words(text)
    assert "which=machine" in text.content.decode()
    answer = salma.get(VOICE, RESPECT | {"language": "bn", "which": "machine"})
    assert (answer["Content-Type"], bool(b"".join(answer.streaming_content))) == ("audio/mpeg", True)


# Recording and approving


def test_what_is_approved_by_another_is_what_survivors_hear(village, salma, devi, settings) -> None:
    machine = heard(village)
    assert record(salma).status_code == 302
    assert heard(village) == machine, "not before it is approved"
    page = salma.get(TEXT, RESPECT)
    assert "Somebody else approves it" in words(page)
    assert "Approve it" not in words(page)
    assert "Approve it" in words(devi.get(TEXT, RESPECT))
    assert decide(devi, "approve").status_code == 302
    kind, content = heard(village)
    assert (kind, content[:4]) == ("audio/webm", webm()[:4])
    assert TOLD not in content
    assert sounds.sound("en", "respect").machine is False
    row = PromptVoice.objects.get()
    assert (row.recorded_as, row.approved_as, round(row.seconds)) == ("supervisor", "coordinator", 2)
    assert [path.suffix for path in (settings.DATA / "prompts" / "en").iterdir()] == [".audio"]
    assert "Approved by: Network coordinator" in words(salma.get(TEXT, RESPECT))


def test_a_line_of_a_consent_is_heard_by_the_worker_who_asks(village, salma, devi) -> None:
    record(salma, ASK, m4a(3))
    decide(devi, "approve", ASK)
    assert spoken.sound("en", "2026-11", "ask").machine is False
    answer = village.client("mou").get(reverse("vault:spoken", args=["en", "2026-11-ask"]))
    assert (answer["Content-Type"], TOLD in b"".join(answer.streaming_content)) == ("audio/mp4", False)


def test_recording_again_takes_the_place_of_what_waits_and_deletes_it(salma) -> None:
    record(salma)
    record(salma, content=mp3(3))
    before, now = PromptVoice.objects.order_by("pk")
    assert (before.state, before.end, bytes(before.content)) == ("ended", "replaced", b"")
    assert (now.state, now.type) == ("waiting", "audio/mpeg")
    answer = salma.get(VOICE, RESPECT | {"which": str(now.pk)})
    assert (answer["Content-Type"], answer["X-Content-Type-Options"]) == ("audio/mpeg", "nosniff")
    assert salma.get(VOICE, RESPECT | {"which": str(before.pk)}).status_code == 404


def test_a_new_voice_takes_the_place_of_the_approved_one(village, salma, devi, settings) -> None:
    for content in (webm(2), mp3(3)):
        record(salma, content=content)
        decide(devi, "approve")
    assert heard(village)[0] == "audio/mpeg"
    assert PromptVoice.objects.get(state=State.ENDED).end == "replaced"
    assert len(list((settings.DATA / "prompts" / "en").iterdir())) == 1


def test_a_tablet_fetches_a_new_voice_by_a_new_address(salma, devi) -> None:
    machine = sounds.sound("en", "respect").address
    record(salma)
    decide(devi, "approve")
    assert sounds.sound("en", "respect").address.startswith(f"{machine}?")


BAD = {
    "nothing": (b"", "Nothing was recorded"), "a picture": (b"\x89PNG\r\n\x1a\n" + bytes(99), "This is no recording"),
    "a film": (m4a(1, b"vide"), "This is no recording"), "a cut file": (webm(2)[:-9], "This is no recording"),
    "too long": (m4a(121), "The recording is too long"), "too short": (mp3(0.1), "too short"),
    "too large": (mp3(400), "The recording is too large"),
}  # fmt: skip


@pytest.mark.parametrize("name", BAD)
def test_what_cannot_be_played_is_refused_with_a_sentence(salma, name) -> None:
    content, sentence = BAD[name]
    answer = send(salma, RESPECT, action="keep", mark=mark(said(RESPECT)), recording=File("v.webm", content))
    assert answer.status_code == 409
    assert sentence in words(answer)
    assert not PromptVoice.objects.exists()


def test_today_tells_who_may_approve(village, salma, devi) -> None:
    def told(client: Client) -> str:
        return " ".join(item.title for item in client.get("/desk/").context["items"] if item.page == "desk:studio")

    record(salma)
    record(salma, ASK)
    assert told(devi) == "2 recordings wait for approval"
    assert told(salma) == told(village.client("mina")) == told(village.client("mou")) == ""
    decide(devi, "approve", ASK)
    assert told(devi) == "1 recording waits for approval"


# Who may

PEOPLE = {  # who recorded -> who may approve, of the people below
    "salma": {"devi", "dipa"}, "mina": {"devi", "dipa"}, "devi": {"dipa", "mina"}, "kabir": {"devi", "dipa"},
}  # fmt: skip


@pytest.mark.parametrize("speaker", PEOPLE)
def test_for_a_text_of_the_product_one_of_the_two_is_a_coordinator(village, speaker) -> None:
    """Kabir is a manager outside the network here, Dipa a second coordinator in it."""
    Membership.objects.filter(account=village.accounts["kabir"]).update(role="manager")
    joins(village, "dipa", "coordinator", "network")
    record(village.client(speaker))
    may = set()
    for name in ("salma", "mina", "devi", "dipa", "kabir"):
        page = village.client(name).get(TEXT, RESPECT)
        if "Approve it" in words(page):
            may.add(name)
        else:
            assert decide(village.client(name), "approve").status_code == 409
            assert PromptVoice.objects.get().state == State.WAITING
    assert may == PEOPLE[speaker]


def test_where_there_is_no_coordinator_another_manager_approves(village, salma) -> None:
    Membership.objects.filter(role="coordinator").delete()
    record(salma)
    assert decide(village.client("mina"), "approve").status_code == 302
    assert PromptVoice.objects.get().state == State.APPROVED


def test_a_recording_that_waits_is_not_heard_outside_the_network(village, salma) -> None:
    Membership.objects.filter(account=village.accounts["kabir"]).update(role="manager")
    record(salma)
    kabir = village.client("kabir")
    assert "Waits for approval" not in words(kabir.get(TEXT, RESPECT))
    assert kabir.get(VOICE, RESPECT | {"which": str(PromptVoice.objects.get().pk)}).status_code == 404
    assert states(kabir.get(LIST))["waiting"] == 0
    assert record(kabir).status_code == 302
    assert PromptVoice.objects.filter(state=State.WAITING).count() == 2, "one does not push the other away"


def test_no_page_names_who_recorded_or_approved(village, salma, devi) -> None:
    Membership.objects.filter(account=village.accounts["kabir"]).update(role="manager")
    record(salma)
    decide(devi, "approve")
    kabir = village.client("kabir")
    for page in (kabir.get(LIST), kabir.get(TEXT, RESPECT)):
        assert "Network coordinator" in words(page)
        assert not {"Salma", "Devi", "CBO One", "Banyan"} & set(re.findall(r"\w+", words(page)))


def test_an_organisations_own_form_is_its_own(village, salma, devi) -> None:
    made = publish.go_live(publish.upload(VISIT.encode(), "visit.md", village.organisations["one"], None))
    Membership.objects.filter(account=village.accounts["kabir"]).update(role="manager")
    about = {"source": f"form:{made.form.pk}", "key": "came", "language": "bn"}
    for client in (village.client("kabir"), devi):
        assert client.get(TEXT, about).status_code == 404
        assert record(client, about, text="উনি এসেছিলেন?").status_code == 404
        assert about["source"] not in [key for key, _title in client.get(LIST).context["sources"]]
    assert record(salma, about, text="উনি এসেছিলেন?").status_code == 302
    assert decide(salma, "approve", about).status_code == 409
    assert decide(village.client("mina"), "approve", about).status_code == 302


@pytest.mark.parametrize("name", ["mou", "asha", "ravi", "noor", "finn"])
def test_nobody_else_comes_in(village, name) -> None:
    client = village.client(name)
    for address in (LIST, TEXT, VOICE):
        assert client.get(address, RESPECT).status_code == 404
    assert record(client).status_code == 404
    assert not PromptVoice.objects.exists()


def test_addresses_that_name_nothing(salma) -> None:
    for about in (RESPECT | {"key": "nothing"}, RESPECT | {"language": "xx"}, RESPECT | {"source": "form:0"}):
        assert salma.get(TEXT, about).status_code == 404
        assert salma.get(VOICE, about | {"which": "machine"}).status_code == 404
    assert salma.get(TEXT).status_code == 302
    assert salma.get(VOICE, RESPECT | {"which": "../secret"}).status_code == 404


# Taking back, changed words, crashes


def test_whose_voice_it_is_takes_it_back_at_any_time(village, salma, devi, settings) -> None:
    machine = heard(village)
    record(salma)
    decide(devi, "approve")
    assert "Take it back" not in words(village.client("mina").get(TEXT, RESPECT))
    assert decide(village.client("mina"), "take_back").status_code == 409
    assert decide(salma, "take_back").status_code == 302
    assert heard(village) == machine
    row = PromptVoice.objects.get()
    assert (row.end, bytes(row.content), row.ended_by) == ("taken_back", b"", village.accounts["salma"])
    assert not list((settings.DATA / "prompts" / "en").iterdir())


def test_what_is_not_approved_is_deleted(salma, devi) -> None:
    record(salma)
    assert decide(devi, "refuse").status_code == 302
    row = PromptVoice.objects.get()
    assert (row.state, row.end, bytes(row.content)) == ("ended", "refused", b"")


def test_when_words_change_the_machine_speaks_and_the_recording_is_marked(village, salma, devi, monkeypatch) -> None:
    machine = heard(village)
    record(salma)
    decide(devi, "approve")
    monkeypatch.setitem(questions.WORDS, "respect", "They were kind to me.")
    assert heard(village) == machine
    page = salma.get(TEXT, RESPECT)
    assert "A voice was approved for other words" in words(page)
    assert "They treated me with respect." in words(page)
    assert "The words have changed" in words(salma.get(LIST, {"source": "rating"}))
    assert "The words have changed" in words(record(salma, text="They treated me with respect."))
    record(salma)
    decide(devi, "approve")
    assert heard(village) != machine
    assert PromptVoice.objects.get(state=State.APPROVED).text == "They were kind to me."


def test_a_recording_of_earlier_words_is_not_approved(salma, devi, monkeypatch) -> None:
    record(salma)
    monkeypatch.setitem(questions.WORDS, "respect", "They were kind to me.")
    assert "Approve it" not in words(devi.get(TEXT, RESPECT))
    assert decide(devi, "approve").status_code == 409


def test_two_who_decide_at_once_decide_once(salma, devi) -> None:
    record(salma)
    row = PromptVoice.objects.get()
    decide(devi, "refuse")
    answer = send(devi, RESPECT, action="approve", recording=str(row.pk))
    assert answer.status_code == 409
    assert "A colleague has changed this meanwhile" in words(answer)


def test_a_file_that_is_lost_is_laid_out_again_and_only_approved_ones(village, salma, devi, settings) -> None:
    record(salma)
    decide(devi, "approve")
    approved = heard(village)
    record(salma, ASK)
    for path in (settings.DATA / "prompts" / "en").iterdir():
        path.unlink()
    assert heard(village) != approved
    assert studio.lay_out([*sounds.offered(), *spoken.offered()]) == 1
    assert heard(village) == approved
    assert studio.lay_out([*sounds.offered(), *spoken.offered()]) == 0


def test_a_full_disk_changes_nothing(village, salma, devi, settings) -> None:
    machine = heard(village)
    record(salma)
    (settings.DATA / "prompts").write_text("no folder can be made here")
    devi.raise_request_exception = False
    assert decide(devi, "approve").status_code == 500
    (settings.DATA / "prompts").unlink()
    assert PromptVoice.objects.get().state == State.WAITING
    assert heard(village) == machine


# Forms


def test_an_approved_voice_gets_into_the_next_version_of_a_form_and_never_into_this_one(village, salma) -> None:
    one = village.organisations["one"]
    made = publish.go_live(publish.upload(VISIT.encode(), "visit.md", one, None))
    about = {"source": f"form:{made.form.pk}", "key": "came", "language": "bn"}
    record(salma, about, text="উনি এসেছিলেন?")
    decide(village.client("mina"), "approve", about)
    assert publish.upload(VISIT.encode(), "visit.md", one, None) == made, "what phones have stays as it is"
    assert "next version of this form" in words(salma.get(TEXT, about))
    following = publish.upload(VISIT.replace("| 1 |", "| 2 |").encode(), "visit.md", one, None)
    (file,) = following.media.all()
    xform = bytes(following.xform).decode()
    assert f'<value form="audio">jr://audio/{file.name}</value>' in xform
    assert xform.count("jr://audio/") == 1, "in Bengali alone"
    assert audio.type_of(bytes(file.content)) == "audio/webm"
    assert publish.upload(VISIT.replace("| 1 |", "| 2 |").encode(), "visit.md", one, None) == following
    page = salma.get("/desk/forms/preview", {"version": following.pk, "language": "Bengali (bn)"}).content.decode()
    address = re.search(r'src="(/desk/forms/file[^"]*)"', page)[1].replace("&amp;", "&")
    assert parse_qs(urlsplit(address).query)["name"] == [file.name]
    assert salma.get(address)["Content-Type"] == "audio/webm"


TWO_LISTS = VISIT.replace(
    "| | integer | children", "| | select_one sure | sure | Is it sure? | ঠিক তো? |\n| | integer | children"
).replace("| settings |", "| | sure | certainly | Yes | হ্যাঁ |\n| | sure | maybe | Perhaps | হয়তো |\n| settings |")


def test_what_can_be_chosen_is_spoken_too_and_the_same_words_once(village, salma) -> None:
    """A choice stands under the first question that has it; its voice is heard in every list of the form."""
    one = village.organisations["one"]
    made = publish.go_live(publish.upload(TWO_LISTS.encode(), "visit.md", one, None))
    offered = [each for each in spoken_forms.offered([one]) if each.language == "bn" and each.answers]
    assert [(each.key, each.text) for each in offered] == [
        ("yes_no:yes", "হ্যাঁ"), ("yes_no:no", "না"), ("sure:maybe", "হয়তো"),
    ]  # fmt: skip
    about = {"source": f"form:{made.form.pk}", "key": "yes_no:yes", "language": "bn"}
    assert "To choose under: উনি এসেছিলেন?" in words(salma.get(TEXT, about))
    record(salma, about, text="হ্যাঁ")
    decide(village.client("mina"), "approve", about)
    following = publish.upload(TWO_LISTS.replace("| 1 |", "| 2 |").encode(), "visit.md", one, None)
    (file,) = following.media.all()
    outline = Outline(bytes(following.xform))
    heard = {
        (node.name, choice.value): choice.text.files for node in outline.questions() for choice in node.choices
        if choice.text.files
    }  # fmt: skip
    said = {"Bengali (bn)": {"audio": file.name}}
    assert heard == {("came", "yes"): said, ("sure", "certainly"): said}


def test_a_voice_that_is_listed_no_more_is_in_no_new_version(village, salma) -> None:
    """Whose voice it is could not find it to take it back."""
    one = village.organisations["one"]
    made = publish.go_live(publish.upload(TWO_LISTS.encode(), "visit.md", one, None))
    about = {"source": f"form:{made.form.pk}", "key": "yes_no:yes", "language": "bn"}
    record(salma, about, text="হ্যাঁ")
    decide(village.client("mina"), "approve", about)
    without = TWO_LISTS.replace("| | yes_no | yes | Yes | হ্যাঁ |", "| | yes_no | yes | Yes | হুঁ |")
    following = publish.upload(without.replace("| 1 |", "| 2 |").encode(), "visit.md", one, None)
    assert "হ্যাঁ" in bytes(following.xform).decode()  # in the other list
    assert not following.media.exists()
