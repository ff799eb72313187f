"""The files behind `pakhi rate --predict`: rows to predict in, their probabilities out."""

from collections.abc import Sequence
from pathlib import Path

from .csvfile import read_columns
from .outcome import Fit
from .predict import Rows
from .rate import Columns
from .rows import Explanation
from .scores import BadRatings
from .write import place_for, safe_cell, write_csv, write_parquet


def read_rows(path: str | Path, columns: Columns, found: Fit) -> Rows:
    """Rows of a file with the columns of the ratings (no score is needed). Raises BadRatings."""
    names = {"rater": columns.rater, "ratee": columns.ratee, "item": columns.item, "mode": columns.mode,
             "period": columns.period, "group": columns.group, "organisation": columns.organisation}  # fmt: skip
    cells = read_columns(path, {role: name for role, name in names.items() if name is not None})
    r = found.ratings
    for role, plural, known in (
        ("item", "items", r.items),
        ("mode", "modes", r.modes),
        ("period", "periods", r.periods),
        ("organisation", "organisations", r.organisations),
    ):
        strange = sorted(set(cells.get(role, [])).difference(known))
        if strange:
            shown = ", ".join(repr(label[:40]) for label in strange[:8])
            raise BadRatings(f"{Path(path).name} asks about {plural} that the ratings do not have: {shown}.")
    return Rows(**cells)


def write_predictions(found: Fit, rows: Rows, out: str | Path, form: str = "csv") -> None:
    """One line for every row, in order: p1..pK from the lowest category up, and the mean in the file's units."""
    place_for(out)
    told = found.predict(rows)
    most = told.probability.shape[1]
    header = [*(f"p{k + 1}" for k in range(most)), "mean"]
    if form == "parquet":
        numbers = [[*map(float, p), float(m)] for p, m in zip(told.probability, told.mean, strict=True)]
        write_parquet(header, numbers, out)
        return
    cells = ([*(f"{p:.6f}" for p in row), f"{mean:.4f}"] for row, mean in zip(told.probability, told.mean, strict=True))
    write_csv(header, cells, out)


HEADER = ("ratee", "estimate", "peers", "moved", "kept", "voices", "raters", "above", "below", "last_year", "assisted",
          "linking", "sentence")  # fmt: skip


def write_explanations(rows: Sequence[Explanation], out: str | Path) -> None:
    """One line a ratee: why it has its number. A count that would tell who spoke stays empty."""
    write_csv(HEADER, ([_cell(getattr(row, name)) for name in HEADER] for row in rows), out)


def _cell(value: object) -> str:
    if value is None:
        return ""
    return f"{value:.2f}" if isinstance(value, float) else safe_cell(str(value))
