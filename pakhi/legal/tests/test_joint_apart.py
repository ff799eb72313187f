"""A colleague whom she keeps apart, and who works for the other organisation too, has no such shared case there."""

from __future__ import annotations

import pytest
from django.urls import reverse

from pakhi.legal import joint, joint_lists
from pakhi.network.models import Account, Membership
from pakhi.vault import wishes
from pakhi.vault.keys import Refused
from tests.village import LONG_AGO

pytestmark = pytest.mark.django_db(databases="__all__")


@pytest.fixture
def lata(keepers) -> Account:
    """A worker of CBO One, where she is, and a supervisor of CBO Two, with which her case is shared."""
    account, two = Account.objects.create(username="lata", name="Lata"), keepers.village.organisations["two"]
    keepers.village.accounts["lata"] = account
    for home, role in ((keepers.village.one, "worker"), (two, "supervisor")):
        Membership.objects.create(account=account, organisation=home, role=role, valid_from=LONG_AGO)
    return account


@pytest.mark.parametrize("role", ["supervisor", "worker"])
def test_for_that_colleague_there_is_no_shared_case(keepers, rina, shared, mou, kabir, lata, role):
    Membership.objects.filter(account=lata, role="supervisor").update(role=role)
    joint.name_worker(shared, lata, kabir)
    page, client = reverse("legal:joint", args=[shared.code]), keepers.village.client("lata")
    assert client.get(page).status_code == 200
    assert [one.code for one in joint_lists.theirs(lata)] == [shared.code]
    wishes.keep_apart(rina, lata, by=mou)
    assert list(joint_lists.theirs(lata)) == []
    assert not joint.works_on(lata, shared.code)
    assert shared.code not in client.get(reverse("legal:shared")).text
    for name in ("joint", "joint_answer"):
        refused = client.post(reverse(f"legal:{name}", args=[shared.code]), {"act": "end"})
        assert refused.status_code == 404
    assert client.get(page).status_code == 404
    assert keepers.village.client("kabir").get(page).status_code == 200
    with pytest.raises(Refused):
        joint.name_worker(shared, lata, kabir)
    shown = keepers.village.client("kabir").get(page).text
    assert f'value="{lata.pk}"' not in shown
