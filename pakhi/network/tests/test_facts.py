"""What reports get of the network: one row an office, one a holder, and nobody else's name."""

import datetime as dt
import json

import pyarrow as pa

from pakhi.network import facts
from pakhi.network.models import Post
from pakhi.network.offices import seat
from pakhi.network.tests.conftest import office


def rows():
    return {row["ratee"]: row for row in facts.rows()["network_office"]}


def test_an_office_knows_its_place(chair):
    row = rows()[chair.office.code]
    assert (row["level"], row["kind"], row["family"]) == ("office", "bdo", "block-office")
    assert (row["district"], row["state"], row["room"], row["organisation"]) == ("303", "19", "", "")
    assert json.loads(row["block"])["bn"] == "হাবড়া-১"
    assert json.loads(row["district_names"]) == {"en": "North 24 Parganas"}


def test_past_and_present_holders_have_rows_of_their_own(chair):
    old = seat(chair, {"en": "Hari", "bn": "হরি"}, dt.date(2024, 4, 1))
    new = seat(chair, {"en": "Jui"}, dt.date(2025, 4, 1))
    assert rows()[old.code]["office"] == rows()[new.code]["office"] == chair.office.code
    assert json.loads(rows()[old.code]["names"]) == {"bn": "হরি, BDO", "en": "Hari, BDO"}
    assert rows()[new.code]["level"] == "holder"


def test_a_figure_about_an_office_with_one_holder_is_about_a_person(ground, chair):
    seat(chair, {"en": "Hari"}, dt.date(2024, 4, 1))
    asha = office("asha", ground.village, "ASHA")
    bank = office("bank", ground.habra, "Bank")
    assert rows()[chair.office.code]["single_holder"]
    assert rows()[asha.code]["single_holder"]
    assert not rows()[bank.code]["single_holder"]
    second = Post.objects.create(office=chair.office, names={"en": "Joint BDO"})
    seat(second, {"en": "Beli"}, dt.date(2024, 4, 1))
    assert not rows()[chair.office.code]["single_holder"]


def test_a_desk_is_counted_in_its_network_and_a_stranger_in_its_own(ground, house):
    mine = office("cbo", ground.habra, "CBO One", house.one)
    other = office("cbo", ground.habra, "CBO Two", house.two)
    assert rows()[mine.code]["room"] == house.one.room().code == house.network.code
    assert rows()[other.code]["room"] == house.two.code
    assert rows()[mine.code]["organisation"] == house.one.code


def test_rows_fit_the_schema(chair):
    table = pa.Table.from_pylist(facts.rows()["network_office"], schema=facts.OFFICE)
    assert table.num_rows == 1
    assert set(facts.rows()) == set(facts.SCHEMAS)


def test_the_questions_to_the_database_do_not_grow(ground, django_assert_max_num_queries):
    for number in range(20):
        office("bank", ground.village, f"Bank {number}")
    with django_assert_max_num_queries(16):
        assert len(rows()) == 20
