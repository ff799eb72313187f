"""Two of three shares give a secret back, as people type them; what is wrong with them is told where it can be."""

from __future__ import annotations

import itertools
import random

import pytest

from pakhi.lib import seal, shares
from pakhi.lib.shares import WORDLIST, WORDS, Fault

SECRET = bytes(range(32))


@pytest.fixture
def three() -> list[str]:
    return shares.split(SECRET)


def test_every_two_give_the_secret_back_and_one_does_not(three):
    for pair in itertools.permutations(three, 2):
        assert shares.join(pair) == SECRET
    for one in three:
        with pytest.raises(seal.CannotOpen):
            shares.join([one])


@pytest.mark.parametrize(
    "written",
    [
        lambda words: " ".join(words).upper(),
        lambda words: "\r\n".join(f"{number}. {word.title()}" for number, word in enumerate(words, 1)),
        lambda words: ",  ".join(words) + " \n",
        lambda words: "\t".join(word[:4] for word in words),
    ],
    ids=["capitals", "numbered lines", "commas", "four letters of each"],
)
def test_they_may_be_typed_in_many_ways(three, written):
    assert shares.join([written(three[0].split()), written(three[2].split())]) == SECRET
    assert shares.look([written(three[0].split()), three[1]]) == []


def test_a_word_that_is_in_no_share_is_named_with_its_place_and_one_like_it(three):
    words = three[1].split()
    words[6] = "akademic"
    (found,) = shares.look([three[0], " ".join(words)])
    assert (found.fault, found.share) == (Fault.STRANGE, 1)
    assert [(one.place, one.word, one.near) for one in found.strange] == [(7, "akademic", "academic")]


def test_a_word_like_no_other_gets_no_proposal():
    assert shares.near("xxqqzz") == ""


def test_missing_words_are_counted(three):
    (found,) = shares.look([three[0].rsplit(" ", 1)[0], three[1]])
    assert (found.fault, found.share, found.words) == (Fault.LENGTH, 0, WORDS - 1)


def test_an_exchanged_word_is_told_to_be_in_that_share(three):
    for place in range(WORDS):
        words = three[0].split()
        words[place] = random.choice([word for word in WORDLIST if word != words[place]])
        (found,) = shares.look([" ".join(words), three[1]])
        assert (found.fault, found.share) == (Fault.CHECK, 0)


def test_each_share_has_its_own_fault(three):
    found = shares.look(["", "one two three"])
    assert [(one.fault, one.share) for one in found] == [(Fault.EMPTY, 0), (Fault.STRANGE, 1)]


def test_one_share_twice_and_shares_that_do_not_belong_together_are_told(three):
    assert [one.fault for one in shares.look([three[0], three[0]])] == [Fault.SAME]
    assert [one.fault for one in shares.look([three[0], shares.split(SECRET)[1]])] == [Fault.APART]
    assert shares.look(three[1:]) == []


def test_far_too_much_is_read_in_a_moment():
    (found, _other) = shares.look(["zzzz " * 200_000, ""])
    assert len(found.strange) == shares.SHOWN
