"""Ratings as integer columns with their labels: the only thing the estimator reads."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field

import numpy as np

from .arrays import Ints
from .columns import Column, drop_missing, encode, texts
from .scores import BadRatings, read_scores

__all__ = ["ASSISTED_MODES", "REFERENCE_MODE", "BadRatings", "Ratings", "from_columns"]

REFERENCE_MODE = "phone"
ASSISTED_MODES = frozenset({"peer", "assisted", "peer-assisted", "helpline", "paper"})


@dataclass(frozen=True)
class Ratings:
    """One row per answer, sorted so that the order of the file leaves no trace.

    Row columns hold codes into the label tuples. `repeat` counts the n-th answer of one rater to one item about
    one ratee in one period and mode; each repetition is a visit of its own. `values[item][category]` lies on
    0-100. `office_of` and `group_of` are per ratee, `kind_of` is per group; codes are -1 where nothing is known.
    """

    rater: Ints
    ratee: Ints
    item: Ints
    category: Ints
    mode: Ints
    period: Ints
    repeat: Ints
    raters: tuple[str, ...] = field(repr=False)
    ratees: tuple[str, ...] = field(repr=False)
    items: tuple[str, ...] = field(repr=False)
    modes: tuple[str, ...]
    periods: tuple[str, ...]
    offices: tuple[str, ...] = field(repr=False)
    groups: tuple[str, ...] = field(repr=False)
    kinds: tuple[str, ...] = field(repr=False)
    values: tuple[tuple[float, ...], ...] = field(repr=False)
    office_of: Ints = field(repr=False)
    group_of: Ints = field(repr=False)
    kind_of: Ints = field(repr=False)
    reference: int = 0
    assisted: frozenset[int] = frozenset()
    notes: tuple[str, ...] = ()

    def __len__(self) -> int:
        return int(self.rater.size)


def from_columns(
    rater: Column,
    ratee: Column,
    score: Column,
    *,
    item: Column | None = None,
    group: Column | None = None,
    mode: Column | None = None,
    period: Column | None = None,
    office: Column | None = None,
    kind: Column | None = None,
    district: Column | None = None,
    order: Sequence[str] | None = None,
    reference_mode: str = REFERENCE_MODE,
    assisted_modes: Collection[str] = ASSISTED_MODES,
) -> Ratings:
    """Build Ratings from columns of equal length (texts or numbers; empty means missing).

    The peer group is `group`, or else `kind` and `district` together, or else everybody. Periods are compared as
    text (as numbers where all are numbers). `order` lists the words of the scale, lowest first. Raises BadRatings.
    """
    if len(rater) == 0:
        raise BadRatings("There are no ratings: the file has no rows.")
    text = {
        name: texts(name, column, len(rater))
        for name, column in (
            ("rater", rater), ("ratee", ratee), ("score", score), ("item", item), ("group", group), ("mode", mode),
            ("period", period), ("office", office), ("kind", kind), ("district", district),
        )
        if column is not None
    }  # fmt: skip
    notes = drop_missing(text)
    if "office" in text:  # who belongs to no office is an office of its own
        text["office"] = [name or own for name, own in zip(text["office"], text["ratee"], strict=True)]
    codes: dict[str, Ints] = {}
    labels: dict[str, tuple[str, ...]] = {}
    for name in ("rater", "ratee", "item", "mode", "period", "office", "group", "kind"):
        column = _peer_group(text) if name == "group" else text.get(name)
        codes[name], labels[name] = encode(column, len(text["rater"]))
    for name in ("rater", "ratee"):
        if len(labels[name]) < 2:
            raise BadRatings(f"There is only one {name} ({labels[name][0]!r}); comparing needs at least two.")
    scale = read_scores(text["score"], codes["item"], len(labels["item"]), order)
    reference, note = _reference(codes["mode"], labels["mode"], reference_mode, "mode" in text)
    rows, repeat = _canonical(codes, scale.category)
    if repeat.any():
        notes.append(
            f"{int((repeat > 0).sum())} answers repeat one rater's answer about the same ratee (and item); "
            "each repetition is counted as a visit of its own."
        )
    office_of, group_of, kind_of = _nest(codes, labels, notes)
    return Ratings(
        rater=codes["rater"][rows],
        ratee=codes["ratee"][rows],
        item=codes["item"][rows],
        category=scale.category[rows],
        mode=codes["mode"][rows],
        period=codes["period"][rows],
        repeat=repeat,
        raters=labels["rater"],
        ratees=labels["ratee"],
        items=labels["item"],
        modes=labels["mode"],
        periods=labels["period"],
        offices=labels["office"],
        groups=labels["group"],
        kinds=labels["kind"],
        values=scale.values,
        office_of=office_of,
        group_of=group_of,
        kind_of=kind_of,
        reference=reference,
        assisted=frozenset(k for k, label in enumerate(labels["mode"]) if label.casefold() in assisted_modes),
        notes=(*notes, *scale.notes, *note),
    )


def _peer_group(text: dict[str, list[str]]) -> list[str] | None:
    if "group" in text:
        return text["group"]
    parts = [text[name] for name in ("kind", "district") if name in text]
    return [" · ".join(row) for row in zip(*parts, strict=True)] if parts else None


def _reference(mode: Ints, labels: tuple[str, ...], wanted: str, given: bool) -> tuple[int, list[str]]:
    for code, label in enumerate(labels):
        if label.casefold() == wanted.casefold():
            return code, []
    code = int(np.bincount(mode).argmax())
    note = f"No mode is called {wanted!r}; the most frequent, {labels[code]!r}, is the one others are compared to."
    return code, [note] if given else []


def _nest(codes: dict[str, Ints], labels: dict[str, tuple[str, ...]], notes: list[str]) -> tuple[Ints, Ints, Ints]:
    """Give each ratee one office, each office (or ratee) one group, each group one kind: the most frequent."""
    n_ratees, n_groups = len(labels["ratee"]), len(labels["group"])
    office_of, split = _most(codes["ratee"], codes["office"], labels["office"], n_ratees)
    if split:
        notes.append(f"{split} ratees appear under several offices; each is counted under its most frequent one.")
    via = office_of[codes["ratee"]] if len(labels["office"]) > 1 else codes["ratee"]
    n_via = len(labels["office"]) if len(labels["office"]) > 1 else n_ratees
    group_via, split = _most(via, codes["group"], labels["group"], n_via)
    if split:
        notes.append(f"{split} ratees or offices appear in several groups; each is compared in its most frequent one.")
    group_of = group_via[office_of] if len(labels["office"]) > 1 else group_via
    kind_of, _ = _most(group_of[codes["ratee"]], codes["kind"], labels["kind"], n_groups)
    return office_of, group_of, kind_of


def _most(child: Ints, parent: Ints, labels: tuple[str, ...], n_child: int) -> tuple[Ints, int]:
    """For every child its most frequent parent (-1: unseen), and how many had several.

    A named parent goes before a nameless one, and on a tie the lower code.
    """
    pairs, count = np.unique(child * len(labels) + parent, return_counts=True)
    of, to = pairs // len(labels), pairs % len(labels)
    named = np.array([label != "" for label in labels])[to]
    order = np.lexsort((to, -count, ~named, of))
    children, first = np.unique(of[order], return_index=True)
    out = np.full(n_child, -1, dtype=np.int64)
    out[children] = to[order][first]
    several = np.bincount(of[named], minlength=n_child) > 1
    return out, int(several.sum())


def _canonical(codes: dict[str, Ints], category: Ints) -> tuple[Ints, Ints]:
    """The order of rows that depends on their content alone, and the repetition number of each row in it."""
    keys = [codes[name] for name in ("ratee", "period", "rater", "mode", "item")]
    rows = np.lexsort((category, *keys[::-1])).astype(np.int64)
    same = np.ones(rows.size, dtype=bool)
    same[0] = False
    for key in keys:
        same[1:] &= key[rows][1:] == key[rows][:-1]
    start = np.maximum.accumulate(np.where(same, 0, np.arange(rows.size)))
    return rows, (np.arange(rows.size) - start).astype(np.int64)
