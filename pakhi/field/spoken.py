"""The questions of forms and what one can choose as texts that are spoken, and how approved voices get into a form.

A version that phones have is never changed. A voice is put in when a workbook becomes a new version, as
`media::audio::<language>` would: beside the words that it speaks, and only where the workbook names no sound itself.
The same words to choose, as Yes, are spoken once for a form, wherever they stand in its lists.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any, NamedTuple

from django.conf import settings
from django.db.models import Q

from pakhi.field.models import Form, PromptVoice, Version
from pakhi.field.outline import Outline
from pakhi.field.xlsform import code_of
from pakhi.lib.audio import ENDINGS
from pakhi.network.models import Organisation
from pakhi.network.prompts import Prompt, mark

Voices = Mapping[tuple[str, str, str], str]  # (key of a text, language, mark of the words) -> file
LONGEST = PromptVoice._meta.get_field("key").max_length or 255


class Asked(NamedTuple):
    """A text of a form. `key`: the question with its groups, or the list and the choice; `answers`: the question that a
    choice answers, the first one of the form."""

    key: str
    language: str
    text: str
    answers: str = ""


def offered(organisations: Iterable[Organisation]) -> list[Prompt]:
    """The questions of every form in use: the product's, and those of these organisations, as they are written."""
    mine = Q(form__organisation__in=list(organisations)) | Q(form__organisation=None)
    rows = Version.objects.filter(mine, state=Version.State.LIVE).select_related("form__organisation")
    return [
        Prompt(
            source_of(version.form),
            version.called(),
            one.key,
            one.language,
            one.text,
            answers=one.answers,
            organisation=version.form.organisation,
        )
        for version in rows.defer("source", "xform").order_by("title", "pk")
        for one in asked(version.pk, version.md5)
    ]


def source_of(form: Form) -> str:
    return f"form:{form.pk}"


@lru_cache(maxsize=256)
def asked(version: int, _md5: str) -> tuple[Asked, ...]:
    """The texts of a version in use, which never changes."""
    return texts(bytes(Version.objects.values_list("xform", flat=True).get(pk=version)))


def texts(xform: bytes) -> tuple[Asked, ...]:
    """The texts of a form. A line in which something has to be put in (an answer, a name) is different each time: a
    worker reads it."""
    outline = Outline(xform)
    found, before = list[Asked](), set[tuple[str, str]]()
    for node in outline.questions():
        question = spoken_in(node.label.words)
        found += [Asked("/".join(node.path), code, text) for code, text in question.items()]
        for choice in node.choices if node.listed and not node.outside else ():
            for code, text in spoken_in(choice.text.words).items():
                if (code, mark(text)) not in before:
                    found.append(Asked(of_choice(node.listed, choice.value), code, text, question.get(code, "")))
                    before.add((code, mark(text)))
    return tuple(one for one in found if len(one.key) <= LONGEST)


def spoken_in(words: Mapping[str, str]) -> dict[str, str]:
    """Code of a language of the product -> the words, where a voice can speak them."""
    known = dict(settings.LANGUAGES)
    said = {code_of(language): text for language, text in words.items() if "[" not in text}
    return {code: text for code, text in said.items() if code in known}


def of_choice(listed: str, value: str) -> str:
    """The key of a choice; no question is called like this."""
    return f"{listed}:{value}"


def voices(form: Form, xform: bytes) -> dict[tuple[str, str, str], PromptVoice]:
    """The approved voices of a form for texts that stand in it now: what is heard is listed, and can be taken back."""
    rows = PromptVoice.objects.filter(source=source_of(form), state=PromptVoice.State.APPROVED)
    held = {(row.key, row.language, row.mark): row for row in rows}
    asked = {(one.key, one.language, mark(one.text)) for one in texts(xform)} if held else set()
    return {about: row for about, row in held.items() if about in asked}


def file_of(row: PromptVoice) -> str:
    """What its file is called in a form."""
    return f"voice-{row.pk}.{ENDINGS[row.type]}"


def put_in(described: dict[str, Any], files: Voices) -> set[str]:
    """Name the voices in a form as pyxform describes it. Gives the files that it names now."""
    used = in_questions(described, files)
    choices = {("", language, words): file for (key, language, words), file in files.items() if ":" in key}
    for rows in described.get("choices", {}).values():
        for row in rows:
            used |= beside(row, "", choices)
    return used


def in_questions(described: dict[str, Any], files: Voices, path: tuple[str, ...] = ()) -> set[str]:
    used = set[str]()
    for child in described.get("children", []):
        inside = (*path, str(child.get("name", "")))
        used |= in_questions(child, files, inside) if "children" in child else beside(child, "/".join(inside), files)
    return used


def beside(row: dict[str, Any], key: str, files: Voices) -> set[str]:
    """The voices of one question or choice, in each of its languages."""
    used, label = set[str](), row.get("label")
    for language, text in label.items() if isinstance(label, dict) else ():
        file = files.get((key, code_of(language), mark(str(text))))
        sounds = row.get("media", {}).get("audio", {})
        if file is None or not isinstance(sounds, dict) or language in sounds:
            continue
        row.setdefault("media", {}).setdefault("audio", {})[language] = file
        used.add(file)
    return used
