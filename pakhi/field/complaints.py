"""What is wrong with a workbook, in the reader's language: which sheet, row and column, and what to do.

pyxform decides and complains in English; all that it can say is said here in our words, the rarer faults in faults.py.
What a later pyxform would say beside that is said in its own, with its place in ours.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from pakhi.field.faults import RARE
from pakhi.field.spot import placed

ROW = re.compile(r"\[row : (\d+)\]\s*")
SHEET = re.compile(r"(?:On the|sheet:) '(\w+)'(?: sheet)?[,.]?\s*")
COLUMN = re.compile(r"the '([^']+)' value(?: '[^']*')? is (?:invalid|problematic)\.\s*")
KOBO = {
    "begin_kobomatrix", "end_kobomatrix", "begin_score", "end_score", "score__row", "begin_rank", "end_rank",
    "rank__level",
}  # fmt: skip
MOST = 12  # warnings of one kind; whoever has mended these sees the next

# A part of what pyxform says (its groups fill the sentence) -> sheet, column, our sentence.
FAULTS: list[tuple[re.Pattern[str], str, str, str]] = [
    (re.compile(pattern), sheet, column, sentence)
    for pattern, sheet, column, sentence in [
        (r"sheet named 'survey'.*similar names were found: (?P<a>.+)\.$", "", "",
         gettext_noop("There is no sheet “survey”, which holds the questions. Perhaps it is the one called %(a)s.")),
        (r"sheet named 'survey'", "", "", gettext_noop("There is no sheet “survey”, which holds the questions.")),
        (r"column headers were not found: (?P<a>.+?)\. ", "", "", gettext_noop("Its first row lacks a column: %(a)s.")),
        (r"names for the same column were found: (?P<a>.+?)\. ", "", "",
         gettext_noop("Two columns mean the same: %(a)s. Keep one of them.")),
        (r"Duplicate column header: (?P<a>.+)$", "", "",
         gettext_noop("Two columns mean the same: %(a)s. Keep one of them.")),
        (r"Unknown question type '(?P<a>select_\w+|rank)'", "survey", "type",
         gettext_noop("Write after “%(a)s” from which list is chosen.")),
        (r"Unknown question type '(?P<a>.*)'", "survey", "type",
         gettext_noop(
             "“%(a)s” is no type of question. Types are text, integer, date, select_one with a list, and others."
         )),
        (r"should be a choices sheet", "choices", "",
         gettext_noop("Something is chosen from a list, but this sheet with list_name, name and label is not there.")),
        (r"List name not in choices sheet: (?P<a>.+)$", "survey", "type",
         gettext_noop("The sheet “choices” has no list “%(a)s”.")),
        (r"'meta' is reserved", "survey", "name", gettext_noop("“meta” is a reserved name. Choose another one.")),
        (r"value '(?P<a>.+)' is invalid\. Questions, groups, and repeats must be unique", "survey", "name",
         gettext_noop("“%(a)s” is there already. In one group every name may stand once.")),
        (r"with no name", "survey", "name", gettext_noop("The name is missing.")),
        (r"Names must begin with a letter", "survey", "name",
         gettext_noop("A name begins with a letter and has no spaces: letters, digits, _ and - only.")),
        (r"with no type", "survey", "type", gettext_noop("The type of the question is missing.")),
        (r"element named '(?P<a>.+)' has no label", "survey", "label", gettext_noop("“%(a)s” has no words to show.")),
        (r"Could not find the name '(?P<a>.+)'", "survey", "", gettext_noop("No question is called “%(a)s”.")),
        (r"Reference variables must start with", "survey", "",
         gettext_noop("A question is named wrongly here. Write ${ before its name and } after it.")),
        (r"Missing calculation", "survey", "calculation", gettext_noop("The calculation is missing.")),
        (r"Choices must have a name", "choices", "name", gettext_noop("The name is missing.")),
        (r"Choice names must be unique", "choices", "name", gettext_noop("In one list every name may stand once.")),
        (r"Choices should have a label", "choices", "label", gettext_noop("There are no words to show.")),
        (r"Unmatched 'begin_(?P<a>\w+)'", "survey", "type",
         gettext_noop("What begins here with begin_%(a)s never ends: add a row end_%(a)s.")),
        (r"Unmatched 'end_(?P<a>\w+)'", "survey", "type",
         gettext_noop("Nothing that ends here has begun: there is no begin_%(a)s above.")),
        (r"add an entities sheet", "survey", "save_to",
         gettext_noop("This writes a list, but there is no sheet “entities” that says which.")),
        (r"Parameters must be in the form", "survey", "parameters",
         gettext_noop("Write each as name=value, with spaces between.")),
        *RARE,
    ]
]  # fmt: skip


def said(problem: str, book: Any = None) -> str:
    """A complaint of pyxform as a sentence. `book`: the sheets, if they could be read, to look the row up."""
    told = " ".join(problem.split())
    row, sheet, column = (found[1] if (found := one.search(told)) else "" for one in (ROW, SHEET, COLUMN))
    for pattern, usual, place, sentence in FAULTS:
        match = pattern.search(told)
        if match:
            words = {key: value.replace("'", "") for key, value in match.groupdict().items()}
            at = int(row) if row else looked_up(book, words.get("a", ""), place)
            return placed(sheet or usual, at, column or place) + _(sentence) % (words or {"a": ""})
    rest = COLUMN.sub("", SHEET.sub("", ROW.sub("", told, 1), 1), 1)
    return placed(sheet, int(row) if row else None, column) + (rest or told)


def looked_up(book: Any, value: str, column: str) -> int | None:
    """The row of the sheet “survey” where a value stands in a column; labels are looked up by the name beside them."""
    place = "name" if column == "label" else column
    for number, row in enumerate(getattr(book, "survey", None) or (), start=2):
        if value and str(row.get(place, "")).strip() == value:
            return number
    return looked_up(book, value, "name") if place in {"appearance", "trigger"} else None


def title_in_languages(book: Any) -> str:
    """A sentence for a title written as labels are, on which pyxform breaks; else nothing."""
    for row in getattr(book, "settings", None) or ():
        for column in row:
            if "title::" in str(column).replace(" ", ""):
                told = _(
                    "Write the title in another language into a column form_title_bn, form_title_hi or form_title_te."
                )
                return placed("settings", 1, str(column)) + told
    return ""


def from_kobo(book: Any) -> str:
    """A sentence for what only KoboToolbox knows, and turns into something else before anybody gets the form."""
    for number, row in enumerate(getattr(book, "survey", None) or (), start=2):
        kind = str(row.get("type") or "").strip().replace(" ", "_")
        if kind in KOBO:
            told = _("Only KoboToolbox knows “%(a)s”. Write the questions one by one, each with a type of its own.")
            return placed("survey", number, "type") + told % {"a": kind}
        if row.get("$given_name") and not row.get("name"):
            told = _("KoboToolbox has left the name out. Copy it here from the column $given_name.")
            return placed("survey", number, "name") + told
    return ""


def doubts(book: Any) -> list[str]:
    """What pyxform takes and a field worker would feel: brackets that do not close, words missing in a language."""
    found = [*brackets(book), *wordless(book)]
    return found if any_question(book) else [placed("survey", None, "") + _("There is no question in it."), *found]


def any_question(book: Any) -> bool:
    return any(row.get("type") for row in getattr(book, "survey", None) or ())


LOGIC = ("calculation", "relevant", "constraint", "required", "default", "choice_filter", "repeat_count")
QUOTED = re.compile(r"'[^']*'|\"[^\"]*\"")


def brackets(book: Any) -> list[str]:
    """Expressions with a bracket that is opened and not closed, or the other way round."""
    out = []
    for number, row in enumerate(getattr(book, "survey", None) or (), start=2):
        for column in LOGIC:
            bare = QUOTED.sub("", str(row.get(column) or ""))
            if any(bare.count(one) != bare.count(other) for one, other in ("()", "[]")):
                out.append(placed("survey", number, column) + _("A bracket is not closed, or was never opened."))
    return out[:MOST]


def wordless(book: Any) -> list[str]:
    """Cells without words where the same row has some in another language."""
    return [
        placed(sheet, number, column) + _("There are no words in this language.")
        for sheet in ("survey", "choices")
        for number, column in holes(getattr(book, sheet, None) or ())
    ][:MOST]


def holes(rows: Any) -> Iterator[tuple[int, str]]:
    listed: list[Mapping[str, Any]] = list(rows)
    columns = list(dict.fromkeys(key for row in listed for key in row if str(key).startswith("label::")))
    for number, row in enumerate(listed, start=2):
        if any(row.get(column) for column in columns):
            yield from ((number, column) for column in columns if not row.get(column))
