"""Whoever takes figures out of the product leaves a line: who, what, in which form. Nothing goes out without it."""

from __future__ import annotations

import datetime as dt

import pytest
from django.test import Client

from pakhi.lib.clock import today
from pakhi.network.models import ApiToken
from pakhi.vault import audit, head
from pakhi.vault.models import Entry


def lines() -> list[tuple[int, str, str, dict[str, str]]]:
    found = Entry.objects.filter(act="export").order_by("number")
    return list(found.values_list("actor", "organisation", "person", "detail"))


@pytest.mark.parametrize("form", ["csv", "xlsx", "pdf"])
def test_a_file_leaves_one_line(village, form: str) -> None:
    answer = village.client("devi").get(f"/desk/reports/export/offices/{form}")
    assert answer.status_code == 200
    network = village.organisations["network"].code
    assert lines() == [(village.accounts["devi"].pk, network, "", {"what": "offices", "form": form})]
    assert audit.verify().whole


def test_a_page_that_is_read_on_the_screen_leaves_none(village) -> None:
    assert village.client("devi").get("/desk/reports/offices/").status_code == 200
    assert lines() == []


def test_what_is_refused_or_not_there_leaves_none(village) -> None:
    for name, report in (("kabir", "flags"), ("finn", "offices"), ("devi", "nonsense"), ("mou", "flags")):
        assert village.client(name).get(f"/desk/reports/export/{report}/csv").status_code == 404
    assert lines() == []


def test_a_program_leaves_a_line_too(village) -> None:
    ravi = village.accounts["ravi"]
    ApiToken.objects.create(account=ravi, digest=ApiToken.hash("a-token"), valid_to=today() + dt.timedelta(days=1))
    answer = Client().get("/api/reports/offices", headers={"Authorization": "Bearer a-token"})
    assert answer.status_code == 200
    one = village.organisations["one"].code
    assert lines() == [(ravi.pk, one, "", {"what": "offices", "form": "json"})]


def test_without_the_key_of_the_log_nothing_goes_out(village) -> None:
    audit.record("login", actor=village.accounts["devi"])
    head.key_path().unlink()
    answer = village.client("devi").get("/desk/reports/export/offices/csv")
    assert answer.status_code == 503
    assert "attachment" not in answer.headers.get("Content-Disposition", "")
    assert lines() == []
