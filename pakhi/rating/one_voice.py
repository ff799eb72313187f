"""Answers put together into visits, so that one rater's voice about one ratee in one period counts once."""

import numpy as np

from .arrays import Answers, Floats, Ints

KEYS = ("ratee", "period", "rater", "mode", "organisation")


def one_voice(
    codes: dict[str, Ints], category: Ints, n_items: int
) -> tuple[dict[str, Ints], Answers, Floats | None, int]:
    """Columns of visits, their answers (J, V), the share that each visit counts, and how many answers are repeated.

    A second answer to the same item starts a further visit. All visits of one rater, ratee and period share one
    voice between them: nothing is thrown away, and nobody is heard twice.
    """
    keys = [codes[name] for name in KEYS]
    rows = np.lexsort((category, codes["item"], *keys[::-1]))
    same = _as_before(keys, rows)
    again = np.append(False, codes["item"][rows][1:] == codes["item"][rows][:-1]) & same
    start = np.maximum.accumulate(np.where(again, 0, np.arange(rows.size)))
    repeat = np.arange(rows.size) - start
    order = np.lexsort((codes["item"][rows], repeat, np.cumsum(~same)))
    rows, repeat = rows[order], repeat[order]
    new = ~_as_before(keys, rows) | np.append(True, repeat[1:] != repeat[:-1])
    visit, first = np.cumsum(new) - 1, rows[new]
    answers = np.full((n_items, first.size), -1, dtype=np.int8)
    answers[codes["item"][rows], visit] = category[rows]
    columns = {f"visit_{name}": codes[name][first] for name in KEYS}
    share, twice = shares(columns["visit_ratee"], columns["visit_period"], columns["visit_rater"])
    return columns, answers, share, 0 if twice is None else int((answers[:, twice] >= 0).sum())


def shares(ratee: Ints, period: Ints, rater: Ints) -> tuple[Floats | None, Ints | None]:
    """The share of its voice that each visit has, and the visits beyond the first of each voice.

    Visits are sorted by ratee, period and rater. Both are None where nobody said anything twice.
    """
    new = np.ones(ratee.size, dtype=bool)
    new[1:] = (ratee[1:] != ratee[:-1]) | (period[1:] != period[:-1]) | (rater[1:] != rater[:-1])
    if new.all():
        return None, None
    voice = np.cumsum(new) - 1
    return 1.0 / np.bincount(voice)[voice], np.flatnonzero(~new)


def _as_before(keys: list[Ints], rows: Ints) -> np.ndarray:
    same = np.ones(rows.size, dtype=bool)
    same[0] = False
    for key in keys:
        same[1:] &= key[rows][1:] == key[rows][:-1]
    return same
