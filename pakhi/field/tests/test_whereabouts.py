"""The address of the next step: sealed, always as long, for an hour, for one line; its keys are destroyed."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from pakhi.field import whereabouts
from pakhi.field.call_state import State
from tests import canaries

CALL, LINE = "c" * 32, "ABCDEFGH"
DEEP = State(
    at="send", language="te", warned=True, root="ab" * 32, home="HOMECODE", what="who", place="123456", family="police",
    office="OFFICEAA", holder="HOLDERAA", given="432150011210", steps=70, misses=2,
)  # fmt: skip


@pytest.fixture
def clock(monkeypatch):
    """A clock that a test sets."""
    moment = SimpleNamespace(now=1_800_000_000.0)
    monkeypatch.setattr(whereabouts, "time", SimpleNamespace(time=lambda: moment.now))
    return moment


def test_what_was_written_is_read_and_says_nothing(clock) -> None:
    written = whereabouts.write(LINE, DEEP, CALL)
    assert whereabouts.find(LINE, written) == (DEEP, CALL)
    assert not canaries.found([DEEP.root, DEEP.office, DEEP.holder, DEEP.given, CALL], written.encode())
    assert whereabouts.write(LINE, DEEP, CALL) != written


def test_every_place_of_a_call_has_an_address_of_one_length() -> None:
    listed = State(at="pick", what="which", warned=True, root="ab" * 32, home="HOMECODE", shown=("OFFICEAA",) * 6)
    sizes = {len(whereabouts.write(LINE, state, CALL)) for state in (State(), DEEP, listed)}
    assert len(sizes) == 1
    assert sizes.pop() < 1000


def test_it_ends_after_an_hour(clock) -> None:
    written = whereabouts.write(LINE, DEEP, CALL)
    clock.now += 3600
    assert whereabouts.find(LINE, written)
    clock.now += 1
    assert whereabouts.find(LINE, written) is None


def test_no_call_goes_on_for_longer_than_an_hour_however_many_keys_are_pressed(clock) -> None:
    state, call = DEEP, CALL
    for _key in range(6):
        clock.now += 600
        found = whereabouts.find(LINE, whereabouts.write(LINE, state, call))
        assert found
        state, call = found
    written = whereabouts.write(LINE, state, call)
    clock.now += 600
    assert whereabouts.find(LINE, written)
    clock.now += 1
    assert whereabouts.find(LINE, written) is None


@pytest.mark.parametrize("written", ["", "x", "é", "A" * 736, "=" * 8])
def test_what_we_did_not_write_is_nothing(written) -> None:
    whereabouts.key()
    assert whereabouts.find(LINE, written) is None


def test_it_is_for_one_line_and_cannot_be_changed() -> None:
    written = whereabouts.write(LINE, DEEP, CALL)
    assert whereabouts.find("HGFEDCBA", written) is None
    for place in (0, 50, 400, 730):
        other = "A" if written[place] != "A" else "B"
        assert whereabouts.find(LINE, written[:place] + other + written[place + 1 :]) is None


def test_its_key_is_destroyed_so_that_no_kept_address_can_be_opened_later(clock) -> None:
    written = whereabouts.write(LINE, DEEP, CALL)
    before = {path.name for path in whereabouts.home().iterdir()}
    assert len(before) == 1
    clock.now += 2 * 3600
    whereabouts.destroy_old()
    assert not list(whereabouts.home().iterdir())
    clock.now -= 2 * 3600  # also with a clock that is set back there is nothing to open it with
    assert whereabouts.find(LINE, written) is None


def test_a_call_in_a_later_hour_destroys_the_older_keys_and_a_cut_one_is_made_anew(clock) -> None:
    whereabouts.write(LINE, DEEP, CALL)
    clock.now += 3 * 3600
    whereabouts.write(LINE, DEEP, CALL)
    (left,) = whereabouts.home().iterdir()
    assert left.name == str(whereabouts.this_hour())
    assert oct(left.stat().st_mode)[-3:] == "600"
    left.write_bytes(b"")  # a machine that stopped
    written = whereabouts.write(LINE, DEEP, CALL)
    assert whereabouts.find(LINE, written) == (DEEP, CALL)
