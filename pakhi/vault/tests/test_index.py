"""Telephones and papers are found again by a mark that says nothing without its key."""

from __future__ import annotations

import stat

import pytest
from django.conf import settings

from pakhi.lib.codes import BadCode
from pakhi.vault import identity, index, parts
from pakhi.vault.models import BlindIndex
from pakhi.vault.tests.conftest import Keepers

PHONE, PAPER = BlindIndex.Kind.PHONE, BlindIndex.Kind.PAPER


@pytest.mark.parametrize(
    "written",
    [
        "9999900418", "+91 99999 00418", "0 99999-00418", "00919999900418", "৯৯৯৯৯ ০০৪১৮", "९९९९९००४१८",
        "౯౯౯౯౯౦౦౪౧౮", "(+91) 99999.00418",
    ],
)  # fmt: skip
def test_one_number_however_it_is_written(written: str) -> None:
    assert parts.phones([written]) == {"9999900418"}


def test_numbers_in_a_line_and_no_others() -> None:
    content = {
        "contacts": [{"number": "99999 00418/99999 00419", "note": "9999900420"}, "sister: 033 2222 0001, after 6"]
    }
    assert parts.phones(content) == {"9999900418", "9999900419", "3322220001"}


@pytest.mark.parametrize("written", ["", "12", "call me", "9" * 40])
def test_what_is_no_number(written: str) -> None:
    with pytest.raises(BadCode):
        parts.phone(written)


def test_papers_by_kind_and_figures() -> None:
    rows = {"papers": [{"type": "Aadhaar", "last": "৪৪১৮"}, {"type": "ration", "number": "wb-12 34"}, {"type": "x"}]}
    assert parts.papers(rows) == {"aadhaar:4418", "ration:WB1234"}


@pytest.mark.parametrize(
    ("content", "year"),
    [
        ({"date": "1999-03"}, 1999), ({"year": 2004}, 2004), ({"date": "১২/০৩/১৯৯৯"}, 1999), ("1999", 1999), ({}, None),
        (None, None),
    ],
)  # fmt: skip
def test_the_year_of_birth(content: object, year: int | None) -> None:
    assert parts.year(content) == year


def test_written_contacts_are_found_and_what_is_written_over_is_not(keepers: Keepers) -> None:
    person = keepers.register(contacts={"contacts": [{"number": "99999 00418"}]})
    code = person.organisation
    assert index.holders(code, PHONE, ["9999900418"]) == {person.code}
    identity.write(person, {"contacts": {"contacts": [{"number": "99999 00419"}]}}, keepers.mou.account)
    assert index.holders(code, PHONE, ["9999900418"]) == set()
    identity.write(person, {"gender": {"gender": "woman"}}, keepers.mou.account)
    assert index.holders(code, PHONE, ["9999900419"]) == {person.code}


def test_papers_are_found_too_and_dropped_with_the_person(keepers: Keepers) -> None:
    person = keepers.register(papers={"papers": [{"type": "aadhaar", "last": "4418"}]})
    assert index.holders(person.organisation, PAPER, ["aadhaar:4418"]) == {person.code}
    index.drop(person)
    assert index.holders(person.organisation, PAPER, ["aadhaar:4418"]) == set()


def test_two_organisations_do_not_see_that_they_know_one_number(keepers: Keepers) -> None:
    keepers.register("one", contacts={"contacts": ["9999900418"]})
    keepers.register("two", by="kabir", contacts={"contacts": ["9999900418"]})
    first, second = (bytes(row.digest) for row in BlindIndex.objects.all())
    assert first != second


def test_the_key_is_outside_the_database_and_for_its_owner_only(keepers: Keepers) -> None:
    keepers.register()
    path = settings.DATA / "secrets" / "index"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert [found.name for found in path.parent.glob("index*")] == ["index"]
    before = index.root()
    path.unlink()
    assert index.root() != before
