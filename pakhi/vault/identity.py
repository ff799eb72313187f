"""Identities: registered and written with public keys alone, read by a permitted person."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from pakhi.lib import envelope, seal
from pakhi.network.models import Account, Organisation
from pakhi.vault import halves, index, listings
from pakhi.vault.keys import Refused, Unlocked, current, open_organisation, ready
from pakhi.vault.models import Note, Person, Section

Content = Mapping[str, Any] | list[Any]
BLOCK = 256
ADDED = "added"  # a version of a part that holds only what came to the one before


def bound(model: str, field: str, person: Person) -> str:
    """What a sealed value is tied to: it opens as nothing else, and for nobody else."""
    return f"{model}|{field}|{person.code}"


def register(organisation: Organisation, sections: Mapping[str, Content], by: Account, code: str = "") -> Person:
    """Put a person into the vault; only public keys are needed. A caller who may repeat makes the `code` first.

    Raises Refused before the organisation's recovery was rehearsed.
    """
    if not ready(organisation):
        raise Refused(_("Set-up is not finished: print the recovery shares and rehearse with two of them."))
    known = Person.objects.filter(code=code, organisation=organisation.code).first() if code else None
    if known is not None:
        return known
    with transaction.atomic(using="vault"):
        person = enrol(organisation, seal.new_pair(), code)
        write(person, sections, by)
    return person


def enrol(organisation: Organisation, pair: seal.KeyPair, code: str = "") -> Person:
    """A person with a key pair, half of whose private key goes to a file and half, sealed, into the row.

    The organisation's key is held still meanwhile, so that it is not retired between being read and being used.
    """
    key = current(organisation, still=True)
    if key is None:
        raise Refused(_("This organisation has no key yet."))
    person = Person(organisation=organisation.code, public=pair.public, key=key)
    person.code = code or person.code
    person.sealed = seal.seal_to(bytes(key.public), seal.both(pair.private, halves.make(person.code)))
    person.save(force_insert=True)
    return person


@contextmanager
def held(person: Person | None) -> Iterator[None]:
    """Nobody closes her record until the end of the block. Raises Refused for one that is closed."""
    with transaction.atomic(using="vault"):
        if person is not None:
            need_here(person)
        yield


def need_here(person: Person) -> None:
    """Hold her record as it is now, inside a transaction. Raises Refused for one that is closed."""
    person.refresh_from_db(fields=["state"], from_queryset=Person.objects.select_for_update())
    if person.state != Person.State.HERE:
        raise Refused(_("This record is closed."))


class Overtaken(Refused):
    """Somebody wrote these parts (`fields`) after the writer saw them. Nothing was written."""

    def __init__(self, fields: list[str]) -> None:
        super().__init__(_("Somebody else changed this meanwhile. Nothing was written yet, and nothing is lost."))
        self.fields = fields


def versions(person: Person) -> dict[str, int]:
    """The newest version of each part that was written."""
    rows = Section.objects.filter(person=person).values("field").annotate(v=Max("version"))
    return dict(rows.values_list("field", "v"))


def write(person: Person, sections: Mapping[str, Content], by: Account, after: Mapping[str, int] | None = None) -> None:
    """Seal new versions of parts of an identity. Raises Refused for an unknown part or a person out of reach.

    `after`: the versions that the writer saw (a part that was not there: 0 or nothing); raises Overtaken for others.
    """
    if person.state != Person.State.HERE:
        raise Refused(_("This record is closed."))
    unknown = set(sections) - set(Section.Field.values)
    if unknown:
        raise Refused(_("Unknown part of an identity: %(names)s.") % {"names": ", ".join(sorted(unknown))})
    listings.need_person(person)
    with transaction.atomic(using="vault"):
        last = versions(person)
        late = [field for field in sections if after is not None and last.get(field, 0) != after.get(field, 0)]
        if late:
            raise Overtaken(late)
        Section.objects.bulk_create(
            Section(
                person=person, field=field, version=last.get(field, 0) + 1, by=by.pk,
                sealed=sealed(person, "identity", field, content), added=is_added(content),
            )
            for field, content in sections.items()
        )  # fmt: skip
        index.update(person, sections)


def add(person: Person, field: str, rows: list[Any], by: Account) -> None:
    """Rows that come to those of a part, by somebody who cannot read them: public keys are enough. Raises Refused.

    It is a version that says so; whoever reads the part gets the rows of all of them (`newest`).
    """
    with transaction.atomic(using="vault"):
        write(person, {field: {field: rows, ADDED: True}}, by)


def is_added(content: Content) -> bool:
    """Whether a version holds only what came to the one before."""
    return isinstance(content, dict) and bool(content.get(ADDED))


def newest(private: bytes, person: Person, field: str) -> Any:
    """What a part says now, opened: its newest version, with what was added since. None where nothing is written."""
    content, added = in_two(private, person, field)
    if content is None:
        return {field: added} if added else None
    return together(content, field, added) if added else content


def in_two(private: bytes, person: Person, field: str) -> tuple[Any, list[Any]]:
    """What was last written of a part (None where nothing is), and the rows that were added since."""
    added: list[Any] = []
    for row in Section.objects.filter(person=person, field=field).order_by("-version").iterator():
        content = opened(private, person, "identity", field, bytes(row.sealed))
        if not is_added(content):
            return content, added
        added = [*content[field], *added]
    return None, added


def together(content: Any, field: str, added: list[Any]) -> Any:
    """A part with the rows that were added to it, however it was written before."""
    if isinstance(content, dict) and (field in content or not content):
        return content | {field: [*content.get(field, []), *added]}
    return {field: [*(content if isinstance(content, list) else [content]), *added]}


def sealed(person: Person, model: str, field: str, content: Content | str) -> bytes:
    """Padded and sealed for one person, tied to what it is."""
    written = json.dumps(content, ensure_ascii=False).encode()
    return envelope.seal_for(bytes(person.public), seal.pad(written, BLOCK), bound(model, field, person))


def opened(private: bytes, person: Person, model: str, field: str, content: bytes) -> Any:
    """The content again. Raises seal.CannotOpen."""
    return json.loads(seal.unpad(envelope.open_for(private, content, bound(model, field, person))))


def person_key(unlocked: Unlocked, person: Person) -> bytes:
    """A person's private key, for a worker to whom the organisation's was granted. Raises Refused."""
    if person.state == Person.State.MOVED:
        raise Refused(_("This record was handed to another organisation."))
    if person.state == Person.State.FORGOTTEN or not person.sealed:
        raise Refused(_("This record was forgotten."))
    try:
        return key_under(open_organisation(unlocked, person.key), person)
    except seal.CannotOpen:
        raise Refused(_("This record cannot be opened.")) from None


def key_under(organisation: bytes, person: Person) -> bytes:
    """A person's private key, with the organisation's (of the person's generation) open. Raises seal.CannotOpen.

    That is also when the public key beside it is not its own: somebody put theirs there to read what comes.
    """
    private = seal.both(seal.open_with(organisation, bytes(person.sealed)), halves.read(person.code))
    if seal.public_of(private) != bytes(person.public):
        raise seal.CannotOpen
    return private


def read(unlocked: Unlocked, person: Person, fields: Iterable[str]) -> dict[str, Any]:
    """The newest version of some parts. The caller is `reveal`, which counts and logs; nothing else may call this."""
    private = person_key(unlocked, person)
    out = {}
    for field in fields:
        content = newest(private, person, field)
        if content is not None:
            out[field] = content
    return out


def read_added(unlocked: Unlocked, person: Person, field: str) -> list[Any]:
    """The rows that were added to a part since it was written. Only `reveal` calls this, too."""
    return in_two(person_key(unlocked, person), person, field)[1]


def note(person: Person, room: str, text: str, by: Account, about: str = "") -> Note:
    """Keep a free text about a person, from any room; only public keys are needed. Raises Refused after the end."""
    if person.state in {Person.State.MOVED, Person.State.FORGOTTEN}:
        raise Refused(_("This record is closed."))
    listings.need_person(person)
    content = sealed(person, "note", room, text)
    return Note.objects.create(person=person, room=room, about=about, sealed=content, by=by.pk)


def read_notes(unlocked: Unlocked, person: Person, room: str, about: str | None = None) -> list[tuple[Note, str]]:
    """The free texts of a room about a person, the oldest first; `about` only one thing, such as one call."""
    private = person_key(unlocked, person)
    rows = Note.objects.filter(person=person, room=room).order_by("id")
    rows = rows if about is None else rows.filter(about=about)
    return [(row, str(opened(private, person, "note", room, bytes(row.sealed)))) for row in rows]
