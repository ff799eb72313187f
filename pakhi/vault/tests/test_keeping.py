"""What keepers do with a key is logged, never locks everybody out by accident, and can be begun again."""

from __future__ import annotations

import datetime as dt

import pytest
from axes.models import AccessAttempt
from django.test import Client

from pakhi.network.models import Account, Membership
from pakhi.vault import audit, due, head, keeping, keyring, keys, passwords, rotation
from pakhi.vault.keyring import Need, need
from pakhi.vault.models import Entry, Grant, OrganisationKey, Recovery
from pakhi.vault.tests.conftest import Keepers
from tests.village import LONG_AGO, PASSWORD, Village


@pytest.fixture
def one(keepers: Keepers):
    return keepers.village.organisations["one"]


def steps(organisation, number: int = 1) -> list[tuple[str, int]]:
    """The newest lines about the key: what was done, and by whom."""
    lines = Entry.objects.filter(act=Entry.Act.KEY, organisation=organisation.code).order_by("-number")[:number]
    return [(line.detail["step"], line.actor) for line in reversed(lines)]


def leave(account: Account) -> None:
    Membership.objects.filter(account=account).update(valid_to=LONG_AGO)


def colleague(one, name: str, role: str = "worker", key: bool = True) -> Account:
    account = Account.objects.create_user(name.lower(), PASSWORD, name)
    Membership.objects.create(account=account, organisation=one, role=role, valid_from=LONG_AGO)
    if key:
        keys.make_worker_key(account, PASSWORD)
    return account


def test_each_step_leaves_a_line_in_the_log(keepers, one):
    salma, mou = keepers.salma, keepers.mou.account
    keeping.take(one, mou.pk, salma.account)
    keeping.give(salma, one, mou)
    shares = keeping.print_again(salma, one)
    keeping.rehearse(one, shares[:2], salma.account)
    keeping.recover(one, shares[1:], keepers.mina.account)
    keeping.begin(salma, one)
    assert keeping.go_on(keepers.mina, one, seconds=60)
    by, mina = salma.account.pk, keepers.mina.account.pk
    wanted = [("take", by), ("give", by), ("print", by), ("rehearse", by), ("recover", mina), ("begin", by)]
    assert steps(one, 7) == [*wanted, ("rotated", mina)]


def test_who_does_not_work_with_people_here_is_given_nothing(keepers, one):
    ravi = keepers.sign_in("ravi").account
    for stranger in (ravi, keepers.kabir.account):
        with pytest.raises(keys.Refused, match="Only workers"):
            keeping.give(keepers.salma, one, stranger)
    assert not keys.holds(one, ravi)


def test_access_given_while_the_key_changes_opens_everybody(keepers, one, monkeypatch):
    monkeypatch.setattr(rotation, "BATCH", 1)
    for _ in range(3):
        keepers.register()
    rekha = colleague(one, "Rekha")
    keeping.begin(keepers.salma, one)
    keeping.go_on(keepers.salma, one, seconds=0)
    assert rotation.moved(one) == (1, 3)
    keeping.give(keepers.salma, one, rekha)
    opened = keys.unlock(rekha, PASSWORD)
    for key in OrganisationKey.objects.filter(organisation=one.code):
        assert keys.open_organisation(opened, key)


def test_the_last_who_can_open_names_is_not_shut_out_by_accident(keepers, one):
    keepers.register()
    salma = keepers.salma.account
    for name in ("mou", "mina"):
        keeping.take(one, keepers.open[name].account.pk, salma)
    with pytest.raises(keys.Refused, match="Nobody else can open names"):
        keeping.take(one, salma.pk, salma)
    keeping.print_again(keepers.salma, one)
    with pytest.raises(keys.Refused, match="were not rehearsed"):
        keeping.take(one, salma.pk, salma, sure=True)
    assert keys.holds(one, salma)
    keeping.rehearse(one, keeping.print_again(keepers.salma, one)[1:], salma)
    keeping.take(one, salma.pk, salma, sure=True)
    assert not keys.holds(one, salma)


def test_somebody_who_left_counts_as_nobody(keepers, one):
    keepers.register()
    leave(keepers.mina.account)
    leave(keepers.mou.account)
    assert keeping.openers(one) == [keepers.salma.account.pk]
    with pytest.raises(keys.Refused, match="Nobody else"):
        keeping.take(one, keepers.salma.account.pk, keepers.salma.account)


