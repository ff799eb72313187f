"""Five thousand invented people, some registered twice in another script: read, searched and linked in time."""

from __future__ import annotations

import random
import sys
import time
from collections import defaultdict
from itertools import product
from typing import Any

import pytest

from pakhi.vault import duplicates, identity, memory, search
from pakhi.vault.tests import test_fold
from pakhi.vault.tests.conftest import Keepers, keepers, organisations  # noqa: F401

PEOPLE, TWICE = 5000, 150
SOUNDS = ("ba", "ghu", "jhi", "tor", "mun", "lau", "ko", "du", "sha", "bel", "ri", "dho", "nak", "pu")
LAST = [first + second + third for first, second, third in list(product(SOUNDS, repeat=3))[:2000:29]]
VILLAGES = [f"Gram{first}{second}" for first, second in product(SOUNDS, repeat=2)]


def spellings() -> list[list[str]]:
    """Names with all their spellings, from both lists."""
    root: dict[str, str] = {}

    def of(name: str) -> str:
        while root.setdefault(name, name) != name:
            name = root[name]
        return name

    for name in ("names_seen.csv", "names_unseen.csv"):
        for one, other, same in test_fold.pairs(name):
            if same and " " not in one + other:
                root[of(one)] = of(other)
    groups = defaultdict(list)
    for name in list(root):
        groups[of(name)].append(name)
    return list(groups.values())


def somebody(rng: random.Random, names: list[list[str]]) -> dict[str, Any]:
    """An invented woman: common names are more common."""
    return {
        "first": rng.choices(names, [1 / (place + 3) for place in range(len(names))])[0], "last": rng.choice(LAST),
        "year": int(rng.gauss(1999, 7)), "village": rng.choice(VILLAGES), "phone": f"9{rng.randrange(10**9):09}",
    }  # fmt: skip


def sections(rng: random.Random, her: dict[str, Any], again: bool = False) -> dict[str, Any]:
    """What somebody writes down about her; the second time the age is guessed and the telephone often another."""
    name = f"{rng.choice(her['first'])} {her['last']}"
    year = her["year"] + (rng.choice([-2, -1, 0, 0, 1, 2]) if again else 0)
    phone = f"9{rng.randrange(10**9):09}" if again and rng.random() < 0.5 else her["phone"]
    return {
        "names": {"names": [{"text": name, "kind": "usual"}]}, "birth": {"year": year},
        "address": {"village": her["village"]}, "contacts": {"contacts": [{"number": phone}]},
    }  # fmt: skip


@pytest.mark.prove
def test_five_thousand_people_are_read_searched_and_linked(
    keepers: Keepers,  # noqa: F811
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr("os.fsync", lambda handle: None)  # durability is not what is measured
    rng, one, mou = random.Random(5), keepers.village.organisations["one"], keepers.mou.account
    people = [somebody(rng, spellings()) for _ in range(PEOPLE - TWICE)]
    codes = [identity.register(one, sections(rng, her), mou).code for her in people]
    twice = {}
    for place in rng.sample(range(len(people)), TWICE):
        twice[identity.register(one, sections(rng, people[place], again=True), mou).code] = codes[place]
    memory.drop()
    seconds = {}
    start = time.perf_counter()
    with search.in_memory(keepers.salma, one) as names:
        assert len(names.people) == PEOPLE
    seconds["read"] = time.perf_counter() - start
    start = time.perf_counter()
    found = [search.candidates(keepers.salma, one, [her["first"][0] + " " + her["last"]]) for her in people[:20]]
    seconds["search"] = (time.perf_counter() - start) / 20
    assert all(found)
    steps: list[tuple[str, int, int]] = []
    start = time.perf_counter()
    pairs = duplicates.find(keepers.salma, one, lambda *step: steps.append(step))
    seconds["link"] = time.perf_counter() - start
    real = {frozenset(pair) for pair in twice.items()}
    right = [pair for pair in pairs if frozenset((pair.one, pair.other)) in real]
    with capsys.disabled():
        shown = " ".join(f"{name} {value:.2f} s," for name, value in seconds.items())
        sys.stdout.write(f"\n{PEOPLE} people: {shown} {len(pairs)} pairs proposed, {len(right)} of {TWICE} found\n")
    assert [step[0] for step in steps][-2:] == ["compare", "compare"]
    assert len(right) >= 0.8 * TWICE
    assert len(right) >= 0.6 * len(pairs)
    assert seconds["read"] < 90
    assert seconds["search"] < 2
    assert seconds["link"] < 180
