"""Notes and files: anybody who is there for her adds them, reading them is a reveal, and no name leaves in a header."""

from __future__ import annotations

from html.parser import HTMLParser

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from pakhi.vault import assign, audit, identity, keys, merge, sniff
from pakhi.vault.models import Entry, Note, Person, Reveal, SealedFile
from pakhi.vault.pages import notes as pages
from pakhi.vault.tests.conftest import INVENTED, agree
from pakhi.vault.tests.test_files import GOOD
from tests.canaries import found, tables

SECRET = "Zillibelle of the crooked mango tree came at night"
PAPER = "Zillibelle-summons-১২.pdf"


@pytest.fixture
def asha(keepers):
    person = keepers.register()
    assign.assign(person, keepers.village.mou, by=keepers.village.salma)
    return person


def at(person: Person, page: str) -> str:
    return f"/desk/person/{person.code}/{page}"


def add(client, person, name=PAPER, content=GOOD["application/pdf"], kind="court", field="file"):
    return client.post(at(person, "file"), {"kind": kind, field: SimpleUploadedFile(name, content)})


def lines(act: str) -> list[Entry]:
    return list(Entry.objects.filter(act=act).order_by("number"))


def words(response) -> str:
    """What a page says, without its markup."""
    heard: list[str] = []
    reader = HTMLParser()
    reader.handle_data = heard.append  # type: ignore[method-assign]
    reader.feed(response.content.decode())
    return " ".join(" ".join(heard).split())


def spoken(person: Person, by: str, keepers) -> list[str]:
    return [text for _row, text in identity.read_notes(keepers.open[by], person, "vault")]


# Writing


def test_a_note_is_sealed_and_its_line_says_that_there_is_one(keepers, asha):
    answer = keepers.village.client("mou").post(at(asha, "note"), {"text": f" {SECRET}\r\nTwo lines. "})
    assert (answer.status_code, answer["Location"]) == (302, f"/desk/person/{asha.code}/")
    assert spoken(asha, "salma", keepers) == [f"{SECRET}\nTwo lines."]
    (line,) = lines("write")
    assert (line.actor, line.person, line.detail) == (
        keepers.mou.account.pk,
        asha.code,
        {"step": "note"},
    )


def test_a_note_needs_no_open_key_and_no_access_to_names(keepers, asha):
    keys.withdraw(keepers.village.one, keepers.village.mou)
    assert keepers.village.client("mou").post(at(asha, "note"), {"text": SECRET}).status_code == 302
    assert spoken(asha, "salma", keepers) == [SECRET]


def test_what_was_read_hides_itself_and_what_is_typed_is_covered(keepers, asha):
    keepers.village.client("mou").post(at(asha, "note"), {"text": SECRET})
    html = keepers.browser("mou").post(at(asha, "notes"), {"reason": "visit"}).content.decode()
    hides, covers = html.index('data-hide="300" data-away="60"'), html.index('data-cover="60"')
    assert hides < html.index(SECRET) < covers < html.index('name="text"')
    typed = keepers.village.client("mou").post(at(asha, "note"), {"text": SECRET + "a" * 10_001}).content.decode()
    assert typed.index('id="cover" hidden') < typed.index('data-cover="60"') < typed.index(SECRET)
    assert all("desk/hide.js" in page for page in (html, typed))


@pytest.mark.parametrize("text", ["", " \n ", "a" * 10_001])
def test_an_empty_or_endless_note_comes_back_with_what_was_typed(keepers, asha, text):
    answer = keepers.village.client("mou").post(at(asha, "note"), {"text": text})
    assert answer.status_code == 400
    assert answer.context["typed"]["text"] == text
    assert 'role="alert"' in answer.content.decode()
    assert not Note.objects.exists()
    assert not lines("write")


def test_a_note_to_a_merged_record_goes_to_the_one_that_was_kept(keepers, asha):
    other = merged_into(keepers, asha)
    answer = keepers.village.client("salma").post(at(other, "note"), {"text": SECRET})
    assert answer["Location"] == f"/desk/person/{asha.code}/"
    assert Note.objects.get().person == asha


def test_no_word_of_a_note_is_kept_in_clear_anywhere(keepers, asha):
    browser = keepers.browser("mou")
    browser.post(at(asha, "note"), {"text": SECRET})
    add(browser, asha)
    browser.post(at(asha, "note"), {"text": ""})
    canaries = [SECRET, "Zillibelle", PAPER, *(name for name, _script in INVENTED)]
    assert {where for where, held in tables().items() if found(canaries, held)} == set()


# Reading


