"""Answers gathered into visits. A visit's sum score and the set of items answered are all the model needs."""

from dataclasses import dataclass

import numpy as np

from .arrays import Bools, Floats, Ints
from .table import Ratings


@dataclass(frozen=True)
class Visits:
    """Visits (V), their codes (C different pairs of item set and sum score) and item sets (M).

    `of_row` gives each answer's visit. `code` is per visit, `code_mask` and `code_total` per code, `masks` is (M, J).
    """

    rater: Ints
    ratee: Ints
    period: Ints
    mode: Ints
    of_row: Ints
    code: Ints
    code_mask: Ints
    code_total: Floats
    masks: Bools

    def __len__(self) -> int:
        return int(self.rater.size)


def gather(ratings: Ratings) -> Visits:
    """One visit per ratee, period, rater, mode and repetition."""
    keys = (ratings.ratee, ratings.period, ratings.rater, ratings.mode, ratings.repeat)
    rows = np.lexsort(keys[::-1])
    new = np.zeros(rows.size, dtype=bool)
    new[0] = True
    for key in keys:
        new[1:] |= key[rows][1:] != key[rows][:-1]
    start = np.flatnonzero(new)
    of_row = np.empty(rows.size, dtype=np.int64)
    of_row[rows] = np.cumsum(new) - 1
    first = rows[start]
    total = np.add.reduceat(ratings.category[rows], start)
    mask, masks = _item_sets(ratings.item, of_row, start.size, len(ratings.items))
    most = int(total.max()) + 1
    codes, code = np.unique(mask * most + total, return_inverse=True)
    return Visits(
        rater=ratings.rater[first],
        ratee=ratings.ratee[first],
        period=ratings.period[first],
        mode=ratings.mode[first],
        of_row=of_row,
        code=code.astype(np.int64),
        code_mask=codes // most,
        code_total=(codes % most).astype(np.float64),
        masks=masks,
    )


def _item_sets(item: Ints, visit: Ints, n_visits: int, n_items: int) -> tuple[Ints, Bools]:
    """For every visit the number of its item set, and the sets as rows of a table."""
    answered = np.zeros((n_visits, n_items), dtype=bool)
    answered[visit, item] = True
    packed = np.ascontiguousarray(np.packbits(answered, axis=1))
    keys: np.ndarray = packed.view(np.dtype((np.void, packed.shape[1]))).ravel()
    if packed.shape[1] <= 8:  # numbers sort much faster than bytes
        wide = np.zeros((n_visits, 8), dtype=np.uint8)
        wide[:, : packed.shape[1]] = packed
        keys = np.unique(wide.view(np.uint64).ravel(), return_inverse=True)[1]
    _, first, mask = np.unique(keys, return_index=True, return_inverse=True)
    return mask.astype(np.int64), answered[first]
