"""A new holder starts again, the office goes on; and a survivor finds the offices around her."""

import datetime as dt

import pytest

from pakhi.network.models import Holder, Jurisdiction
from pakhi.network.offices import Refused, close_office, holder_on, offices_near, open_office, seat
from pakhi.network.tests.conftest import office

HARI, NEXT = {"en": "Hari", "bn": "হরি"}, {"en": "Jui Palash"}
SPRING, SUMMER = dt.date(2026, 4, 1), dt.date(2026, 7, 10)


def test_a_new_holder_ends_the_former_the_day_before(chair):
    hari = seat(chair, HARI, SPRING)
    after = seat(chair, NEXT, SUMMER)
    hari.refresh_from_db()
    assert hari.valid_to == dt.date(2026, 7, 9)
    assert hari.code != after.code
    assert holder_on(chair, dt.date(2026, 7, 9)) == hari
    assert holder_on(chair, SUMMER) == after


def test_before_the_first_holder_the_chair_is_empty(chair):
    seat(chair, HARI, SPRING)
    assert holder_on(chair, dt.date(2026, 3, 31)) is None


@pytest.mark.parametrize("day", [SPRING, dt.date(2026, 3, 1)])
def test_nobody_is_seated_before_or_on_the_day_of_a_known_holder(chair, day):
    seat(chair, HARI, SPRING)
    with pytest.raises(Refused, match="Hari holds this post from 2026-04-01"):
        seat(chair, NEXT, day)
    assert Holder.objects.count() == 1


def test_a_holder_whose_end_was_known_keeps_it(chair):
    hari = seat(chair, HARI, SPRING)
    Holder.objects.update(valid_to=dt.date(2026, 5, 31))
    seat(chair, NEXT, SUMMER)
    hari.refresh_from_db()
    assert hari.valid_to == dt.date(2026, 5, 31)


def test_nobody_is_seated_in_a_closed_office(chair):
    close_office(chair.office, SPRING)
    with pytest.raises(Refused, match="not open"):
        seat(chair, HARI, SUMMER)


def test_closing_an_office_ends_its_holders(chair):
    hari = seat(chair, HARI, SPRING)
    close_office(chair.office, SUMMER)
    hari.refresh_from_db()
    assert hari.valid_to == SUMMER


def test_an_office_does_not_close_before_it_opened_or_under_a_coming_holder(chair):
    with pytest.raises(Refused, match="cannot close before"):
        close_office(chair.office, dt.date(2000, 1, 1))
    seat(chair, HARI, SUMMER)
    with pytest.raises(Refused, match="takes a post"):
        close_office(chair.office, SPRING)


def test_an_unknown_kind_and_a_nameless_office_are_refused(ground):
    with pytest.raises(Refused, match="no kind of office called palace"):
        open_office("palace", ground.habra, {"en": "Palace"})
    with pytest.raises(Refused, match="name in English"):
        open_office("bdo", ground.habra, {"bn": "ব্লক অফিস"})


def test_offices_near_a_village_are_its_own_and_those_above(ground):
    office("bank", ground.habra, "Bank, Habra")
    office("bank", ground.bagda, "Bank, Bagda")
    office("dm", ground.district, "District office")
    office("asha", ground.panchayat, "ASHA")
    assert [o.name() for o in offices_near(ground.village)] == ["ASHA", "Bank, Habra", "District office"]


def test_offices_near_a_district_are_all_in_it(ground):
    office("bank", ground.habra, "Bank, Habra")
    office("asha", ground.panchayat, "ASHA")
    assert {o.name() for o in offices_near(ground.district)} == {"ASHA", "Bank, Habra"}


def test_police_answer_for_places_they_do_not_stand_in(ground):
    station = office("police_oc", ground.bagda, "Bagda police station")
    assert offices_near(ground.village, family="police") == []
    Jurisdiction.objects.create(office=station, place=ground.habra, valid_from=dt.date(2013, 4, 1))
    assert offices_near(ground.village, family="police") == [station]
    Jurisdiction.objects.update(valid_to=dt.date(2020, 1, 1))
    assert offices_near(ground.village, family="police") == []


def test_the_desk_of_a_stranger_is_shown_to_nobody(ground, house):
    mine = office("cbo", ground.habra, "CBO One", house.one)
    office("cbo", ground.habra, "CBO Two", house.two)
    assert offices_near(ground.village, kind="cbo") == []
    assert offices_near(ground.village, kind="cbo", room=house.network) == [mine]


def test_closed_offices_and_offices_of_letters_are_not_offered(ground):
    close_office(office("bank", ground.habra, "Bank"), dt.date(2020, 1, 1))
    office("spio", ground.habra, "Information officer")
    assert offices_near(ground.village) == []
    assert len(offices_near(ground.village, survivors_meet=False)) == 1


def test_more_offices_do_not_mean_more_questions_to_the_database(ground, django_assert_max_num_queries):
    for number in range(20):
        office("bank", ground.habra, f"Bank {number}")
    with django_assert_max_num_queries(20):
        assert len([o.place.name() for o in offices_near(ground.village)]) == 20