def test_reading_the_notes_is_one_reveal_with_a_reason(keepers, asha):
    browser = keepers.browser("mou")
    browser.post(at(asha, "note"), {"text": SECRET})
    answer = browser.post(at(asha, "notes"), {"reason": "visit"})
    assert answer.status_code == 200
    assert SECRET in words(answer)
    assert "Mou" in words(answer)
    (line,) = lines("reveal")
    assert line.detail == {"reason": "visit", "fields": ["notes"], "ground": "assigned"}
    assert Reveal.objects.get().fields == "notes"
    assert audit.verify().whole


def test_files_are_called_by_their_names_where_the_notes_are_read_and_nowhere_else(keepers, asha):
    browser = keepers.browser("mou")
    add(browser, asha)
    answer = browser.post(at(asha, "notes"), {"reason": "visit"})
    assert PAPER in words(answer)
    assert not found(["Zillibelle"], str(answer.headers).encode())
    assert not found(["Zillibelle"], browser.post(at(asha, "notes"), {"reason": ""}).content)
    assert not found(["Zillibelle"], str(pages.panel(answer.wsgi_request, asha)).encode())


def test_without_a_reason_nothing_is_read_and_the_form_comes_again(keepers, asha):
    browser = keepers.browser("mou")
    browser.post(at(asha, "note"), {"text": SECRET})
    answer = browser.post(at(asha, "notes"), {"reason": "curious"})
    assert answer.status_code == 400
    assert "Choose a reason." in words(answer)
    assert not found([SECRET], answer.content)
    assert not Reveal.objects.exists()


def test_the_day_s_limit_holds_for_notes_too(keepers, asha):
    row = {"person": asha.code, "organisation": asha.organisation, "account": keepers.mou.account.pk, "reason": "visit"}
    Reveal.objects.bulk_create(Reveal(**row, fields="names", entry=10**6 + step) for step in range(30))
    answer = keepers.browser("mou").post(at(asha, "notes"), {"reason": "visit"})
    assert answer.status_code == 409
    assert "Your supervisor can release more" in words(answer)
    assert [line.detail["why"] for line in lines("refused")] == ["LimitReached"]


def test_notes_of_a_merged_record_are_shown_with_hers(keepers, asha):
    other = keepers.register()
    identity.note(other, "vault", "written for the other record", keepers.village.salma)
    merged_into(keepers, asha, other)
    answer = keepers.browser("mou").post(at(asha, "notes"), {"reason": "visit"})
    assert "written for the other record" in words(answer)
    assert "in a record that was merged" in words(answer)


def test_a_note_that_somebody_changed_is_refused_calmly(keepers, asha):
    browser = keepers.browser("mou")
    browser.post(at(asha, "note"), {"text": SECRET})
    Note.objects.update(sealed=b"\x01" * 300)
    answer = browser.post(at(asha, "notes"), {"reason": "visit"})
    assert answer.status_code == 409
    assert "cut, moved or changed" in words(answer)


def merged_into(keepers, kept: Person, other: Person | None = None) -> Person:
    other = other or keepers.register()
    proposal = merge.propose(kept, other, keepers.village.mina)
    merge.confirm(proposal, keepers.village.salma)
    return other


# Files


@pytest.mark.parametrize("kind", GOOD)
def test_a_file_comes_back_as_it_was_sent_with_its_type_and_no_name(keepers, asha, kind):
    browser = keepers.browser("mou")
    assert add(browser, asha, content=GOOD[kind], kind="scan").status_code == 302
    row = SealedFile.objects.get()
    answer = browser.post(at(asha, f"file/{row.token}"), {"reason": "court"})
    content = b"".join(answer.streaming_content)
    assert answer.status_code == 200
    assert answer["Content-Type"].split(";")[0] == kind
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Cache-Control"] == "no-store"
    how = "attachment" if kind.startswith("audio/") else "inline"
    assert answer["Content-Disposition"] == f'{how}; filename="file.{pages.TYPES[kind][0]}"'
    if not kind.startswith("image/"):
        assert content == GOOD[kind]
    assert [line.detail["fields"] for line in lines("reveal")] == [["file"]]


def test_the_line_of_a_file_says_its_kind_alone(keepers, asha):
    add(keepers.village.client("mou"), asha)  # no open key is needed
    assert [line.detail for line in lines("write")] == [{"step": "file", "kind": "court"}]


def test_the_camera_s_picture_is_taken_where_no_file_was_chosen(keepers, asha):
    agree(asha, keepers.village.mou, "photo")
    answer = add(keepers.village.client("mou"), asha, "IMG_1.jpg", GOOD["image/jpeg"], "photo", "camera")
    assert answer.status_code == 302
    assert SealedFile.objects.get().type == "image/jpeg"


