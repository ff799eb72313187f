"""The catalogue as it stands in folders of YAML: our own, and those that a state or an organisation adds.

A folder holds `sources.yaml`, `facts.yaml`, `offices.yaml`, `papers.yaml`, `clocks.yaml`, `states.yaml`,
`processes/`, `letters/`, and for each jurisdiction (IN, IN-WB, …) a folder with one file per series and `names.yaml`
for what is not researched. Each of them may be missing. Nothing in a file makes the reader fail: what cannot be taken
over stands in `Catalogue.unread`. The sentences are in English, for those who write rows.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from pakhi.entitlements import shapes
from pakhi.entitlements.lined import Broken, Table, load
from pakhi.entitlements.rows import Basis, Catalogue, Every, Problem, Row, Sort

OURS = Path(__file__).with_name("catalogue")
BY_ID = {
    "sources": shapes.SOURCE,
    "facts": shapes.FACT,
    "offices": shapes.OFFICE,
    "papers": shapes.PAPER,
    "states": shapes.STATE,
}
IN_FOLDERS = {"processes": shapes.PROCESS, "letters": shapes.LETTER}
NAMES = "names"  # the file of rows that nobody has researched
OF_A_FILE = ("checked_on", "checked_by")  # said once for all rows of a file
KEPT = 8  # catalogues of other folders that stay in memory

Stamp = tuple[tuple[str, int, int], ...]
_kept: dict[tuple[Path, ...], tuple[Stamp, Catalogue]] = {}


def read(folders: Iterable[Path | str] = ()) -> Catalogue:
    """Our catalogue with the rows of further folders. Read again only after a file changed; never raises for a file."""
    return read_only((OURS, *folders))


def read_only(folders: Iterable[Path | str]) -> Catalogue:
    """The catalogue of these folders alone, in this order; of two entries with one id the first counts."""
    places = tuple(Path(folder) for folder in folders)
    stamp = _stamp(places)
    known = _kept.get(places)
    if known and known[0] == stamp:
        return known[1]
    made = _Desk().take(places)
    while len(_kept) >= KEPT:
        _kept.pop(next(iter(_kept)))
    _kept[places] = stamp, made
    return made


def _stamp(folders: tuple[Path, ...]) -> Stamp:
    """Name, size and time of every file: cheap to ask, and different after any change."""
    found = []
    for path in _files(folders):
        state = path.stat()
        found.append((str(path), state.st_size, state.st_mtime_ns))
    return tuple(found)


def _files(folders: tuple[Path, ...]) -> list[Path]:
    return [path for folder in folders for path in sorted(folder.rglob("*.yaml"))]


@dataclass
class _Desk:
    """Where the parts of a catalogue are laid out while files are read."""

    parts: dict[str, dict[str, Any]] = field(default_factory=dict)
    rows: list[Row] = field(default_factory=list)
    unread: list[Problem] = field(default_factory=list)

    def take(self, folders: tuple[Path, ...]) -> Catalogue:
        digest = hashlib.sha256()
        for folder in folders:
            if not folder.is_dir():
                self.unread.append(Problem(str(folder), "", "", "There is no such folder."))
            for path in sorted(folder.rglob("*.yaml")):
                name = path.relative_to(folder).as_posix()
                content = path.read_bytes()
                digest.update(name.encode() + b"\0" + content + b"\0")
                self._file(name, content)
        rows = tuple(sorted(self.rows, key=lambda row: (row.series, row.jurisdiction, str(row.valid_from or ""))))
        by_series: dict[str, list[Row]] = {}
        for row in rows:
            by_series.setdefault(row.series, []).append(row)
        return Catalogue(
            rows=rows,
            sources=self._part("sources"),
            facts=self._part("facts"),
            offices=self._part("offices"),
            papers=self._part("papers"),
            processes=self._part("processes"),
            letters=self._part("letters"),
            stamp=digest.hexdigest()[:16],
            by_series={series: tuple(found) for series, found in by_series.items()},
            events=self._part("events"),
            actors=self._part("actors"),
            states=self._part("states"),
            unread=tuple(self.unread),
        )

    def _part(self, name: str) -> dict[str, Any]:
        return self.parts.get(name, {})

    def _file(self, name: str, content: bytes) -> None:
        try:
            table = load(content.decode("utf-8"))
        except UnicodeDecodeError:
            return self._wrong(name, 0, "The file is not written in UTF-8.")
        except Broken as error:
            return self._wrong(name, error.line, error.sentence)
        if table is None:
            return None
        if not isinstance(table, Table):
            return self._wrong(name, 1, "The file is a table of names, not a list or a single value.")
        folder, _, stem = name.removesuffix(".yaml").rpartition("/")
        if not folder and stem in BY_ID:
            return self._entries(name, stem, BY_ID[stem], table)
        if not folder and stem == "clocks":
            return self._clocks(name, table)
        if folder in IN_FOLDERS:
            return self._whole(name, folder, IN_FOLDERS[folder], table, stem)
        if not folder or "/" in folder:
            return self._wrong(name, 0, "No such file belongs here; docs/rights.md shows the folder.")
        if stem == NAMES:
            return self._names(name, folder, table)
        return self._series(name, folder, stem, table)

    def _wrong(self, file: str, line: int, sentence: str, row: str = "", key: str = "") -> None:
        self.unread.append(Problem(file, row, key, sentence, line))

    def _keep(self, part: str, key: str, made: Any, file: str, line: int) -> None:
        entries = self.parts.setdefault(part, {})
        if made is None:
            return
        if key in entries:
            self._wrong(file, line, f"“{key}” stands in another folder already; the first one counts.", key)
        else:
            entries[key] = made

    def _entries(self, file: str, part: str, shape: shapes.Shape, table: Table) -> None:
        """A file with one entry for each id."""
        named = "code" if part == "states" else "id"
        for key, entry in table.items():
            made = shape.build(entry, {named: key}, self._telling(file, key, table.lines[key]))
            self._keep(part, key, made, file, table.lines[key])

    def _clocks(self, file: str, table: Table) -> None:
        """Who acts, and what clocks run from and to."""
        for key, part in table.items():
            if key not in ("events", "actors") or not isinstance(part, Table):
                self._wrong(file, table.lines[key], "This file holds two tables: “events” and “actors”.", "", key)
                continue
            for entry, value in part.items():
                line = part.lines[entry]
                made = value if key == "events" and isinstance(value, str) else None
                if key == "actors":
                    made = shapes.ACTOR.build(value, {"id": entry}, self._telling(file, entry, line))
                elif made is None:
                    self._wrong(file, line, "An event is said in plain words.", entry)
                self._keep(key, entry, made, file, line)

    def _whole(self, file: str, part: str, shape: shapes.Shape, table: Table, stem: str) -> None:
        """A file that is one process or one letter."""
        made = shape.build(table, {}, self._telling(file, str(table.get("id", stem)), 1))
        if made is not None and made.id != stem:
            return self._wrong(
                file, table.lines["id"], f"The file is called {stem}, but its id is {made.id}.", made.id, "id"
            )
        return self._keep(part, stem, made, file, 1)

    def _telling(self, file: str, row: str, line: int) -> Callable[[str, int, str], None]:
        return lambda key, at, sentence: self._wrong(file, at or line, sentence, row, key)

    def _listed(self, file: str, table: Table, allowed: frozenset[str]) -> list[Any]:
        """The rows of a file; what else stands at its top, and what is no list, is told."""
        for key in table:
            if key not in allowed:
                self._wrong(file, table.lines[key], f"“{key}” does not stand at the top of this file.", "", key)
        rows = table.get("rows")
        if not isinstance(rows, list):
            self._wrong(file, table.lines.get("rows", 1), "The file needs a list called “rows”.", "", "rows")
            return []
        return rows

    def _series(self, file: str, jurisdiction: str, stem: str, table: Table) -> None:
        """A file with the dated versions of one series."""
        listed = self._listed(file, table, frozenset({"series", "rows", *OF_A_FILE}))
        if table.get("series") != stem:
            self._wrong(
                file,
                table.lines.get("series", 1),
                f"The file is called {stem}, so it says “series: {stem}”.",
                "",
                "series",
            )
        given = {"series": stem, "jurisdiction": jurisdiction, "file": file} | self._of_the_file(file, table)
        for entry in listed:
            self._row(file, entry, shapes.ROW, given)

    def _of_the_file(self, file: str, table: Table) -> dict[str, Any]:
        found = {}
        for key in OF_A_FILE:
            if key in table:
                try:
                    found[key] = shapes.ROW.fields[key](table[key])
                except shapes.Wrong as error:
                    self._wrong(file, table.lines[key], f"“{key}” {error}.", "", key)
        return found

    def _names(self, file: str, jurisdiction: str, table: Table) -> None:
        """The file of rows of which nothing but the name is known."""
        listed = self._listed(file, table, frozenset({"rows", *OF_A_FILE}))
        given: Mapping[str, Any] = {
            "series": "", "jurisdiction": jurisdiction, "file": file, "sort": Sort.NAME, "basis": Basis.TODAY,
            "valid_from": None, "valid_to": None, "gives": "Not yet researched.", "eligible": Every(), "sources": (),
        } | self._of_the_file(file, table)  # fmt: skip
        for entry in listed:
            self._row(file, entry, shapes.NAMED, given)

    def _row(self, file: str, entry: Any, shape: shapes.Shape, given: Mapping[str, Any]) -> None:
        called = str(entry.get("id", "")) if isinstance(entry, Table) else ""
        line = entry.line if isinstance(entry, Table) else 0
        row = shape.build(entry, {**given, "line": line}, self._telling(file, called, line))
        if row is not None:
            self.rows.append(row if row.series else replace(row, series=row.id))
