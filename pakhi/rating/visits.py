"""Visits and their codes. A visit's sum score and the set of items answered are all the model needs of its answers."""

from dataclasses import dataclass

import numpy as np

from .arrays import Answers, Bools, Floats, Ints, compact, narrow
from .table import Ratings

WORD = 40  # items whose answered-or-not fits into one number at a time


@dataclass(frozen=True)
class Visits:
    """Visits (V) in the order of the tree's states, their codes (C pairs of item set and sum score), item sets (M).

    `place` is each visit's number in the ratings. `code` is per visit, `code_mask` and `code_total` per code,
    `masks` is (M, J), `answered` how many items a visit answered, `share` what a visit counts (None: all 1).
    """

    place: Ints
    rater: Ints
    ratee: Ints
    period: Ints
    mode: Ints
    organisation: Ints
    code: Ints
    code_mask: Ints
    code_total: Floats
    masks: Bools
    answered: Ints
    share: Floats | None

    def __len__(self) -> int:
        return int(self.rater.size)


def gather(ratings: Ratings, order: Ints) -> Visits:
    """The visits of the ratings in the given order."""
    mask, masks = _item_sets(ratings.answers)
    total = _totals(ratings.answers)
    most = int(total.max()) + 1
    codes, code = compact(mask.astype(np.int64) * most + total, len(masks) * most)
    return Visits(
        place=narrow(order),
        rater=narrow(ratings.visit_rater[order]),
        ratee=narrow(ratings.visit_ratee[order]),
        period=narrow(ratings.visit_period[order]),
        mode=ratings.visit_mode[order].astype(np.int16),
        organisation=ratings.visit_organisation[order].astype(np.int16),
        code=narrow(code[order]),
        code_mask=codes // most,
        code_total=(codes % most).astype(np.float64),
        masks=masks,
        answered=masks.sum(1).astype(np.int32)[mask[order]],
        share=None if ratings.share is None else ratings.share[order],
    )


def _totals(answers: Answers) -> Ints:
    """Sum of the answered categories of every visit; `answers` is (J, V), -1 where not answered."""
    total = np.zeros(answers.shape[1], dtype=np.int32)
    for one in answers:
        total += np.maximum(one, 0)
    return total


def _item_sets(answers: Answers) -> tuple[Ints, Bools]:
    """For every visit the number of its item set, and the sets as rows of a table."""
    found: Ints = np.zeros(answers.shape[1], dtype=np.int64)
    sets = np.zeros((1, 0), dtype=bool)
    for start in range(0, answers.shape[0], WORD):
        block = answers[start : start + WORD]
        word = np.zeros(answers.shape[1], dtype=np.int64)
        for j, one in enumerate(block):
            word |= (one >= 0).astype(np.int64) << j
        words, place = compact(word, 1 << block.shape[0])
        both, found = compact(found * words.size + place, sets.shape[0] * words.size)
        bits = (words[both % words.size][:, None] >> np.arange(block.shape[0])) & 1
        sets = np.concatenate([sets[both // words.size], bits.astype(bool)], axis=1)
    return found, sets
