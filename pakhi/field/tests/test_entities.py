"""Changes of an entry come in any order, twice, months late; the entry is the same, and nothing is merged unseen."""

from __future__ import annotations

import itertools
import random
import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pakhi.field.branches import Said, Tree

PROPERTIES = ("depth", "dry", "day")


def folded(said: Sequence[Said], known: Sequence[Said] = ()) -> tuple[Tree, list[int]]:
    """The changes taken in one by one in this order, each once, as the server does it; and what was shown when."""
    taken, waits, shown = list[Said](known), list[Said](), list[int]()
    for place in range(1, len(taken) + 1):
        shown.append(Tree(taken[:place], shown).newest.number)
    seen = {one.number for one in taken}
    for one in said:
        if one.number in seen:
            continue
        seen.add(one.number)
        waits.append(one)
        if any(each.makes for each in [*taken, *waits]):
            for each in sorted(waits, key=lambda one: (not one.makes, one.rank)):
                taken.append(each)
                tree = Tree(taken, shown)
                shown.append(tree.newest.number)
            waits = []
    return Tree([*taken, *waits], shown), shown


def seen(tree: Tree, shown: Sequence[int]) -> object:
    """All that anybody sees of an entry."""
    newest = tree.newest
    leaves = [(one.number, tree.state(one), tree.early(one)) for one in tree.leaves] if tree.ready else []
    return tree.ready, newest and tree.state(newest), leaves, len(shown)


@st.composite
def histories(draw) -> tuple[list[Said], list[Said]]:
    """What the server knew when the phones last heard from it, and what they did since, each by itself."""
    number = itertools.count(1)

    def said(**more: object) -> Said:
        values = draw(st.dictionaries(st.sampled_from(PROPERTIES), st.sampled_from(["", "1", "2", "3"]), max_size=2))
        return Said(n := next(number), f"uuid:{n}", label=draw(st.sampled_from(["", f"L{n}"])), values=values, **more)

    offline = draw(st.booleans())  # the entry itself was made without internet, and nobody has it yet
    known = [] if offline else [said(makes=True)]
    if not offline:
        for version in range(1, draw(st.integers(1, 3))):
            known.append(said(base=version, trunk=version, branch=f"early{version}"))
    new = [said(makes=True)] if offline else []
    trunk = None if offline else len(known)
    for phone in range(1 if offline else draw(st.integers(1, 3))):
        for step in range(draw(st.integers(0, 4))):
            new.append(said(base=(trunk or 1) + step, trunk=trunk, branch=f"phone{phone}"))
    if draw(st.booleans()) and new:  # one of them is corrected on the phone
        old = draw(st.sampled_from(new))
        new.append(replace(said(), makes=old.makes, base=old.base, trunk=old.trunk, branch=old.branch,
                           replaces=old.instance))  # fmt: skip
    return known, new


@given(histories(), st.randoms(use_true_random=False))
@settings(max_examples=150, deadline=None)
def test_whatever_the_order_and_however_often_the_result_is_the_same(history, chance: random.Random) -> None:
    known, new = history
    first = seen(*folded(new, known))
    for _again in range(4):
        order = [*new, *chance.choices(new, k=len(new))] if new else []
        chance.shuffle(order)
        assert seen(*folded(order, known)) == first


@given(histories())
@settings(max_examples=100, deadline=None)
def test_a_conflict_is_there_when_two_phones_changed_it_and_only_then(history) -> None:
    known, new = history
    tree, _shown = folded(new, known)
    phones = {one.branch for one in new if not one.makes}
    assert (len(tree.leaves) > 1) == (len(phones) > 1)


MADE = Said(1, "uuid:made", makes=True, label="Well", values={"depth": "4", "dry": "no"})


def step(number: int, base: int, trunk: int | None = 1, branch: str = "a", **more: object) -> Said:
    return Said(number, f"uuid:{number}", base=base, trunk=trunk, branch=branch, values={"depth": str(number)}, **more)


def test_a_change_that_comes_before_what_made_the_entry_waits() -> None:
    late = step(2, 1, None)
    assert not Tree([late]).ready
    tree, shown = folded([late, MADE])
    assert shown == [1, 2]
    assert tree.state(tree.newest).values == {"depth": "2", "dry": "no"}


def test_three_changes_of_one_phone_the_last_one_first_are_no_conflict() -> None:
    """ODK Central calls this a conflict when the last came in by itself before."""
    one, two, three = step(2, 1), step(3, 2), step(4, 3)
    tree, _shown = folded([MADE, three, one])
    assert tree.early(three)
    assert [leaf.number for leaf in tree.leaves] == [4]
    tree, _shown = folded([MADE, three, one, two])
    assert not tree.early(three)
    assert [each.number for each in tree.above(tree.newest)] == [4, 3, 2, 1]


