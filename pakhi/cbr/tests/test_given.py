"""Work is offered and given only to who may open the case."""

from __future__ import annotations

import pytest

from pakhi.cbr import given, steps
from pakhi.cbr.models import Step
from pakhi.cbr.steps import Said
from pakhi.cbr.tests.conftest import client
from pakhi.lib.clock import today
from pakhi.vault.keys import Refused

pytestmark = pytest.mark.django_db(databases="__all__")


def task(**more):
    return {"what": "call", "by_day": today().isoformat(), **more}


def test_only_who_may_open_her_case_is_offered(keepers, rina, book):
    accounts = keepers.village.accounts
    page = client(keepers, "mou").get(f"/desk/people/{rina.code}/case/new/todo").content.decode()
    offered = page.split('name="who"')[1].split("</select>")[0]
    for name, there in (("mou", True), ("salma", True), ("ravi", False), ("asha", False), ("kabir", False)):
        assert (f'value="{accounts[name].pk}"' in offered) == there, name
    assert accounts["ravi"].pk not in dict(given.doers(book))


@pytest.mark.parametrize("name", ["ravi", "asha"])
def test_work_for_somebody_else_is_refused(keepers, rina, book, mou, name):
    who = keepers.village.accounts[name].pk
    with pytest.raises(Refused, match="works with people here"):
        steps.write(book, Said("todo", task(who=who)), mou)
    typed = task(who=who, day=today().isoformat(), number="n1", seen="")
    answer = client(keepers, "mou").post(f"/desk/people/{rina.code}/case/new/todo", typed)
    assert answer.status_code == 400
    assert not Step.objects.exists()


def test_work_for_a_supervisor_is_taken(keepers, book, mou, salma):
    assert steps.write(book, Said("todo", task(who=salma.pk)), mou).thread.owner == salma
