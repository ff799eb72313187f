"""An office is chosen by its name: what is offered, what is understood, and the sentence for everything else."""

from __future__ import annotations

import pytest
from django import forms

from pakhi.cbr import choosing
from pakhi.cbr.asking import field_of
from pakhi.cbr.choosing import OfficeField, told
from pakhi.cbr.kinds import KINDS, Faulty
from pakhi.cbr.models import Book
from pakhi.cbr.steps import Said, write
from pakhi.cbr.tests.conftest import client
from pakhi.cbr.tests.test_pages_mapping import at
from pakhi.lib.clock import today
from pakhi.network.models import Office, Organisation, Place
from pakhi.network.offices import offices_near, placed

pytestmark = pytest.mark.django_db(databases="__all__")


@pytest.fixture
def near(book) -> list[Office]:
    found = choosing.around(book)
    assert len(found) > 1
    return found


def test_those_around_her_are_offered_by_name_with_a_place_and_a_code(book, near):
    drawn = str(choosing.OfficeInput(book).render("office", "", {"id": "id_office"}))
    assert 'list="id_office-offices"' in drawn
    assert drawn.count("<option") == len(near)
    assert all(one.code in drawn for one in near)
    assert near == offices_near(choosing.home_of(book), survivors_meet=False)[: choosing.MOST]


def test_what_is_offered_what_holds_and_a_code_alone_are_understood(book, near):
    field = OfficeField(book, required=False)
    for one in near:
        for written in (told(one), one.code, f"  {one.code} ", told(one).replace(" · ", "·")):
            assert field.clean(written) == one.code
    assert field.clean("") == ""
    assert field.widget.format_value(near[0].code) == told(near[0])


def test_a_name_alone_is_enough_where_one_office_is_called_so(book, near):
    field, names = OfficeField(book), [one.name() for one in near]
    one = next(one for one in near if names.count(one.name()) == 1)
    assert field.clean(one.name().upper()) == one.code
    assert field.clean(placed(one)) == one.code


@pytest.mark.parametrize("written", ["Jhilmil police station", "ABCDEFG", "x" * 290, "' or 1=1 --", "ঝিলমিল", "· "])
def test_what_names_no_office_gets_a_sentence_and_stays(book, near, written):
    with pytest.raises(forms.ValidationError, match="No office is known by this name or code"):
        OfficeField(book).clean(written)


def test_two_of_one_name_are_not_guessed(book, near):
    twin = Office.objects.get(pk=near[0].pk)
    Office.objects.create(kind=twin.kind, place=twin.place, names=twin.names)
    book.__dict__.pop("offices_around")
    with pytest.raises(forms.ValidationError):
        OfficeField(book).clean(twin.name())


def test_where_no_place_is_known_a_code_still_does(book, near, monkeypatch):
    code = near[0].code
    book.__dict__.pop("offices_around")
    monkeypatch.setattr(book.organisation, "place", None)
    Place.objects.filter(code=book.block).update(code="gone")
    assert choosing.around(book) == []
    assert OfficeField(book).clean(code) == code


def test_the_page_offers_them_and_keeps_what_was_typed(keepers, rina, book):
    browser, page = client(keepers, "mou"), at(rina, "new/referral")
    assert "<datalist" in browser.get(page).content.decode()
    answer = browser.post(page, {"office": "Jhilmil police station", "day": str(today()), "number": "n1"})
    text = answer.content.decode()
    assert answer.status_code == 400
    assert "No office is known by this name or code" in text
    assert 'value="Jhilmil police station"' in text


def test_offices_more_in_number_ask_nothing_more_of_the_database(book, near, django_assert_max_num_queries):
    for n in range(60):
        Office.objects.create(kind=near[0].kind, place=near[0].place, names={"en": f"Made up post {n}"})
    fresh = Book.objects.select_related("organisation__place").get(pk=book.pk)
    with django_assert_max_num_queries(16):
        drawn = str(choosing.OfficeInput(fresh).render("office", "", {"id": "id_office"}))
    assert drawn.count("<option") == len(near) + 60


def test_an_organisation_is_chosen_by_its_name(book, keepers):
    one, two = (keepers.village.organisations[key] for key in ("one", "two"))
    money = Organisation.objects.create(kind="funder", name="Made up fund")
    field = field_of(KINDS["referral"].by_name["organisation"], book, begins=True)
    offered = dict(field.choices)
    assert offered[two.code] == two.name
    assert one.code not in offered
    assert money.code not in offered


def test_a_step_names_no_organisation_that_is_not_there(book, mou):
    values = {"service": "legal", "organisation": "NOWHERE", "by": today()}
    with pytest.raises(Faulty) as fault:
        write(book, Said("referral", values), mou)
    assert fault.value.question == "organisation"
