"""The access table decides every cell, and reach ends at the network's edge."""

import datetime as dt

import pytest

from pakhi.network.access import COLUMNS, Relation, permit, relation, table
from pakhi.network.models import Account, Affiliation, Membership

HEAD = " ".join(("page", "method", *COLUMNS))


def row(**reach):
    return f"{HEAD}\nvoice:cards GET " + " ".join(reach.get(column, "no") for column in COLUMNS)


def member(organisation, role="worker"):
    account, _made = Account.objects.get_or_create(username="mou")
    return Membership.objects.create(account=account, organisation=organisation, role=role)


def test_a_decided_row_is_read():
    (read,) = table(row(worker="same", coordinator="network"))
    assert read.allows("worker", Relation.SAME)
    assert not read.allows("worker", Relation.NETWORK)
    assert read.allows("coordinator", Relation.NETWORK)
    assert not read.allows("anyone", Relation.SAME)


@pytest.mark.parametrize("cell", ["", "maybe", "yes", "?"])
def test_an_undecided_cell_stops_the_start(cell):
    with pytest.raises(ValueError, match="voice:cards GET leaves a cell undecided"):
        table(row(manager=cell))


def test_unknown_columns_stop_the_start():
    with pytest.raises(ValueError, match="columns of an access table"):
        table("page method everybody\nvoice:cards GET any")


def test_a_page_about_no_organisation_needs_any_reach():
    (read,) = table(row(worker="assigned"))
    assert read.allows("worker", None)
    assert not read.allows("leader", None)


def test_relations(house):
    assert relation(member(house.one), house.one) == Relation.SAME
    assert relation(member(house.network), house.one) == Relation.NETWORK
    assert relation(member(house.network), house.two) == Relation.OTHER
    assert relation(member(house.two), house.one) == Relation.OTHER


def test_who_left_the_network_is_out_of_its_reach(house):
    Affiliation.objects.update(valid_to=dt.date(2020, 1, 1))
    assert relation(member(house.network), house.one) == Relation.OTHER


def test_permit_gives_the_memberships_by_which_one_may(house):
    (read,) = table(row(worker="same", coordinator="network"))
    mine, wider = member(house.one), member(house.network, "coordinator")
    assert permit(read, [mine, wider], owned=True, owner=house.one) == [mine, wider]
    assert permit(read, [mine, wider], owned=True, owner=house.two) == []


def test_an_address_that_names_nothing_is_closed_to_all(house):
    (read,) = table(row(worker="any"))
    assert permit(read, [member(house.one)], owned=True, owner=None) == []
