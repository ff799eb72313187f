"""The coded answers to a form, as a table for a spreadsheet: what is a code is in it, what is a text is not."""

from __future__ import annotations

import csv
import io

import pytest

from pakhi.field import export, publish
from pakhi.field.models import Attachment
from pakhi.field.tests.conftest import CANARY, VISIT, record
from pakhi.vault.models import Entry

pytestmark = pytest.mark.django_db(databases=["default", "vault", "ballots"])


def read(form) -> list[list[str]]:
    return list(csv.reader(io.StringIO("".join(export.lines(form)).removeprefix(export.BOM))))


@pytest.fixture
def filled(phone, visit):
    """Three records: whole, with a negative number, and with nothing but a text."""
    phone.send(record("uuid:record-a", who=CANARY, came="yes", children="2", next="2026-12-01"))
    phone.send(record("uuid:record-b", who=CANARY, came="no", children="-1"))
    phone.send(record("uuid:record-c", who="=HYPERLINK(1)"))
    return visit.form


def test_one_row_a_record_in_the_order_of_arrival(filled) -> None:
    head, *rows = read(filled)
    assert head == ["record", "on", "version", "came", "children", "next"]
    assert [[row[0], *row[2:]] for row in rows] == [
        ["uuid:record-a", "1", "yes", "2", "2026-12-01"],
        ["uuid:record-b", "1", "no", "-1", ""],
        ["uuid:record-c", "1", "", "", ""],
    ]


def test_no_text_is_in_it(filled) -> None:
    assert CANARY not in "".join(export.lines(filled))
    assert "HYPERLINK" not in "".join(export.lines(filled))


TWICE = """
| survey |
| | type | name | label |
| | begin_group | a | |
| | text | who | Who? |
| | image | picture | A picture |
| | end_group | | |
| | begin_group | b | |
| | select_one sort | who | What is she? |
| | text | picture | What is on it? |
| | end_group | | |
| | begin_repeat | child | A child |
| | text | called | What is it called? |
| | end_repeat | | |
| | select_one ${called} | eldest | Who is the eldest? |
| | acknowledge | read_out | Was it read out? |
| | acknowledge | understood | Was it understood? |
| | select_one sort | asked | Who was asked? |
| | select_one_from_file towns.csv | town | Which town? |
| choices |
| | list_name | name | label |
| | sort | mother | Mother |
| | sort | aunt | Aunt |
| settings |
| | form_title | form_id | version |
| | Twice | twice | 1 |
"""


def test_a_text_is_not_taken_for_the_choice_of_the_same_name_nor_for_any_choice(phone, ready) -> None:
    """By the path of a question and the choices of its form: a single word is no code."""
    version = publish.upload(TWICE.encode(), "twice.md", ready.organisations["one"], None)
    publish.go_live(version)
    answers = {
        "a": "<who>Jhilmilita</who>", "b": "<who>aunt</who><picture>Phulkopi</picture>", "asked": "Jhilmilita",
        "child": "<called>Jhilmilita</called>", "eldest": "Jhilmilita", "town": "t7", "who": "mother",
        "read_out": "OK", "understood": "Jhilmilita",
    }  # fmt: skip
    phone.send(record("uuid:record-a", form="twice", **answers))
    head, row = read(version.form)
    assert (head[3:], row[3:]) == (
        ["who", "eldest", "read_out", "understood", "asked", "town"], ["aunt", "", "OK", "", "", "t7"],
    )  # fmt: skip
    assert not Attachment.objects.exists()


def test_a_question_of_a_later_version_is_a_column_too(filled, phone, ready) -> None:
    later = VISIT.replace("| Visit | visit | 1 |", "| Visit | visit | 2 |").replace("children", "pupils")
    publish.go_live(publish.upload(later.encode(), "visit.md", ready.organisations["one"], None))
    phone.send(record("uuid:record-d", version="2", pupils="4"))
    head, *rows = read(filled)
    assert head[3:] == ["came", "pupils", "next", "children"]
    assert rows[-1][2:] == ["2", "", "4", "", ""]


def test_the_record_that_waits_in_quarantine_is_not_in_it(filled, phone) -> None:
    phone.send(record("uuid:record-a", came="no"))
    assert [row[0] for row in read(filled)[1:]] == ["uuid:record-a", "uuid:record-b", "uuid:record-c"]


def test_a_manager_takes_it_and_the_log_says_so(filled, visit, ready) -> None:
    answer = ready.client("mina").get(f"/desk/forms/{visit.pk}/answers")
    assert b"".join(answer.streaming_content).decode().count("\n") == 4
    assert answer["Content-Disposition"].startswith("attachment")
    line = Entry.objects.get(act="export")
    assert (line.actor, line.detail) == (ready.accounts["mina"].pk, {"what": f"answers-{filled.pk}", "form": "csv"})


@pytest.mark.parametrize("name", ["kabir", "mou", "asha", "devi", "noor", "finn", "ravi"])
def test_nobody_else_does(filled, visit, ready, name: str) -> None:
    assert ready.client(name).get(f"/desk/forms/{visit.pk}/answers").status_code == 404
    assert not Entry.objects.filter(act="export").exists()


def test_a_form_of_the_product_has_no_such_table(ready) -> None:
    (person,) = (one for one in publish.ship() if one.form.form_id == "person")
    assert ready.client("mina").get(f"/desk/forms/{person.pk}/answers").status_code == 404
