"""The supervisor's board: real gaps first, and a list of local schemes whose sums make sense."""

from __future__ import annotations

import pytest

from pakhi.cbr import books
from pakhi.cbr.steps import Said, write
from pakhi.entitlements import gaps, local
from pakhi.entitlements.tests.conftest import ask, client, go
from pakhi.lib.clock import today
from pakhi.vault import assign, merge
from pakhi.vault.tests.conftest import agree

pytestmark = pytest.mark.django_db(databases="__all__")


def test_what_everybody_has_does_not_stand_before_the_gaps(keepers, rina, book, mou) -> None:
    write(book, Said("answers", {"trafficked": "yes", "birth_year": 1999, "sex": "female"}), mou)
    home = keepers.village.organisations["one"]
    found = gaps.gaps(home, gaps.load(home))
    order = [one.everyone for one in found]
    assert set(order) == {False, True}
    assert order == sorted(order)


def test_who_has_two_records_is_one_person_with_the_claims_of_both(keepers, rina, book, mou, salma) -> None:
    other = keepers.register()
    assign.take_in(other, mou)
    agree(other, mou, "case")
    second = books.open_case(other, mou)
    for one, year in ((second, 1990), (book, 1999)):
        write(one, Said("answers", {"trafficked": "yes", "birth_year": year, "sex": "female"}), mou)
    go(ask(second, mou, "legal-aid", 9), mou, "legal_aid-applied", 8)
    merge.confirm(merge.propose(rina, other, mou), salma)
    home = keepers.village.organisations["one"]
    there = gaps.load(home)
    assert (there.codes, there.books) == ([rina.code], [book])
    assert there.answers[book.pk]["birth_year"] == 1999
    (found,) = [one for one in gaps.gaps(home, there) if one.series == "legal-aid"]
    assert (found.claimed, found.could) == (1, [])
    assert [one.running for one in gaps.delays(there)] == [1]


def test_the_most_of_a_local_scheme_is_not_below_its_least(keepers, salma) -> None:
    home = keepers.village.organisations["one"]
    browser, where = client(keepers, "salma"), f"/desk/rights/schemes/{home.code}"
    typed = {"day": today().isoformat(), "seen": "", "number": "n1", "label": "Bus pass", "component": "education"}
    refused = browser.post(where, {**typed, "least": "900", "most": "400"})
    assert refused.status_code == 400
    assert "This is less than the least." in refused.content.decode()
    assert browser.post(where, {**typed, "least": "400", "most": "900"}).status_code == 302
    assert len(local.schemes(home)) == 1
    assert browser.get(where).content.decode().count("Bus pass") == 2  # its name, and beside the button for a reader
