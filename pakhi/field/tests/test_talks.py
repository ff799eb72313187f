"""The study's four tools, filled from the forms themselves: codes in rows, texts nowhere but in the sealed record."""

from __future__ import annotations

import pytest

from pakhi.field import publish
from pakhi.field.asked import asked
from pakhi.field.models import Answer, Arrival, Talk, Version
from pakhi.field.records import read
from pakhi.field.tests.conftest import CANARY, Phone, record
from pakhi.field.tests.filler import fill, in_use
from pakhi.lib.clock import today
from tests.canaries import found, tables

State, TOOLS = Arrival.State, Talk.Tool.values
NUMBER = "uuid:0a1b2c3d-0000-4000-8000-1234567890ab"


class InUse(dict[str, Version]):
    """A form is put in use when a test asks for it: converting all of them costs time."""

    def __missing__(self, form_id: str) -> Version:
        self[form_id] = in_use(form_id)
        return self[form_id]


@pytest.fixture
def forms(ready) -> InUse:
    return InUse()


def test_every_tool_is_a_form_that_is_given_out(village) -> None:
    assert {*TOOLS, "consent", "office_report", "person"} <= {one.form.form_id for one in publish.ship()}


def talk(phone: Phone, version: Version, **wanted: str) -> Talk:
    assert phone.send(fill(version, **wanted).content).status_code == 201
    arrival = Arrival.objects.latest("pk")
    assert (arrival.state, arrival.why, arrival.what) == (State.TAKEN, "", "")
    return Talk.objects.get(arrival=arrival)


def coded(made: Talk) -> dict[str, list[str]]:
    out: dict[str, list[str]] = {}
    for one in Answer.objects.filter(arrival=made.arrival).order_by("pk"):
        out.setdefault(one.question, []).append(one.value)
    return out


@pytest.mark.parametrize("tool", TOOLS)
def test_a_filled_form_is_taken_in_with_every_coded_answer(phone, forms, tool) -> None:
    made = talk(phone, forms[tool])
    assert (made.tool, made.day, made.agreed, made.organisation) == (tool, today(), True, phone.organisation)
    questions = asked(bytes(forms[tool].xform), "en")
    sent = read(fill(forms[tool]).content.encode())
    chosen = {one.name for one in sent.answers if questions[one.name].choices}
    assert chosen
    assert chosen - set(coded(made)) == {"agreed"}


@pytest.mark.parametrize("tool", TOOLS)
def test_no_text_is_anywhere_in_clear(phone, forms, tool) -> None:
    talk(phone, forms[tool])
    assert [place for place, held in tables().items() if found([CANARY], held)] == []


@pytest.mark.parametrize(
    ("tool", "wanted", "columns"),
    [
        ("programme_staff", {"role": "counsellor"}, {"role": "counsellor"}),
        ("focus_group", {"who": "women"}, {"role": "women"}),
        (
            "duty_bearer", {"office_family": "police", "office_kind": "ahtu"},
            {"office_family": "police", "office_kind": "ahtu", "role": ""},
        ),
        ("key_informant", {"district": "303", "block": "2747"}, {"district": "303", "block": "2747"}),
        ("key_informant", {"district": "৩০৩"}, {"district": "303", "block": ""}),
        ("key_informant", {"district": "North 24 Parganas", "block": "9999"}, {"district": "", "block": ""}),
    ],
)  # fmt: skip
def test_who_spoke_and_where_stands_in_codes(phone, forms, tool, wanted, columns) -> None:
    made = talk(phone, forms[tool], **wanted)
    assert {name: getattr(made, name) for name in columns} == columns


def test_a_repeat_keeps_its_places(phone, forms) -> None:
    content = fill(forms["focus_group"]).content
    one = "<member><months_in>3</months_in></member>"
    assert one in content
    assert phone.send(content.replace(one, one + one.replace("3", "17"))).status_code == 201
    rows = Answer.objects.filter(question="months_in").order_by("place")
    assert [(row.place, row.value) for row in rows] == [(0, "3"), (1, "17")]


def test_where_they_did_not_agree_only_that_is_kept(phone, forms) -> None:
    content = fill(forms["duty_bearer"]).content.replace("<agreed>yes</agreed>", "<agreed>no</agreed>")
    phone.send(content)
    made = Talk.objects.get()
    assert (made.agreed, made.office_kind, coded(made)) == (False, "", {})


def test_sent_again_it_is_one_talk(phone, forms) -> None:
    content = fill(forms["key_informant"], NUMBER).content
    assert [phone.send(content).status_code for _ in range(3)] == [201, 201, 201]
    before = Answer.objects.count()
    Arrival.objects.update(state=State.WAITING)  # as if the server had died before it noted that it was taken in
    assert phone.send(content).status_code == 201
    assert (Talk.objects.count(), Answer.objects.count()) == (1, before)


@pytest.mark.parametrize(
    ("question", "value", "why"),
    [
        ("role", "Jhilmilita", "answer"),
        ("needs", "health Jhilmilita", "answer"),
        ("day", "", "missing"),
        ("day", "2999-01-01", "answer"),
        ("day", "yesterday", "answer"),
        ("agreed", "", "missing"),
        ("agreed", "perhaps", "answer"),
    ],
)
def test_what_the_form_does_not_offer_waits_under_its_question(phone, forms, question, value, why) -> None:
    version = forms["programme_staff"]
    phone.send(record(form="programme_staff", version=version.version, **{
        "day": today().isoformat(), "agreed": "yes", "role": "manager", "needs": "health", question: value,
    }))  # fmt: skip
    arrival = Arrival.objects.get()
    assert (arrival.state, arrival.why, arrival.what) == (State.QUARANTINE, why, question)
    assert not Talk.objects.exists()
    assert not Answer.objects.exists()


def test_a_form_says_its_questions_and_choices_in_each_language(forms) -> None:
    english, bengali = (asked(bytes(forms["key_informant"].xform), language) for language in ("en", "bn"))
    assert english["has_home"].label == "Do you run a home for women or children?"
    assert english["needs"].choices["education"] == "School"
    assert bengali["needs"].choices["education"] == "স্কুল"
    assert list(english["needs"].choices) == list(bengali["needs"].choices)
    assert english["steps"].choices == {}
