"""When a question is asked, as a sentence: “Did she come?” is “Yes”. What is too difficult stays as the form says it.

Read are comparisons of one answer, `selected()`, `not()`, and several of these with all `and` or all `or`.
"""

from __future__ import annotations

import re

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from pakhi.field.outline import Node, Outline, Text

PATH = r"(?P<path>(?:\.{1,2}|/)[\w./:\- ]*?[\w\-])"
VALUE = r"(?:'(?P<text>[^']*)'|\"(?P<quoted>[^\"]*)\"|(?P<number>-?\d+(?:\.\d+)?))"
COMPARED = re.compile(rf"^\s*(?:number\(\s*)?{PATH}\s*\)?\s*(?P<sign><=|>=|!=|=|<|>)\s*{VALUE}\s*$")
SELECTED = re.compile(rf"^\s*selected\(\s*{PATH}\s*,\s*{VALUE}\s*\)\s*$")
NEGATED = re.compile(r"^\s*not\((?P<inside>.*)\)\s*$")
OPPOSITE = {"=": "!=", "!=": "=", "<": ">=", ">": "<=", "<=": ">", ">=": "<", "has": "lacks", "lacks": "has"}


def said(text: Text, language: str) -> str:
    """The words in a language, else in the form's first that has some."""
    return text.words.get(language) or text.words.get("") or next((each for each in text.words.values() if each), "")


def sentence(outline: Outline, expression: str, language: str) -> str:
    """The condition as a clause, in the language that is active; empty if it cannot be said plainly."""
    for word, joined in ((" and ", pgettext("condition", " and ")), (" or ", pgettext("condition", " or "))):
        parts = split(expression, word)
        if len(parts) > 1:
            clauses = [one(outline, part, language) for part in parts]
            return joined.join(clauses) if all(clauses) else ""
    return one(outline, expression, language)


def split(expression: str, word: str) -> list[str]:
    """An expression at the top-level places of a word."""
    parts, depth, quote, start = list[str](), 0, "", 0
    for place, sign in enumerate(expression):
        if quote:
            quote = "" if sign == quote else quote
        elif sign in "'\"":
            quote = sign
        else:
            depth += (sign == "(") - (sign == ")")
            if depth == 0 and place >= start and expression.startswith(word, place):
                parts.append(expression[start:place])
                start = place + len(word)
    return [*parts, expression[start:]]


def one(outline: Outline, expression: str, language: str, negated: bool = False) -> str:
    """One comparison as a clause; empty if it is none."""
    inside = NEGATED.match(expression)
    if inside and not negated:
        return one(outline, inside["inside"], language, True)
    found = COMPARED.match(expression)
    chosen = SELECTED.match(expression)
    held = found or chosen
    if held is None:
        return ""
    asked = question(outline, held["path"])
    if asked is None or not said(asked.label, language):
        return ""
    sign = found["sign"] if found else "has"
    value = next(str(held[name]) for name in ("text", "quoted", "number") if held[name] is not None)
    return clause(asked, OPPOSITE[sign] if negated else sign, value, language)


def question(outline: Outline, path: str) -> Node | None:
    """The question that a path means, by its last name if that is the only one of the name."""
    name = path.replace(" ", "").rpartition("/")[2]
    found = [each for each in outline.questions() if each.name == name]
    return found[0] if len(found) == 1 else None


def clause(asked: Node, sign: str, value: str, language: str) -> str:
    if asked.kind == "many" and sign in {"=", "!="} and value:
        sign = {"=": "has", "!=": "lacks"}[sign]
    shown = next((said(each.text, language) for each in asked.choices if each.value == value), "") or value
    told = {"question": said(asked.label, language), "answer": shown}
    if not value:
        return (_("“%(question)s” is answered") if sign == "!=" else _("“%(question)s” is not answered")) % told
    return words(asked.kind)[sign] % told


def words(kind: str) -> dict[str, str]:
    has, lacks = _("among “%(question)s” is “%(answer)s”"), _("among “%(question)s” is not “%(answer)s”")
    is_, is_not = _("“%(question)s” is “%(answer)s”"), _("“%(question)s” is not “%(answer)s”")
    return {
        "=": is_,
        "!=": is_not,
        "<": _("“%(question)s” is less than %(answer)s"),
        ">": _("“%(question)s” is more than %(answer)s"),
        "<=": _("“%(question)s” is %(answer)s or less"),
        ">=": _("“%(question)s” is %(answer)s or more"),
        "has": is_ if kind == "one" else has,
        "lacks": is_not if kind == "one" else lacks,
    }
