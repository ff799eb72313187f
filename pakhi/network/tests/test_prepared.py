"""A question that was written once answers as the ORM does, for each value anew."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db.models import Q

from pakhi.lib.prepared import Prepared, insert
from pakhi.network.models import Membership, Organisation

NAMED = Prepared(lambda name: Organisation.objects.filter(name=name).values_list("pk", "code"), name=str)
CURRENT = Prepared(
    lambda organisation, day: Membership.objects.filter(
        Q(valid_to=None) | Q(valid_to__gte=day), organisation=organisation, valid_from__lte=day
    ).values_list("pk", "role", "valid_from"),
    organisation=int, day=dt.date,
)  # fmt: skip


def test_each_value_is_put_in_its_place(village) -> None:
    for home in village.organisations.values():
        assert NAMED.rows(name=home.name) == [(home.pk, home.code)]
    assert NAMED.rows(name="' OR 1=1 --") == []


@pytest.mark.parametrize("day", [dt.date(2000, 1, 1), dt.date(2026, 7, 1), dt.date(2100, 1, 1)])
def test_days_and_numbers_are_compared_as_the_orm_does(village, day: dt.date) -> None:
    for home in village.organisations.values():
        asked = Membership.objects.current(day).filter(organisation=home)
        assert sorted(CURRENT.rows(organisation=home.pk, day=day)) == sorted(
            asked.values_list("pk", "role", "valid_from")
        )


def test_a_value_that_the_question_does_not_use_is_a_fault_of_the_program() -> None:
    with pytest.raises(ValueError, match="name"):
        Prepared(lambda name: Organisation.objects.values_list("pk"), name=str).rows(name="x")


@pytest.mark.parametrize("count", [1, 2, 250])
def test_rows_are_written_in_order_and_the_last_key_is_given(village, count: int) -> None:
    rows = [[f"K{number:05}", "cbo", f"Home {number}", "", "", False] for number in range(count)]
    last = insert(Organisation, ("code", "kind", "name", "darpan", "fcra", "second_factor"), rows)
    made = Organisation.objects.filter(code__startswith="K0").order_by("pk")
    assert [one.name for one in made] == [f"Home {number}" for number in range(count)]
    assert made.last().pk == last
