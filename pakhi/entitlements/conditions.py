"""Whether conditions hold: yes, no, or not known yet. An answer that was not given is unknown, never no.

Three values as `True`, `False` and `None`. The evaluation is exact: a condition is unknown only where some answers to
what is open would make it hold and others would not. So somebody whose income is under every limit is not asked where
she lives, though each limit names a place.

Answers by kind of fact: flag: bool. number, rupees: a number, or a `Span` where only bounds are known. one, text: str.
set: frozenset of str. A fact that is absent, or None, is unknown. Numbers are never below zero.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import product
from math import inf
from typing import Any

from pakhi.entitlements import said
from pakhi.entitlements.rows import Condition, Fact, Some, Test
from pakhi.entitlements.said import Said

Truth = bool | None
Answers = Mapping[str, object]
NUMBERS = ("number", "rupees")
MOST_CLASSES = 6
REMEMBERED = 1000
ANYTHING_ELSE = "\0"


@dataclass(frozen=True)
class Span:
    """A number of which only the bounds are known, both included."""

    least: float
    most: float = inf


ANY_NUMBER = Span(0)


def tests(condition: Condition) -> Iterator[Test]:
    """Every test in it, from left to right."""
    if isinstance(condition, Test):
        yield condition
    else:
        for one in condition.of:
            yield from tests(one)


def of_span(op: str, value: Any, span: Span) -> Truth:
    """A test of a number between bounds."""
    least, most = span.least, span.most
    if op in ("is", "==", "!="):
        found = (value == least) if least == most else (None if least <= value <= most else False)
        return found if op != "!=" or found is None else not found
    if op in ("<", ">="):
        found = True if most < value else False if least >= value else None
        return found if op == "<" or found is None else not found
    if op in ("<=", ">"):
        found = True if most <= value else False if least > value else None
        return found if op == "<=" or found is None else not found
    if op == "between":
        return (
            True if value[0] <= least and most <= value[1] else False if most < value[0] or least > value[1] else None
        )
    if op == "in":
        return least in value if least == most else (None if any(least <= one <= most for one in value) else False)
    raise ValueError(f"A number is not compared by {op!r}.")


def of_answer(op: str, value: Any, answer: Any) -> bool:
    """A test of an answer that is known and is no number between bounds."""
    if op in ("is", "=="):
        return bool(answer == value)
    if op == "!=":
        return bool(answer != value)
    if op == "in":
        return answer in value
    if op == "intersects":
        return not answer.isdisjoint(value)
    raise ValueError(f"An answer is not compared by {op!r}.")


class Rule:
    """A condition made ready: which facts it names, and which values of them make a difference."""

    def __init__(self, condition: Condition, facts: Mapping[str, Fact]) -> None:
        self.condition = condition
        self.tests = tuple(tests(condition))
        self.facts = tuple(dict.fromkeys(test.fact for test in self.tests))
        self.kinds = {name: facts[name].kind if name in facts else "text" for name in self.facts}
        own = {name: [test for test in self.tests if test.fact == name] for name in self.facts}
        self.marks = {name: marks(facts.get(name), own[name]) for name in self.facts}
        self.apart = {name: telling(self.marks[name], own[name]) for name in self.facts}
        self.repeated = tuple(name for name in self.facts if len(own[name]) > 1)
        self.unanswered = {id(test): agreed(test, self.apart[test.fact]) for test in self.tests}
        self.wants = {id(test): wanted(test) for test in self.tests}
        self.weighed: dict[tuple[object, ...], tuple[Truth, tuple[str, ...]]] = {}

    def weigh(self, answers: Answers) -> tuple[Truth, tuple[str, ...]]:
        """Whether it holds, and which open facts could still change that. What was weighed lately is remembered."""
        key = tuple(map(answers.get, self.facts))
        found = self.weighed.get(key)
        if found is None:
            if len(self.weighed) >= REMEMBERED:
                self.weighed.clear()
            truth = self.truth(answers)
            found = self.weighed[key] = truth, tuple(self.open_facts(answers)) if truth is None else ()
        return found

    def truth(self, answers: Answers) -> Truth:
        """Whether it holds."""
        found = self.plain(self.condition, answers)
        if found is not None or not self.unsure(answers):
            return found
        seen = {self.plain(self.condition, case) for case in self.cases(answers)}
        return seen.pop() if len(seen) == 1 else None

    def plain(self, condition: Condition, answers: Answers) -> Truth:
        """The same, every test by itself: no when one fails, unknown when one is unknown."""
        if isinstance(condition, Test):
            return self.one(condition, answers)
        stop = isinstance(condition, Some)
        found: Truth = not stop
        for part in condition.of:
            held = self.plain(part, answers)
            if held is stop:
                return stop
            if held is None:
                found = None
        return found

    def one(self, test: Test, answers: Answers) -> Truth:
        """One test."""
        answer = answers.get(test.fact)
        if answer is None:
            return self.unanswered[id(test)]
        if isinstance(answer, Span):
            return of_span(test.op, test.value, answer)
        if self.kinds[test.fact] in NUMBERS:
            return of_span(test.op, test.value, Span(answer, answer))  # type: ignore[arg-type]  # its kind is a number
        return of_answer(test.op, test.value, answer)

    def unsure(self, answers: Answers) -> list[str]:
        """Facts that several tests name and that have no certain answer."""
        return [name for name in self.repeated if answers.get(name) is None or isinstance(answers[name], Span)]

    def cases(self, answers: Answers) -> Iterator[dict[str, object]]:
        """The answers with each way in which the facts of `unsure` may turn out."""
        names = self.unsure(answers)
        for values in product(*(self.values(name, answers.get(name)) for name in names)):
            yield {**answers, **dict(zip(names, values, strict=True))}

    def values(self, name: str, answer: object) -> list[object]:
        """Values of a fact that tell the tests apart, inside the bounds where there are any."""
        if isinstance(answer, Span):
            inside = (min(max(value, answer.least), answer.most) for value in self.marks[name])
            return list(dict.fromkeys(inside))
        return self.apart[name] or [None]

    def open_facts(self, answers: Answers) -> list[str]:
        """Facts that are unknown and could still change the outcome, in the order of the condition."""
        unsure = self.unsure(answers)
        left: dict[tuple[object, ...], object] = {}
        for case in self.cases(answers):
            left[tuple(case[name] for name in unsure)] = self.rest(self.condition, case)
        found = {name for rest in left.values() for name in named(rest)}
        for place, name in enumerate(unsure):
            others: dict[tuple[object, ...], set[object]] = {}
            for key, rest in left.items():
                others.setdefault(key[:place] + key[place + 1 :], set()).add(rest)
            if any(len(rests) > 1 for rests in others.values()):
                found.add(name)
        return [name for name in self.facts if name in found]

    def rest(self, condition: Condition, answers: Answers) -> object:
        """What is left of a condition: True, False, ("fact", name, test), or ("every" | "some", parts)."""
        if isinstance(condition, Test):
            held = self.one(condition, answers)
            return ("fact", condition.fact, id(condition)) if held is None else held
        word, stop = ("some", True) if isinstance(condition, Some) else ("every", False)
        parts: set[object] = set()
        for one in condition.of:
            part = self.rest(one, answers)
            if part is stop:
                return stop
            if isinstance(part, tuple):
                parts |= part[1] if part[0] == word else {part}
        if not parts:
            return not stop
        return next(iter(parts)) if len(parts) == 1 else (word, frozenset(parts))

    def failed(self, answers: Answers, facts: Mapping[str, Fact]) -> list[Said]:
        """Which condition fails, in plain words. Empty unless the outcome is no."""
        if self.weigh(answers)[0] is not False:
            return []
        return self.why(self.condition, answers, facts) or [Said(said.NEVER_TOGETHER)]

    def why(self, condition: Condition, answers: Answers, facts: Mapping[str, Fact]) -> list[Said]:
        """The tests that fail by themselves; under grounds of which one is enough, all of them."""
        if self.plain(condition, answers) is not False:
            return []
        if isinstance(condition, Test):
            fact = facts.get(condition.fact)
            question = Said(fact.asks) if fact else condition.fact
            answer = in_words(answers.get(condition.fact))
            wants = self.wants[id(condition)]
            return [Said(said.NOT_AS_WANTED, {"question": question, "wanted": wants, "answer": answer})]
        found = [one for part in condition.of for one in self.why(part, answers, facts)]
        return [Said(said.NONE_HOLDS), *found] if isinstance(condition, Some) else found


def named(rest: object) -> Iterator[str]:
    """The facts that a rest still hangs on."""
    if isinstance(rest, tuple):
        if rest[0] == "fact":
            yield rest[1]
        else:
            for part in rest[1]:
                yield from named(part)


def agreed(test: Test, values: list[Any]) -> Truth:
    """What a test gives without an answer: unknown, unless every answer gives the same."""
    seen = {held(test, value) for value in values}
    return seen.pop() if len(seen) == 1 else None


def held(test: Test, value: Any) -> bool:
    """A test of a value that is certain."""
    if isinstance(value, bool | str | frozenset):
        return of_answer(test.op, test.value, value)
    return bool(of_span(test.op, test.value, Span(value, value)))


def marks(fact: Fact | None, own: list[Test]) -> list[Any]:
    """Values of a fact among which every way is found in which its tests can turn out. Empty: there are too many."""
    kind = fact.kind if fact else "text"
    limits = {one for test in own for one in (test.value if is_many(test.value) else [test.value])}  # type: ignore[attr-defined]  # is_many
    if kind == "flag":
        return [True, False]
    if kind in NUMBERS:
        step = 1 if kind == "number" else 0.5
        return sorted({0, *(near for limit in limits for near in (limit - step, limit, limit + step) if near >= 0)})
    if kind == "set":
        return sets_of(own)
    return sorted(fact.choices if fact and fact.choices else {*limits, ANYTHING_ELSE})


def telling(values: list[Any], own: list[Test]) -> list[Any]:
    """One value for each way in which the tests can turn out."""
    ways: dict[tuple[bool, ...], Any] = {}
    for value in values:
        ways.setdefault(tuple(held(test, value) for test in own), value)
    return list(ways.values())


def sets_of(own: list[Test]) -> list[Any]:
    """Sets that tell tests of a set apart: members that stand in the same tests count as one."""
    alike: dict[tuple[bool, ...], str] = {}
    for member in sorted({one for test in own for one in test.value}):  # type: ignore[attr-defined]  # of a set
        alike.setdefault(tuple(member in test.value for test in own), member)  # type: ignore[operator]  # of a set
    members = list(alike.values())
    if len(members) > MOST_CLASSES:
        return []
    chosen = product((False, True), repeat=len(members))
    return [frozenset(one for one, taken in zip(members, pick, strict=True) if taken) for pick in chosen]


def is_many(value: object) -> bool:
    """Whether a test compares with several values."""
    return isinstance(value, list | tuple | set | frozenset)


def wanted(test: Test) -> Said:
    """What a test wants, in plain words."""
    value: Any = test.value
    if isinstance(value, bool):
        return said.YES if value == (test.op != "!=") else said.NO
    if test.op == "between":
        return Said(said.BETWEEN, {"least": value[0], "most": value[1]})
    if test.op in ("in", "intersects"):
        return Said(said.ONE_OF, {"choices": ", ".join(str(one) for one in value)})
    words = {
        "<": "less than %(value)s", "<=": "%(value)s or less", ">": "more than %(value)s", ">=": "%(value)s or more",
        "!=": "not %(value)s",
    }  # fmt: skip
    return Said(words.get(test.op, "%(value)s"), {"value": value})


def in_words(answer: object) -> object:
    """An answer as it is written into a sentence."""
    if isinstance(answer, bool):
        return said.YES if answer else said.NO
    if isinstance(answer, Span):
        if answer.most == inf:
            return Said(said.OR_MORE, {"least": answer.least})
        return Said(said.BETWEEN, {"least": answer.least, "most": answer.most})
    if isinstance(answer, frozenset):
        return ", ".join(sorted(answer)) or Said(said.NONE_OF)
    return answer
