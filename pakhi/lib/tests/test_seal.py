"""What is sealed is opened by its key alone, and says nothing to anybody else."""

import threading
import time
import unicodedata
from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pakhi.lib import seal

PAIR = seal.new_pair()
OTHER = seal.new_pair()


@given(st.binary(max_size=500))
def test_the_private_key_opens_what_the_public_key_sealed(content):
    assert seal.open_with(PAIR.private, seal.seal_to(PAIR.public, content)) == content


def test_another_key_opens_nothing():
    with pytest.raises(seal.CannotOpen):
        seal.open_with(OTHER.private, seal.seal_to(PAIR.public, b"words"))


@given(st.data())
def test_one_changed_bit_is_noticed(data):
    sealed = bytearray(seal.seal_to(PAIR.public, b"They listened to me."))
    sealed[data.draw(st.integers(0, len(sealed) - 1))] ^= 1 << data.draw(st.integers(0, 7))
    with pytest.raises(seal.CannotOpen):
        seal.open_with(PAIR.private, bytes(sealed))


@pytest.mark.parametrize("broken", [b"", b"short", b"\x00" * 48, b"x" * 5000])
def test_bytes_that_nobody_sealed_are_refused(broken):
    with pytest.raises(seal.CannotOpen):
        seal.open_with(PAIR.private, broken)
    with pytest.raises(seal.CannotOpen):
        seal.unwrap(seal.new_key(), broken)


def test_a_key_of_the_wrong_length_is_refused():
    with pytest.raises(seal.CannotOpen):
        seal.open_with(b"half a key", seal.seal_to(PAIR.public, b""))
    with pytest.raises(seal.CannotOpen):
        seal.unwrap(b"half a key", seal.wrap(seal.new_key(), b""))


def test_two_seals_of_the_same_content_differ():
    assert seal.seal_to(PAIR.public, b"same") != seal.seal_to(PAIR.public, b"same")
    key = seal.new_key()
    assert seal.wrap(key, b"same") != seal.wrap(key, b"same")


@given(st.binary(max_size=300), st.integers(1, 300))
def test_padding_comes_off_again(content, block):
    padded = seal.pad(content, block)
    assert len(padded) % block == 0
    assert seal.unpad(padded) == content


@given(st.binary(max_size=4095), st.binary(max_size=4095))
def test_padding_hides_how_long_something_is(one, other):
    assert len(seal.seal_to(PAIR.public, seal.pad(one, 4096))) == len(seal.seal_to(PAIR.public, seal.pad(other, 4096)))


@pytest.mark.parametrize("content", [b"", b"no mark", b"\x80 and more", b"\x00\x00"])
def test_what_was_not_padded_is_refused(content):
    with pytest.raises(seal.CannotOpen):
        seal.unpad(content)


def test_a_wrapped_key_needs_the_right_key():
    key, content = seal.new_key(), b"the other half"
    assert seal.unwrap(key, seal.wrap(key, content)) == content
    with pytest.raises(seal.CannotOpen):
        seal.unwrap(seal.new_key(), seal.wrap(key, content))


def test_two_halves_make_a_key_and_one_says_nothing():
    one, other = seal.new_key(), seal.new_key()
    lock = seal.both(one, other)
    assert lock == seal.both(other, one)
    assert lock not in (one, other)
    assert seal.both(lock, other) == one  # any half fits any key: without the other it proves nothing
    with pytest.raises(ValueError):
        seal.both(one, other[:-1])


def test_a_passphrase_makes_the_same_key_with_the_same_salt_only():
    salt = seal.new_salt()
    key = seal.passphrase_key("seven slow ferries", salt)
    assert key == seal.passphrase_key("seven slow ferries", salt)
    assert key != seal.passphrase_key("seven slow ferries", seal.new_salt())
    assert key != seal.passphrase_key("seven slow ferrie", salt)


def test_a_passphrase_in_bengali_opens_from_every_keyboard():
    salt, written = seal.new_salt(), "আমার মেয়ের নদী ও পাড়"
    decomposed = unicodedata.normalize("NFD", written)
    composed = decomposed.replace("\u09af\u09bc", "\u09df").replace("\u09a1\u09bc", "\u09dc")
    assert composed != decomposed
    assert seal.passphrase_key(composed, salt) == seal.passphrase_key(decomposed, salt)


def test_a_card_number_makes_the_same_root_with_the_same_pepper_only():
    root = seal.card_root("1234567890123456", "pepper")
    assert root == seal.card_root("1234567890123456", "pepper")
    assert root != seal.card_root("1234567890123456", "another pepper")
    assert root != seal.card_root("1234567890123457", "pepper")


def test_values_for_two_purposes_cannot_be_linked_without_the_root():
    root = seal.new_key()
    values = {seal.derive(root, purpose) for purpose in ("card", "rater", "slot a", "slot b")}
    assert len(values) == 4
    card, rater = seal.derive(root, "card"), seal.derive(root, "rater")
    assert seal.derive(card, "rater") != rater
    assert seal.derive(rater, "card") != card
    assert seal.derive(root, "card") == card


def test_what_guards_people_is_slow_outside_of_tests(monkeypatch):
    monkeypatch.undo()  # the tests' own quick passphrases
    assert seal.EFFORT["people"][1] >= 256 * 1024 * 1024
    assert seal.EFFORT["cards"][1] >= 16 * 1024 * 1024


def test_passphrases_are_stretched_two_at_a_time(monkeypatch):
    now, most, lock = 0, 0, threading.Lock()

    def slow(*_arguments, **_more) -> bytes:
        nonlocal now, most
        with lock:
            now += 1
            most = max(most, now)
        time.sleep(0.02)
        with lock:
            now -= 1
        return bytes(32)

    monkeypatch.setattr(seal.nacl.pwhash.argon2id, "kdf", slow)
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda _n: seal.passphrase_key("three slow boats", bytes(16)), range(8)))
    assert most == 2
