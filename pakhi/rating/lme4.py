"""The same real ratings through lme4's lmer and through this estimator, in one run, where R and lme4 are installed.

InstEval: 73,421 ratings (1-5) of lecturers by students, shipped with lme4. Both see five folds; lmer's Gaussian
predictions are turned into category probabilities by an ordinal model fitted on the other folds' held-out
predictions, which favours lmer. Debian's package r-cran-lme4 brings all that is needed.
"""

import csv
import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
from scipy.optimize import minimize

from .arrays import Floats, Ints
from .checks import Line, at_least, at_most
from .outcome import fit
from .predict import Rows
from .table import from_columns

FOLDS = 5
PACKAGE = "r-cran-lme4"
RECORDED = "recorded elsewhere for lmer: -1.4912 recalibrated, 8.2 CPU s"
SCRIPT = r"""
suppressMessages(library(lme4))
d <- InstEval; set.seed(1)
d$fold <- sample(rep(1:5, length.out = nrow(d)))
d$held <- NA
for (f in 1:5) {
  m <- lmer(as.numeric(y) ~ 1 + (1|s) + (1|d), data = d[d$fold != f, ])
  d$held[d$fold == f] <- predict(m, newdata = d[d$fold == f, ], allow.new.levels = TRUE)
}
cpu <- sum(system.time(lmer(as.numeric(y) ~ 1 + (1|s) + (1|d), data = d))[1:2])
out <- data.frame(s = d$s, d = d$d, y = d$y, fold = d$fold, held = d$held, cpu = cpu)
write.csv(out, commandArgs(TRUE)[1], row.names = FALSE)
"""
NAMES = (
    "real data: lmer's held-out log-likelihood a rating less ours",
    "real data: lmer's CPU time over the full ordinal fit's",
)


def lines(say: Callable[[str], object]) -> list[Line]:
    """Both lines of the comparison; not measured, with a sentence, where R or lme4 is not there."""
    missing = _missing()
    if missing:
        return [at_most(NAMES[0], None, 0.002, 0.0, note=missing), at_least(NAMES[1], None, 15, 40, "times", missing)]
    say("InstEval: lmer, five folds and once more")
    with tempfile.TemporaryDirectory() as folder:
        table = _lmer(Path(folder))
    say("InstEval: this estimator, five folds and once more")
    ours, cpu = _ours(table)
    theirs = recalibrated(table["held"], table["y"].astype(int) - 1, table["fold"].astype(int))
    note = f"lmer {theirs:.4f}, ours {ours:.4f}"
    times = float(table["cpu"][0]) / cpu
    return [
        at_most(NAMES[0], theirs - ours, 0.002, 0.0, note=note),
        at_least(NAMES[1], times, 15, 40, "times", f"lmer {table['cpu'][0]:.2f} CPU s, ours {cpu:.2f}"),
    ]


def recalibrated(held: Floats, category: Ints, fold: Ints) -> float:
    """Mean log-likelihood of the categories: held-out predictions through an ordinal model of the other folds."""
    total = 0.0
    for f in np.unique(fold):
        here, there = fold == f, fold != f
        steps = _ordinal(held[there], category[there])
        total += float(_log_probability(steps, held[here], category[here]).sum())
    return total / held.size


def _ordinal(predicted: Floats, category: Ints) -> Floats:
    """Slope (a logarithm) and thresholds of adjacent-category logits."""
    start = np.append(0.0, np.linspace(-1, 1, int(category.max())))
    return np.asarray(
        minimize(lambda p: -float(_log_probability(p, predicted, category).mean()), start, method="BFGS").x
    )


def _log_probability(parameters: Floats, predicted: Floats, category: Ints) -> Floats:
    level = np.exp(parameters[0]) * (predicted - 3.0)
    down = np.append(0.0, np.cumsum(parameters[1:]))
    logits = np.arange(down.size)[:, None] * level[None] - down[:, None]
    return np.asarray(logits[category, np.arange(category.size)] - np.logaddexp.reduce(logits, axis=0))


def _ours(table: dict[str, Floats]) -> tuple[float, float]:
    """Mean held-out log-likelihood, and CPU seconds of a fit of all ratings."""
    labels = {name: [str(int(value)) for value in table[name]] for name in ("s", "d", "y")}
    total = 0.0
    for f in range(1, FOLDS + 1):
        here = np.flatnonzero(table["fold"] == f)
        there = np.flatnonzero(table["fold"] != f)
        known = from_columns(*([labels[name][k] for k in there] for name in ("s", "d", "y")))
        rows = Rows([labels["s"][k] for k in here], [labels["d"][k] for k in here])
        predicted = fit(known, draws=40).predict(rows)
        total += float(np.log(predicted.probability[np.arange(here.size), table["y"][here].astype(int) - 1]).sum())
    everything = from_columns(labels["s"], labels["d"], labels["y"])
    start = time.process_time()
    fit(everything, draws=0)
    return total / table["y"].size, time.process_time() - start


def _lmer(folder: Path) -> dict[str, Floats]:
    script, out = folder / "lmer.R", folder / "held.csv"
    script.write_text(SCRIPT, encoding="utf-8")
    environment = dict(os.environ, OPENBLAS_NUM_THREADS="1", OMP_NUM_THREADS="1")
    subprocess.run(["Rscript", str(script), str(out)], check=True, env=environment, capture_output=True)
    with out.open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    return {name: np.array([float(row[name]) for row in rows]) for name in rows[0]}


def _missing() -> str:
    if shutil.which("Rscript") is None:
        return f"R is not installed; install Debian's package {PACKAGE}; {RECORDED}"
    tried = subprocess.run(["Rscript", "-e", "library(lme4)"], capture_output=True, check=False)
    return "" if tried.returncode == 0 else f"R has no lme4; install Debian's package {PACKAGE}; {RECORDED}"
