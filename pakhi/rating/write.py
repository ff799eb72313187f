"""Files that appear whole or not at all, and that no spreadsheet takes for a program."""

import csv
import os
import tempfile
from collections.abc import Iterable, Sequence
from pathlib import Path

from .scores import BadRatings

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
Value = str | int | float | None


def place_for(out: str | Path) -> None:
    """Say before the work that a file cannot be written. Raises BadRatings."""
    if not Path(out).absolute().parent.is_dir():
        raise BadRatings(f"{out} cannot be written: there is no folder {Path(out).absolute().parent}.")


def write_csv(header: Sequence[str], rows: Iterable[Sequence[str]], out: str | Path) -> None:
    """A UTF-8 CSV file. Raises BadRatings."""
    target = Path(out).absolute()
    try:
        handle, name = tempfile.mkstemp(dir=target.parent, prefix=target.name)
        with os.fdopen(handle, "w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file, lineterminator="\n")
            writer.writerow(header)
            writer.writerows(rows)
        _in_place(Path(name), target)
    except OSError as error:
        raise BadRatings(f"{out} cannot be written: {(error.strerror or 'unknown reason').lower()}.") from error


def write_parquet(header: Sequence[str], rows: Sequence[Sequence[Value]], out: str | Path) -> None:
    """A Parquet file with the types of the values. Raises BadRatings, also where DuckDB is not installed."""
    try:
        import duckdb
    except ImportError as error:
        raise BadRatings("Parquet is written with DuckDB, which is not installed; use --format csv.") from error
    target = Path(out).absolute()
    kinds = [_kind([row[k] for row in rows]) for k in range(len(header))]
    columns = ", ".join(f'"{name}" {kind}' for name, kind in zip(header, kinds, strict=True))
    marks = ", ".join("?" for _ in header)
    try:
        with tempfile.TemporaryDirectory(dir=target.parent) as folder, duckdb.connect() as base:
            part = Path(folder) / "part.parquet"
            base.execute(f"CREATE TABLE rows ({columns})")
            if rows:
                base.executemany(f"INSERT INTO rows VALUES ({marks})", [list(row) for row in rows])  # noqa: S608 - only "?"
            base.execute(f"COPY rows TO '{str(part).replace(chr(39), chr(39) * 2)}' (FORMAT parquet)")
            _in_place(part, target)
    except (OSError, duckdb.Error) as error:
        raise BadRatings(f"{out} cannot be written: {str(error).splitlines()[0].lower()}.") from error


def safe_cell(text: str) -> str:
    """A text that no spreadsheet takes for a formula: a leading apostrophe where one is needed."""
    if not text.startswith(FORMULA_STARTS):
        return text
    try:
        float(text)
    except ValueError:
        return "'" + text
    return text


def _in_place(made: Path, target: Path) -> None:
    made.chmod(0o644)
    made.replace(target)


def _kind(values: Sequence[Value]) -> str:
    known = [value for value in values if value is not None]
    if all(isinstance(value, int) for value in known):
        return "BIGINT"
    return "DOUBLE" if all(isinstance(value, int | float) for value in known) else "VARCHAR"
