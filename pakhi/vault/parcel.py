"""What goes along with a person to another organisation: sealed anew to a new key pair, under a new code.

A parcel is data that the database keeps as JSON; everything in it is sealed, or a keyed hash.
"""

from __future__ import annotations

import base64
import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from pakhi.vault import files, identity, index, private_notes
from pakhi.vault.keys import Refused
from pakhi.vault.models import BlindIndex, Note, Person, SealedFile, Section

Row = dict[str, Any]


def text(content: bytes) -> str:
    return base64.b64encode(content).decode()


def raw(content: str) -> bytes:
    return base64.b64decode(content)


@dataclass
class Packing:
    """A parcel while it is packed: the old person with their private key open, and the new code and public key."""

    person: Person
    private: bytes
    code: str
    public: bytes
    rows: dict[str, list[Row]] = field(default_factory=lambda: {"sections": [], "notes": [], "files": [], "marks": []})

    def again(self, model: str, name: str, content: Any) -> str:
        """Content sealed for the new person, as text."""
        return text(identity.sealed(Person(public=self.public, code=self.code), model, name, content))

    def sections(self, wanted: Iterable[str], to: str) -> None:
        """The newest version of each part; and the marks by which the new organisation finds its numbers again."""
        for name in wanted:
            content = identity.newest(self.private, self.person, name)
            if content is None:
                continue
            self.rows["sections"].append({"field": name, "sealed": self.again("identity", name, content)})
            if name in index.READERS:
                kind, numbers = index.READERS[name]
                marks = sorted(index.marks(to, kind, numbers(content)))
                self.rows["marks"] += [{"kind": str(kind), "digest": text(mark)} for mark in marks]

    def notes(self, wanted: Iterable[Note]) -> None:
        """The chosen notes. Raises Refused for a note about somebody else."""
        for note in wanted:
            if note.person_id != self.person.pk:
                raise Refused(_("This note is about somebody else."))
            if note.room == private_notes.ROOM:
                raise Refused(_("What somebody wrote for themselves alone is not handed over."))
            content = identity.opened(self.private, self.person, "note", note.room, bytes(note.sealed))
            sealed = self.again("note", note.room, content)
            self.rows["notes"].append({"room": note.room, "about": note.about, "on": str(note.on), "sealed": sealed})

    def files(self, wanted: Iterable[SealedFile]) -> None:
        """The chosen files, opened and sealed anew in memory. Raises Refused for one about somebody else."""
        for row in wanted:
            if row.person_id != self.person.pk:
                raise Refused(_("This file is about somebody else."))
            content, name = b"".join(files.opened(self.private, row)), files.named(self.private, row)
            fresh = files.seal_into(self.code, self.public, content, name)
            self.rows["files"].append(
                {"token": fresh.token, "kind": row.kind, "type": row.type, "size": fresh.size, "on": str(row.on),
                 "name": text(bytes(fresh.name)), "head": text(bytes(fresh.head))}
            )  # fmt: skip


def tokens(parcel: dict[str, list[Row]]) -> list[str]:
    """The names on the disk of the files in a parcel."""
    return [row["token"] for row in parcel.get("files", [])]


def unpack(parcel: dict[str, list[Row]], person: Person, by: int) -> None:
    """Put what is in a parcel under its new person; no key is needed. `by` is the account that packed it."""
    Section.objects.bulk_create(
        Section(person=person, field=row["field"], version=1, sealed=raw(row["sealed"]), by=by)
        for row in parcel["sections"]
    )
    Note.objects.bulk_create(
        Note(person=person, room=row["room"], about=row["about"], sealed=raw(row["sealed"]), by=by, on=day(row))
        for row in parcel["notes"]
    )
    SealedFile.objects.bulk_create(
        SealedFile(
            person=person, token=row["token"], kind=row["kind"], type=row["type"], size=row["size"], on=day(row),
            name=raw(row["name"]), head=raw(row["head"]), by=by,
        )
        for row in parcel["files"]
    )  # fmt: skip
    BlindIndex.objects.bulk_create(
        BlindIndex(person=person, organisation=person.organisation, kind=row["kind"], digest=raw(row["digest"]))
        for row in parcel["marks"]
    )


def day(row: Row) -> dt.date:
    return dt.date.fromisoformat(row["on"])
