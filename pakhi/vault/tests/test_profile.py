"""A coded profile: what other rooms may know of somebody, and nothing nearer."""

from __future__ import annotations

import datetime as dt
from itertools import pairwise

import pytest

from pakhi.network.models import Place, PlaceName
from pakhi.vault import profile, reveal
from pakhi.vault.models import Entry
from pakhi.vault.tests.conftest import Keepers
from tests.village import Village

DAY = dt.date(2026, 11, 22)
TYPED = {
    "names": {"names": [{"text": "Quillabeth Zorntree"}]},
    "birth": {"year": 1999},
    "gender": {"gender": "woman"},
    "address": {"village": "Ghughudanga-Nowhere", "block": "Amdanga", "district": "Nodi"},
}
BIRTHS = [
    ({"date": "2008-11-22"}, 18), ({"date": "2008-11-23"}, 17),  # the day she comes of age, and the day before
    ({"year": 2008}, 17), ({"date": "2008-11"}, 17),  # not known: the younger
    ({"year": 1999}, 26), ({"date": "1999-02-30"}, 26), ({}, None), (None, None),
]  # fmt: skip


@pytest.mark.parametrize(("birth", "expected"), BIRTHS)
def test_nobody_is_an_adult_too_early(birth: object, expected: int | None) -> None:
    assert profile.age(birth, DAY) == expected


def test_every_age_has_one_band() -> None:
    told = [profile.band(age) for age in range(121)]
    changes = [one for before, one in pairwise(told) if one != before]
    assert [told[0], *changes] == [f"{least}-{most}" for least, most in profile.BANDS]
    assert profile.band(None) == profile.band(-1) == profile.band(121) == ""


def test_a_block_is_found_by_its_name_in_any_language(village: Village) -> None:
    block = village.places["block"]
    name = PlaceName.objects.get(place=block, language="en").text
    PlaceName.objects.create(place=block, language="bn", text="আমডাঙা")
    for written in (name, f" {name.upper()} ", "আমডাঙা"):
        assert profile.block({"village": "Anywhere", "block": written}) == block.code
    assert profile.block({"block": "Nowhere-at-all"}) == profile.block({}) == profile.block(None) == ""


def test_two_blocks_of_one_name_are_told_apart_by_their_district_or_not_at_all(village: Village) -> None:
    block = village.places["block"]
    name = PlaceName.objects.get(place=block, language="en").text
    district = Place.objects.create(kind="district", code="9999", parent=village.places["state"])
    PlaceName.objects.create(place=district, text="Otherdistrict")
    twin = Place.objects.create(kind="block", code="9998", parent=district)
    PlaceName.objects.create(place=twin, text=name)
    assert profile.block({"block": name}) == ""
    assert profile.block({"block": name, "district": "Otherdistrict"}) == "9998"


def test_it_is_a_reveal_like_any_other(keepers: Keepers) -> None:
    person = keepers.register(**{part: TYPED[part] for part in ("birth", "gender")})
    derived = profile.derive(keepers.salma, person, "correction")
    assert (derived.gender, derived.age_band) == ("woman", profile.band(profile.age({"year": 1999}, derived.on)))
    line = Entry.objects.filter(act=Entry.Act.REVEAL).latest("number")
    assert line.detail["fields"] == ["birth", "gender", "address"]
    with pytest.raises(reveal.NotYours):
        profile.derive(keepers.kabir, person, "correction")


def test_it_holds_no_name_no_village_and_no_day_of_birth(village: Village) -> None:
    told = repr(profile.of({**TYPED, "birth": {"date": "1999-03-17"}}, DAY))
    for hidden in ("Quillabeth", "Ghughudanga", "1999", "03-17"):
        assert hidden not in told
