"""Letters out of a case: a name only as far as she agreed, with a reason and a line in the log."""

from __future__ import annotations

import datetime as dt
import io
import re

import pytest
from docx import Document
from pypdf import PdfReader

from pakhi.cbr.steps import threads
from pakhi.entitlements import letters_case
from pakhi.entitlements.letter_words import wordings
from pakhi.entitlements.tests.conftest import ask, client, go
from pakhi.lib.clock import today
from pakhi.network.models import Membership, Office, Place
from pakhi.network.offices import open_office
from pakhi.vault import consent
from pakhi.vault.models import Entry, Reveal
from tests.village import build_another_state

pytestmark = pytest.mark.django_db(databases="__all__")
NAME, VILLAGE = "Quillabeth Zorntree", "Ghughudanga-Nowhere"


@pytest.fixture
def address(rina, book):
    return f"/desk/people/{rina.code}/letters"


@pytest.fixture
def worker(keepers):
    return keepers.browser("mou")


def asked(letter="legal_aid", action="docx", **more):
    return {"letter": letter, "language": "en", "action": action, "care_of": "", **more}


def agreed(person, by, *scope):
    heard = consent.ask(person, "export", "en", under_18=False, scope=",".join(sorted(scope))).heard
    consent.give(person, "export", consent.Answer("en", "signature", heard), by, scope=scope)


def words(answer):
    assert answer.status_code == 200, answer.content.decode()
    made = Document(io.BytesIO(answer.content))
    cells = [cell.text for table in made.tables for row in table.rows for cell in row.cells]
    return "\n".join([one.text for one in made.paragraphs] + cells)


def looks(person):
    return list(Entry.objects.filter(act__in=["reveal", "print"], person=person.code).values_list("act", flat=True))


def test_every_letter_is_listed_and_those_that_fit_an_open_claim_come_first(worker, book, mou, address):
    ask(book, mou, "legal-aid", 3)
    page = worker.get(address).content.decode()
    assert page.count("?letter=") == len(wordings())
    fitting = page.split("?letter=")[1:3]
    assert {one.split('"')[0] for one in fitting} == {"legal_aid", "reminder"}
    assert page.count("fits an open claim") == 2


@pytest.mark.parametrize("code", list(wordings()))
def test_each_letter_has_a_form_with_what_is_not_checked_about_it(worker, address, code):
    page = worker.get(f"{address}?letter={code}").content.decode()
    assert "No lawyer has signed" in page
    if code in {"compensation_form_1", "legal_aid", "sponsorship"}:
        assert "Compare with the official form before handing in" in page


def test_a_claim_fills_in_the_office_and_the_day_and_the_days_are_counted(worker, book, mou, address, office):
    claim = go(ask(book, mou, "legal-aid", 40, office=office), mou, "legal_aid-applied", 30)
    form = worker.get(f"{address}?letter=reminder&claim={claim.number}").content.decode()
    assert f'value="{office}" selected' in form
    assert 'value="legal_aid" selected' in form
    sent = asked("reminder", claim=claim.number, office=office, about="legal_aid",
                 handed_in=claim.values["asked_on"])  # fmt: skip
    text = words(worker.post(address, sent))
    assert "30 days" in text
    assert "7 days" in text
    assert "legal aid" in text


def test_her_application_for_compensation_can_go_to_the_legal_aid_office_of_the_directory(keepers, worker, address):
    office = Office.objects.create(place=keepers.village.places["district"], kind="dlsa")
    for letter in ("compensation_form_1", "legal_aid"):
        assert f'value="{office.code}"' in worker.get(f"{address}?letter={letter}").content.decode()


def test_a_reminder_is_about_what_was_asked_for_last(book, mou):
    claim = ask(book, mou, "rural-work", 60)
    for stage, days in (("registration_applied", 50), ("job_card_issued", 30), ("work_demanded", 20)):
        claim = go(claim, mou, f"job_card-{stage}", days)
        found = letters_case.of_claim(claim)
        assert found["handed_in"] == str(today() - dt.timedelta(days=50 if stage != "work_demanded" else 20))
    assert found["about"] == "work_demand"


def test_without_a_look_no_name_is_on_it_and_that_it_was_made_stands_in_her_case(worker, rina, book, address):
    answer = worker.post(address, asked())
    assert NAME not in words(answer)
    assert VILLAGE not in words(answer)
    assert looks(rina) == []
    [row] = threads([book], "letter")
    assert (row.values["which"], row.values["form"], row.values["named"]) == ("legal_aid", "docx", "no")


