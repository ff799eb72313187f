"""Simulated fits that several tests look at; each is made once."""

from functools import cache

from pakhi.rating import Fit, fit, from_columns
from pakhi.rating.calibrate import Check, compare
from pakhi.rating.simulate import Truth, World, simulate


@cache
def fitted(world: World, seed: int) -> tuple[Fit, Truth]:
    columns, truth = simulate(world, seed)
    return fit(from_columns(**columns), seed=seed), truth


@cache
def checked(world: World, seeds: int) -> tuple[Check, ...]:
    return tuple(compare(*fitted(world, seed)) for seed in range(1, seeds + 1))


def mean(checks: tuple[Check, ...], name: str) -> float:
    return sum(getattr(check, name) for check in checks) / len(checks)
