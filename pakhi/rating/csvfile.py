"""Read ratings from a CSV file that somebody already has, and say plainly what is wrong with it."""

import csv
import io
from collections.abc import Sequence
from pathlib import Path

from .scores import BadRatings
from .table import REFERENCE_MODE, Ratings, from_columns

SPREADSHEET = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")


def read(
    path: str | Path,
    *,
    rater: str,
    ratee: str,
    score: str,
    item: str | None = None,
    group: str | None = None,
    mode: str | None = None,
    period: str | None = None,
    office: str | None = None,
    order: Sequence[str] | None = None,
    reference: str | None = None,
    organisation: str | None = None,
) -> Ratings:
    """Ratings from the named columns of a UTF-8 CSV file (comma, semicolon or tab). Raises BadRatings."""
    wanted = {
        "rater": rater, "ratee": ratee, "score": score, "item": item, "group": group, "mode": mode, "period": period,
        "office": office, "organisation": organisation,
    }  # fmt: skip
    columns = read_columns(path, {role: name for role, name in wanted.items() if name is not None})
    if reference is not None and reference not in set(columns.get("mode", [])):
        raise BadRatings(f"No row has the mode {reference!r}, so the others cannot be compared to it.")
    return from_columns(**columns, order=order, reference_mode=reference or REFERENCE_MODE)


def read_columns(path: str | Path, wanted: dict[str, str]) -> dict[str, list[str]]:
    """The named columns of a file, by what they mean. Raises BadRatings."""
    rows = _rows(_text(Path(path)))
    header = [name.strip() for name in rows[0]]
    columns: dict[str, list[str]] = {}
    for role, name in wanted.items():
        place = _place(name, header)
        columns[role] = [row[place].strip() if place < len(row) else "" for row in rows[1:]]
    if len(rows) == 1:
        raise BadRatings(f"{Path(path).name} has a header but no rows.")
    return columns


def _text(path: Path) -> str:
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise BadRatings(f"{path} cannot be opened: {(error.strerror or 'unknown reason').lower()}.") from error
    if raw.startswith(SPREADSHEET):
        raise BadRatings(f"{path.name} is a spreadsheet; save it as CSV (UTF-8) first.")
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise BadRatings(
            f"{path.name} is not readable as UTF-8 (byte {error.start + 1}); save it as CSV with UTF-8 encoding."
        ) from error
    if not text.strip():
        raise BadRatings(f"{path.name} is empty.")
    return text


def _rows(text: str) -> list[list[str]]:
    first = text.lstrip().split("\n", 1)[0]
    delimiter = max(",;\t", key=first.count)
    try:
        rows = [row for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter) if any(row)]
    except csv.Error as error:
        raise BadRatings(f"The file is not a readable CSV file: {error}.") from error
    if not rows:
        raise BadRatings("The file is empty.")
    return rows


def _place(name: str, header: list[str]) -> int:
    if header.count(name) == 1:
        return header.index(name)
    there = ", ".join(column for column in header if column)[:400]
    if name in header:
        raise BadRatings(f"There are several columns called {name!r}; give each its own name.")
    raise BadRatings(f"There is no column {name!r}. The columns are: {there}.")
