"""Ratings as integer columns with their labels: the only thing the estimator reads."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

import numpy as np

from .arrays import Answers, Bools, Floats, Ints, compact
from .columns import Column, drop_missing, encode, texts
from .nest import nest
from .one_voice import one_voice
from .scores import BadRatings, read_scores

__all__ = ["ASSISTED_MODES", "REFERENCE_MODE", "BadRatings", "Ratings", "from_columns"]

REFERENCE_MODE = "phone"
ASSISTED_MODES = frozenset({"peer", "assisted", "peer-assisted", "helpline", "paper"})


@dataclass(frozen=True)
class Ratings:
    """One column per visit, sorted so that the order of the file leaves no trace, and all labels.

    `visit_rater`, `visit_ratee`, `visit_mode`, `visit_period` and `visit_organisation` (V) hold codes into the label
    tuples; `answers` (J, V) the category of every item, -1 where it was not answered. `share` is what a visit counts:
    what one rater says about one ratee in one period counts once, however often it is said (None: nobody said anything
    twice).
    `values[item][category]` lies on 0-100; `ends` are 0 and 100 in the file's own units. `office_of` and `group_of`
    are per ratee, `kind_of` is per group; codes are -1 where nothing is known. `rater`, `ratee`, `item` and
    `category` are the same answers, one a row.
    """

    visit_rater: Ints = field(repr=False)
    visit_ratee: Ints = field(repr=False)
    visit_mode: Ints = field(repr=False)
    visit_period: Ints = field(repr=False)
    visit_organisation: Ints = field(repr=False)
    answers: Answers = field(repr=False)
    share: Floats | None = field(repr=False)
    raters: tuple[str, ...] = field(repr=False)
    ratees: tuple[str, ...] = field(repr=False)
    items: tuple[str, ...] = field(repr=False)
    modes: tuple[str, ...]
    periods: tuple[str, ...]
    organisations: tuple[str, ...]
    offices: tuple[str, ...] = field(repr=False)
    groups: tuple[str, ...] = field(repr=False)
    kinds: tuple[str, ...] = field(repr=False)
    values: tuple[tuple[float, ...], ...] = field(repr=False)
    office_of: Ints = field(repr=False)
    group_of: Ints = field(repr=False)
    kind_of: Ints = field(repr=False)
    ends: tuple[tuple[float, float], ...] = field(repr=False)
    reference: int = 0
    assisted: frozenset[int] = frozenset()
    notes: tuple[str, ...] = ()

    def __len__(self) -> int:
        return self._size

    @cached_property
    def _size(self) -> int:
        return sum(int((one >= 0).sum()) for one in self.answers)

    @cached_property
    def visit(self) -> Ints:
        """Visit of every answer; answers are sorted by visit and item."""
        return self._rows[0]

    @cached_property
    def item(self) -> Ints:
        """Item of every answer."""
        return self._rows[1]

    @cached_property
    def _rows(self) -> tuple[Ints, Ints]:
        visit, item = np.nonzero(self.answers.T >= 0)
        return visit, item

    @cached_property
    def category(self) -> Ints:
        """Category of every answer."""
        return self.answers[self.item, self.visit].astype(np.int64)

    @cached_property
    def rater(self) -> Ints:
        """Rater of every answer."""
        return self.visit_rater[self.visit].astype(np.int64)

    @cached_property
    def ratee(self) -> Ints:
        """Ratee of every answer."""
        return self.visit_ratee[self.visit].astype(np.int64)

    @cached_property
    def score(self) -> Floats:
        """Every answer on 0-100."""
        table = np.full((len(self.values), max(len(v) for v in self.values)), np.nan)
        for j, row in enumerate(self.values):
            table[j, : len(row)] = row
        return np.asarray(table[self.item, self.category])

    def used(self, visits: Ints) -> list[Floats]:
        """How often each category of each item was used in these visits."""
        share = None if self.share is None else self.share[visits]
        found: list[Floats] = []
        for one, values in zip(self.answers, self.values, strict=True):
            category = one[visits]
            given = category >= 0
            weights = None if share is None else share[given]
            found.append(np.bincount(category[given], weights, minlength=len(values)).astype(np.float64))
        return found

    def of_raters(self, wanted: Bools) -> "Ratings":
        """The visits of some raters; the labels of raters and ratees that are left."""
        return self.of_visits(wanted[self.visit_rater])

    def of_visits(self, kept: Bools) -> "Ratings":
        """Some of the visits (V), with the labels of the raters and ratees that are left."""
        ratees, ratee = compact(self.visit_ratee[kept].astype(np.int64), len(self.ratees))
        raters, rater = compact(self.visit_rater[kept].astype(np.int64), len(self.raters))
        return replace(
            self,
            visit_rater=rater,
            visit_ratee=ratee,
            visit_mode=self.visit_mode[kept],
            visit_period=self.visit_period[kept],
            visit_organisation=self.visit_organisation[kept],
            answers=self.answers[:, kept],
            share=None if self.share is None else self.share[kept],
            raters=tuple(self.raters[k] for k in raters),
            ratees=tuple(self.ratees[k] for k in ratees),
            office_of=self.office_of[ratees],
            group_of=self.group_of[ratees],
        )


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
    organisation: Column | None = None,
    order: Sequence[str] | None = None,
    reference_mode: str = REFERENCE_MODE,
    assisted_modes: Collection[str] = ASSISTED_MODES,
) -> Ratings:
    """Build Ratings from columns of equal length (texts or numbers; empty means missing).

    The peer group is `group`, or else `kind` and `district` together, or else everybody. Periods are compared as
    text (as numbers where all are numbers). `organisation` is whose people collected the rating. `order` lists the
    words of the scale, lowest first. Raises BadRatings.
    """
    if len(rater) == 0:
        raise BadRatings("There are no ratings: the file has no rows.")
    text = {
        name: texts(name, column, len(rater))
        for name, column in (
            ("rater", rater), ("ratee", ratee), ("score", score), ("item", item), ("group", group), ("mode", mode),
            ("period", period), ("office", office), ("kind", kind), ("district", district),
            ("organisation", organisation),
        )
        if column is not None
    }  # fmt: skip
    notes = drop_missing(text)
    if "office" in text:  # who belongs to no office is an office of its own
        text["office"] = [name or own for name, own in zip(text["office"], text["ratee"], strict=True)]
    codes: dict[str, Ints] = {}
    labels: dict[str, tuple[str, ...]] = {}
    for name in ("rater", "ratee", "item", "mode", "period", "organisation", "office", "group", "kind"):
        column = _peer_group(text) if name == "group" else text.get(name)
        codes[name], labels[name] = encode(column, len(text["rater"]))
    for name in ("rater", "ratee"):
        if len(labels[name]) < 2:
            raise BadRatings(f"There is only one {name} ({labels[name][0]!r}); comparing needs at least two.")
    scale = read_scores(text["score"], codes["item"], len(labels["item"]), order)
    reference, note = _reference(codes["mode"], labels["mode"], reference_mode, "mode" in text)
    columns, answers, share, repeated = one_voice(codes, scale.category, len(labels["item"]))
    if repeated:
        notes.append(
            f"{repeated} answers repeat one rater's answer about the same ratee in the same period; "
            "what one person says about one ratee in one period counts once."
        )
    office_of, group_of, kind_of = nest(codes, labels, notes)
    return Ratings(
        **columns,
        answers=answers,
        share=share,
        raters=labels["rater"],
        ratees=labels["ratee"],
        items=labels["item"],
        modes=labels["mode"],
        periods=labels["period"],
        organisations=labels["organisation"],
        offices=labels["office"],
        groups=labels["group"],
        kinds=labels["kind"],
        values=scale.values,
        ends=scale.ends,
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
