"""Two hundred histories as real steps: forward, back, edits, mistakes, wrong clocks, in two orders of arrival."""

from __future__ import annotations

import datetime as dt
import random

import pytest

from pakhi.cbr import steps
from pakhi.cbr.models import Step, Thread
from pakhi.cbr.status import Standing, Why
from pakhi.lib.clock import today

pytestmark = [pytest.mark.prove, pytest.mark.django_db(databases="__all__")]
HISTORIES = 200
NOON = dt.datetime(2026, 11, 1, 12, tzinfo=dt.UTC)


def history(chance: random.Random) -> list[steps.Said]:
    """Steps of one thread. Each says where she stands; some name others that come later, or never."""
    numbers = [f"n{at}" for at in range(chance.randint(2, 10))]
    return [one(chance, number, numbers[:at]) for at, number in enumerate(numbers)]


def one(chance: random.Random, number: str, before: list[str]) -> steps.Said:
    named = [*before, "never-came"]
    seen = None if chance.random() < 0.3 else tuple(chance.sample(named, chance.randint(0, min(3, len(named)))))
    edits = chance.choice(named) if chance.random() < 0.3 else ""
    values = {"component": "education", "state": chance.choice(Standing.values)}
    if chance.random() < 0.5:
        values["why"] = chance.sample(Why.values, chance.randint(0, 2))
    return steps.Said(
        "standing", values, today() - dt.timedelta(days=chance.randint(0, 40)), "standing-education", number,
        made=NOON + dt.timedelta(minutes=chance.randint(-10**6, 10**6)), seen=seen, edits=edits,
        void=bool(edits) and chance.random() < 0.3,
    )  # fmt: skip


def written(book, by, said):
    """Write all steps in this order; what the thread is then, and which way each step led."""
    Thread.objects.filter(book=book).delete()
    for each in said:
        steps.write(book, each, by)
    thread = Thread.objects.get(book=book)
    ways = dict(Step.objects.filter(thread=thread).values_list("number", "way"))
    held = {name: getattr(thread, name) for name in ("state", "since", "opened_on", "values", "rivals", "component")}
    return held, sorted(thread.heads), ways


def test_two_hundred_histories_of_real_steps_end_in_the_same_state_in_any_order(book, mou):
    chance, moved = random.Random(20261122), set()
    for at in range(HISTORIES):
        said = history(chance)
        first = written(book, mou, said)
        again = [*said, *chance.sample(said, chance.randint(0, len(said)))]
        chance.shuffle(again)
        assert written(book, mou, again) == first, f"history {at}"
        moved |= set(first[2].values())
        assert steps.refold(Thread.objects.get(book=book)).values == first[0]["values"]
    assert moved == {"", "forward", "back"}
