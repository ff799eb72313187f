"""Whom something may be shown: offices found by name stand in order, and a list that is too long says that it is."""

from __future__ import annotations

import pytest

from pakhi.network.models import Office
from pakhi.vault import recipients

pytestmark = pytest.mark.django_db(databases="__all__")


@pytest.fixture
def place(village):
    return village.offices["bdo"].place


def named(place, *numbers):
    Office.objects.bulk_create(
        Office(kind="bdo", place=place, names={"en": f"Window {n:03}"}, code=f"W{n:03}") for n in numbers
    )


def test_offices_that_are_found_stand_by_name_whatever_order_they_were_written_in(village, place):
    named(place, 3, 1, 2)
    found = recipients.groups(village.organisations["one"], "share", "window")
    assert [name.split(",")[0] for _group, rows in found[1:] for _code, name in rows] == [
        "Window 001", "Window 002", "Window 003",
    ]  # fmt: skip


def test_a_list_that_is_cut_says_so_and_holds_the_first_ones(village, place, monkeypatch):
    monkeypatch.setattr(recipients, "MOST", 2)
    named(place, 5, 4, 3, 2, 1)
    found = recipients.groups(village.organisations["one"], "share", "window")
    assert [name.split(",")[0] for _group, rows in found[1:] for _code, name in rows] == ["Window 001", "Window 002"]
    assert found[-1] == ("The first 2 of 5 offices stand here. Write more of the name.", [])


def test_a_list_that_is_whole_says_nothing(village, place):
    named(place, 1, 2)
    found = recipients.groups(village.organisations["one"], "share", "window")
    assert all(rows for _heading, rows in found)
