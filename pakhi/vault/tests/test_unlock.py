"""A worker's key is open in the session that gave the password, and nowhere else."""

from __future__ import annotations

import pytest
from django.contrib.sessions.models import Session
from django.test import RequestFactory

from pakhi.vault import keys, unlock
from pakhi.vault.models import Entry, WorkerKey
from pakhi.vault.tests.conftest import Keepers
from tests.village import PASSWORD, Village

LOGIN = "/desk/account/login/"


def test_signing_in_makes_a_key_and_opens_it(village: Village) -> None:
    client = village.client()
    client.post(LOGIN, {"login": "mou", "password": PASSWORD})
    assert WorkerKey.objects.filter(account=village.accounts["mou"].pk).exists()
    assert client.cookies[unlock.COOKIE]["httponly"]
    assert client.cookies[unlock.COOKIE]["samesite"] == "Strict"
    assert client.cookies[unlock.COOKIE]["path"] == "/desk/"


def test_neither_session_nor_cookie_holds_the_key(keepers: Keepers) -> None:
    client = keepers.browser("mou")
    private = keepers.mou.private
    held = Session.objects.get(pk=client.cookies["desk"].value).get_decoded()
    for kept in (repr(held), client.cookies[unlock.COOKIE].value):
        assert private.hex() not in kept
        assert PASSWORD not in kept


def test_a_wrong_password_opens_nothing(village: Village) -> None:
    client = village.client()
    client.post(LOGIN, {"login": "mou", "password": "neem-leaf-river-8"})
    assert unlock.COOKIE not in client.cookies
    assert not WorkerKey.objects.exists()


def test_signing_out_takes_the_key_away(keepers: Keepers) -> None:
    client = keepers.browser("mou")
    client.post("/desk/account/logout/")
    assert client.cookies[unlock.COOKIE].value == ""


def test_a_new_password_opens_the_same_key(keepers: Keepers) -> None:
    client = keepers.browser("mou")
    new = "banyan-root-cloud-9"
    answer = client.post("/desk/account/password/", {"oldpassword": PASSWORD, "password1": new, "password2": new})
    assert answer.status_code == 302
    assert keys.unlock(keepers.village.accounts["mou"], new).private == keepers.mou.private
    assert client.post(LOGIN, {"login": "mou", "password": new}).status_code == 302


def test_a_password_that_was_changed_meanwhile_replaces_no_key(keepers: Keepers):
    mou, new = keepers.village.accounts["mou"], "banyan-root-cloud-9"
    keys.change_passphrase(mou, PASSWORD, new)  # elsewhere, after the old password was looked at here
    mou.set_password(new)
    mou.save()
    with pytest.raises(keys.Refused):
        unlock.sign_in(RequestFactory().post(LOGIN), mou, PASSWORD)
    assert keys.open_organisation(keys.unlock(mou, new), keys.current(keepers.village.organisations["one"]))


def test_the_log_knows_sign_ins_and_changed_passwords(keepers: Keepers) -> None:
    keepers.browser("mou")
    line = Entry.objects.filter(act=Entry.Act.LOGIN).latest("number")
    assert (line.actor, line.detail) == (keepers.mou.account.pk, {"step": "in"})
