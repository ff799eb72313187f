"""The array types of this room, so that every signature says what it holds, and one thing done to them everywhere."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.floating[Any]]
Singles = Floats  # where half the digits do: draws and what leads to them
Kind = type[np.floating[Any]]  # of such an array
Ints = NDArray[np.integer[Any]]
Bools = NDArray[np.bool_]
Answers = NDArray[np.int8]


def compact(keys: Ints, bound: int) -> tuple[Ints, Ints]:
    """The different keys (0..bound-1) in order, and the place of each key among them; no sort where a table will do."""
    if bound > 8 * keys.size + 1_000_000:
        found, place = np.unique(keys, return_inverse=True)
        return found, place
    seen = np.zeros(bound, dtype=bool)
    seen[keys] = True
    return np.flatnonzero(seen), (np.cumsum(seen) - 1)[keys]


def narrow(codes: Ints) -> Ints:
    """Codes in 32 bits: half the memory to walk through."""
    return codes.astype(np.int32, copy=False)
