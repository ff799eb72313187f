"""Beginning a thread: the states in which one begins, and what was over already."""

from __future__ import annotations

import pytest

from pakhi.cbr.models import Thread
from pakhi.cbr.tests.conftest import client
from pakhi.lib.clock import today

pytestmark = pytest.mark.django_db(databases="__all__")
NEED = {"component": "health", "element": "body", "hers": "1", "number": "n1", "seen": ""}


def begin(person, kind):
    return f"/desk/people/{person.code}/case/new/{kind}"


@pytest.mark.parametrize(
    ("kind", "state"), [("need", "not_any_more"), ("need", "met"), ("incident", "closed"), ("livelihood", "stopped")]
)
def test_no_end_is_offered_among_the_beginnings(keepers, rina, book, kind, state):
    page = client(keepers, "mou").get(begin(rina, kind)).content.decode()
    assert f'name="state" value="{state}"' not in page
    assert (f'name="ended" value="{state}"' in page) == (state != "not_any_more")
    assert "It is over already" in page


def test_what_is_over_already_is_written_with_its_day_and_reason(keepers, rina, book):
    browser, typed = client(keepers, "mou"), NEED | {"day": today().isoformat(), "ended": "met"}
    assert browser.post(begin(rina, "need"), typed).status_code == 400
    assert browser.post(begin(rina, "need"), typed | {"why": "office"}).status_code == 302
    row = Thread.objects.get()
    assert (row.state, row.values["why"], row.since) == ("met", "office", today())


def test_a_state_in_which_nothing_begins_is_refused(keepers, rina, book):
    typed = NEED | {"day": today().isoformat(), "state": "not_any_more"}
    assert client(keepers, "mou").post(begin(rina, "need"), typed).status_code == 400
    assert not Thread.objects.exists()
