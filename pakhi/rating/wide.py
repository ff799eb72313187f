"""Ratings from arrays of codes, one row a visit: the way in for programs, and for more answers than a file holds."""

import numpy as np

from .arrays import Answers, Ints, narrow
from .one_voice import shares
from .scores import BadRatings
from .table import Ratings


def from_visits(
    rater: Ints,
    ratee: Ints,
    answers: Answers,
    *,
    period: Ints | None = None,
    assisted: Ints | None = None,
    organisation: Ints | None = None,
    office_of: Ints | None = None,
    group_of: Ints | None = None,
    kind_of: Ints | None = None,
    categories: int | None = None,
) -> Ratings:
    """Build Ratings from codes 0, 1, ... per visit (V) and the category of each item (J, V), -1 where unanswered.

    `assisted` is 0 (reference) or 1; `organisation` is whose people collected the visit. `office_of` is per ratee,
    `group_of` per office (per ratee without offices), `kind_of` per group. `categories` is the length of every item's
    scale (default: the highest seen). Raises BadRatings where a code points nowhere.
    """
    n_ratees = int(ratee.max()) + 1 if office_of is None else office_of.size
    top = answers.max(1).astype(int) + 1 if categories is None else np.full(answers.shape[0], categories)
    offices = np.zeros(n_ratees, dtype=np.int64) if office_of is None else office_of
    group = _groups(offices, group_of, office_of is not None)
    kinds = np.zeros(int(group.max()) + 1, dtype=np.int64) if kind_of is None else kind_of
    _check(rater, ratee, answers, top, n_ratees, group, kinds)
    when = np.zeros(rater.size, dtype=np.int16) if period is None else period
    how = np.zeros(rater.size, dtype=np.int8) if assisted is None else assisted
    whose = np.zeros(rater.size, dtype=np.int8) if organisation is None else organisation
    _check_beside(rater.size, when, how, whose)
    order = _order(ratee, when, rater, how, whose)
    columns = {
        name: column[order]
        for name, column in (
            ("rater", rater), ("ratee", ratee), ("mode", how), ("period", when), ("organisation", whose),
        )
    }  # fmt: skip
    share, _ = shares(columns["ratee"], columns["period"], columns["rater"])
    return Ratings(
        visit_rater=narrow(columns["rater"]),
        visit_ratee=narrow(columns["ratee"]),
        visit_mode=columns["mode"],
        visit_period=columns["period"],
        visit_organisation=columns["organisation"],
        answers=np.ascontiguousarray(answers[:, order]),
        share=share,
        raters=range_of("r", int(rater.max()) + 1),
        ratees=range_of("b", n_ratees),
        items=range_of("q", answers.shape[0]),
        modes=("phone", "assisted"),
        organisations=range_of("n", int(whose.max()) + 1) if organisation is not None else ("",),
        periods=tuple(f"{k:03d}" for k in range(int(when.max()) + 1)),
        offices=range_of("o", int(offices.max()) + 1) if office_of is not None else ("",),
        groups=range_of("g", kinds.size) if group_of is not None else ("",),
        kinds=range_of("k", int(kinds.max()) + 1) if kind_of is not None else ("",),
        values=tuple(tuple(100.0 * k / max(int(size) - 1, 1) for k in range(size)) for size in top),
        ends=tuple((1.0, float(size)) for size in top),
        office_of=offices,
        group_of=group,
        kind_of=kinds,
        assisted=frozenset({1}),
    )


def range_of(prefix: str, size: int) -> tuple[str, ...]:
    """Labels such as b12."""
    return tuple(f"{prefix}{k}" for k in range(size))


def _groups(office_of: Ints, group_of: Ints | None, offices: bool) -> Ints:
    if group_of is None:
        return np.zeros(office_of.size, dtype=np.int64)
    return np.asarray(group_of[office_of] if offices else group_of)


def _order(*columns: Ints) -> Ints:
    """By the columns, the first one first: one sort of one number where it fits."""
    sizes = [int(column.max()) + 1 for column in columns]
    if float(np.prod(np.array(sizes, dtype=np.float64))) > 9e18:
        return np.lexsort(columns[::-1])
    key = columns[0].astype(np.int64)
    for column, size in zip(columns[1:], sizes[1:], strict=True):
        key = key * size + column
    return np.argsort(key, kind="stable")


def _check_beside(visits: int, period: Ints, assisted: Ints, organisation: Ints) -> None:
    for name, column in (("period", period), ("assisted", assisted), ("organisation", organisation)):
        if column.size != visits:
            raise BadRatings(f"The column {name} does not have the same number of visits as the raters.")
        if column.min() < 0 or (name == "assisted" and column.max() > 1):
            raise BadRatings(f"A code of the column {name} points nowhere.")


def _check(rater: Ints, ratee: Ints, answers: Answers, top: Ints, n_ratees: int, group: Ints, kinds: Ints) -> None:
    if answers.ndim != 2 or answers.shape[1] != rater.size or ratee.size != rater.size or not rater.size:
        raise BadRatings("Answers, raters and ratees do not have the same number of visits, or there is no visit.")
    if rater.min() < 0 or ratee.min() < 0 or ratee.max() >= n_ratees or int(group.max()) >= kinds.size:
        raise BadRatings("A code of a rater, ratee or group points nowhere.")
    for j, one in enumerate(answers):
        if one.min() < -1 or one.max() >= top[j]:
            raise BadRatings(f"Item {j} has answers outside its scale of {top[j]} categories.")
    if not (answers >= 0).any(0).all():
        raise BadRatings("There are visits without a single answer.")
