"""Which organisations' severity can be told: those that rated something that another one rated, too.

An organisation that went where nobody else went cannot be told apart from the offices it went to. Its effect is
fixed at nothing then, and a sentence says so.
"""

import numpy as np

from .arrays import Ints, compact
from .table import Ratings

MOST = 100  # each stands beside the tree as a dense column; more of them are surely something else


def told(ratings: Ratings) -> Ints:
    """Codes of the organisations that have an effect of their own."""
    size = len(ratings.organisations)
    if not 1 < size <= MOST:
        return np.zeros(0, dtype=np.int64)
    of = ratings.office_of if len(ratings.offices) > 1 else np.arange(len(ratings.ratees))
    met = compact(of[ratings.visit_ratee] * np.int64(size) + ratings.visit_organisation, (int(of.max()) + 1) * size)[0]
    named = np.array([label != "" for label in ratings.organisations])
    met = met[named[met % size]]
    shared = np.bincount(met // size) > 1
    return np.unique(met[shared[met // size]] % size)


def note(ratings: Ratings, effects: int) -> list[str]:
    """What could not be told, as a sentence; nothing where no organisations are named or all have an effect."""
    named = sum(label != "" for label in ratings.organisations)
    if effects == named:
        return []
    if named > MOST:
        return [
            f"There are {named} organisations; how strict each is is looked at for at most {MOST}, so for none here."
        ]
    if not effects:
        return ["No two organisations rated the same office, so how strict each is cannot be told and is left out."]
    rest = named - effects
    return [f"{rest} of {named} organisations share no office with another; how strict they are is left out."]
