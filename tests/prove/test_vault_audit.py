"""The log of what people did with names: whatever somebody with the database changes in it is found."""

from __future__ import annotations

import random
import sys
from collections import Counter

import pytest

from pakhi.vault import audit
from pakhi.vault.tests import tampering

pytestmark = [pytest.mark.prove, pytest.mark.django_db(databases=["default", "vault", "ballots"])]
ROUNDS = 1000


def test_a_thousand_edits_deletions_reorderings_and_cut_tails_are_all_found(django_capture_on_commit_callbacks, capsys):
    tampering.write_log(django_capture_on_commit_callbacks)
    tried, missed, named = Counter[str](), [], Counter[str]()
    for seed in range(ROUNDS):
        attack = random.Random(seed).choice(tampering.ATTACKS)
        verdict = tampering.after(attack, seed)
        tried[attack.__name__] += 1
        named[verdict.fault] += 1
        if verdict.whole:
            missed.append((attack.__name__, seed))
    with capsys.disabled():
        sys.stdout.write(f"\n  {ROUNDS} changes, {len(missed)} unseen; by kind {dict(tried)}; as {dict(named)}\n")
    assert missed == []
    assert min(tried.values()) >= 20
    assert audit.verify().whole
