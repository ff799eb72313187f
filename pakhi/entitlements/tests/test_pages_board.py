"""The supervisor's board: real gaps first, and a list of local schemes whose sums make sense."""

from __future__ import annotations

import pytest

from pakhi.cbr.steps import Said, write
from pakhi.entitlements import gaps, local
from pakhi.entitlements.tests.conftest import client
from pakhi.lib.clock import today

pytestmark = pytest.mark.django_db(databases="__all__")


def test_what_everybody_has_does_not_stand_before_the_gaps(keepers, rina, book, mou) -> None:
    write(book, Said("answers", {"trafficked": "yes", "birth_year": 1999, "sex": "female"}), mou)
    home = keepers.village.organisations["one"]
    found = gaps.gaps(home, gaps.load(home))
    order = [one.everyone for one in found]
    assert set(order) == {False, True}
    assert order == sorted(order)


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
