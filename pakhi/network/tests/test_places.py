"""Places to pick from come with their names, in order, and only where there is something to pick."""

import datetime as dt

from pakhi.network import places
from pakhi.network.models import Place
from pakhi.network.tests.conftest import office, place


def test_picking_goes_down_the_tree(ground):
    assert places.states() == [ground.state]
    assert places.districts(ground.state) == [ground.district]
    assert places.blocks(ground.district) == [ground.bagda, ground.habra]
    assert places.panchayats(ground.habra) == [ground.panchayat]
    assert places.villages(ground.habra) == places.villages(ground.panchayat) == [ground.village]


def test_a_place_that_is_no_more_is_not_offered_but_keeps_its_last_name(ground):
    Place.objects.filter(pk=ground.bagda.pk).update(valid_to=dt.date(2020, 1, 1))
    ground.bagda.names.update(valid_to=dt.date(2020, 1, 1))
    ground.bagda.refresh_from_db()
    assert places.blocks(ground.district) == [ground.habra]
    assert ground.bagda.name() == "Bagda"


def test_only_places_with_an_open_office_are_served(ground):
    office("asha", ground.panchayat, "ASHA")
    assert places.served(places.blocks(ground.district)) == [ground.habra]
    assert places.served([ground.state, ground.village]) == [ground.state]


def test_names_come_along(ground, django_assert_num_queries):
    with django_assert_num_queries(2):
        assert [block.name("bn") for block in places.blocks(ground.district)] == ["Bagda", "হাবড়া-১"]


def test_the_line_of_places_is_found_at_once(ground, django_assert_max_num_queries):
    others = [place("village", f"v{number}", f"Village {number}", ground.panchayat) for number in range(30)]
    with django_assert_max_num_queries(10):
        lines = places.lines(village.pk for village in others)
        names = [step.name() for step in lines[others[0].pk]]
    assert names == ["Village 0", "Shalikpur", "Habra-I", "North 24 Parganas", "West Bengal"]


def test_lines_of_wide_and_narrow_places_together(ground):
    lines = places.lines([ground.habra.pk, ground.village.pk])
    assert [step.pk for step in lines[ground.habra.pk]] == [p.pk for p in ground.habra.above()]
