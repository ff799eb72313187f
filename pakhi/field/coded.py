"""The coded answers of a record: each is one that the form offers, or the record is refused under its question."""

from __future__ import annotations

import datetime as dt
import hashlib
import hmac
from collections.abc import Callable, Mapping

from django.conf import settings

from pakhi.field import labels
from pakhi.field.handlers import Refusal, Sent
from pakhi.lib.clock import today
from pakhi.lib.codes import BadCode, read_letters
from pakhi.network.models import Organisation
from pakhi.vault import audit, identity, keys, merge
from pakhi.vault.models import Entry, Person
from pakhi.vault.models.person import CODE

ROOM = "vault"  # a note from the field stands among the notes of her record


class Answers:
    """What a record says. A form is checked as a whole before anything of it is written."""

    def __init__(self, sent: Sent) -> None:
        self.sent, self.form_id = sent, sent.record.form_id

    def one(self, name: str, needed: bool = True) -> str:
        """The code that was chosen; empty if none was. Raises Refusal."""
        value = self.sent.record.get(name)
        if not value and needed:
            raise Refusal("missing", name)
        if value and value not in labels.questions(self.form_id)[name].choices:
            raise Refusal("answer", name)
        return value

    def many(self, name: str) -> list[str]:
        """The codes that were chosen, each once; one at least. Raises Refusal."""
        values = list(dict.fromkeys(self.sent.record.get(name).split()))
        if not values:
            raise Refusal("missing", name)
        if set(values) - set(labels.questions(self.form_id)[name].choices):
            raise Refusal("answer", name)
        return values

    def yes(self, name: str) -> bool:
        return self.one(name) == "yes"

    def day(self, name: str, needed: bool = True) -> dt.date | None:
        """A day; None if none was given. Raises Refusal."""
        value = self.sent.record.get(name)
        if not value and needed:
            raise Refusal("missing", name)
        try:
            return dt.date.fromisoformat(value) if value else None
        except ValueError:
            raise Refusal("answer", name) from None

    def past(self, name: str) -> dt.date:
        """A day that has come. Raises Refusal."""
        found = self.day(name)
        if found is None or not dt.date(2000, 1, 1) <= found <= today():
            raise Refusal("answer", name)
        return found

    def office(self, family: str, kind: str) -> tuple[str, str]:
        """A family of offices and, but for `other`, the kind of it. Raises Refusal."""
        chosen = self.one(family)
        exact = self.one(kind) if chosen != "other" else ""
        if exact and labels.questions(self.form_id)[kind].families.get(exact) != chosen:
            raise Refusal("answer", kind)
        return chosen, exact

    def person(self) -> Person:
        """The record that answers for the code, of this organisation and open. Raises Refusal."""
        try:
            code = read_letters(self.sent.record.get("person"), CODE)
        except BadCode:
            raise Refusal("answer", "person") from None
        found = merge.answer(code)
        if found is None or found.organisation != self.sent.organisation.code:
            raise Refusal("person", "person")
        if found.state != Person.State.HERE:
            raise Refusal("closed", "person")
        return found


def mark(sent: Sent) -> str:
    """By which what a record left in the vault is known again."""
    return mark_of(sent.organisation, sent.record.instance)


def mark_of(organisation: Organisation, instance: str) -> str:
    """A keyed hash (24 signs) of the number of a record, which says nothing else."""
    about = f"{organisation.code}|{instance}".encode()
    return "r" + hmac.new(f"record|{settings.SECRET_KEY}".encode(), about, hashlib.sha256).hexdigest()[:23]


Sealing = Callable[[], None]


def remember(sent: Sent, person: Person, step: str, parts: Mapping[str, Sealing]) -> None:
    """Seal what a record says about somebody, once, with its line in the log; a repeat writes nothing. Raises Refusal.

    `parts`: what is written (for the log) -> the function that seals it.
    """
    known = mark(sent)
    try:
        with audit.locked():
            lines = Entry.objects.filter(act=Entry.Act.WRITE, person=person.code, detail__record=known)
            if not parts or lines.exists():
                return
            for seal in parts.values():
                seal()
            audit.record(
                Entry.Act.WRITE, actor=sent.by, organisation=person.organisation, person=person.code, step=step,
                part=sorted(parts), record=known,
            )  # fmt: skip
    except keys.Refused:
        raise Refusal("closed", "person") from None


def note(sent: Sent, person: Person) -> dict[str, Sealing]:
    """The note of a record as a part to remember; nothing if it is empty."""
    text = sent.record.get("note")
    return {"notes": lambda: void(identity.note(person, ROOM, text, sent.by, mark(sent)))} if text else {}


def void(_made: object) -> None:
    """What was made stays in the database."""