def test_of_two_files_none_is_left_out_in_silence(keepers, asha):
    sent = {name: SimpleUploadedFile(name, GOOD["image/jpeg"]) for name in ("file", "camera")}
    answer = keepers.village.client("mou").post(at(asha, "file"), {"kind": "scan", **sent})
    assert answer.status_code == 400
    assert "Choose a file, or take a picture" in words(answer)
    assert not SealedFile.objects.exists()


@pytest.mark.parametrize(
    ("content", "kind", "says"),
    [
        (b"MZ\x90\x00" + b"\x00" * 200, "scan", "kind of file"),
        (GOOD["image/jpeg"], "photo", "not agreed to a photograph"),
        (GOOD["image/jpeg"], "", "Say what the file is"),
        (GOOD["image/jpeg"], "proof", "Say what the file is"),
        (b"", "scan", "empty"),
        (b"a" * (25 * 1024 * 1024 + 100_000), "scan", "25 MB"),
    ],
)  # fmt: skip
def test_what_cannot_be_kept_is_said_in_a_sentence_and_nothing_is_kept(keepers, asha, content, kind, says):
    answer = add(keepers.village.client("mou"), asha, "x.pdf", content, kind)
    assert answer.status_code == 400
    assert says in words(answer)
    assert answer.context["typed"].get("kind", "") == kind
    assert not SealedFile.objects.exists()
    assert not lines("write")


def test_a_form_without_a_file_asks_for_one(keepers, asha):
    answer = keepers.village.client("mou").post(at(asha, "file"), {"kind": "scan"})
    assert answer.status_code == 400
    assert "Choose a file" in words(answer)


def test_a_file_is_opened_for_a_reason_only(keepers, asha):
    browser = keepers.browser("mou")
    add(browser, asha)
    answer = browser.post(at(asha, f"file/{SealedFile.objects.get().token}"), {})
    assert answer.status_code == 400
    assert "Choose a reason." in words(answer)
    assert f'formaction="{answer.request["PATH_INFO"]}"' in answer.text  # the question again, with its button
    assert not Reveal.objects.exists()


def test_another_person_s_file_is_not_under_her_address(keepers, asha):
    other = keepers.register()
    add(keepers.browser("salma"), other)
    answer = keepers.browser("mou").post(at(asha, f"file/{SealedFile.objects.get().token}"), {"reason": "court"})
    assert answer.status_code == 404
    assert not lines("reveal")


def test_a_file_that_was_cut_is_refused_before_its_first_byte(keepers, asha, settings):
    browser = keepers.browser("mou")
    add(browser, asha)
    token = SealedFile.objects.get().token
    path = settings.DATA / "files" / token
    path.write_bytes(path.read_bytes()[:-10])
    assert browser.post(at(asha, f"file/{token}"), {"reason": "court"}).status_code == 409


def test_every_type_that_can_be_kept_has_an_ending():
    assert set(pages.TYPES) == set(sniff.ALLOWED)


# The panel


def test_the_panel_counts_and_lists_without_opening_anything(keepers, asha):
    browser = keepers.browser("mou")
    for many in range(10):
        browser.post(at(asha, "note"), {"text": SECRET})
        if many < 9:
            add(browser, asha)
    shown = pages.panel(browser.get("/desk/").wsgi_request, asha)
    assert (shown["notes"], len(shown["files"]), shown["more"]) == (10, 8, 1)
    assert shown["files"][0].form == "PDF"
    assert not Reveal.objects.exists()
    Person.objects.update(state="moved")
    asha.refresh_from_db()
    assert pages.panel(browser.get("/desk/").wsgi_request, asha) is None


# Who may

PAGES = ["notes", "note", "file", "file/" + "0" * 32]


@pytest.mark.parametrize("name", ["kabir", "ravi", "devi", "rina", "noor", "finn"])
def test_other_roles_and_other_organisations_find_nothing(keepers, asha, name):
    client = keepers.village.client(name)
    for page in PAGES:
        assert client.post(at(asha, page), {"reason": "visit", "text": SECRET}).status_code == 404
    assert not Note.objects.exists()


def test_a_worker_who_is_not_there_for_her_finds_nothing(keepers):
    stranger, browser = keepers.register(), keepers.browser("mou")
    for page in PAGES:
        assert browser.post(at(stranger, page), {"reason": "visit", "text": SECRET}).status_code == 404


def test_without_an_open_key_the_password_is_asked_and_the_reason_kept(keepers, asha):
    client = keepers.village.client("mou")
    add(client, asha)
    for page in ("notes", f"file/{SealedFile.objects.get().token}"):
        answer = client.post(at(asha, page), {"reason": "health"})
        assert answer.status_code == 423
        assert ("reason", "health") in answer.context["kept"]


def test_nothing_here_is_opened_by_an_address_alone(keepers, asha):
    assert {keepers.browser("salma").get(at(asha, page)).status_code for page in PAGES} == {405}
