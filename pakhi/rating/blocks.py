"""Sums and products of tall arrays (N, S), block by block: what one step makes, the next finds in the cache.

Whole arrays go through main memory at every step. With the 800,000 effects of ten million ratings, adding a multiple
took 2 ms in blocks instead of 8 (5 columns), and 11 instead of 27 (21 columns).
"""

from collections.abc import Iterator

import numpy as np
from scipy import sparse

from .arrays import Floats, Singles

ROWS = 4096


def blocks(size: int) -> Iterator[slice]:
    """Rows 0..size-1 in blocks."""
    return (slice(start, min(start + ROWS, size)) for start in range(0, size, ROWS))


def add_scaled(out: Singles, values: Singles, factor: Singles) -> None:
    """`out` (N, S) += `values` (N, S) times `factor`: one a column (S), or one a row (N, 1)."""
    part = np.empty((min(ROWS, out.shape[0]), out.shape[1]), dtype=out.dtype)
    by_row = factor.ndim == 2
    for rows in blocks(out.shape[0]):
        some = part[: rows.stop - rows.start]
        np.multiply(values[rows], factor[rows] if by_row else factor, out=some)
        out[rows] += some


def take_product(out: Singles, left: Singles, right: Singles) -> None:
    """`out` (N, S) -= `left` (N, M) @ `right` (M, S)."""
    for rows in blocks(out.shape[0]):
        out[rows] -= left[rows] @ right


def column_dots(a: Singles, b: Singles) -> Floats:
    """Column by column, the sum (S) of products; blocks are added up in full digits."""
    size, width = a.shape
    fold = 8 if size >= 8 * ROWS and a.flags.c_contiguous and b.flags.c_contiguous else 1
    even = size - size % fold
    left, right = (x[:even].reshape(-1, fold * width) for x in (a, b))
    total = np.zeros(fold * width)
    for rows in blocks(even // fold):
        total += np.einsum("ij,ij->j", left[rows], right[rows])
    rest = np.einsum("ij,ij->j", a[even:], b[even:], dtype=np.float64)
    return np.asarray(total.reshape(fold, width).sum(0) + rest)


def crossed(left: sparse.csr_matrix, right: Singles) -> Floats:
    """`left`' (M, N) @ `right` (N, S), added up in full digits without a copy of all of `right` in them."""
    total = np.zeros((left.shape[1], right.shape[1]))
    for start in range(0, left.shape[0], 16 * ROWS):
        rows = slice(start, start + 16 * ROWS)
        total += left[rows].T.astype(np.float64) @ right[rows].astype(np.float64)
    return total
