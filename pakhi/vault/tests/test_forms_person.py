"""What is typed about a person becomes what is sealed, and the other way, without losing anything."""

from __future__ import annotations

import datetime as dt

import pytest
from django.http import QueryDict

from pakhi.vault import parts, profile, shown
from pakhi.vault.birth import Wrong, birth, born
from pakhi.vault.forms_people import PersonForm, as_typed
from pakhi.vault.forms_person import ONE, ROWS, changes, content_of, contents, script, typed_of
from pakhi.vault.tests.conftest import INVENTED

DAY = dt.date(2026, 11, 22)
WHOLE = {
    "names": {
        "names": [
            {"text": "Quillabeth Zorntree", "kind": "usual", "script": "latn"},
            {"text": "ঝিঙেফুল টুংটাংবালা", "kind": "official", "script": "beng"},
        ]
    },
    "birth": {"date": "1999-03-02", "precision": "day"},
    "gender": {"gender": "woman"},
    "contacts": {
        "contacts": [
            {"number": "99999 00417", "whose": "own", "safe_to_call": True, "safe_message": False, "cover": "A shop."},
            {"number": "99999 00418", "safe_to_call": True, "hours": "10 to 12"},
            {"number": "99999 00419", "safe_to_call": False},
        ]
    },
    "address": {"village": "Ghughudanga-Nowhere", "block": "Amdanga", "how_to_find": "behind the pond\nblue door"},
    "kin": {"kin": [{"text": "Jhumkalata", "relation": "mother", "knows": True, "safe": False}]},
    "papers": {"papers": [{"type": "aadhaar", "last": "4418", "where": "with her mother"}]},
    "guardian": {"name": "Jhumkalata", "relation": "mother", "safe": False},
}


def typed(**changed):
    return {part: typed_of(part, WHOLE.get(part)) for part in (*ROWS, *ONE)} | changed


def test_everything_goes_there_and_back() -> None:
    assert contents(typed(), DAY) == WHOLE


def test_nothing_said_is_nothing_written() -> None:
    nothing = {part: typed_of(part, None) for part in (*ROWS, *ONE)}
    assert contents(nothing, DAY) == {}
    assert contents(nothing | {"names": [{"text": "", "kind": "alias"}]}, DAY) == {}


def test_the_rest_of_the_vault_understands_these_shapes() -> None:
    assert parts.names(WHOLE["names"]) == ["Quillabeth Zorntree", "ঝিঙেফুল টুংটাংবালা"]
    assert parts.year(WHOLE["birth"]) == 1999
    assert parts.phones(WHOLE["contacts"]) == {"9999900417", "9999900418", "9999900419"}
    assert parts.village(WHOLE["address"]) == "Ghughudanga-Nowhere"
    assert parts.papers(WHOLE["papers"]) == {"aadhaar:4418"}
    coded = profile.of({part: WHOLE[part] for part in ("birth", "gender")}, DAY)
    assert (coded.gender, coded.age_band) == ("woman", "25-34")


@pytest.mark.parametrize(("name", "expected"), [*INVENTED, ("১২৩", ""), ("Мария", ""), ("आशा देवी Bai", "deva")])
def test_the_script_of_a_name(name: str, expected: str) -> None:
    assert script(name) == expected


@pytest.mark.parametrize(
    ("said", "content"),
    [
        ({}, {}),
        ({"year": "1999"}, {"year": 1999, "precision": "year"}),
        ({"year": "১৯৯৯"}, {"year": 1999, "precision": "year"}),
        ({"year": "1999", "month": "3"}, {"date": "1999-03", "precision": "month"}),
        ({"year": "1999", "month": "3", "day": "02"}, {"date": "1999-03-02", "precision": "day"}),
        ({"year": "2026", "month": "11", "day": "22"}, {"date": "2026-11-22", "precision": "day"}),
        ({"age": "२७"}, {"year": 1999, "precision": "guess", "age": 27, "asked_on": "2026-11-22"}),
        ({"age": "0"}, {"year": 2026, "precision": "guess", "age": 0, "asked_on": "2026-11-22"}),
    ],
)
def test_a_birth_as_far_as_it_is_known(said: dict[str, str], content: dict[str, object]) -> None:
    assert birth(said, DAY) == content
    assert parts.year(content) in {None, content.get("year"), 1999, 2026}
    assert birth(born(content), DAY) == content


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"year": "2027"}, "year"), ({"year": "2026", "month": "12"}, "month"),
        ({"year": "2026", "month": "11", "day": "23"}, "day"), ({"year": "1999", "month": "2", "day": "31"}, "day"),
        ({"year": "99"}, "year"), ({"year": "9" * 30}, "year"), ({"year": "about"}, "year"), ({"age": "121"}, "age"),
        ({"age": "12", "year": "1999"}, "age"), ({"month": "3"}, "year"), ({"year": "1999", "day": "3"}, "month"),
        ({"year": "-199"}, "year"), ({"year": "1999", "month": "13"}, "day"),
    ],
)  # fmt: skip
def test_a_birth_that_cannot_be_says_where(said: dict[str, str], field: str) -> None:
    with pytest.raises(Wrong) as wrong:
        birth(said, DAY)
    assert wrong.value.field == field
    assert wrong.value.sentence.endswith(".")


