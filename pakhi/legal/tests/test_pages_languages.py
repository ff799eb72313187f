"""Every language has its own words about the law, and days are written as people write them."""

from __future__ import annotations

import pytest
from django.utils.formats import date_format

from pakhi.legal import law
from pakhi.legal.tests.conftest import DAY, client
from pakhi.legal.tests.test_pages import at, text
from pakhi.lib.clock import today

pytestmark = pytest.mark.django_db(databases="__all__")


@pytest.fixture
def worker(keepers, rina):
    return client(keepers, "mou")


def test_what_stands_beside_a_row_of_the_law_is_in_four_languages():
    rows = [*law.clocks(), *law.sections().values(), *law.routes()[0], *law.routes()[1]]
    for one in rows:
        assert not one.notes or set(one.notes) == {"en", "bn", "hi", "te"}, one.key
    for row in law.read("judgments")["judgments"]:
        assert set(row.get("note") or {"en", "bn", "hi", "te"}) == {"en", "bn", "hi", "te"}, row["key"]


def test_judgments_without_a_name_are_called_in_the_language(worker):
    worker.cookies["desk-language"] = "te"
    page = text(worker, "/desk/judgments")
    assert "Nipun Saxena v Union of India" in page
    assert "on missing children" not in page
    assert "Only the month was found" not in page


def test_a_day_in_court_that_is_over_is_written_with_its_month(say, whole, worker, rina):
    day = today() - 30 * DAY
    off = {"on": day.isoformat(), "purpose": "charges", "state": "adjourned", "put_off": "police"}
    say("hearing", off, 30, about=whole)
    page = text(worker, at(rina, whole))
    assert date_format(day, "j M Y") in page
    assert f">{day.isoformat()}" not in page


def test_a_right_says_once_that_it_was_not_met(whole, worker, rina):
    worker.post(at(rina, whole), {"right": "in_camera", "state": "missed", "number": "touch-2"})
    page = text(worker, at(rina, whole))
    assert page.count(">Not met</span>") == 1
    assert "Not met</span> <span" not in page
