"""The estimator against everything it is held to, in many minutes: `pytest -m prove`."""

import sys

import numpy as np
import pytest

from pakhi.rating.checks import at_least, at_most, between, closing
from pakhi.rating.lme4 import recalibrated
from pakhi.rating.prove import Size, lines


@pytest.fixture(scope="module")
def proved():
    return list(lines(Size()))


@pytest.mark.prove
def test_no_line_of_accuracy_is_missed(proved, capsys):
    with capsys.disabled():
        sys.stdout.write("\n".join(["", *(line.text() for line in proved), closing(proved), ""]))
    assert [line.name for line in proved if line.missed] == []


@pytest.mark.parametrize(
    ("line", "verdict"),
    [
        (at_most("x", 0.9, 1, 0.5), "pass"),
        (at_most("x", 1.1, 1, 0.5), "MISS"),
        (at_most("x", 0.4, 1, 0.5), "pass, aim reached"),
        (at_least("x", 14, 15, 40), "MISS"),
        (between("x", 0.94, (0.87, 0.93), (0.89, 0.91)), "MISS"),
        (between("x", 0.92, (0.87, 0.93), (0.89, 0.91)), "pass"),
        (at_most("x", float("nan"), 1, 0.5), "MISS"),
        (at_most("x", None, 1, 0.5), "not measured"),
    ],
)
def test_a_line_says_whether_it_is_reached(line, verdict):
    assert line.verdict == verdict


def test_recalibrating_uninformative_predictions_gives_the_frequencies():
    numbers = (0, 0, 1, 2, 2, 2)
    category = np.array(numbers * 50)
    fold = np.arange(category.size) // len(numbers) % 5
    held = np.full(category.size, 3.0)
    share = np.bincount(category) / category.size
    assert recalibrated(held, category, fold) == pytest.approx(float(np.log(share[category]).mean()), abs=1e-3)
