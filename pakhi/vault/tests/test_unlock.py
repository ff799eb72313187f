"""A worker's key is open in the session that gave the password, and nowhere else."""

from __future__ import annotations

import pytest
from django.contrib.sessions.models import Session
from django.db import connections
from django.test import Client, RequestFactory

from pakhi.lib import seal
from pakhi.vault import head, keys, log_words, passwords, unlock
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
    relocked = keys.relock(mou, PASSWORD, new)
    relocked.keep()  # elsewhere, after the old password was looked at here
    relocked.forget_former()
    mou.set_password(new)
    mou.save()
    with pytest.raises(keys.Refused):
        unlock.sign_in(RequestFactory().post(LOGIN), mou, PASSWORD)
    assert keys.open_organisation(keys.unlock(mou, new), keys.current(keepers.village.organisations["one"]))


def test_the_log_knows_sign_ins_and_changed_passwords(keepers: Keepers) -> None:
    keepers.browser("mou")
    line = Entry.objects.filter(act=Entry.Act.LOGIN).latest("number")
    assert (line.actor, line.detail) == (keepers.mou.account.pk, {"step": "in"})


def test_a_change_of_password_that_broke_off_leaves_a_key_that_both_open(keepers: Keepers) -> None:
    mou, private, new = keepers.village.accounts["mou"], keepers.mou.private, "banyan-root-cloud-9"
    keys.relock(mou, PASSWORD, new).keep()
    assert keepers.browser("mou").post("/desk/unlock").status_code == 302  # the account has the old one still
    assert keys.unlock(mou, PASSWORD).private == private
    third = keys.relock(mou, PASSWORD, "three slow boats")
    third.keep()
    assert keys.unlock(mou, PASSWORD).private == private
    assert keys.unlock(mou, "three slow boats").private == private
    for gone in (PASSWORD, new):
        with pytest.raises(keys.Refused):
            keys.unlock(mou, gone)


def test_after_a_change_of_password_the_old_one_opens_nothing(keepers: Keepers) -> None:
    new = "banyan-root-cloud-9"
    sent = {"oldpassword": PASSWORD, "password1": new, "password2": new}
    assert keepers.browser("mou").post("/desk/account/password/", sent).status_code == 302
    with pytest.raises(keys.Refused):
        keys.unlock(keepers.village.accounts["mou"], PASSWORD)


def test_two_who_change_one_password_do_not_part_it_from_its_key(keepers: Keepers, monkeypatch) -> None:
    mou, relock = keepers.village.accounts["mou"], keys.relock

    def overtaken(account, old: str, new: str) -> keys.Relocked:
        found = relock(account, old, new)
        relock(account, old, "three slow boats").keep()
        mou.set_password("three slow boats")
        mou.save()
        return found

    client, new = keepers.browser("mou"), "banyan-root-cloud-9"
    monkeypatch.setattr(keys, "relock", overtaken)
    sent = {"oldpassword": PASSWORD, "password1": new, "password2": new}
    assert client.post("/desk/account/password/", sent).status_code == 409
    assert keys.unlock(mou, "three slow boats").private == keepers.mou.private


def test_nothing_is_held_still_while_a_passphrase_is_stretched(keepers: Keepers, monkeypatch) -> None:
    stretch, deep = seal.passphrase_key, set()

    def watched(passphrase: str, salt: bytes) -> bytes:
        deep.update(len(connections[name].savepoint_ids) for name in ("default", "vault"))
        return stretch(passphrase, salt)

    client, new = keepers.browser("mou"), "banyan-root-cloud-9"
    monkeypatch.setattr(seal, "passphrase_key", watched)
    client.post("/desk/account/password/", {"oldpassword": PASSWORD, "password1": new, "password2": new})
    temporary = passwords.reset(keepers.salma, keepers.village.organisations["one"], keepers.village.accounts["mou"])
    WorkerKey.objects.all().delete()
    assert Client().post(LOGIN, {"login": "mou", "password": temporary}).status_code == 302
    assert deep == {0}


def test_access_that_is_lost_with_an_older_key_is_a_line_in_each_log(keepers: Keepers) -> None:
    mou = keepers.village.accounts["mou"]
    mou.set_password("three slow boats")  # from the keyboard of the machine
    mou.save()
    assert Client().post(LOGIN, {"login": "mou", "password": "three slow boats"}).status_code == 302
    line = Entry.objects.get(act=Entry.Act.KEY)
    assert (line.organisation, line.actor) == (keepers.village.organisations["one"].code, mou.pk)
    assert line.detail == {"step": "lost"}
    assert log_words.told(line, {mou.pk: "Mou"}).text == (
        "Mou has a new key after a new password, and no access to names any more."
    )


def test_who_cannot_be_written_down_stays_outside(keepers: Keepers) -> None:
    keepers.browser("mou")
    head.key_path().unlink()
    client = Client()
    answer = client.post(LOGIN, {"login": "mou", "password": PASSWORD})
    assert answer.status_code == 503
    assert "_auth_user_id" not in client.session
    assert client.cookies[unlock.COOKIE].value == ""
