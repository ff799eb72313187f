"""A little ground to stand on: one state, one district, two blocks, a panchayat with two villages, a network."""

import datetime as dt
from types import SimpleNamespace

import pytest

from pakhi.network.models import Affiliation, Office, Organisation, Place, PlaceName, Post

LONG_AGO = dt.date(2013, 4, 1)


def place(kind, code, name, parent=None, **names):
    made = Place.objects.create(kind=kind, code=code, parent=parent)
    for language, text in {"en": name, **names}.items():
        PlaceName.objects.create(place=made, language=language, text=text)
    return made


@pytest.fixture
def ground(db):
    state = place("state", "19", "West Bengal")
    district = place("district", "303", "North 24 Parganas", state)
    habra = place("block", "2735", "Habra-I", district, bn="হাবড়া-১")
    bagda = place("block", "2725", "Bagda", district)
    panchayat = place("panchayat", "x1", "Shalikpur", habra)
    village = place("village", "x2", "Shalikpur", panchayat)
    return SimpleNamespace(
        state=state, district=district, habra=habra, bagda=bagda, panchayat=panchayat, village=village
    )


@pytest.fixture
def house(ground):
    """CBO One in a network, CBO Two outside it, each with a desk in Habra."""
    network = Organisation.objects.create(kind="network", name="Banyan Network")
    one = Organisation.objects.create(kind="cbo", name="CBO One")
    two = Organisation.objects.create(kind="cbo", name="CBO Two")
    Affiliation.objects.create(member=one, network=network, valid_from=LONG_AGO)
    return SimpleNamespace(network=network, one=one, two=two)


def office(kind, where, name, organisation=None):
    return Office.objects.create(
        kind=kind, place=where, names={"en": name}, organisation=organisation, valid_from=LONG_AGO
    )


@pytest.fixture
def chair(ground):
    """The Block Development Officer's chair in Habra."""
    return Post.objects.create(office=office("bdo", ground.habra, "Block office"), names={"en": "BDO"})
