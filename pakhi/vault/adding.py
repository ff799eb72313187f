"""Notes and files that are added to somebody's record: sealed with public keys alone, each with its line."""

from __future__ import annotations

from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _

from pakhi.network.models import Account
from pakhi.vault import audit, files, identity
from pakhi.vault.keys import Refused
from pakhi.vault.models import Entry, Note, Person, SealedFile

ROOM = "vault"
LONGEST = 10_000
KINDS = [choice for choice in SealedFile.Kind.choices if choice[0] != SealedFile.Kind.PROOF]  # consent keeps proofs


def keep_note(person: Person, text: str, by: Account) -> Note:
    """The note and its line, or neither. Raises Refused."""
    if not text:
        raise Refused(_("Write the note first."))
    if len(text) > LONGEST:
        raise Refused(_("The note is too long: %(most)s signs are the most.") % {"most": LONGEST})
    with audit.locked():
        kept = identity.note(person, ROOM, text, by)
        audit.record(Entry.Act.WRITE, actor=by, organisation=person.organisation, person=person.code, step="note")
    return kept


def keep_file(person: Person, upload: UploadedFile[bytes], kind: str, by: Account) -> SealedFile:
    """The file, then its line. Raises Refused; KeyLost before anything is kept."""
    if kind not in dict(KINDS):
        raise Refused(_("Say what the file is: a photo, a scan, a court paper or a recording."))
    audit.signing_key()
    kept = files.keep_file(person, upload, upload.name or "", kind, by)
    audit.record(
        Entry.Act.WRITE, actor=by, organisation=person.organisation, person=person.code, step="file", kind=kind
    )
    return kept