def test_only_what_changed_is_written() -> None:
    assert changes(WHOLE, typed(), DAY) == {}
    later = dt.date(2028, 1, 1)
    guessed = {"birth": {"year": 1999, "precision": "guess", "age": 27, "asked_on": "2026-11-22"}}
    assert changes(guessed, {"birth": born(guessed["birth"])}, later) == {}
    new = changes(WHOLE, typed(gender={"gender": "girl"}, kin=[]), DAY)
    assert new == {"gender": {"gender": "girl"}, "kin": {}}


def test_what_no_form_knows_is_kept() -> None:
    before = {"contacts": {"contacts": [{"number": "99999 00417", "note": "her aunt reads it"}]}}
    said = typed_of("contacts", before["contacts"])
    said[0]["safe_to_call"] = "no"
    row = changes(before, {"contacts": said}, DAY)["contacts"]["contacts"][0]
    assert row == {"number": "99999 00417", "note": "her aunt reads it", "safe_to_call": False}
    said[0] = dict.fromkeys(ROWS["contacts"], "")
    assert changes(before, {"contacts": said}, DAY) == {"contacts": {}}


@pytest.mark.parametrize(
    ("part", "content"),
    [
        ("names", "Quillabeth"), ("names", ["Quillabeth", "Zorntree"]), ("names", {"text": "Quillabeth"}),
        ("birth", "1999"), ("birth", "12/03/1999"), ("gender", "woman"), ("contacts", ["99999 00417"]),
        ("address", "Ghughudanga"), ("kin", [{"relation": "khala"}]), ("papers", [{"type": "x", "number": "12"}]),
        ("guardian", {"name": None}), ("names", {}), ("birth", None), ("kin", [None, 3]),
    ],
)  # fmt: skip
def test_other_shapes_are_read_as_well_as_they_can_be(part: str, content: object) -> None:
    said = typed_of(part, content)
    assert changes({part: content}, {part: said}, DAY) == {}
    if part != "birth":
        content_of(part, said, DAY, content)
    shown.groups({part: content} if part != "contacts" else {}, DAY)


def test_telephones_say_first_whether_they_may_be_called() -> None:
    first, second, third = shown.calls(WHOLE["contacts"])
    assert (first.safe, first.dial, first.cover, first.message) == ("yes", "+919999900417", "A shop.", False)
    assert (second.safe, second.hours, second.dial) == ("hours", "10 to 12", "+919999900418")
    assert (third.safe, third.dial) == ("no", "")
    (unasked,) = shown.calls([{"number": "99999 00417"}])
    assert (unasked.safe, unasked.dial) == ("unknown", "")


@pytest.mark.parametrize(
    ("number", "dial"), [("1098", ""), ("+999 12345 12345", "+9991234512345"), ("033 2573 1234", "+913325731234")]
)
def test_what_a_telephone_dials(number: str, dial: str) -> None:
    assert shown.dial(number) == dial


def test_a_guessed_age_grows() -> None:
    guessed = {"year": 1999, "precision": "guess", "age": 27, "asked_on": "2026-11-22"}
    assert "27" in shown.birthday(guessed, DAY)
    assert "29" in shown.birthday(guessed, dt.date(2028, 12, 1))
    assert "28" in shown.birthday(guessed, dt.date(2028, 11, 1))


def data(**fields: str) -> QueryDict:
    """What a browser sends: the management fields, and some others."""
    sent = QueryDict(mutable=True)
    for part in ROWS:
        sent.update({f"{part}-TOTAL_FORMS": "2", f"{part}-INITIAL_FORMS": "0"})
    sent.update({"names-0-text": "Quillabeth", "names-0-kind": "usual"})
    sent.update({name.replace("__", "-"): value for name, value in fields.items()})
    return sent


def wrong(**fields: str) -> list[str]:
    """The ids of the fields that are wrong."""
    form = PersonForm(data(**fields))
    form.is_valid()
    return [where for where, _label, _sentence in form.mistakes()]


