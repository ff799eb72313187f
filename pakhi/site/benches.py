"""Speed of the ballot box and the counting table, as ratios to their barest part, in one run."""

from __future__ import annotations

import json
import time
from collections.abc import Callable

from pakhi.lib import seal
from pakhi.voice.cast import BLOCK

Measure = tuple[str, float, str]
BALLOT = {
    "v": 1, "rater": "0" * 64, "from": "ABC234", "office": "ABCDEFG", "holder": "", "quarter": "2026-27 Q3",
    "mode": "phone", "items": {"respect": 3, "listened": 4, "safe": 2}, "yesno": {"money": False}, "themes": [],
    "words": "",
}  # fmt: skip


def seconds(work: Callable[[], object], times: int) -> float:
    """Seconds of one call, the least of five rounds."""
    best = float("inf")
    for _round in range(5):
        start = time.perf_counter()
        for _n in range(times):
            work()
        best = min(best, (time.perf_counter() - start) / times)
    return best


def main() -> list[Measure]:
    """Sealing, opening, and the slow look-up of a card's number."""
    pair = seal.new_pair()
    plain = json.dumps(BALLOT).encode()
    sealed = seal.seal_to(pair.public, seal.pad(plain, BLOCK))
    sealing = seconds(lambda: seal.seal_to(pair.public, seal.pad(plain, BLOCK)), 200)
    opening = seconds(lambda: json.loads(seal.unpad(seal.open_with(pair.private, sealed))), 200)
    bare = seconds(lambda: json.loads(json.dumps(BALLOT)), 200)
    card = seconds(lambda: seal.card_root("7927985338383803", "pepper"), 5)
    return [
        ("ballots sealed in a second", 1 / sealing, "per second"),
        ("ballots opened in a second", 1 / opening, "per second"),
        ("opening a ballot against reading it unsealed", opening / bare, "times"),
        ("card numbers checked in a second, one at a time", 1 / card, "per second"),
        ("checking a card against sealing a ballot", card / sealing, "times"),
    ]
