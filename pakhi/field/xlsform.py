"""From an XLSForm to an XForm, and every complaint with its row: pyxform's, and ours.

pyxform decides what is a form. What we add are warnings that a field worker would feel: a language in which a question
has no words, a reserved name with another type.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import PurePath
from typing import Any

from django.utils.translation import gettext as _
from pyxform.builder import create_survey_element_from_dict
from pyxform.errors import PyXFormError
from pyxform.utils import external_choices_to_csv, has_external_choices
from pyxform.xls2json import workbook_to_json
from pyxform.xls2json_backends import get_xlsform

from pakhi.field import complaints

TYPES = (".xlsx", ".xlsm", ".xls", ".md", ".csv")
MOST = 10 * 1024 * 1024
LANGUAGE = re.compile(r"^(?P<name>.*?)\s*(?:\((?P<code>[\w-]+)\))?$")
TITLED = re.compile(r"(?:form_)?title_(?P<code>[a-z]{2,3})")  # a column of the sheet settings, as form_title_bn
GROUPS = {"group", "repeat"}
Mend = Callable[[dict[str, Any]], None]


class NotAForm(Exception):
    """What was uploaded is no form. The message is a sentence with sheet, row and column where they are known."""


@dataclass(frozen=True)
class Question:
    """A question, with the names of the groups and repeats it lies in."""

    name: str
    type: str
    path: tuple[str, ...]
    repeated: bool = False


@dataclass(frozen=True)
class Converted:
    """A form that can be published: the bytes that phones get, and what the product needs to know of it."""

    form_id: str
    version: str
    title: str
    xform: bytes
    languages: tuple[str, ...]
    questions: tuple[Question, ...]
    warnings: tuple[str, ...]
    itemsets: bytes = b""
    titles: dict[str, str] = field(default_factory=dict)  # code of a language -> the title in it
    rows: dict[tuple[str, str], int] = field(default_factory=dict)  # (sheet, name) -> row, for what we say about it

    @property
    def md5(self) -> str:
        """The hash by which phones know these bytes (OpenRosa)."""
        return hashlib.md5(self.xform, usedforsecurity=False).hexdigest()


def read(content: bytes, name: str, mend: Mend | None = None) -> Converted:
    """Convert a workbook, whose file name ends in .xlsx, .xls, .md or .csv. Raises NotAForm.

    A form without an id of its own is called by its file name, as pyxform does. `mend` may add to what the workbook
    describes before it is converted.
    """
    kind, heard = PurePath(name).suffix.lower(), list[str]()
    if kind not in TYPES:
        raise NotAForm(_("Upload an XLSForm: a workbook (.xlsx or .xls), or its text (.md or .csv)."))
    if len(content) > MOST:
        raise NotAForm(_("The workbook is too large: 10 MB are the most."))
    book = None
    try:
        book = get_xlsform(BytesIO(content), file_type=kind)
        described = workbook_to_json(book, fallback_form_name=PurePath(name).stem, warnings=heard)
        if mend is not None:
            mend(described)
        itemsets = external_choices_to_csv(book) if has_external_choices(described) else ""
        xform = create_survey_element_from_dict(described).to_xml(validate=False, pretty_print=False, warnings=heard)
    except PyXFormError as problem:
        raise NotAForm(sentence(problem, book)) from None
    except Exception:  # a damaged workbook may fail anywhere in the libraries that read it
        raise NotAForm(complaints.title_in_languages(book) or damaged()) from None
    return Converted(
        form_id=str(described["id_string"]), version=str(described.get("version") or ""),
        title=str(described.get("title") or described["id_string"]), xform=xform.encode(),
        languages=languages(xform), questions=tuple(walk(described.get("children", []))),
        warnings=(*(complaints.said(one, book) for one in heard), *complaints.doubts(book)),
        itemsets=itemsets.encode(), rows=rows_of(book), titles=titles_of(described),
    )  # fmt: skip


def titles_of(described: dict[str, Any]) -> dict[str, str]:
    """The titles in other languages. XLSForm has none, so they stand in columns that other tools pass over."""
    found = {match["code"]: value for key, value in described.items() if (match := TITLED.fullmatch(str(key)))}
    return {code: text.strip()[:200] for code, text in found.items() if isinstance(text, str) and text.strip()}


def rows_of(book: Any) -> dict[tuple[str, str], int]:
    """In which row of its sheet a question or a list stands, the first if there are several."""
    out = dict[tuple[str, str], int]()
    for sheet, rows, columns in (
        ("survey", book.survey, {"name"}),
        ("entities", book.entities, {"list_name", "dataset"}),
    ):
        for number, row in enumerate(rows or (), start=2):
            for column, value in row.items():
                if str(column).strip().lower() in columns:
                    out.setdefault((sheet, str(value).strip()), number)
    return out


def sentence(problem: PyXFormError, book: Any) -> str:
    """What is wrong, with sheet, row and column where they are known."""
    told = str(problem)
    if "not recognized as a supported type" in told:
        return damaged()
    return complaints.from_kobo(book) or complaints.said(told, book)


def damaged() -> str:
    return _("The workbook cannot be read. Save it again as .xlsx and try once more.")


def languages(xform: str) -> tuple[str, ...]:
    """The languages of a form as it writes them, such as `Bengali (bn)`; empty for a form without."""
    return tuple(re.findall(r'<translation[^>]*\blang="([^"]*)"', xform))


def code_of(language: str) -> str:
    """`bn` of `Bengali (bn)`; of a name without a code, nothing."""
    found = LANGUAGE.match(language)
    return (found["code"] or "").lower() if found else ""


def walk(children: list[dict[str, Any]], path: tuple[str, ...] = (), repeated: bool = False) -> Iterator[Question]:
    """Every question below some rows, in the form's order."""
    for child in children:
        name, kind = str(child.get("name", "")), str(child.get("type", ""))
        if kind in GROUPS or "children" in child:
            if name != "meta":
                yield from walk(child.get("children", []), (*path, name), repeated or kind == "repeat")
        elif kind not in {"note", ""}:
            yield Question(name, kind, path, repeated)
