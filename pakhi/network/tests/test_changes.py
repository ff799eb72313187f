"""The directory is put right: an office keeps its code, a new holder starts again, days are kept."""

from __future__ import annotations

import datetime as dt

import pytest

from pakhi.lib.clock import today
from pakhi.network import changes, offices, places
from pakhi.network.models import Holder, Jurisdiction, Office
from pakhi.network.offices import Refused
from tests.village import LONG_AGO

DAY = dt.timedelta(days=1)
SINCE = today() - dt.timedelta(days=30)


@pytest.fixture
def bdo(village) -> Office:
    return village.offices["bdo"]


def fresh(office: Office) -> Office:
    return Office.objects.get(pk=office.pk)


def test_an_office_moves_and_keeps_its_code(village, bdo) -> None:
    changes.move_office(bdo, village.places["panchayat"])
    assert (fresh(bdo).place, fresh(bdo).code) == (village.places["panchayat"], bdo.code)


def test_a_new_name_in_one_language_leaves_the_others(bdo) -> None:
    changes.rename_office(bdo, {"bn": "ব্লক অফিস", "en": ""})
    assert fresh(bdo).names == {"en": "Block office, Amdanga", "bn": "ব্লক অফিস"}
    with pytest.raises(Refused, match="Write the name"):
        changes.rename_office(bdo, {"en": ""})


def test_what_is_left_empty_stays(bdo) -> None:
    changes.reached_at(bdo, phone="033 5550 0000")
    changes.reached_at(bdo, hours="Monday to Friday, 10 to 5")
    assert (fresh(bdo).phone, fresh(bdo).hours) == ("033 5550 0000", "Monday to Friday, 10 to 5")


def test_a_chair_is_there_once(bdo) -> None:
    made = changes.add_post(bdo, {"en": "Welfare officer", "bn": ""})
    assert changes.add_post(bdo, {"en": " welfare OFFICER "}) == made
    assert made.names == {"en": "Welfare officer"}
    with pytest.raises(Refused, match="English"):
        changes.add_post(bdo, {"bn": "আধিকারিক"})


def test_an_empty_chair_ends_the_holder_the_day_before(village) -> None:
    hari = village.holders["hari"]
    changes.vacate(hari.post, SINCE)
    assert Holder.objects.get(pk=hari.pk).valid_to == SINCE - DAY
    with pytest.raises(Refused, match="Nobody sits"):
        changes.vacate(hari.post, SINCE)


def test_a_chair_is_not_empty_before_somebody_sat_in_it(village) -> None:
    hari = village.holders["hari"]
    with pytest.raises(Refused, match="only be empty after"):
        changes.vacate(hari.post, LONG_AGO)


def test_it_answers_for_these_places_and_no_other_from_a_day_on(village, bdo) -> None:
    block, panchayat = village.places["block"], village.places["panchayat"]
    old = Jurisdiction.objects.create(office=bdo, place=block, valid_from=LONG_AGO)
    changes.answers_for(bdo, [panchayat], SINCE)
    old.refresh_from_db()
    assert old.valid_to == SINCE - DAY
    assert [row.place for row in bdo.jurisdictions.current()] == [panchayat]
    changes.answers_for(bdo, [panchayat, block], today())
    assert {row.place for row in bdo.jurisdictions.current()} == {panchayat, block}
    assert bdo.jurisdictions.filter(place=panchayat).count() == 1
    with pytest.raises(Refused, match="which places"):
        changes.answers_for(bdo, [])


def test_a_closed_office_is_not_changed(village, bdo) -> None:
    offices.close_office(bdo, today() - DAY)
    for change in (
        lambda: changes.move_office(bdo, village.places["panchayat"]),
        lambda: changes.rename_office(bdo, {"en": "Another"}),
        lambda: changes.add_post(bdo, {"en": "Clerk"}),
        lambda: changes.answers_for(bdo, [village.places["block"]]),
    ):
        with pytest.raises(Refused, match="was closed"):
            change()


def test_places_are_found_by_a_part_of_their_name(village) -> None:
    assert [place.name() for place in places.like("ang")] == ["Amdanga"] + [
        place.name() for place in places.like("ang") if place.name() != "Amdanga"
    ]
    (found,) = places.like("shalik")
    assert [place.name() for place in found.above()][:2] == ["Shalikpur", "Doyelgram"]
    assert places.like("s") == places.like("nowhere") == []