def test_a_change_of_key_leaves_out_who_left(keepers, one):
    leave(keepers.mou.account)
    keeping.begin(keepers.salma, one)
    assert keeping.go_on(keepers.salma, one, seconds=60)
    assert not keys.holds(one, keepers.mou.account)
    assert ("take", keepers.salma.account.pk) in steps(one, 3)


def test_since_when_and_by_whom_access_was_given_outlives_a_change_of_key(keepers, one):
    mou = keepers.mou.account.pk
    Grant.objects.filter(account=mou).update(given_on=dt.date(2024, 5, 1))
    keeping.begin(keepers.mina, one)
    keeping.go_on(keepers.mina, one, seconds=60)
    held = Grant.objects.get(account=mou)
    assert (held.given_on, held.given_by) == (dt.date(2024, 5, 1), keepers.salma.account.pk)


def test_a_second_change_waits_for_the_first(keepers, one):
    keepers.register()
    keeping.begin(keepers.salma, one)
    with pytest.raises(keys.Refused, match="changing already"):
        keeping.begin(keepers.mina, one)
    assert OrganisationKey.objects.filter(organisation=one.code).count() == 2


def test_a_set_up_that_broke_off_is_made_again_and_any_other_key_is_not(village: Village):
    home, made = village.organisations["one"], Keepers(village)
    mina = made.sign_in("mina").account
    keeping.set_up(home, mina)
    with pytest.raises(keys.Refused, match="its key already"):
        keeping.set_up(home, mina)
    made.sign_in("mina")  # somebody else set her password: her key is another, her access is gone
    assert need(home) is Need.MAKE
    shares = keeping.set_up(home, mina)
    keeping.rehearse(home, shares[:2], mina)
    assert keys.current(home).generation == 2
    assert Recovery.objects.count() == 1
    made.sign_in("mina")
    assert need(home) is Need.LOST
    with pytest.raises(keys.Refused, match="its key already"):
        keeping.set_up(home, mina)


def test_what_has_to_be_done_is_said_one_thing_at_a_time(keepers, one):
    salma, mou = keepers.salma, keepers.mou.account
    assert need(one) is None
    keepers.register()
    keeping.take(one, mou.pk, salma.account)
    assert need(one) is Need.CHANGE
    keeping.begin(salma, one)
    assert need(one) is Need.CHANGING
    keeping.go_on(salma, one, seconds=60)
    assert need(one) is None
    leave(keepers.mina.account)
    assert need(one) is Need.GONE
    keeping.print_again(salma, one)
    assert need(one) is Need.REHEARSE
    leave(salma.account)
    assert need(one) is Need.LOST


def test_access_that_was_given_back_asks_for_no_change_of_key(keepers, one):
    keeping.take(one, keepers.mou.account.pk, keepers.salma.account)
    keeping.give(keepers.salma, one, keepers.mou.account)
    assert need(one) is None


def test_keepers_find_it_on_their_page_of_today_and_workers_do_not(village: Village):
    said = {
        name: [item.title for item in due.locks(Membership.objects.filter(account=village.accounts[name]))]
        for name in ("mina", "salma", "mou", "ravi", "finn")
    }
    assert said == {"mina": ["Make the key"], "salma": ["Make the key"], "mou": [], "ravi": [], "finn": []}


def test_the_page_of_keys_knows_who_could_have_access(keepers, one):
    rekha, farida = colleague(one, "Rekha"), colleague(one, "Farida", "supervisor", key=False)
    leave(keepers.mou.account)
    ring = keyring.keyring(one, keepers.salma.account)
    assert [each.name for each in ring.openers] == ["Mina", "Salma"]
    assert [each.name for each in ring.leftovers] == ["Mou"]
    assert [each.number for each in ring.may] == [rekha.pk]
    assert [(each.number, each.roles) for each in ring.absent] == [(farida.pk, "Supervisor")]
    assert ring.mine
    assert not keyring.keyring(one, rekha).mine


