"""Simulated fits that several tests look at; each is made once."""

from functools import cache
from operator import attrgetter

from pakhi.rating import Fit, Ratings, fit
from pakhi.rating.calibrate import Check, check
from pakhi.rating.scenarios import SMALL, Scenario, StateTruth, make


@cache
def fitted(answers: int, seed: int, world: Scenario = SMALL) -> tuple[Fit, StateTruth]:
    ratings, truth = make(answers, seed, world)
    return fit(ratings, seed=seed), truth


@cache
def checked(answers: int, seeds: int) -> tuple[Check, ...]:
    return tuple(check(*fitted(answers, seed)) for seed in range(1, seeds + 1))


def columns(answers: int, seed: int, world: Scenario = SMALL) -> dict[str, list[str]]:
    """Made-up ratings as somebody's file has them, one row an answer."""
    return columns_of(make(answers, seed, world)[0])


def columns_of(r: Ratings) -> dict[str, list[str]]:
    group = r.group_of[r.ratee]
    codes = {
        "rater": (r.raters, r.rater), "ratee": (r.ratees, r.ratee), "item": (r.items, r.item),
        "mode": (r.modes, r.visit_mode[r.visit]), "period": (r.periods, r.visit_period[r.visit]),
        "organisation": (r.organisations, r.visit_organisation[r.visit]),
        "office": (r.offices, r.office_of[r.ratee]), "group": (r.groups, group), "kind": (r.kinds, r.kind_of[group]),
    }  # fmt: skip
    texts = {name: [labels[k] for k in code] for name, (labels, code) in codes.items()}
    if r.organisations == ("",):
        del texts["organisation"]
    return texts | {"score": [str(category + 1) for category in r.category]}


def mean(checks: tuple[Check, ...], name: str) -> float:
    return sum(attrgetter(name)(one) for one in checks) / len(checks)