def test_what_she_did_not_agree_to_stays_a_blank_line(worker, rina, mou, book, address):
    sent = asked(names="yes", reason="papers", care_of="own")
    assert NAME not in words(worker.post(address, sent))
    assert looks(rina) == []
    agreed(rina, mou, "names")
    text = words(worker.post(address, sent))
    assert NAME in text
    assert VILLAGE not in text
    assert looks(rina) == ["print"]
    assert [one.values["named"] for one in threads([book], "letter")].count("yes") == 1


def test_her_address_is_on_it_only_where_letters_may_go_there(worker, rina, mou, address):
    agreed(rina, mou, "names", "address")
    sent = asked(names="yes", reason="papers")
    assert VILLAGE not in words(worker.post(address, {**sent, "care_of": "dlsa"}))
    text = words(worker.post(address, {**sent, "care_of": "own"}))
    assert VILLAGE in text
    assert "seven-coloured pond" not in text


def opened(person):
    """The parts of her identity that were read, look by look."""
    rows = Reveal.objects.filter(person=person.code).order_by("pk")
    return [set(row.fields.split(",")) for row in rows]


@pytest.mark.parametrize(
    ("letter", "care_of", "parts"),
    [("reminder", "dlsa", {"names"}), ("reminder", "", {"names"}), ("reminder", "own", {"names", "address"}),
     ("compensation_form_1", "dlsa", {"names", "address"})],
)  # fmt: skip
def test_only_what_stands_on_the_letter_is_opened(worker, rina, mou, address, letter, care_of, parts):
    agreed(rina, mou, "names", "address")
    sent = asked(letter, names="yes", reason="papers", care_of=care_of)
    assert worker.post(address, sent).status_code == 200
    assert opened(rina) == [parts]


def test_her_birth_is_on_a_letter_as_on_her_packet_only_where_she_agreed_to_her_papers(worker, rina, mou, address):
    sent = asked("compensation_form_1", names="yes", reason="papers")
    agreed(rina, mou, "names")
    assert worker.post(address, sent).status_code == 200
    agreed(rina, mou, "papers")
    assert worker.post(address, sent).status_code == 200
    assert opened(rina) == [{"names"}, {"names", "birth"}]


def test_looking_at_a_letter_with_her_name_is_a_look_with_a_reason(worker, rina, mou, address):
    agreed(rina, mou, "names")
    none = worker.post(address, asked(action="preview", names="yes"))
    assert none.status_code == 400
    assert "Choose a reason before her name is opened." in none.content.decode()
    assert looks(rina) == []
    page = worker.post(address, asked(action="preview", names="yes", reason="papers")).content.decode()
    assert NAME in page
    assert looks(rina) == ["reveal"]


@pytest.mark.parametrize("action", ["preview", "docx", "pdf"])
def test_when_she_took_back_her_yes_her_name_is_not_opened(worker, rina, mou, book, address, action):
    agreed(rina, mou, "names")
    consent.withdraw(consent.holding(rina, "case").get(), mou)
    answer = worker.post(address, asked(action=action, names="yes", reason="papers"))
    assert answer.status_code == 409
    assert "She took back her yes to a case" in answer.content.decode()
    assert NAME not in answer.content.decode()
    assert looks(rina) == []
    assert threads([book], "letter") == []


def test_looking_at_a_letter_without_her_name_is_nobodys_business(worker, rina, book, address):
    page = worker.post(address, asked(action="preview")).content.decode()
    assert "Application for free legal aid" in page
    assert looks(rina) == []
    assert threads([book], "letter") == []


def test_in_a_compensation_form_she_is_x_and_the_sealed_sheet_says_who(worker, rina, mou, address):
    agreed(rina, mou, "names")
    text = words(worker.post(address, asked("compensation_form_1", names="yes", reason="court")))
    assert text.count(NAME) == 1
    assert text.index("Sealed sheet") >= 0


def test_a_request_for_information_asks_for_no_name_and_reads_none(worker, rina, mou, address):
    agreed(rina, mou, "names", "address")
    form = worker.get(f"{address}?letter=rti_application").content.decode()
    assert 'name="names"' not in form
    sent = asked("rti_application", names="yes", reason="papers", mine="yes")
    text = words(worker.post(address, sent))
    assert NAME not in text
    assert "Mou" in text
    assert looks(rina) == []


@pytest.mark.parametrize("kind", ["pdf", "docx"])
def test_the_file_is_called_neither_after_her_nor_after_what_she_asks_for(worker, rina, book, address, kind):
    answer = worker.post(address, asked("legal_aid", action=kind))
    assert answer["Content-Disposition"] == f'attachment; filename="letter.{kind}"'
    if kind == "pdf":
        about = PdfReader(io.BytesIO(answer.content)).metadata
        assert about is not None
        assert about.title == "Letter"
    alone = worker.post("/desk/letters", asked("legal_aid", action="docx"))
    assert alone["Content-Disposition"] == 'attachment; filename="letter.docx"'


