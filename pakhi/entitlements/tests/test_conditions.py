"""Three-valued conditions: yes, no, not known yet; and which answers are still worth asking for."""

from __future__ import annotations

from itertools import product
from math import prod

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pakhi.entitlements.conditions import Rule, Span
from pakhi.entitlements.rows import Every, Some, Test
from pakhi.entitlements.tests.made import CONDITIONS, FACT_VALUES, FACTS, SECTIONS

RURAL, OTHER_TOWN = Test("residence", "==", "rural"), Test("residence", "!=", "rural")
INCOME = Some((Every((RURAL, Test("income", "<=", 72000))), Every((OTHER_TOWN, Test("income", "<=", 96000)))))
TRAFFICKED, BONDED = Test("trafficked", "is", True), Test("bonded", "is", True)


@pytest.mark.parametrize(
    ("condition", "answers", "expected", "asked"),
    [
        (TRAFFICKED, {}, None, ["trafficked"]),
        (TRAFFICKED, {"trafficked": None}, None, ["trafficked"]),
        (TRAFFICKED, {"trafficked": False}, False, []),
        (Every(), {}, True, []),
        (Some((TRAFFICKED, BONDED)), {"bonded": True}, True, []),
        (Some((TRAFFICKED, BONDED)), {"bonded": False}, None, ["trafficked"]),
        (Every((TRAFFICKED, BONDED)), {"bonded": False}, False, []),
        (Every((TRAFFICKED, Some((BONDED, RURAL)))), {"residence": "rural"}, None, ["trafficked"]),
        (INCOME, {"income": 72000}, True, []),
        (INCOME, {"income": 72001}, None, ["residence"]),
        (INCOME, {"income": 96001}, False, []),
        (INCOME, {"residence": "metro"}, None, ["income"]),
        (INCOME, {}, None, ["residence", "income"]),
        (Some((TRAFFICKED, Test("trafficked", "is", False))), {}, True, []),
        (Every((TRAFFICKED, Test("trafficked", "is", False))), {}, False, []),
        (Test("age", "between", (6, 14)), {"age": 14}, True, []),
        (Test("age", "between", (6, 14)), {"age": 15}, False, []),
        (Test("age", "<", 18), {"age": Span(16, 17)}, True, []),
        (Test("age", "<", 18), {"age": Span(17, 18)}, None, ["age"]),
        (Test("age", "<", 18), {"age": Span(18, 19)}, False, []),
        (Some((Test("age", "<", 18), Test("age", ">=", 18))), {"age": Span(17, 18)}, True, []),
        (Test("sections", "intersects", ("BNS64", "BNS143")), {"sections": frozenset({"BNS143"})}, True, []),
        (Test("sections", "intersects", ("BNS64",)), {"sections": frozenset()}, False, []),
        (Test("sections", "intersects", ("BNS64",)), {}, None, ["sections"]),
        (Test("residence", "in", ("metro", "other_city", "rural")), {}, True, []),
    ],
)  # fmt: skip
def test_an_answer_is_asked_for_only_while_it_can_change_the_outcome(condition, answers, expected, asked):
    rule = Rule(condition, FACTS)
    assert rule.weigh(answers) == (expected, tuple(asked))


WHOLE = {
    **{name: [True, False] for name, fact in FACTS.items() if fact.kind == "flag"},
    "age": range(8), "age_at_offence": range(8), "age_at_event": range(8), "income": [n / 2 for n in range(15)],
    "residence": FACTS["residence"].choices, "state": ["West Bengal", "Bihar", "elsewhere"],
    "sections": [frozenset(s for s, taken in zip(SECTIONS, pick, strict=True) if taken)
                 for pick in product((False, True), repeat=len(SECTIONS))],
}  # fmt: skip


def inside(value, limits):
    return not isinstance(limits, Span) or limits.least <= value <= limits.most


@pytest.mark.slow
@settings(max_examples=150, deadline=None)
@given(CONDITIONS, st.data())
def test_it_agrees_with_trying_every_answer_that_there_is(condition, data):
    rule = Rule(condition, FACTS)
    values = {**FACT_VALUES, "state": st.sampled_from(["West Bengal", "Bihar"])}
    spans = st.tuples(st.integers(0, 7), st.integers(0, 7)).map(lambda pair: Span(*sorted(pair)))
    choices = {name: values[name] | (spans if FACTS[name].kind == "number" else st.nothing()) for name in rule.facts}
    answers = data.draw(st.fixed_dictionaries({}, optional=choices))
    open_ones = [name for name in rule.facts if name not in answers or isinstance(answers[name], Span)]
    every = [[v for v in WHOLE[name] if inside(v, answers.get(name))] for name in open_ones]
    if prod(map(len, every)) > 500:
        return
    outcomes = {}
    for values in product(*every):
        case = {**answers, **dict(zip(open_ones, values, strict=True))}
        outcomes[values] = rule.plain(condition, case)
    seen = set(outcomes.values())
    assert rule.truth(answers) == (seen.pop() if len(seen) == 1 else None)
    matter = [
        name for place, name in enumerate(open_ones)
        if any(outcomes[a] != outcomes[b] for a in outcomes for b in alike(a, place, outcomes))
    ]  # fmt: skip
    assert rule.weigh(answers)[1] == tuple(matter)


def alike(values, place, outcomes):
    """The cases that differ from one in a single answer."""
    key = values[:place] + values[place + 1 :]
    return (one for one in outcomes if one[:place] + one[place + 1 :] == key)


@pytest.mark.parametrize(
    ("condition", "answers", "words"),
    [
        (Every((TRAFFICKED, Test("age", "<", 18))), {"trafficked": True, "age": 19},
         ["“How old?” The rule wants: less than 18. The answer is: 19."]),
        (TRAFFICKED, {"trafficked": False}, ["“trafficked?” The rule wants: yes. The answer is: no."]),
        (Test("age", "between", (6, 14)), {"age": Span(15, 16)},
         ["“How old?” The rule wants: from 6 to 14. The answer is: from 15 to 16."]),
        (Some((TRAFFICKED, RURAL)), {"trafficked": False, "residence": "metro"},
         ["Not one of the grounds holds that this is given on.",
          "“trafficked?” The rule wants: yes. The answer is: no.",
          "“Where?” The rule wants: rural. The answer is: metro."]),
        (Every((TRAFFICKED, Test("trafficked", "is", False))), {},
         ["Whatever the open answers are, the conditions do not hold together."]),
        (Test("sections", "intersects", ("BNS64", "BNS65")), {"sections": frozenset({"BNS143"})},
         ["“Which sections?” The rule wants: one of BNS64, BNS65. The answer is: BNS143."]),
        (TRAFFICKED, {}, []),
    ],
)  # fmt: skip
def test_the_condition_that_failed_is_said_in_plain_words(condition, answers, words):
    assert [str(one) for one in Rule(condition, FACTS).failed(answers, FACTS)] == words