def test_two_phones_that_did_not_hear_of_each_other_are_a_conflict_and_a_person_ends_it() -> None:
    left, right = step(2, 1, branch="a"), step(3, 1, branch="b")
    tree, _shown = folded([MADE, left, right])
    assert {leaf.number for leaf in tree.leaves} == {2, 3}
    loser = next(leaf for leaf in tree.leaves if leaf != tree.newest)
    decided = Said(9, "desk:9", base=3, ends=(2, 3), keeps=loser.number)
    tree, _shown = folded([MADE, left, right, decided])
    assert [leaf.number for leaf in tree.leaves] == [9]
    assert tree.state(tree.newest) == tree.state(loser)
    more = step(10, 2, branch=loser.branch)  # its phone goes on without having heard
    assert len(folded([MADE, left, right, decided, more])[0].leaves) == 2


def test_who_changes_what_was_shown_in_a_conflict_does_not_end_it() -> None:
    left, right = step(2, 1, branch="a"), step(3, 1, branch="b")
    _tree, shown = folded([MADE, left, right])
    later = step(4, 3, trunk=3, branch="c")
    tree, _shown = folded([MADE, left, right, later])
    assert len(tree.leaves) == 2
    assert tree.on[4].number == shown[2]


def test_an_empty_answer_takes_a_value_away_and_no_answer_leaves_it() -> None:
    emptied = Said(2, "uuid:2", base=1, trunk=1, branch="a", values={"depth": ""})
    tree, _shown = folded([MADE, emptied])
    assert (tree.state(tree.newest).label, tree.state(tree.newest).values) == ("Well", {"dry": "no"})


def test_a_correction_takes_the_place_of_what_it_corrects_even_under_a_later_change() -> None:
    wrong, later = step(2, 1), Said(3, "uuid:3", base=2, trunk=1, branch="a", values={"day": "1"})
    right = Said(4, "uuid:4", base=3, trunk=1, branch="a", values={"depth": "7"}, replaces="uuid:2")
    for order in itertools.permutations([MADE, wrong, later, right]):
        tree, _shown = folded(order)
        assert [leaf.number for leaf in tree.leaves] == [3], order
        assert tree.state(tree.newest).values == {"depth": "7", "dry": "no", "day": "1"}


def test_a_correction_that_says_nothing_more_takes_a_change_away_but_not_the_entry() -> None:
    tree = Tree([MADE, step(2, 1)], [1, 2], gone={"uuid:2"})
    assert tree.state(tree.newest).values["depth"] == "4"
    assert Tree([MADE], [1], gone={"uuid:made"}).ready


@given(st.lists(st.builds(
    Said, st.integers(1, 9), st.sampled_from(["r1", "r2", "r3", "r4"]), st.booleans(), st.integers(0, 9),
    st.one_of(st.none(), st.integers(0, 9)), st.sampled_from(["", "a", "b"]),
    replaces=st.sampled_from(["", "r1", "r2", "r3"]), keeps=st.one_of(st.none(), st.integers(1, 9)),
    ends=st.tuples(st.integers(1, 9)),
), max_size=9, unique_by=lambda one: one.number), st.lists(st.integers(0, 9), max_size=9))  # fmt: skip
@settings(max_examples=300, deadline=None)
def test_forged_numbers_end_in_some_state_and_never_in_a_loop(said, shown) -> None:
    tree = Tree(said, shown, gone={"r1"})
    if tree.ready:
        assert tree.newest is not None
        tree.state(tree.newest)
    for leaf in tree.leaves:
        assert len(list(tree.above(leaf))) <= len(said)


@dataclass
class Phone:
    """A phone as ODK Collect behaves: it has a version from the server, and counts on from there by itself."""

    trunk: int = 0
    version: int = 0
    branch: str = ""
    outbox: list[Said] = field(default_factory=list)


@pytest.mark.parametrize("seed", range(30))
def test_phones_that_fetch_change_and_send_at_random_lose_nothing(seed: int) -> None:
    chance, number = random.Random(seed), itertools.count(2)
    taken, shown = [MADE], [1]
    phones = [Phone() for _ in range(3)]
    for _turn in range(60):
        phone = chance.choice(phones)
        act = chance.choice(["fetch", "change", "send", "send"])
        if act == "fetch" and not phone.outbox:
            phone.trunk = phone.version = len(shown)
            phone.branch = str(uuid.UUID(int=chance.getrandbits(128)))
        elif act == "change" and phone.version:
            n = next(number)
            phone.outbox.append(Said(n, f"uuid:{n}", base=phone.version, trunk=phone.trunk, branch=phone.branch,
                                     values={f"p{n}": "x"}))  # fmt: skip
            phone.version += 1
        elif act == "send" and phone.outbox:
            taken.append(phone.outbox.pop(chance.randrange(len(phone.outbox))))
            shown.append(Tree(taken, shown).newest.number)
    for phone in phones:
        for one in phone.outbox:
            taken.append(one)
            shown.append(Tree(taken, shown).newest.number)
    tree = Tree(taken, shown)
    kept = {each.number for leaf in tree.leaves for each in tree.above(leaf)}
    assert kept == {one.number for one in taken}
    assert not any(tree.early(one) for one in taken)
