"""Who belongs where: each ratee to one office, each office to one peer group, each group to one kind of office."""

import numpy as np

from .arrays import Ints


def nest(codes: dict[str, Ints], labels: dict[str, tuple[str, ...]], notes: list[str]) -> tuple[Ints, Ints, Ints]:
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
