"""Lists at the desk: what is in them, and a decision where two phones contradict each other, by a press."""

from __future__ import annotations

import re

import pytest

from pakhi.field.models import Change, Entity
from pakhi.field.tests.conftest import words
from pakhi.field.tests.test_openrosa_entities import WELL, sent, wells  # noqa: F401 - a fixture
from pakhi.network.models import Membership

PAGE = "/desk/lists"


@pytest.fixture
def disputed(phone, wells) -> Entity:  # noqa: F811 - the fixture of that name
    """A well that two phones changed without hearing of each other."""
    phone.send(sent(make=True, label="Well 4", depth="4", dry="no"))
    for branch, depth in (("a", "15"), ("b", "16")):
        phone.send(sent(base=1, trunk=1, branch=branch, depth=depth))
    return Entity.objects.get(key=WELL)


def choose(client, entity: Entity, depth: str):
    """Press the button below the change with this depth, as the page offers it."""
    offered = client.get(f"{PAGE}/{entity.pk}").content.decode()
    chosen = Change.objects.get(values__depth=depth)
    return client.post(f"{PAGE}/{entity.pk}", {"action": "keep", "keep": chosen.pk, "of": re.findall(
        r'name="of" value="(\d+)"', offered)})  # fmt: skip


def test_without_a_list_the_page_says_how_one_begins(ready) -> None:
    assert "No list yet" in words(ready.client("salma").get(PAGE))


def test_two_phones_in_conflict_stand_side_by_side_and_one_is_kept(ready, disputed) -> None:
    salma = ready.client("salma")
    assert "1 entry of a list waits for you" in words(salma.get("/desk/"))
    text = words(salma.get(PAGE))
    for said in ("Two phones say different things", "Well 4", "1 entry"):
        assert said in text
    text = words(salma.get(f"{PAGE}/{disputed.pk}"))
    for said in ("Which is right?", "By Mou", "phones see this", "15", "16", "differs"):
        assert said in text
    assert choose(salma, disputed, "15").status_code == 302
    disputed.refresh_from_db()
    assert (disputed.values["depth"], disputed.conflict) == ("15", False)
    assert Change.objects.get(arrival=None).account == ready.accounts["salma"]
    assert "to decide" not in words(salma.get(PAGE))
    assert "Decided at the desk · Salma" in words(salma.get(f"{PAGE}/{disputed.pk}"))


def test_what_arrived_meanwhile_is_looked_at_first(ready, phone, disputed) -> None:
    salma = ready.client("salma")
    offered = re.findall(r'name="of" value="(\d+)"', salma.get(f"{PAGE}/{disputed.pk}").content.decode())
    phone.send(sent(base=1, trunk=1, branch="c", depth="17"))
    page = salma.post(f"{PAGE}/{disputed.pk}", {"action": "keep", "keep": offered[0], "of": offered[:2]})
    assert page.status_code == 409
    assert "Something has arrived or was decided meanwhile" in words(page)
    assert Entity.objects.get(pk=disputed.pk).conflict


def test_an_entry_that_was_made_by_mistake_is_taken_out_once(ready, disputed) -> None:
    salma = ready.client("salma")
    assert salma.post(f"{PAGE}/{disputed.pk}", {"action": "out"}).status_code == 302
    assert salma.post(f"{PAGE}/{disputed.pk}", {"action": "out"}).status_code == 409
    disputed.refresh_from_db()
    assert disputed.gone_by == ready.accounts["salma"]
    assert "phones do not have it any more" in words(salma.get(f"{PAGE}/{disputed.pk}"))


def test_a_change_that_waits_for_its_beginning_is_told_of(ready, phone, wells) -> None:  # noqa: F811 - the fixture of that name
    phone.send(sent(base=1, trunk=1, branch="a", depth="5"))
    salma = ready.client("salma")
    assert "1 waits for its beginning" in words(salma.get(PAGE))
    assert "has not come" in words(salma.get(f"{PAGE}/{Entity.objects.get().pk}"))


def test_another_organisation_and_a_worker_do_not_see_it(ready, disputed) -> None:
    Membership.objects.filter(account=ready.accounts["kabir"]).update(role="manager")
    kabir = ready.client("kabir")
    assert "Well 4" not in words(kabir.get(PAGE))
    assert kabir.get(f"{PAGE}/{disputed.pk}").status_code == 404
    assert kabir.post(f"{PAGE}/{disputed.pk}", {"action": "out"}).status_code == 404
    assert ready.client("mou").get(PAGE).status_code == 404
