"""Speed of the estimator, as figures compared within one run: `python -m pakhi.rating.bench [--huge]`.

Each size is fitted in a process of its own, so that the memory it took is its own. `--huge` adds a hundred million
answers, which takes a quarter of an hour.
"""

import json
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from functools import partial

import numpy as np

from .baselines import plain_mean
from .checks import Line, at_most, closing
from .draws import sample
from .estimate import find_mode, prepare
from .memory import held
from .outcome import fit
from .scenarios import make

SMALL = (10_000, 100_000)
MILLION, TEN, HUGE = 1_000_000, 10_000_000, 100_000_000
DRAWS = 200
NEW_SHARE = 200  # a night brings one visit in so many


def main() -> Iterator[tuple[str, float, str]]:
    """Name, value and unit of each measurement, as `pakhi bench` prints them."""
    for size in SMALL:
        ratings = make(size, 1)[0]
        taken = _cpu(partial(fit, ratings, draws=DRAWS))
        plain = min(_cpu(partial(plain_mean, ratings)) for _ in range(5))
        yield f"fit and {DRAWS} draws, {size:,} ratings", taken, "CPU s"
        yield f"fit against plain means, {size:,} ratings", taken / plain, "times"
    for line in lines(huge=False):
        value = float("nan") if line.value is None else line.value
        yield f"{line.name} [{line.verdict}]", value, line.unit


def lines(huge: bool) -> Iterator[Line]:
    """The checks of speed and memory."""
    one, ten = _apart(MILLION, DRAWS), _apart(TEN, DRAWS)
    yield at_most("10^6: fit and 200 draws", one["fit"] + one["draws"], 6, 2, "CPU s")
    yield at_most("10^7: fit", ten["fit"], 20, 5, "CPU s")
    yield at_most("10^7: fit and 200 draws", ten["fit"] + ten["draws"], 45, 12, "CPU s")
    yield at_most("10^7: memory", ten["memory"], 2, 1, "GB", "of the whole process, ratings and their making included")
    if huge:
        big = _apart(HUGE, 0)
        yield at_most("10^8: fit", big["fit"], 300, 60, "CPU s")
        yield at_most(
            "10^8: memory", big["memory"], 6, 4, "GB", "of the whole process, ratings and their making included"
        )
    else:
        left = "takes a quarter of an hour: python -m pakhi.rating.bench --huge"
        yield at_most("10^8: fit", None, 300, 60, "CPU s", left)
        yield at_most("10^8: memory", None, 6, 4, "GB", left)
    yield at_most("growth of the fit from 10^6 to 10^7", ten["fit"] / one["fit"], 12, 10.5, "times")
    yield at_most(
        "nightly update against a cold fit, 10^6",
        100 * nightly(MILLION),
        40,
        15,
        "%",
        f"1 in {NEW_SHARE} visits is new",
    )


def nightly(answers: int) -> float:
    """CPU time of a fit that begins where the last one ended, over that of one from nothing; no draws in either."""
    everything = make(answers, 1)[0]
    new = np.arange(everything.visit_rater.size) % NEW_SHARE == 0
    before = fit(everything.of_visits(~new), draws=0)
    cold = _cpu(lambda: fit(everything, draws=0))
    return _cpu(lambda: fit(everything, draws=0, start=before)) / cold


def one_size(answers: int, draws: int) -> dict[str, float]:
    """CPU seconds of fit and draws, and gigabytes of memory at most, in this process."""
    ratings = make(answers, 1)[0]
    with held():
        start = time.process_time()
        model = prepare(ratings)
        mode = find_mode(ratings, model)
        fitted = time.process_time()
        sample(model, mode, draws, 1)
        done = time.process_time()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024**2
    return {"fit": fitted - start, "draws": done - fitted, "memory": peak, "rounds": mode.rounds}


def _apart(answers: int, draws: int) -> dict[str, float]:
    command = [sys.executable, "-m", "pakhi.rating.bench", "--one", str(answers), str(draws)]
    said = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    return {name: float(value) for name, value in json.loads(said).items()}


def _cpu(work: Callable[[], object]) -> float:
    start = time.process_time()
    work()
    return max(time.process_time() - start, 1e-6)


def _print(arguments: list[str]) -> int:
    if "--one" in arguments:
        sys.stdout.write(json.dumps(one_size(*(int(text) for text in arguments[-2:]))))
        return 0
    found = []
    for line in lines("--huge" in arguments):
        found.append(line)
        sys.stdout.write(line.text() + "\n")
        sys.stdout.flush()
    sys.stdout.write(closing(found) + "\n")
    return int(any(line.missed for line in found))


if __name__ == "__main__":
    sys.exit(_print(sys.argv[1:]))
