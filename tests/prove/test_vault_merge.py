"""A thousand merges, in chains and trees, each taken apart again: nothing about anybody has changed by a byte (T16)."""

from __future__ import annotations

import random

import pytest

from pakhi.vault import merge
from pakhi.vault.keys import Refused
from pakhi.vault.models import Merge, Person
from pakhi.vault.tests.conftest import Keepers, keepers, organisations  # noqa: F401
from pakhi.vault.tests.test_merge import state

ROUNDS, PEOPLE, MOST = 1000, 12, 5


@pytest.mark.prove
def test_a_thousand_merges_are_undone_to_the_byte(keepers: Keepers) -> None:  # noqa: F811
    people = [keepers.register() for _ in range(PEOPLE)]
    before, rng, done = state(), random.Random(2027), 0
    while done < ROUNDS:
        merges = [made for _ in range(rng.randint(1, MOST)) if (made := put_together(keepers, people, rng))]
        assert state() != before
        answers = merge.answers(person.code for person in people)
        assert {person.state for person in answers.values()} == {"here"}
        assert all(one in merge.together(answers[one.code]) for one in people)
        rng.shuffle(merges)
        for made in merges:
            merge.undo(made, rng.choice([keepers.salma, keepers.mina]).account)
        done += len(merges)
        assert state() == before
    assert Merge.objects.filter(confirmed_on__isnull=False, undone_on__isnull=False).count() == done


def put_together(keepers: Keepers, people: list[Person], rng: random.Random) -> Merge | None:  # noqa: F811
    """Two of them, proposed by Mou or Mina and confirmed by Salma; None if they cannot be."""
    kept, merged = rng.sample(people, 2)
    try:
        proposal = merge.propose(fresh(kept), fresh(merged), rng.choice([keepers.mou, keepers.mina]).account)
    except Refused:
        return None
    return merge.confirm(proposal, keepers.salma.account)


def fresh(person: Person) -> Person:
    return Person.objects.get(pk=person.pk)
