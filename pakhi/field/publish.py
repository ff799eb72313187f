"""Forms go draft → in use → closed. What a phone was given is never changed: a new version is a new row."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import asdict
from pathlib import Path

from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.utils.translation import gettext as _

from pakhi.field import declared, spoken, xlsform
from pakhi.field.handlers import HANDLERS
from pakhi.field.models import Form, Media, PromptVoice, Version
from pakhi.field.xlsform import Converted, NotAForm
from pakhi.lib.prepared import Prepared
from pakhi.network.models import Account, Organisation

State = Version.State
SHIPPED = Path(__file__).resolve().parents[2] / "forms"
ITEMSETS = "itemsets.csv"


def upload(content: bytes, name: str, organisation: Organisation | None, by: Account | None) -> Version:
    """A workbook becomes a draft. The same content again is the same draft. Raises NotAForm."""
    made = xlsform.read(content, name)
    if organisation is not None and made.form_id in HANDLERS:
        raise NotAForm(_("“%(id)s” is a form of the product. Give yours another form_id.") % {"id": made.form_id})
    declared.check(made)
    with transaction.atomic():
        form, _new = Form.objects.get_or_create(organisation=organisation, form_id=made.form_id)
        found = form.versions.filter(version=made.version).first()
        kept = bytes(found.source) == content if found is not None else False
        if found is not None and found.state != State.DRAFT and (kept or unchanged(found, made)):
            return titled(found, made)  # also where voices were put in, or approved since
        made, voices = with_voices(made, content, name, form)
        if found is not None and bytes(found.xform) == made.xform:
            return titled(found, made)
        if found is not None and found.state != State.DRAFT:
            raise NotAForm(
                _("Version %(version)s of this form is on phones already. Give the changed form a new version.")
                % {"version": made.version or "—"}
            )
        files = list(found.media.values_list("name", "content")) if found is not None and kept else []
        if found is not None:
            found.delete()
        version = store(form, made, content, name, by)
        for file, held in files:
            add_media(version, file, bytes(held))
        for file, row in voices.items():
            add_media(version, file, bytes(row.content))
        return version


def unchanged(found: Version, made: Converted) -> bool:
    """Whether phones would get the same form, voices aside."""
    if bytes(found.xform) == made.xform:
        return True
    return xlsform.read(bytes(found.source), f"{found.form.form_id}.{found.source_type}").xform == made.xform


def titled(version: Version, made: Converted) -> Version:
    """Titles in other languages are no part of what phones fill in: they may be added to a version in use."""
    if version.titles != made.titles:
        version.titles = made.titles
        version.save(update_fields=["titles"])
    return version


def with_voices(made: Converted, content: bytes, name: str, form: Form) -> tuple[Converted, dict[str, PromptVoice]]:
    """The same form with the approved voices of its texts, and these by their files; as it was if there is none."""
    held = spoken.voices(form, made.xform)
    if not held:
        return made, {}
    used = set[str]()
    files = {asked: spoken.file_of(row) for asked, row in held.items()}
    made = xlsform.read(content, name, lambda described: used.update(spoken.put_in(described, files)))
    return made, {file: row for row in held.values() if (file := spoken.file_of(row)) in used}


def store(form: Form, made: Converted, content: bytes, name: str, by: Account | None) -> Version:
    version = Version.objects.create(
        form=form, version=made.version, title=made.title, titles=made.titles, source=content,
        source_type=name.rpartition(".")[2].lower(), xform=made.xform, md5=made.md5, languages=list(made.languages),
        warnings=list(made.warnings), questions=[asdict(question) for question in made.questions], made_by=by,
    )  # fmt: skip
    if made.itemsets:
        add_media(version, ITEMSETS, made.itemsets)
    return version


def add_media(version: Version, name: str, content: bytes) -> Media:
    """A picture, recording or table that the form names. Raises NotAForm once the version is in use."""
    if version.state != State.DRAFT:
        raise NotAForm(_("This version is on phones already: its pictures and recordings stay as they are."))
    md5 = hashlib.md5(content, usedforsecurity=False).hexdigest()
    kept, _new = Media.objects.update_or_create(version=version, name=name, defaults={"content": content, "md5": md5})
    return kept


def go_live(version: Version) -> Version:
    """This version is given out from now on; the one before is closed for new records, and still taken in."""
    with transaction.atomic():
        version.form.versions.filter(state=State.LIVE).exclude(pk=version.pk).update(state=State.CLOSED)
        version.state = State.LIVE
        version.save(update_fields=["state"])
    return version


def close(version: Version) -> Version:
    """Nobody is given it any more. What phones still hold of it is taken in."""
    version.state = State.CLOSED
    version.save(update_fields=["state"])
    return version


def offered(organisation: Organisation) -> QuerySet[Version]:
    """What phones of an organisation are offered: its own forms and the product's, the versions in use."""
    mine = Q(form__organisation=organisation) | Q(form__organisation=None)
    return Version.objects.filter(mine, state=State.LIVE).select_related("form").order_by("form__form_id", "id")


def known(organisation: Organisation, form_id: str, version: str) -> Version | None:
    """The version that a record was made with, in use or closed; an organisation's own comes before the product's."""
    rows = versions(organisation.pk, form_id, version)
    return rows.defer("source", "xform").select_related("form").first()


def versions(organisation: int, form_id: str, version: str) -> QuerySet[Version]:
    mine = Q(form__organisation=organisation) | Q(form__organisation=None)
    rows = Version.objects.filter(mine, form__form_id=form_id, version=version).exclude(state=State.DRAFT)
    return rows.order_by(F("form__organisation_id").desc(nulls_last=True))


FIRST = Prepared(
    lambda **asked: versions(**asked).values_list("pk", "md5", "form__organisation_id")[:1],
    organisation=int, form_id=str, version=str,
)  # fmt: skip


def own(organisation: Organisation, form_id: str, version: str) -> tuple[int, str] | None:
    """The number and MD5 of the version that `known` finds, where it is of a form of the organisation's own."""
    rows = FIRST.rows(organisation=organisation.pk, form_id=form_id, version=version)
    return (rows[0][0], rows[0][1]) if rows and rows[0][2] is not None else None


def forms_of(organisation: Organisation, form_id: str) -> QuerySet[Form]:
    """The forms of this id that an organisation has: its own, and the product's."""
    mine = Q(organisation=organisation) | Q(organisation=None)
    return Form.objects.filter(mine, form_id=form_id)


def ship(folder: Path = SHIPPED) -> list[Version]:
    """Put the product's own forms in use, each in its newest version; what is in use already stays as it is.

    Only forms that some room takes in are offered.
    """
    out = []
    for path in sorted(folder.glob("*/form.md")):
        if path.parent.name not in HANDLERS:
            continue
        version = upload(path.read_bytes(), f"{path.parent.name}.md", None, None)
        for media in sorted((path.parent / "media").glob("*")):
            add_media(version, media.name, media.read_bytes())
        out.append(version if version.state == State.LIVE else go_live(version))
    return out


def lacking(version: Version, wanted: Iterable[str] = ("en", "bn", "hi", "te")) -> list[str]:
    """Codes of the product's languages in which a form has no words."""
    spoken = {xlsform.code_of(language) for language in version.languages}
    return [code for code in wanted if code not in spoken]
