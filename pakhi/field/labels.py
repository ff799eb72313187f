"""The words of the product's forms: questions and choices in the reader's language, from the form itself.

A form is written once. What a page says about an answer is what the form says.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from io import BytesIO
from typing import Any

from django.utils.translation import get_language
from pyxform.xls2json import workbook_to_json
from pyxform.xls2json_backends import get_xlsform

from pakhi.field.publish import SHIPPED
from pakhi.field.xlsform import code_of

Words = Mapping[str, str]


@dataclass(frozen=True)
class Question:
    """A question by the names of its groups and its own; its label and those of its choices, by language."""

    label: Words
    choices: Mapping[str, Words] = field(default_factory=dict)
    families: Mapping[str, str] = field(default_factory=dict)  # choice -> the value of its column `family`


@cache
def questions(form_id: str) -> dict[str, Question]:
    """Every question of a form of the product, by name."""
    book = get_xlsform(BytesIO((SHIPPED / form_id / "form.md").read_bytes()), file_type=".md")
    form = workbook_to_json(book, fallback_form_name=form_id)
    return dict(walk(form.get("children", []), form.get("choices", {})))


def walk(children: list[dict[str, Any]], lists: Mapping[str, Any]) -> Iterator[tuple[str, Question]]:
    for child in children:
        if "children" in child:
            yield from walk(child["children"], lists)
        elif "label" in child:
            rows = child.get("choices") or lists.get(child.get("list_name") or child.get("itemset") or "", [])
            yield (
                child["name"],
                Question(
                    spoken(child["label"]),
                    {row["name"]: spoken(row["label"]) for row in rows},
                    {row["name"]: str(row["family"]) for row in rows if row.get("family")},
                ),
            )


def spoken(label: Any) -> Words:
    """A label by language code."""
    return {code_of(name): text for name, text in label.items()} if isinstance(label, dict) else {"en": str(label)}


def said(words: Words) -> str:
    """In the reader's language, else in English."""
    language = (get_language() or "en").partition("-")[0]
    return words.get(language) or words.get("en", "")


def label(form_id: str, question: str, code: str) -> str:
    """What a choice is called; a code that the form does not know any more stands for itself."""
    known = questions(form_id)[question].choices.get(code)
    return said(known) if known else code


def labels(form_id: str, question: str, codes: Iterable[str]) -> list[str]:
    return [label(form_id, question, code) for code in codes]


def choices(form_id: str, question: str) -> list[tuple[str, str]]:
    """(code, what it is called) of everything that can be chosen, in the form's order."""
    return [(code, said(words)) for code, words in questions(form_id)[question].choices.items()]


def asked(form_id: str, question: str) -> str:
    """The question itself."""
    return said(questions(form_id)[question].label)
