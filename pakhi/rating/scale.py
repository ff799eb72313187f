"""From logits to the 0-100 score: what a typical rater in the reference mode is expected to answer.

Typical means averaged over the raters' severities and the halo of a visit, so the score does not depend on who
happened to come. Logits of two fits cannot be compared; scores can.
"""

import numpy as np

from .arrays import Floats
from .halo import GRID, Thresholds, category_probabilities, smoothing
from .variance import Variances


class Curve:
    """Monotone curves from a state (logits) to the expected score, one for every item and one for their mean."""

    def __init__(self, thresholds: Thresholds, values: tuple[tuple[float, ...], ...], variances: Variances) -> None:
        """`values[j][k]` is the place of category k of item j on 0-100."""
        smooth = smoothing(float(np.hypot(np.sqrt(variances.severity), variances.halo)))
        smooth /= smooth.sum(1, keepdims=True)
        plain = [np.array(v) @ category_probabilities(d) for d, v in zip(thresholds, values, strict=True)]
        self.items = np.array([smooth @ curve for curve in plain])
        self.mean = self.items.mean(0)

    def score(self, state: Floats) -> Floats:
        """Mean score over all items."""
        return np.asarray(np.interp(state, GRID, self.mean))

    def item_score(self, item: int, state: Floats) -> Floats:
        """Score on one item."""
        return np.asarray(np.interp(state, GRID, self.items[item]))
