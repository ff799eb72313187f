"""JSON holds what the page holds: the same rows through the same circle."""

import datetime as dt

import pytest

from pakhi.lib.clock import today
from pakhi.network.models import ApiToken
from pakhi.reports.tests.made_up import ONE, ROOM


@pytest.fixture
def ask(village, data, settings):
    settings.DATA = data
    for name, code in (("network", ROOM), ("one", ONE)):
        village.organisations[name].code = code
        village.organisations[name].save()

    def get(name, **query):
        token = f"token-of-{name}"
        ApiToken.objects.get_or_create(
            digest=ApiToken.hash(token),
            defaults={"account": village.accounts[name], "valid_to": today() + dt.timedelta(days=1)},
        )
        return village.client().get("/api/reports/offices", query, headers={"Authorization": f"Bearer {token}"})

    return get


def test_the_figures_are_those_of_the_facts(ask, facts):
    wanted = {row["ratee"]: row for row in facts.find("voice_estimate", room=ROOM, level="office", period="")}
    rows = ask("devi").json()
    assert rows
    for row in rows:
        fact, figure = wanted[row["ratee"]], row["estimate"]
        if fact["raters"] < 5:
            assert (figure["kind"], figure["value"], row["raters"]) == ("waits", None, "<5")
        else:
            assert figure["value"] == round(fact["estimate"], 1)


def test_filters_and_scope_are_those_of_the_page(ask):
    assert {row["kind"] for row in ask("mou", kind="bdo").json()} == {"Block office (BDO)"}
    assert not [row for row in ask("mou").json() if row["ratee"].startswith("DESK")]
    assert ask("kabir").json() == []


def test_a_funder_and_a_stranger_are_refused(ask, village):
    assert ask("finn").status_code == 401
    assert village.client().get("/api/reports/offices").status_code == 401
