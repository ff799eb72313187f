"""The counting key is held by people: two together open it, each with words of their own."""

import pytest

from pakhi.lib import seal
from pakhi.network.models import Account, Membership
from pakhi.voice import keys
from pakhi.voice.models import CountingKey, KeyShare
from pakhi.voice.tests.dump import everything
from tests.village import LONG_AGO, PASSPHRASE

NEW = "a basket of green mangoes"


@pytest.fixture
def key(village) -> CountingKey:
    return village.key()


def opens(village, **changed) -> bool:
    """Whether Rina and Devi (or others in their place) open the key."""
    rina, devi = village.counters()
    opened = keys.open_key(village.key(), changed.get("leader", rina), changed.get("coordinator", devi))
    return opened.box == keys.fingerprint(bytes(village.key().public))


def test_two_people_open_it(village, key):
    assert opens(village)


def test_no_private_key_and_no_passphrase_is_in_any_database(village, key):
    disk = everything()
    rina, devi = village.counters()
    secrets = [
        village.opened().private, keys.open_words_key(key, *rina), keys.share(key, rina[0], "leaders", rina[1]),
        keys.share(key, devi[0], "coordinators", devi[1]), rina[1].encode(), devi[1].encode(),
    ]  # fmt: skip
    assert not any(secret in disk or secret.hex().encode() in disk for secret in secrets)


@pytest.mark.parametrize(
    ("leaders", "coordinators"),
    [("", "devi"), ("rina", ""), ("", ""), ("rina", "rina"), ("rina devi", "devi"), ("rina", "devi rina")],
)
def test_it_needs_people_on_both_sides_and_nobody_on_both(village, leaders, coordinators):
    with pytest.raises(keys.WrongPassphrase, match="two different people"):
        keys.make_key(
            village.network,
            {village.accounts[name]: NEW for name in leaders.split()},
            {village.accounts[name]: NEW for name in coordinators.split()},
        )
    assert not CountingKey.objects.exists()


@pytest.mark.parametrize("short", ["", "short", "           x", "elevenchars"])
def test_a_short_passphrase_protects_nobody(village, short):
    for sides in (({village.rina: short}, {village.devi: NEW}), ({village.rina: NEW}, {village.devi: short})):
        with pytest.raises(keys.WrongPassphrase, match="at least 12 characters"):
            keys.make_key(village.network, *sides)
    assert not CountingKey.objects.exists()


def test_a_room_has_one_key(village, key):
    with pytest.raises(keys.WrongPassphrase, match="There is a counting key already"):
        keys.make_key(village.network, {village.rina: NEW}, {village.devi: NEW})
    assert opens(village)


def test_somebody_changes_her_passphrase(village, key):
    keys.change_passphrase(key, village.rina, PASSPHRASE["rina"], NEW)
    assert opens(village, leader=(village.rina, NEW))
    assert keys.open_words_key(key, village.rina, NEW)
    with pytest.raises(keys.WrongPassphrase):
        opens(village)


def test_a_passphrase_is_changed_by_who_knows_it(village, key):
    with pytest.raises(keys.WrongPassphrase, match="The counting passphrase of Rina is not right"):
        keys.change_passphrase(key, village.rina, "something else here", NEW)
    with pytest.raises(keys.WrongPassphrase, match="at least 12 characters"):
        keys.change_passphrase(key, village.rina, PASSPHRASE["rina"], "short")
    with pytest.raises(keys.WrongPassphrase, match="You hold no share"):
        keys.change_passphrase(key, village.mou, PASSPHRASE["rina"], NEW)
    assert opens(village)


def test_a_second_leader_holds_the_leaders_half_too(village, key):
    keys.add_holder(key, (village.rina, PASSPHRASE["rina"]), (village.asha, NEW))
    assert opens(village, leader=(village.asha, NEW))
    assert opens(village)
    with pytest.raises(keys.WrongPassphrase):
        opens(village, leader=(village.asha, NEW), coordinator=(village.rina, PASSPHRASE["rina"]))


def test_only_a_holder_gives_a_share(village, key):
    with pytest.raises(keys.WrongPassphrase, match="You hold no share"):
        keys.add_holder(key, (village.asha, NEW), (village.mou, NEW))
    with pytest.raises(keys.WrongPassphrase, match="is not right"):
        keys.add_holder(key, (village.rina, "not her words here"), (village.asha, NEW))
    with pytest.raises(keys.WrongPassphrase, match="at least 12 characters"):
        keys.add_holder(key, (village.rina, PASSPHRASE["rina"]), (village.asha, "short"))
    assert KeyShare.objects.count() == 3


def test_nobody_ever_holds_both_halves(village, key):
    rina, devi = village.counters()
    for by, newcomer in ((rina, village.devi), (devi, village.rina)):
        with pytest.raises(keys.WrongPassphrase, match="two different people"):
            keys.add_holder(key, by, (newcomer, NEW))
    assert opens(village)


def test_an_editor_opens_free_words_and_nothing_else(village, key):
    keys.add_holder(key, (village.rina, PASSPHRASE["rina"]), (village.mina, NEW), editor=True)
    assert keys.open_words_key(key, village.mina, NEW)
    with pytest.raises(keys.WrongPassphrase):
        opens(village, leader=(village.mina, NEW))
    another = Account.objects.create(username="lila", name="Lila")
    Membership.objects.create(account=another, organisation=village.one, role="manager", valid_from=LONG_AGO)
    with pytest.raises(keys.WrongPassphrase, match="There is an editor already"):
        keys.add_holder(key, (village.rina, PASSPHRASE["rina"]), (another, NEW), editor=True)


def test_the_coordinator_does_not_open_free_words(village, key):
    with pytest.raises(keys.WrongPassphrase):
        keys.open_words_key(key, village.devi, PASSPHRASE["devi"])


def test_the_two_keys_are_two(village, key):
    sealed = seal.seal_to(bytes(key.words_public), b"They gave me water.")
    with pytest.raises(seal.CannotOpen):
        seal.open_with(village.opened().private, sealed)
    assert seal.open_with(keys.open_words_key(key, village.rina, PASSPHRASE["rina"]), sealed) == b"They gave me water."


def test_a_wrong_person_takes_as_long_as_a_wrong_passphrase(village, key):
    """Nothing says whether the person or the words were wrong: both work through the same Argon2id."""
    with pytest.raises(keys.WrongPassphrase, match=r"The counting passphrase of Mou is not right."):
        keys.share(key, village.mou, "leaders", PASSPHRASE["rina"])
    with pytest.raises(keys.WrongPassphrase, match=r"The counting passphrase of Rina is not right."):
        keys.share(key, village.rina, "leaders", "something else here")
