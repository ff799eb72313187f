"""Lines that show when they were changed: Merkle roots, marks that need a key, signatures."""

from hypothesis import given
from hypothesis import strategies as st

from pakhi.lib import ledger

KEY = ledger.new_key()
LEAVES = st.lists(st.binary(min_size=32, max_size=32), min_size=1, max_size=40)


def test_the_order_of_keys_does_not_matter_and_every_value_does():
    assert ledger.leaf({"a": 1, "b": "ক"}) == ledger.leaf({"b": "ক", "a": 1})
    assert ledger.leaf({"a": 1, "b": "ক"}) != ledger.leaf({"a": 1, "b": "খ"})


@given(LEAVES, st.data())
def test_one_changed_leaf_changes_the_root(leaves, data):
    place = data.draw(st.integers(0, len(leaves) - 1))
    changed = [*leaves]
    changed[place] = ledger.leaf({"other": leaves[place].hex()})
    assert ledger.root(changed) != ledger.root(leaves)


@given(LEAVES)
def test_the_last_leaf_twice_is_another_list(leaves):
    assert ledger.root([*leaves, leaves[-1]]) != ledger.root(leaves)


def test_a_mark_needs_the_key_the_line_and_the_mark_before():
    marked = ledger.mark(KEY, b"before", b"line")
    others = [(ledger.new_key(), b"before", b"line"), (KEY, b"other", b"line"), (KEY, b"before", b"other")]
    assert marked == ledger.mark(KEY, b"before", b"line")
    assert marked not in [ledger.mark(*other) for other in others]


def test_a_signature_is_of_one_statement_by_one_key():
    said = ledger.statement(1, 1, 9, b"root", b"", "2026-11-21T00:00:00+00:00")
    signature = ledger.sign(KEY, said)
    assert ledger.signed(ledger.public_of(KEY), signature, said)
    assert not ledger.signed(ledger.public_of(KEY), signature, said.replace(b"|9|", b"|8|"))
    assert not ledger.signed(ledger.public_of(ledger.new_key()), signature, said)
    assert not ledger.signed(b"short", b"", said)
