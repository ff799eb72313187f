"""The questions of forms as texts that are spoken, and how their approved voices get into a form.

A version that phones have is never changed. A voice is put in when a workbook becomes a new version, as
`media::audio::<language>` would: beside the words that it speaks, and only where the workbook names no sound itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.db.models import Q

from pakhi.field.models import Form, PromptVoice, Version
from pakhi.field.outline import Outline
from pakhi.field.xlsform import code_of
from pakhi.lib.audio import ENDINGS
from pakhi.network.models import Organisation
from pakhi.network.prompts import Prompt, mark

Voices = Mapping[tuple[str, str, str], str]  # (question with its groups, language, mark of the words) -> file


def offered(organisations: Iterable[Organisation]) -> list[Prompt]:
    """The questions of every form in use: the product's, and those of these organisations, as they are written."""
    mine = Q(form__organisation__in=list(organisations)) | Q(form__organisation=None)
    rows = Version.objects.filter(mine, state=Version.State.LIVE).select_related("form__organisation")
    return [
        Prompt(source_of(version.form), version.title, key, code, text, organisation=version.form.organisation)
        for version in rows.defer("source", "xform").order_by("title", "pk")
        for key, code, text in asked(version.pk, version.md5)
    ]


def source_of(form: Form) -> str:
    return f"form:{form.pk}"


@lru_cache(maxsize=256)
def asked(version: int, _md5: str) -> tuple[tuple[str, str, str], ...]:
    """(question, language, words) of a version in use, which never changes. A line in which something has to be put
    in (an answer, a name) is different each time: a worker reads it."""
    outline = Outline(bytes(Version.objects.values_list("xform", flat=True).get(pk=version)))
    known = dict(settings.LANGUAGES)
    return tuple(
        ("/".join(node.path), code, text)
        for node in outline.questions()
        for language, text in node.label.words.items()
        if (code := code_of(language)) in known and "[" not in text
    )


def voices(form: Form) -> dict[tuple[str, str, str], PromptVoice]:
    """The approved voices of a form."""
    rows = PromptVoice.objects.filter(source=source_of(form), state=PromptVoice.State.APPROVED)
    return {(row.key, row.language, row.mark): row for row in rows}


def file_of(row: PromptVoice) -> str:
    """What its file is called in a form."""
    return f"voice-{row.pk}.{ENDINGS[row.type]}"


def put_in(described: dict[str, Any], files: Voices, path: tuple[str, ...] = ()) -> set[str]:
    """Name the voices in a form as pyxform describes it. Gives the files that it names now."""
    used = set[str]()
    for child in described.get("children", []):
        inside = (*path, str(child.get("name", "")))
        if "children" in child:
            used |= put_in(child, files, inside)
        elif isinstance(label := child.get("label"), dict):
            used |= beside(child, label, "/".join(inside), files)
    return used


def beside(child: dict[str, Any], label: Mapping[str, str], key: str, files: Voices) -> set[str]:
    """The voices of one question, in each of its languages."""
    used = set[str]()
    for language, text in label.items():
        file = files.get((key, code_of(language), mark(str(text))))
        sounds = child.get("media", {}).get("audio", {})
        if file is None or not isinstance(sounds, dict) or language in sounds:
            continue
        child.setdefault("media", {}).setdefault("audio", {})[language] = file
        used.add(file)
    return used
