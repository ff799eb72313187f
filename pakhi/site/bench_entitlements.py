"""`pakhi bench entitlements`: every rule for a great many invented people, in columns; and for one person.

People are drawn by chance in blocks, judged, counted and thrown away: memory does not grow with their number. A fifth
of all answers is unknown. What is measured is the judging; drawing is told apart from it.
"""

from __future__ import annotations

import datetime as dt
import random
import resource
import time
from collections.abc import Iterator
from statistics import median, quantiles
from typing import Any

import numpy as np

from pakhi.entitlements import caseload, eligibility
from pakhi.entitlements.columns import Cases, Column, Flags, Numbers, Sets, Words
from pakhi.entitlements.conditions import tests
from pakhi.entitlements.people import Person
from pakhi.entitlements.reading import read
from pakhi.entitlements.rows import Basis, Catalogue, Fact

Measure = tuple[str, float, str]
BLOCK = 50_000
UNKNOWN = 0.2
ON = dt.date(2026, 11, 22)
STATES = ("IN-WB", "IN-BR", "IN-AP", "IN-JH")
FIRST_DAY = dt.date(2008, 1, 1)
SPAN = (ON - FIRST_DAY).days
ALONE = 500


def main(people: int) -> Iterator[Measure]:
    """Name, figure and unit of each measure."""
    catalogue = read()
    rules = sum(len(group.rows) for group in eligibility.ready(catalogue).groups)
    chance = np.random.default_rng(1)
    judging = drawing = worked = 0.0
    could = 0
    for start in range(0, people, BLOCK):
        began = time.perf_counter()
        block = drawn(catalogue, chance, min(BLOCK, people - start))
        drawing += time.perf_counter() - began
        began, busy = time.perf_counter(), time.process_time()
        could += sum(int(one.of(*caseload.COULD).sum()) for one in caseload.evaluate(catalogue, block, ON))
        judging += time.perf_counter() - began
        worked += time.process_time() - busy
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    yield f"entitlements, {people} people by {rules} rules", judging, "s"
    yield "entitlements, the processor's share of it", worked, "s"
    yield "entitlements, people judged by all rules", people / judging, "per second"
    yield "entitlements, drawing these people (not counted)", drawing, "s"
    yield "entitlements, most memory of the process", peak, "MB"
    yield "entitlements, rights that one could claim, each", could / people, "rows"
    seconds, shares = zip(*alone(catalogue), strict=True)
    cuts = quantiles(seconds, n=100)
    yield "entitlements, one person by all rules, half within", cuts[49] * 1000, "ms"
    yield "entitlements, one person by all rules, 95 of 100 within", cuts[94] * 1000, "ms"
    yield "entitlements, one person, the processor's share, half", median(shares) * 1000, "ms"
    yield "entitlements, one person, the processor's share, 95 of 100", quantiles(shares, n=100)[94] * 1000, "ms"


def alone(catalogue: Catalogue) -> list[tuple[float, float]]:
    """(seconds, seconds of the processor) for each of some people, no two alike, one by one."""
    chance = random.Random(2)  # noqa: S311 (people of a bench)
    found = []
    for _one in range(ALONE):
        person = one_person(catalogue, chance)
        began, busy = time.perf_counter(), time.process_time()
        eligibility.evaluate(catalogue, person, ON, chance.choice(STATES))
        found.append((time.perf_counter() - began, time.process_time() - busy))
    return found


def one_person(catalogue: Catalogue, chance: random.Random) -> Person:
    """Somebody invented."""
    facts = {name: one_answer(fact, chance) for name, fact in catalogue.facts.items() if chance.random() > UNKNOWN}
    days: dict[str, Any] = {
        str(basis): FIRST_DAY + dt.timedelta(chance.randrange(SPAN))
        for basis in Basis
        if basis is not Basis.TODAY and chance.random() > UNKNOWN
    }
    days["birth_date"] = dt.date(1986, 1, 1) + dt.timedelta(chance.randrange(11_000))
    return Person(facts, days, frozenset(paper for paper in catalogue.papers if chance.random() > 0.5))


def one_answer(fact: Fact, chance: random.Random) -> object:
    """Some answer of the fact's kind."""
    if fact.kind == "flag":
        return chance.random() > 0.5
    if fact.kind in ("number", "rupees"):
        return chance.randrange(60 if fact.kind == "number" else 120_000)
    choices = fact.choices or ("BNS143", "BNS64", "IPC370", "West Bengal")
    return frozenset(chance.sample(choices, 1)) if fact.kind == "set" else chance.choice(choices)


def drawn(catalogue: Catalogue, chance: np.random.Generator, n: int) -> Cases:
    """A block of invented people."""
    members = {one.fact: one.value for row in catalogue.rows for one in tests(row.eligible) if one.op == "intersects"}
    facts = {name: column(fact, members.get(name, ()), chance, n) for name, fact in catalogue.facts.items()}
    first = np.datetime64(FIRST_DAY, "D")
    days = {}
    for basis in Basis:
        if basis is not Basis.TODAY:
            found = first + chance.integers(0, SPAN, n)
            found[chance.random(n) < UNKNOWN] = np.datetime64("NaT")
            days[str(basis)] = found
    days["birth_date"] = np.datetime64("1986-01-01", "D") + chance.integers(0, 11_000, n)
    papers = {paper: chance.random(n) > 0.5 for paper in catalogue.papers}
    return Cases(n, facts, days, {}, None, papers, Words(chance.integers(0, len(STATES), n, dtype=np.int32), STATES))


def column(fact: Fact, members: Any, chance: np.random.Generator, n: int) -> Column:
    """A fact of all of them."""
    open_ = chance.random(n) < UNKNOWN
    if fact.kind == "flag":
        return Flags(np.where(open_, np.int8(-1), chance.integers(0, 2, n, dtype=np.int8)))
    if fact.kind in ("number", "rupees"):
        value = chance.integers(0, 60 if fact.kind == "number" else 120_000, n).astype(float)
        return Numbers(np.where(open_, 0, value), np.where(open_, np.inf, value))
    if fact.kind == "set":
        return Sets(~open_, {one: chance.random(n) > 0.8 for one in members})
    choices = fact.choices or ("West Bengal", "Bihar")
    return Words(np.where(open_, np.int32(-1), chance.integers(0, len(choices), n, dtype=np.int32)), tuple(choices))