def test_a_temporary_password_gives_the_same_access_and_ends_the_old_one(keepers, one):
    mou, open_before = keepers.mou.account, keepers.browser("mou")
    password = passwords.reset(keepers.salma, one, mou)
    mou.refresh_from_db()
    assert mou.temporary
    assert mou.check_password(password)
    assert keys.open_organisation(keys.unlock(mou, password), keys.current(one))
    assert open_before.get("/desk/").status_code == 302
    assert steps(one) == [("reset", keepers.salma.account.pk)]
    assert password not in str(Entry.objects.values_list("detail", flat=True))


def test_who_had_no_access_gets_none_with_the_new_password(keepers, one):
    rekha = colleague(one, "Rekha")
    passwords.reset(keepers.salma, one, rekha)
    assert not keys.holds(one, rekha)


def test_too_many_wrong_passwords_are_forgotten(keepers, one):
    for _ in range(8):
        Client().post("/desk/account/login/", {"login": "mou", "password": "wrong"})
    password = passwords.reset(keepers.salma, one, keepers.mou.account)
    assert Client().post("/desk/account/login/", {"login": "mou", "password": password}).status_code == 302
    assert not AccessAttempt.objects.filter(username="mou").exists()


@pytest.mark.parametrize(
    ("who", "elsewhere", "sentence"),
    [
        ("salma", None, "Change your own password"),
        ("kabir", None, "does not work with people in this organisation"),
        ("ravi", None, "does not work with people in this organisation"),
        ("mou", ("one", "leader"), "another role"),
        ("mou", ("two", "worker"), "another role"),
        ("mina", ("network", "coordinator"), "another role"),
    ],
)
def test_a_password_is_set_only_by_who_decides_about_all_that_its_owner_is(keepers, one, who, elsewhere, sentence):
    account = keepers.village.accounts[who]
    if elsewhere:
        home = keepers.village.organisations[elsewhere[0]]
        Membership.objects.create(account=account, organisation=home, role=elsewhere[1], valid_from=LONG_AGO)
    with pytest.raises(keys.Refused, match=sentence):
        passwords.reset(keepers.salma, one, account)
    account.refresh_from_db()
    assert account.check_password(PASSWORD)
    assert not account.temporary


def test_who_keeps_both_organisations_gives_access_again_in_both(keepers, one):
    two, salma, mou = keepers.village.organisations["two"], keepers.salma.account, keepers.mou.account
    for account, role in ((salma, "supervisor"), (mou, "worker")):
        Membership.objects.create(account=account, organisation=two, role=role, valid_from=LONG_AGO)
        keys.give(keepers.kabir, two, account)
    passwords.reset(keepers.salma, one, mou)
    assert keys.holds(one, mou)
    assert keys.holds(two, mou)


def test_who_cannot_open_names_gives_no_password(keepers, one):
    keeping.take(one, keepers.salma.account.pk, keepers.mina.account)
    with pytest.raises(keys.Refused, match="not been given access"):
        passwords.reset(keepers.salma, one, keepers.mou.account)


def test_a_new_password_that_cannot_be_written_down_is_none(keepers, one):
    mou = keepers.village.accounts["mou"]
    keeping.note(one, keepers.salma.account, "give")
    head.key_path().unlink()
    with pytest.raises(audit.KeyLost):
        passwords.reset(keepers.salma, one, mou)
    mou.refresh_from_db()
    assert (mou.check_password(PASSWORD), mou.temporary) == (True, False)
    assert keys.open_organisation(keys.unlock(mou, PASSWORD), keys.current(one))


@pytest.mark.parametrize(
    "do",
    [
        lambda mou, one: keeping.set_up(one, mou.account),
        lambda mou, one: keeping.print_again(mou, one),
        lambda mou, one: keeping.rehearse(one, [], mou.account),
        lambda mou, one: keeping.recover(one, [], mou.account),
        lambda mou, one: keeping.give(mou, one, mou.account),
        lambda mou, one: keeping.take(one, mou.account.pk, mou.account),
        lambda mou, one: keeping.begin(mou, one),
        lambda mou, one: keeping.go_on(mou, one, seconds=1),
    ],
    ids=["set_up", "print_again", "rehearse", "recover", "give", "take", "begin", "go_on"],
)
def test_a_worker_with_access_does_nothing_with_the_key(keepers, one, do):
    with pytest.raises(keys.Refused, match="A supervisor or manager of the organisation"):
        do(keepers.mou, one)
    assert not Entry.objects.filter(act=Entry.Act.KEY).exists()
