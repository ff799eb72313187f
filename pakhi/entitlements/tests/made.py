"""Small catalogues made in Python, and random ones, for tests."""

from __future__ import annotations

import datetime as dt
from typing import Any

from hypothesis import strategies as st

from pakhi.entitlements.people import NOT_YET, Person
from pakhi.entitlements.rows import Basis, Catalogue, Condition, Every, Fact, Paper, Row, Some, Sort, State, Test

D = dt.date
FLAGS = ("trafficked", "bonded", "missing")
FACTS = {
    **{name: Fact(name, "flag", f"{name}?") for name in FLAGS},
    "state_in_pmjay": Fact("state_in_pmjay", "flag", "Does the state run it?"),
    "age": Fact("age", "number", "How old?"),
    "age_at_offence": Fact("age_at_offence", "number", "How old then?"),
    "age_at_event": Fact("age_at_event", "number", "How old at that time?"),
    "income": Fact("income", "rupees", "What does the family earn?"),
    "residence": Fact("residence", "one", "Where?", ("metro", "other_city", "rural")),
    "state": Fact("state", "text", "Which state?"),
    "sections": Fact("sections", "set", "Which sections?"),
}
SECTIONS = ("IPC370", "BNS143", "BNS64")
PAPERS = {
    "fir": Paper("fir", "FIR"),
    "fir_copy": Paper("fir_copy", "Copy of the FIR", "police_oc", instead=("fir",)),
    "judgment": Paper("judgment", "Judgment", if_any=True),
}


def row(id: str = "r", eligible: Condition | None = None, **more: Any) -> Row:
    """A row with what a test names; the rest plain."""
    given: dict[str, Any] = {
        "series": id.split("@")[0], "name": id, "component": "legal", "sort": Sort.RIGHT, "jurisdiction": "IN",
        "valid_from": None, "valid_to": None, "basis": Basis.TODAY, "gives": "", "sources": (),
    }  # fmt: skip
    return Row(id=id, eligible=eligible or Every(), **{**given, **more})


def catalogue(*rows: Row) -> Catalogue:
    """These rows with the facts and papers of the tests."""
    by_series: dict[str, list[Row]] = {}
    for one in rows:
        by_series.setdefault(one.series, []).append(one)
    states = {"IN-WB": State("IN-WB", "West Bengal", "state", True), "IN-BR": State("IN-BR", "Bihar", "state")}
    series = {name: tuple(found) for name, found in by_series.items()}
    return Catalogue(tuple(rows), {}, FACTS, {}, PAPERS, {}, {}, by_series=series, states=states)


def numbers(fact: str) -> st.SearchStrategy[Test]:
    """A test of a number, near the values that people of these tests have."""
    limit = st.integers(0, 6)
    plain = st.builds(Test, st.just(fact), st.sampled_from(["is", "==", "!=", "<", "<=", ">", ">="]), limit)
    between = st.tuples(limit, limit).map(lambda pair: Test(fact, "between", tuple(sorted(pair))))
    return plain | between | st.lists(limit, min_size=1, max_size=3).map(lambda some: Test(fact, "in", tuple(some)))


TESTS = st.one_of(
    st.builds(Test, st.sampled_from([*FLAGS, "state_in_pmjay"]), st.sampled_from(["is", "!="]), st.booleans()),
    *(numbers(fact) for fact in ("age", "age_at_offence", "age_at_event", "income")),
    st.builds(Test, st.just("residence"), st.sampled_from(["==", "!="]), st.sampled_from(FACTS["residence"].choices)),
    st.sets(st.sampled_from(FACTS["residence"].choices), min_size=1).map(
        lambda some: Test("residence", "in", tuple(sorted(some)))
    ),
    st.builds(Test, st.just("state"), st.sampled_from(["==", "!="]), st.sampled_from(["West Bengal", "Bihar"])),
    st.sets(st.sampled_from(SECTIONS), min_size=1).map(
        lambda some: Test("sections", "intersects", tuple(sorted(some)))
    ),
)
CONDITIONS = st.recursive(
    TESTS,
    lambda inner: (
        st.lists(inner, max_size=3).map(lambda some: Every(tuple(some)))
        | st.lists(inner, min_size=1, max_size=3).map(lambda some: Some(tuple(some)))
    ),
    max_leaves=6,
)
FACT_VALUES = {
    **{name: st.booleans() for name in (*FLAGS, "state_in_pmjay")},
    **{name: st.integers(0, 7) for name in ("age", "age_at_offence", "age_at_event", "income")},
    "residence": st.sampled_from(FACTS["residence"].choices),
    "sections": st.frozensets(st.sampled_from([*SECTIONS, "BNS70"])),
}
DAYS = st.dates(D(2014, 1, 1), D(2027, 12, 31))
PEOPLE = st.builds(
    Person,
    facts=st.fixed_dictionaries({}, optional={name: st.none() | value for name, value in FACT_VALUES.items()}),
    dates=st.fixed_dictionaries(
        {},
        optional={
            "birth_date": DAYS,
            "event_date": DAYS,
            **{str(basis): st.none() | st.just(NOT_YET) | DAYS for basis in Basis if basis is not Basis.TODAY},
        },
    ),
    papers=st.frozensets(st.sampled_from(["fir", "fir_copy", "other"])),
    birth_year=st.none() | st.integers(2014, 2024),
)


@st.composite
def catalogues(draw: st.DrawFn) -> Catalogue:
    """Some series with versions one after another, with and without gaps; status rows; rows of a state; names."""
    rows: list[Row] = []
    for number in range(draw(st.integers(1, 4))):
        where, basis = draw(st.sampled_from(["IN", "IN", "IN-WB"])), draw(st.sampled_from(list(Basis)))
        days = sorted(draw(st.sets(DAYS, max_size=5)))
        begins = [None, *days] if draw(st.booleans()) else days or [None]
        for place, begin in enumerate(begins):
            last = begins[place + 1] - dt.timedelta(draw(st.integers(1, 400))) if place + 1 < len(begins) else None
            if last is None and draw(st.booleans()):
                last = draw(DAYS)
            if begin and last and last < begin:
                continue
            rows.append(
                row(
                    f"s{number}@{place}",
                    draw(CONDITIONS),
                    valid_from=begin,
                    valid_to=last,
                    basis=basis,
                    jurisdiction=where,
                    papers=tuple(draw(st.sets(st.sampled_from(["fir_copy", "judgment", "other"])))),
                )
            )
            if last is None:
                break
    for number in range(draw(st.integers(0, 2))):
        begin = draw(st.none() | DAYS)
        rows.append(
            row(
                f"stop{number}",
                sort=Sort.STATUS,
                overrides=draw(st.sampled_from(["s0", "s1", "pmjay"])),
                jurisdiction=draw(st.sampled_from(["IN-WB", "IN"])),
                valid_from=begin,
                delivers=draw(st.booleans()),
            )
        )
    if draw(st.booleans()):
        rows.append(row("name", sort=Sort.NAME))
    return catalogue(*rows)