def test_the_pdf_is_made_in_its_own_process(worker, rina, book, address):
    answer = worker.post(address, asked("reminder", action="pdf"))
    assert answer["Content-Type"] == "application/pdf"
    assert answer.content.startswith(b"%PDF")
    assert [one.values["form"] for one in threads([book], "letter")] == ["pdf"]


def test_a_press_that_fails_loses_nothing_and_notes_nothing(worker, book, address, monkeypatch):
    monkeypatch.setattr("pakhi.lib.press.WAIT", 0.01)
    answer = worker.post(address, asked("reminder", action="pdf", day=today().isoformat()))
    assert answer.status_code == 503
    assert "Nothing was lost: try again." in answer.content.decode()
    assert f'value="{today().isoformat()}"' in answer.content.decode()
    assert threads([book], "letter") == []


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"handed_in": "2999-01-01"}, "This day has not come yet."),
        ({"handed_in": "2026-09-05", "day": "2026-09-04"}, "The letter cannot be older than what it follows."),
        ({"handed_in": "tomorrow"}, "Enter a valid date."),
        ({"language": "xx"}, "Select a valid choice."),
        ({"office": "NOSUCH"}, "Select a valid choice."),
        ({"about": "nothing"}, "Select a valid choice."),
    ],
)
def test_wrong_input_gets_a_sentence_and_no_letter(worker, book, address, wrong, sentence):
    answer = worker.post(address, asked("reminder", **wrong))
    assert answer.status_code == 400
    assert sentence in answer.content.decode()
    assert threads([book], "letter") == []


def test_too_early_is_said_beside_the_letter_and_not_on_it(worker, address):
    sent = asked("unemployment_allowance", action="preview", handed_in=today().isoformat())
    assert "Only 0 days have gone, and the law gives 15." in worker.post(address, sent).content.decode()
    assert "Hand it in after that" not in words(worker.post(address, {**sent, "action": "docx"}))


def test_a_letter_that_there_is_not_is_no_page(worker, address):
    assert worker.get(f"{address}?letter=love").status_code == 404
    assert worker.post(address, {"letter": "love"}).status_code == 404


def test_without_a_case_there_are_no_letters(keepers, rina):
    assert keepers.browser("mou").get(f"/desk/people/{rina.code}/letters").status_code == 404


def test_requests_for_information_and_legal_aid_are_made_without_a_survivor(worker):
    page = worker.get("/desk/letters").content.decode()
    assert page.count("?letter=") == 4
    text = words(worker.post("/desk/letters", asked("rti_application", mine="yes", care_of="organisation")))
    assert "Mou" in text
    assert "care of CBO One" in text
    assert worker.get("/desk/letters?letter=compensation_form_1").status_code == 404
    assert 'value="own"' not in worker.get("/desk/letters?letter=legal_aid").content.decode()


def test_who_may_write_letters_in_one_organisation_writes_none_for_another(keepers):
    ravi, two = keepers.village.accounts["ravi"], keepers.village.organisations["two"]
    assert client(keepers, "ravi").get("/desk/letters").status_code == 404
    Membership.objects.create(account=ravi, organisation=two, role="worker", valid_from=today())
    sent = asked("rti_application", mine="yes", care_of="organisation")
    text = words(client(keepers, "ravi").post("/desk/letters", sent))
    assert f"care of {two.name}" in text


def codes(form):
    """The offices that a form offers, in their order; the line for a hand is none."""
    listed = form.partition('name="office"')[2].partition("</select>")[0]
    return [one for one in re.findall(r'<option value="([^"]*)"', listed) if one]


def test_offices_of_a_letter_are_the_nearest_and_what_is_left_off_is_said(worker, keepers, book, address, monkeypatch):
    build_another_state()
    places = [Place.objects.get(code="490"), keepers.village.places["state"], keepers.village.places["hamlet"]]
    abroad, state, hamlet = (open_office("bdo", place, {"en": "A block office"}).code for place in places)
    form = f"{address}?letter=rti_application"
    page = worker.get(form).content.decode()
    found = codes(page)
    assert found[-2:] == [state, abroad]
    assert hamlet in found[:-2]
    assert "nearest offices" not in page
    monkeypatch.setattr(letters_case, "OFFICES", len(found) - 1)
    page = worker.get(form).content.decode()
    assert codes(page) == found[:-1]
    assert f"Only the {len(found) - 1} nearest offices are listed." in page
