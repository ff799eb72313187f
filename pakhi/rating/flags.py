"""Flags: what deserves a second look, with the rule that says so, its numbers, and how often it will be wrong.

A flag starts a conversation and never ends one. Nothing here names a rater, and nothing is raised for fewer than
five distinct raters.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field

from .outcome import Fit
from .rows import Estimate, GroupItem, ItemEstimate

BETTER, SUPPORT, IMPROVING, DECLINING, PRACTICE, GAP = (
    "better_performer",
    "needs_support",
    "improving",
    "declining",
    "good_practice",
    "gap",
)


@dataclass(frozen=True)
class Rule:
    """One rule as data. `sentence` is the text shown beside every flag."""

    key: str
    sentence: str
    probability: float
    raters: int = 5
    reliability: float = 0.0
    points: float = 0.0
    withdrawn_below: float = 0.0
    private: bool = False


RULES: dict[str, Rule] = {
    rule.key: rule
    for rule in (
        Rule(
            BETTER,
            "Better performer: the chance of being in the best quarter of its peers is at least 80 %, reliability is "
            "at least 0.7, at least 10 different people rated it, and no red flag is open. It is confirmed when this "
            "holds in two counts running, and withdrawn when the chance falls below 60 %.",
            probability=0.8,
            raters=10,
            reliability=0.7,
            withdrawn_below=0.6,
        ),
        Rule(
            SUPPORT,
            "Needs support: the chance of being in the lowest quarter of its peers is at least 90 %. Talk about it "
            "in private first; the questions named here weigh most.",
            probability=0.9,
            private=True,
        ),
        Rule(
            IMPROVING,
            "Improving: the chance of doing better than four quarters ago is at least 90 %, and the rise is at least "
            "5 points.",
            probability=0.9,
            points=5.0,
        ),
        Rule(
            DECLINING,
            "Declining: the chance of doing worse than four quarters ago is at least 90 %, and the fall is at least "
            "5 points.",
            probability=0.9,
            points=5.0,
            private=True,
        ),
        Rule(
            PRACTICE,
            "Good practice, to be looked into: on this question the chance of being in the best quarter of its peers "
            "is at least 80 %. It needs three accounts that say what is done, and a person who checks.",
            probability=0.8,
        ),
        Rule(
            GAP,
            "Gap: on this question the whole peer group is below the target, even at the upper end of the interval. "
            "Bring it to the public hearing.",
            probability=0.95,
        ),
    )
}


@dataclass(frozen=True)
class Flag:
    """A rule that holds for a ratee, a ratee's item, or a group's item.

    `numbers` are those the rule looked at, `wrong` is the chance (0-1) that this flag is wrong. `state` is
    "first" in the count that raised it, "confirmed" from the second on. `items` are the questions that drive it.
    """

    rule: str
    subject: str
    group: str
    item: str
    state: str
    wrong: float
    private: bool
    numbers: dict[str, float] = field(hash=False)
    items: tuple[str, ...] = ()

    @property
    def sentence(self) -> str:
        """The rule in words."""
        return RULES[self.rule].sentence

    @property
    def key(self) -> tuple[str, str, str]:
        """What makes it the same flag in the next count."""
        return self.rule, self.subject, self.item


def flags(fit: Fit, *, previous: Iterable[Flag] = (), red: Collection[str] = (), target: float = 60.0) -> list[Flag]:
    """All flags of a fit. `previous` are the last count's flags, `red` ratees with an open red flag."""
    before = {flag.key for flag in previous}
    estimates, items = fit.estimates(), fit.items()
    several = len(fit.ratings.items) > 1
    raised = [flag for row in estimates for flag in _ratee_flags(row, items, before, red)]
    if several:
        raised += [flag for row in items if (flag := _practice(row, before))]
    raised += [flag for group in fit.group_items() if (flag := _gap(group, target, before))]
    return raised


def expected_wrong(raised: Sequence[Flag]) -> dict[str, float]:
    """For each rule that raised a flag, the share of its flags expected to be wrong."""
    by_rule: dict[str, list[float]] = {}
    for flag in raised:
        by_rule.setdefault(flag.rule, []).append(flag.wrong)
    return {rule: sum(wrong) / len(wrong) for rule, wrong in by_rule.items()}


def _ratee_flags(
    row: Estimate, items: Sequence[ItemEstimate], before: Collection[tuple[str, str, str]], red: Collection[str]
) -> list[Flag]:
    raised = []
    numbers = {"estimate": row.estimate, "raters": float(row.raters), "reliability": row.reliability}
    better, support = RULES[BETTER], RULES[SUPPORT]
    if row.top is not None and better_performer(row, (BETTER, row.ratee, "") in before, red):
        raised.append(_flag(better, row.ratee, row.group, 1 - row.top, numbers | {"top": row.top}, before))
    if row.bottom is not None and row.bottom >= support.probability and row.raters >= support.raters:
        low = sorted(
            (item for item in items if item.ratee == row.ratee and item.bottom is not None),
            key=lambda item: (-(item.bottom or 0.0), item.item),
        )
        names = tuple(item.item for item in low[:3] if item.item)
        raised.append(
            _flag(support, row.ratee, row.group, 1 - row.bottom, numbers | {"bottom": row.bottom}, before, items=names)
        )
    return raised + _change_flags(row, numbers, before)


def better_performer(row: Estimate, held: bool = False, red: Collection[str] = ()) -> bool:
    """Raised at the rule's probability; once raised (`held`), kept until the chance falls below the lower bound."""
    rule = RULES[BETTER]
    bound = rule.withdrawn_below if held else rule.probability
    enough = row.raters >= rule.raters and row.reliability >= rule.reliability
    return enough and row.ratee not in red and (row.top or 0.0) >= bound


def _change_flags(row: Estimate, numbers: dict[str, float], before: Collection[tuple[str, str, str]]) -> list[Flag]:
    if row.improved is None or row.change is None:
        return []
    raised = []
    for key, chance, points in ((IMPROVING, row.improved, row.change), (DECLINING, 1 - row.improved, -row.change)):
        rule = RULES[key]
        if chance >= rule.probability and points >= rule.points and row.raters >= rule.raters:
            seen = numbers | {"change": row.change, "chance": chance}
            raised.append(_flag(rule, row.ratee, row.group, 1 - chance, seen, before))
    return raised


def _practice(row: ItemEstimate, before: Collection[tuple[str, str, str]]) -> Flag | None:
    rule = RULES[PRACTICE]
    if row.top is None or row.top < rule.probability or row.raters < rule.raters:
        return None
    numbers = {"estimate": row.estimate, "raters": float(row.raters), "top": row.top}
    return _flag(rule, row.ratee, row.group, 1 - row.top, numbers, before, item=row.item)


def _gap(row: GroupItem, target: float, before: Collection[tuple[str, str, str]]) -> Flag | None:
    rule = RULES[GAP]
    if row.high >= target or row.raters < rule.raters:
        return None
    numbers = {"estimate": row.estimate, "high": row.high, "target": target, "raters": float(row.raters)}
    return _flag(rule, row.group, row.group, 1 - rule.probability, numbers, before, item=row.item)


def _flag(
    rule: Rule,
    subject: str,
    group: str,
    wrong: float,
    numbers: dict[str, float],
    before: Collection[tuple[str, str, str]],
    item: str = "",
    items: tuple[str, ...] = (),
) -> Flag:
    state = "confirmed" if (rule.key, subject, item) in before else "first"
    return Flag(rule.key, subject, group, item, state, max(wrong, 0.0), rule.private, numbers, items)
