"""Reading the Local Government Directory's CSV files: which layout a file has, and what its lines say.

The layouts are those of lgdirectory.gov.in: states, districts, sub-districts, blocks, urban local bodies. A
file is known by the codes in its header, never by its name. What cannot be read is refused with its line and
a sentence.
"""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from django.utils.translation import gettext as _

from pakhi.network.models import Place

Kind = Place.Kind
SCRIPTS = {
    "BENGALI": "bn", "DEVANAGARI": "hi", "TELUGU": "te", "TAMIL": "ta", "GUJARATI": "gu", "KANNADA": "kn",
    "GURMUKHI": "pa", "MALAYALAM": "ml", "ORIYA": "or", "ARABIC": "ur",
}  # fmt: skip
OF_THE_STATE = {("DEVANAGARI", "27"): "mr", ("DEVANAGARI", "30"): "kok", ("BENGALI", "18"): "as"}
ROMAN = re.compile("X{0,2}(IX|IV|V?I{0,3})")
SMALL = {"AND", "OF", "THE"}
HEADER_WITHIN = 5  # lines: some downloads begin with a title
LONGEST = 120


@dataclass(frozen=True)
class Refusal:
    """A line (0: the whole file) that was not taken, and why."""

    file: str
    line: int
    sentence: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.sentence}" if self.line else f"{self.file}: {self.sentence}"


@dataclass(frozen=True)
class Entry:
    """What one line says of a place. `version` is None where the layout has none; `local` is by language."""

    file: str
    line: int
    kind: str
    code: str
    version: int | None
    name: str
    local: dict[str, str]
    parent_kind: str
    parent: str

    def refuse(self, sentence: str) -> Refusal:
        return Refusal(self.file, self.line, sentence)


@dataclass(frozen=True)
class Layout:
    """The columns of one kind of file; the codes in its header tell it from the others."""

    kind: str
    codes: frozenset[str]
    code: str
    name: str
    version: str = ""
    local: str = ""
    parent_kind: str = ""
    parent: str = ""


def _layout(kind: str, codes: str, column: str, parent: str = "", local: str = "") -> Layout:
    """A layout whose columns are called alike: "block code", "block version", "block name"."""
    return Layout(
        kind=kind,
        codes=frozenset(f"{code} code" for code in codes.split(", ")),
        code=f"{column} code",
        name=f"{column} name",
        version=f"{column} version",
        local=local,
        parent_kind=parent,
        parent=f"{parent} code",
    )


LAYOUTS = (  # in the order of import: the parents first
    _layout(Kind.STATE, "state", "state", local="state name 2"),
    _layout(Kind.DISTRICT, "state, district", "district", "state"),
    _layout(Kind.SUBDISTRICT, "state, district, sub district", "sub district", "district"),
    _layout(Kind.BLOCK, "state, district, block", "block", "district", "block name 2"),
    _layout(Kind.TOWN, "state, local body, localbody type", "local body", "state", "local body name in local"),
)


@dataclass
class Reading:
    """What was read from some files."""

    entries: list[Entry] = field(default_factory=list)
    refused: list[Refusal] = field(default_factory=list)


def read(paths: list[Path]) -> Reading:
    """Read files in any order. Never raises for what is in a file."""
    reading = Reading()
    for path in paths:
        try:
            _read_file(path, reading)
        except (OSError, csv.Error) as trouble:
            sentence = _("This file cannot be read (%(why)s).") % {"why": trouble}
            reading.refused.append(Refusal(path.name, 0, sentence))
    return reading


def _read_file(path: Path, reading: Reading) -> None:
    # Bytes that are not UTF-8 come through as lone surrogates, so one bad line costs one line.
    text = path.read_text(encoding="utf-8-sig", errors="surrogateescape")
    lines = list(_numbered(text))
    for skip, (_line, cells) in enumerate(lines[:HEADER_WITHIN]):
        columns = header(cells)
        layout = next((known for known in LAYOUTS if known.codes == codes_of(columns)), None)
        if layout:
            return _read_lines(path.name, layout, columns, lines[skip + 1 :], reading)
    sentence = _("The header is not that of states, districts, sub-districts, blocks or urban local bodies.")
    reading.refused.append(Refusal(path.name, 0, sentence))


