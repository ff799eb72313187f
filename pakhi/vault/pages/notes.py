"""Notes and files of a person: written with public keys alone, read as a reveal, a file as the answer to a form."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from pakhi.vault import adding, doors, files, glass, merge, reveal, uploads
from pakhi.vault.adding import KINDS, LONGEST, ROOM
from pakhi.vault.keys import Refused, Unlocked
from pakhi.vault.models import Note, Person, Reveal, SealedFile
from pakhi.vault.pages.reaching import not_now

SHOWN = 8
PICTURE, SOUND = gettext_lazy("Picture"), gettext_lazy("Sound")
TYPES: dict[str, tuple[str, str | Promise]] = {
    "image/jpeg": ("jpg", PICTURE), "image/png": ("png", PICTURE), "image/webp": ("webp", PICTURE),
    "application/pdf": ("pdf", "PDF"), "text/plain": ("txt", gettext_lazy("Text")), "audio/mpeg": ("mp3", SOUND),
    "audio/ogg": ("ogg", SOUND), "audio/webm": ("webm", SOUND), "audio/mp4": ("m4a", SOUND),
}  # fmt: skip
FORMS = {"reasons": Reveal.Reason.choices, "kinds": KINDS, "most": uploads.MOST, "longest": LONGEST}


@dataclass(frozen=True)
class Kept:
    """A file as a list shows it; `name` only where it was revealed."""

    row: SealedFile
    name: str = ""

    @property
    def form(self) -> str:
        return str(TYPES.get(self.row.type, ("", _("File")))[1])

    @property
    def sound(self) -> bool:
        return self.row.type.startswith("audio/")


def panel(request: HttpRequest, person: Person) -> dict[str, Any] | None:
    """How many notes, which files: codes and counts."""
    if person.state != Person.State.HERE:
        return None
    records = merge.together(person)
    rows = list(files_of(records))
    count = Note.objects.filter(person__in=records, room=ROOM).count()
    return {"notes": count, "files": [Kept(row) for row in rows[:SHOWN]], "more": max(0, len(rows) - SHOWN), **FORMS}


def files_of(records: list[Person]) -> QuerySet[SealedFile]:
    """The files of a person's records, the newest first."""
    return SealedFile.objects.filter(person__in=records).select_related("person__key").order_by("-id")


def notes(request: HttpRequest, person: str) -> HttpResponse:
    """Read the notes, and what the files are called: one reveal, with a reason."""
    found, reason = doors.the_person(person), request.POST.get("reason", "")
    if reason not in Reveal.Reason.values:
        return page(request, found, error=_("Choose a reason."), about="notes")
    unlocked = doors.opened(request)
    try:
        pairs = reveal.reveal_notes(unlocked, found, ROOM, reason)
    except Refused as refusal:
        return not_now(request, found, refusal)
    names = glass.names_of({row.by for row, _text in pairs})
    read = [(row, names.get(row.by, ""), text) for row, text in pairs]
    kept = [Kept(row, called(unlocked, row)) for row in files_of(merge.together(found))]
    return page(request, found, read=read, files=kept, opened=True)


def called(unlocked: Unlocked, row: SealedFile) -> str:
    """The name of a file; a changed one does not hide the others."""
    try:
        return files.file_name(unlocked, row)
    except Refused:
        return ""


def page(request: HttpRequest, person: Person, error: str = "", about: str = "", **more: Any) -> HttpResponse:
    """The page that follows a form: what was read, or what was wrong with what was typed still in its field."""
    context = {"person": person, "panel": FORMS, "typed": request.POST, "error": error, "about": about, **more}
    return render(request, "vault/notes.html", context, status=400 if error else 200)


def note(request: HttpRequest, person: str) -> HttpResponse:
    """Add a note. It is sealed at once, also by somebody who cannot read it."""
    found, text = doors.the_person(person), request.POST.get("text", "").replace("\r\n", "\n").strip()
    try:
        adding.keep_note(found, text, request.user)  # type: ignore[arg-type]  # signed in: the gate has checked
    except Refused as refusal:
        return page(request, found, error=str(refusal), about="note")
    messages.success(request, _("The note is kept. Only who may open this record can read it."))
    return redirect("vault:person", found.code)


def file(request: HttpRequest, person: str) -> HttpResponse:
    """Add a file: chosen, or taken with the camera."""
    found = doors.the_person(person)
    try:
        adding.keep_file(found, chosen(request), request.POST.get("kind", ""), request.user)  # type: ignore[arg-type]  # signed in: the gate has checked
    except Refused as refusal:
        return page(request, found, error=str(refusal), about="file")
    messages.success(request, _("The file is kept, sealed."))
    return redirect("vault:person", found.code)


def chosen(request: HttpRequest) -> UploadedFile[bytes]:
    """The file of the form. Raises Refused, also for two, and for one that was let go for its size."""
    sent = [one for name in ("file", "camera") for one in request.FILES.getlist(name)]
    if uploads.too_large(request):
        raise Refused(_("The file is too large: 25 MB are the most."))
    if len(sent) == 1:
        return sent[0]
    raise Refused(_("Choose a file, or take a picture."))


def open_file(request: HttpRequest, person: str, token: str) -> HttpResponse | StreamingHttpResponse:
    """One file, as the answer itself. It is called `file`: its own name stands in no header.

    A recording is an attachment: to play the answer to a form, browsers would ask for it again by its address alone.
    """
    found, unlocked = doors.the_person(person), doors.opened(request)
    row = get_object_or_404(files_of(merge.together(found)), token=token)
    if request.POST.get("reason") not in Reveal.Reason.values:
        return page(request, found, error=_("Choose a reason."), about="open", files=[Kept(row)])
    try:
        content = reveal.reveal_file(unlocked, row, request.POST.get("reason", ""))
    except Refused as refusal:
        return not_now(request, found, refusal)
    return streamed(content, row.type, Kept(row).sound)


def streamed(content: Iterator[bytes], kind: str, sound: bool) -> StreamingHttpResponse:
    """What was opened, as the answer: by no name of its own, and read as nothing else than it is."""
    ending, how = TYPES[kind][0], "attachment" if sound else "inline"
    charset = "; charset=utf-8" if kind == "text/plain" else ""
    answer = StreamingHttpResponse(content, content_type=f"{kind}{charset}")
    answer["Content-Disposition"] = f'{how}; filename="file.{ending}"'
    answer["X-Content-Type-Options"] = "nosniff"
    return answer
