"""Prove the accuracy of the estimator against simulated truth and against lme4: `python -m pakhi.rating.prove`.

Prints every line that it is held to. `--short` takes a tenth of the answers and fewer seeds, and says so. Instead of
that, `--methods N` prints the table of what others compute from N answers, and `--calibration N S` what is claimed
against what is true in S made-up states of N answers.
"""

import math
import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from .checks import Line, at_most, between, closing
from .lme4 import lines as lme4_lines
from .measure import Held, average, hold, methods
from .outcome import fit
from .scenarios import SCENARIOS, make

FIRST = next(iter(SCENARIOS))
DRAWS = 200


@dataclass(frozen=True)
class Size:
    """How much is simulated."""

    answers: int = 1_000_000
    seeds: int = 5
    scenario_answers: int = 300_000
    small_seeds: int = 30


SHORT = Size(100_000, 2, 100_000, 10)


def lines(size: Size, say: Callable[[str], object] = lambda text: None) -> Iterator[Line]:
    """All checks of accuracy. `say` is told what is being done."""
    yield from calibration(size.answers, size.seeds, say)
    for name in list(SCENARIOS)[1:]:
        held = average(list(_held(size.scenario_answers, range(1, 3), say, name)))
        note = f"coverage {held.coverage:.2f}, bias {held.bias:+.1f} points"
        yield at_most(
            f"error against the best simple method, {name}", held.rmse / held.best_simple, 1.0, 0.85, note=note
        )
    small = average(list(_held(2_000, range(1, size.small_seeds + 1), say)))
    yield between("2,000 answers: coverage", small.coverage, (0.87, 1.0), (0.89, 1.0))
    yield at_most("2,000 answers: error against the plain mean", small.rmse / small.plain, 0.75, 0.70)
    yield from lme4_lines(say)


def calibration(answers: int, seeds: int, say: Callable[[str], object] = lambda text: None) -> Iterator[Line]:
    """What is claimed against what is true, over made-up states as the model supposes them."""
    large = average(list(_held(answers, range(1, seeds + 1), say)))
    yield between("coverage, ratees", large.coverage, (0.87, 0.93), (0.89, 0.91))
    yield between("coverage, offices", large.offices, (0.87, 0.93), (0.89, 0.91))
    for name, value in (("fewer than 5", large.few), ("5 to 14", large.some), ("15 or more", large.many)):
        yield between(f"coverage, {name} visits", value, (0.86, 0.94), (0.88, 0.92))
    yield between("coverage of rank intervals", large.ranks, (0.90, 0.96), (0.90, 0.96))
    yield at_most("pairs: claimed against actual probability, ten classes", large.pair_gap, 0.015, 0.01)
    note = f"{large.flags * seeds:.0f} flags, claimed {large.flag_claim:.3f}, right {large.flag_right:.3f}"
    yield at_most(
        "better performers: claim against precision", abs(large.flag_claim - large.flag_right), 0.02, 0.01, note=note
    )
    note = f"{large.rmse:.2f} points, {large.rmse / large.plain:.3f} of the plain mean's"
    yield at_most(
        f"error against the best simple method, {FIRST}", large.rmse / large.best_simple, 0.90, 0.85, note=note
    )


def _held(answers: int, seeds: range, say: Callable[[str], object], name: str = FIRST) -> Iterator[Held]:
    for seed in seeds:
        say(f"{name}: {answers:,} answers, seed {seed}")
        ratings, truth = make(answers, seed, SCENARIOS[name])
        yield hold(fit(ratings, draws=DRAWS, seed=seed), truth)


def table(answers: int, seed: int) -> Iterator[str]:
    """Lines of a Markdown table: every method on one simulation."""
    ratings, truth = make(answers, seed)
    yield "| method | order (Spearman) | error, points | 90 % hold | peers ordered wrongly | named best, and are |"
    yield "|---|---|---|---|---|---|"
    for one in methods(fit(ratings, draws=DRAWS, seed=seed), truth):
        holds = "none" if math.isnan(one.coverage) else f"{one.coverage:.3f}"
        figures = f"{one.spearman:.3f} | {one.rmse:.1f} | {holds} | {one.wrong_pairs:.3f} | {one.top_right:.3f}"
        yield f"| {one.name} | {figures} |"


def main(arguments: list[str]) -> int:
    """Print the lines; 1 where one is missed."""
    numbers = [int(text) for text in arguments if text.isdigit()]
    if "--methods" in arguments:
        answers = numbers[0] if numbers else 300_000
        sys.stdout.write("\n".join(table(answers, 1)) + "\n")
        return 0
    if "--calibration" in arguments:
        answers, seeds = numbers
        sys.stdout.write(f"{answers:,} answers, {seeds} seeds\n")
        return _print(calibration(answers, seeds, _say))
    size = SHORT if "--short" in arguments else Size()
    sys.stdout.write(
        f"{size.answers:,} answers, {size.seeds} seeds; scenarios {size.scenario_answers:,} answers, 2 seeds\n"
    )
    return _print(lines(size, _say))


def _say(text: str) -> None:
    sys.stderr.write(f"  {text}\n")


def _print(lines: Iterable[Line]) -> int:
    """Print lines as they come; 1 where one is missed."""
    found = []
    for line in lines:
        found.append(line)
        sys.stdout.write(line.text() + "\n")
        sys.stdout.flush()
    sys.stdout.write(closing(found) + "\n")
    return int(any(line.missed for line in found))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