def test_a_name_is_enough() -> None:
    form = PersonForm(data())
    assert form.is_valid()
    assert contents(form.cleaned, DAY) == {
        "names": {"names": [{"text": "Quillabeth", "kind": "usual", "script": "latn"}]}
    }


@pytest.mark.parametrize(
    ("fields", "where"),
    [
        ({"names__0__text": ""}, "id_names-0-text"), ({"names__0__text": "  \u00a0 "}, "id_names-0-text"),
        ({"names__0__text": "12345"}, "id_names-0-text"), ({"names__0__text": "Q\x07uill"}, "id_names-0-text"),
        ({"names__0__text": "Qu\x00ill"}, "id_names-0-text"), ({"names__0__text": "Qu\u202eill"}, "id_names-0-text"),
        ({"names__0__text": "Q" * 121}, "id_names-0-text"), ({"names__0__kind": "nonsense"}, "id_names-0-kind"),
        ({"birth__year": "2999"}, "id_birth-year"), ({"birth__month": "14", "birth__year": "1999"}, "id_birth-month"),
        ({"birth__year": "1" * 30}, "id_birth-year"), ({"birth__age": "1" * 300}, "id_birth-age"),
        ({"gender__gender": "nonsense"}, "id_gender-gender"),
        ({"contacts__0__number": "9" * 30}, "id_contacts-0-number"),
        ({"contacts__1__number": "call"}, "id_contacts-1-number"),
        ({"contacts__0__cover": "A shop"}, "id_contacts-0-number"),
        ({"contacts__0__number": "99999 00417 / 99999 00418"}, "id_contacts-0-number"),
        ({"contacts__0__number": "9999900417", "contacts__0__safe_to_call": "hours"}, "id_contacts-0-hours"),
        ({"contacts__0__number": "9999900417", "contacts__0__hours": "9"}, "id_contacts-0-safe_to_call"),
        ({"papers__0__type": "aadhaar", "papers__0__last": "১২৩৪ ৫৬৭৮ ৯০১২"}, "id_papers-0-last"),
        ({"papers__0__type": "aadhaar", "papers__0__last": "12345"}, "id_papers-0-last"),
        ({"papers__0__type": "aadhaar", "papers__0__last": "X418"}, "id_papers-0-last"),
        ({"papers__0__type": "other", "papers__0__last": "123456789012"}, "id_papers-0-last"),
        ({"papers__0__last": "1234"}, "id_papers-0-type"), ({"kin__0__relation": "nonsense"}, "id_kin-0-relation"),
        ({"address__how_to_find": "door\x1b[0m"}, "id_address-how_to_find"),
    ],
)  # fmt: skip
def test_what_cannot_be_kept_says_where(fields: dict[str, str], where: str) -> None:
    assert wrong(**fields) == [where]


@pytest.mark.parametrize(
    "fields",
    [
        {"names__0__text": "ক্\u200dষমা"}, {"address__how_to_find": "one\r\ntwo"}, {"birth__age": "0"},
        {"papers__0__type": "aadhaar", "papers__0__last": "৪৪১৮"}, {"kin__0__relation": "mother"},
        {"contacts__0__number": "(+91) 99999-00417"}, {"contacts__1__number": "৯৯৯৯৯ ০০৪১৭"},
        {"names__0__text": "", "names__1__text": "Zorntree"},
    ],
)  # fmt: skip
def test_what_is_typed_in_the_field_is_taken(fields: dict[str, str]) -> None:
    assert wrong(**fields) == []


def test_a_word_that_no_list_knows_may_stay_and_not_come_anew() -> None:
    before = {part: typed_of(part, None) for part in (*ROWS, *ONE)} | {"kin": [{"relation": "khala"}]}
    sent = data(kin__0__relation="khala")
    assert PersonForm(sent, before=before).is_valid()
    assert not PersonForm(sent).is_valid()


def test_a_page_that_arrived_in_pieces_is_a_sentence_and_no_fault() -> None:
    for sent in (QueryDict(), QueryDict("names-TOTAL_FORMS=9999999999&names-INITIAL_FORMS=x")):
        form = PersonForm(sent)
        assert not form.is_valid()
        assert all(sentence.endswith(".") for _where, _label, sentence in form.mistakes())
        assert PersonForm(typed=as_typed(sent), more="names").parts()


def test_one_more_row_keeps_what_was_typed() -> None:
    sent = data(names__1__text="Zorntree", contacts__0__number="not read")
    form = PersonForm(typed=as_typed(sent), more="names")
    texts = [row["text"].value() for row in form.rows["names"].forms]
    assert texts == ["Quillabeth", "Zorntree", None]
    assert [row["number"].value() for row in form.rows["contacts"].forms][:1] == ["not read"]
    assert [part.name for part in form.parts() if part.open] == ["names", "contacts"]
