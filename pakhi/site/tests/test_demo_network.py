"""The demonstration network has the figures of the study, the cast, and nobody's real village."""

import datetime as dt
from contextlib import suppress

import pytest
from django.contrib.auth.hashers import check_password
from django.db import transaction

from pakhi.lib.codes import read_letters
from pakhi.network.kinds import kinds
from pakhi.network.models import Account, Holder, Office, Place, PlaceName, Programme
from pakhi.network.models.account import Role
from pakhi.network.offices import offices_near
from pakhi.site.demo.network import build

pytestmark = pytest.mark.django_db
TODAY = dt.date(2026, 11, 20)


@pytest.fixture
def demo(db):
    return build("pat", 1, password="birds-and-trees", on=TODAY)


def test_the_figures_of_the_study(demo):
    assert len(demo.areas) == 8
    assert sum(len(area.villages) for area in demo.areas) == Place.objects.filter(kind="village").count() == 100
    assert sum(len(area.blocks) for area in demo.areas) == 18
    assert sum(area.survivors for area in demo.areas) == 230
    assert 250 <= Office.objects.count() + Holder.objects.current(TODAY).count() <= 450
    assert Programme.objects.get().name == "Shakti"


def test_the_cast_logs_in_and_every_role_is_there(demo):
    cast = {"mou", "salma", "ravi", "devi", "noor", "finn", "asha", "rina", "kabir", "mina"}
    assert cast <= demo.accounts.keys()
    assert check_password("birds-and-trees", demo.accounts["mou"].password)
    assert len({account.password for account in demo.accounts.values()}) == 1
    roles = {m.role for account in Account.objects.all() for m in account.memberships.all()}
    assert roles == {role.value for role in Role}


def test_every_organisation_has_two_leaders_and_workers_with_accounts(demo):
    for area in demo.areas:
        assert len(area.leaders) == 2
        assert 3 <= len(area.workers) <= 5
        assert all(worker.account for worker in area.workers)
        assert area.organisation.room() == demo.network


def test_kabir_is_a_stranger(demo):
    assert demo.outside.organisation.room() == demo.outside.organisation
    seen = offices_near(demo.outside.blocks[0], room=demo.network, on=TODAY)
    assert demo.outside.desk not in seen


def test_gopal_and_hari_hold_posts_without_accounts(demo):
    for name, kind in (("Gopal", "gp"), ("Hari", "bdo")):
        holder = Holder.objects.get(names__en=name)
        assert holder.account is None
        assert holder.post.office.kind == kind
        assert holder.post.office.place.within("block") == demo.areas[0].blocks[0]


def test_some_holders_changed_and_none_overlap(demo):
    past = [holder for holder in demo.holders if holder.valid_to]
    assert len(past) > 10
    for old in past:
        assert Holder.objects.filter(post=old.post, valid_from=old.valid_to + dt.timedelta(days=1)).count() == 1
        assert demo.start < old.valid_to < TODAY


def test_names_are_in_all_languages_and_codes_are_sound(demo):
    for office in demo.offices:
        assert set(office.names) == {"en", "bn", "hi", "te"}
        assert office.kind in kinds()
        assert read_letters(office.code, 7) == office.code
    villages = PlaceName.objects.filter(place__kind="village")
    assert villages.count() == 400
    assert villages.filter(language="en").values("text").distinct().count() == 100


def test_every_village_has_offices_of_each_level_near(demo):
    near = {o.kind for o in offices_near(demo.areas[3].villages[0], room=demo.network, on=TODAY)}
    assert {"gp", "asha", "aww", "bdo", "police_oc", "dlsa", "shelter_home", "cbo"} <= near


class TakenBack(Exception):
    """So that a second network finds the tables empty."""


def codes(seed):
    made = []
    with suppress(TakenBack), transaction.atomic():
        made = build("pat", seed, password="x", on=TODAY).holders
        raise TakenBack
    return [(holder.code, holder.names["en"], holder.valid_from) for holder in made]


def test_the_same_seed_makes_the_same_network_and_another_seed_another():
    assert codes(1) == codes(1) != codes(2)


def test_an_unknown_scale_is_refused():
    with pytest.raises(ValueError, match="pat and state"):
        build("world", 1, password="x")
