"""A small table of yes and no, written as text that people read and sign; nothing in it may be undecided."""

from __future__ import annotations


def read(text: str, first: str, columns: tuple[str, ...]) -> dict[str, frozenset[str]]:
    """Row -> the columns in which it says yes. `first`: the head of the column with the names of the rows.

    Raises ValueError for other columns, and for a cell that is neither yes nor no.
    """
    head, *lines = (line.split() for line in text.strip().splitlines())
    if tuple(head) != (first, *columns):
        raise ValueError(f"The columns of this table are: {first} {' '.join(columns)}.")
    rows = {}
    for name, *cells in lines:
        if len(cells) != len(columns) or set(cells) - {"yes", "no"}:
            raise ValueError(f"The row {name} leaves a cell undecided.")
        rows[name] = frozenset(column for column, cell in zip(columns, cells, strict=True) if cell == "yes")
    return rows