def _read_lines(
    file: str, layout: Layout, columns: list[str], lines: list[tuple[int, list[str]]], reading: Reading
) -> None:
    for line, cells in lines:
        row = dict(zip(columns, (cell.strip() for cell in cells), strict=False))
        trouble = _trouble(layout, row)
        if trouble:
            reading.refused.append(Refusal(file, line, trouble))
        else:
            reading.entries.append(_entry(file, line, layout, row))


def _trouble(layout: Layout, row: dict[str, str]) -> str:
    """Why a row cannot be taken, as a sentence; "" if it can."""
    if not all(map(_is_text, row.values())):
        return _("This line is not in UTF-8; save the file as “CSV UTF-8” and try again.")
    wanted = [layout.code, *[layout.parent] * bool(layout.parent_kind)]
    for column in wanted:
        if not row.get(column, "").isdecimal():
            return _("The %(column)s is missing or not a number.") % {"column": column}
    if not row.get(layout.version, "1").isdecimal():
        return _("The %(column)s is missing or not a number.") % {"column": layout.version}
    if not clean(row.get(layout.name, "")):
        return _("The place has no name.")
    if len(row[layout.name]) > LONGEST:
        return _("The name is longer than %(longest)s letters.") % {"longest": LONGEST}
    return ""


def _is_text(cell: str) -> bool:
    return cell.isascii() or not any("\ud800" <= character <= "\udfff" for character in cell)


def _entry(file: str, line: int, layout: Layout, row: dict[str, str]) -> Entry:
    version = row.get(layout.version)
    return Entry(
        file=file,
        line=line,
        kind=layout.kind,
        code=str(int(row[layout.code])),
        version=int(version) if version else None,
        name=clean(row[layout.name]),
        local=local_names(row.get(layout.local, ""), str(int(row["state code"]))),
        parent_kind=layout.parent_kind,
        parent=str(int(row[layout.parent])) if layout.parent_kind else "",
    )


def _numbered(text: str) -> Iterator[tuple[int, list[str]]]:
    """(line number, cells) of every line that has something in it."""
    rows = csv.reader(io.StringIO(text, newline=""))
    for cells in rows:
        if any(cell.strip() for cell in cells):
            yield rows.line_num, cells


def header(cells: list[str]) -> list[str]:
    """Column names in small letters without marks; a name that stands twice gets a number."""
    columns: list[str] = []
    for cell in cells:
        plain = " ".join(re.sub(r"[^a-z0-9]+", " ", cell.lower()).split())
        columns.append(f"{plain} 2" if plain in columns else plain)
    return columns


def codes_of(columns: list[str]) -> frozenset[str]:
    """The columns that hold the directory's own codes."""
    return frozenset(c for c in columns if c.endswith(" code") and not c.startswith("census"))


def clean(name: str) -> str:
    """A name to show: without footnote marks ("Delhi $", "Assam*"), and not in capitals."""
    name = " ".join(name.strip(" *$#@+^~_,;:").split())
    return re.sub(r"[A-Z]+", _word, name) if name.isupper() else name


def _word(found: re.Match[str]) -> str:
    """One word of a name in capitals: BARASAT-II is Barasat-II, AND is and, NTR and Y.S.R. stay."""
    word = found[0]
    if ROMAN.fullmatch(word) or not re.search("[AEIOUY]", word) or len(word) == 1:
        return word
    if word in SMALL and found.start() > 0:
        return word.lower()
    return word.capitalize()


def local_names(text: str, state: str) -> dict[str, str]:
    """{language: name} of a name in an Indian script; {} if it is in Latin letters or missing."""
    name = " ".join(text.strip(" *$").split())[:LONGEST]
    for character in name:
        script = unicodedata.name(character, "").split(" ")[0]
        if script in SCRIPTS:
            return {OF_THE_STATE.get((script, state), SCRIPTS[script]): name}
    return {}
