"""Whose code a record names that waits: lists leave it out for those she is kept apart from, and no look opens it.

A record that is taken in says by its room whom it is about. One that waits was read by nobody but the program.
"""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext as _

from pakhi.field import forgotten, records
from pakhi.field.models import Arrival
from pakhi.field.records import Record, Unreadable
from pakhi.lib.codes import BadCode, read_letters
from pakhi.vault import apart, merge, scope
from pakhi.vault.keys import Refused, Unlocked
from pakhi.vault.models import Person
from pakhi.vault.models.person import CODE

UNNAMED = {("caller", "unnamed"), ("has_code", "no")}  # then whatever code it still holds stays sealed in it


def code(written: str) -> str:
    """A code as it is kept; empty for what is none."""
    try:
        return read_letters(written, CODE)
    except BadCode:
        return ""


@scope.whole()  # whoever sent it: it shows nobody
def told(record: Record | None) -> str:
    """The code of the open record that answers for the one a record names; empty if it names none that is here."""
    if record is None or any(record.get(question) == answer for question, answer in UNNAMED):
        return ""
    written = code(record.get("person"))
    found = merge.answer(written) if written else None
    return found.code if found is not None and found.state == Person.State.HERE else ""


def spoken_of(content: bytes, hidden: Iterable[str]) -> set[str]:
    """Which of these codes stand in what a phone has sent: as an answer, as one of several, or in its bare text."""
    try:
        answers = [one.value for one in records.read(content).answers]
    except Unreadable:
        text = content.decode(errors="replace").upper()
        return {one for one in hidden if one in text}
    said = {code(value) for whole in answers for value in (whole, *whole.split())}
    return said & set(hidden)


def need_there(unlocked: Unlocked, found: Iterable[tuple[Arrival, bytes]]) -> None:
    """Raises Refused if one of these opened records is about somebody who is kept apart from whoever opens it.

    What is found so is written on it: from now on it is not there for them.
    """
    hidden = set(apart.hidden_from(unlocked.account).values())
    for one, content in found if hidden else ():
        codes = (spoken_of(content, hidden) | forgotten.about(one)) & hidden
        if codes:
            Arrival.objects.filter(pk=one.pk, person="").update(person=min(codes))
            raise Refused(_("You cannot open this record."))
