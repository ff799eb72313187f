"""The whole form about a person: its groups together, empty, with what is known, or with what was typed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.forms import BaseForm
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from pakhi.vault.fields_person import LOST, MOST, ONE_GROUPS, ROW_GROUPS, Group, Rows, rows_of
from pakhi.vault.forms_person import ONE, ROWS, Typed, said
from pakhi.vault.words_person import Said

EMPTY = 2  # rows that wait to be filled


@dataclass(frozen=True)
class Words:
    """How a part is called on the form, what helps to fill it, and how one of its rows is called."""

    title: Said
    help: Said = ""
    row: Said = ""
    more: Said = ""
    later: bool = True


PARTS = {
    "names": Words(
        _("Names"),
        _("One name is enough. Any script will do; other spellings and names help to find her again."),
        _("Name"), _("One more name"), later=False,
    ),
    "birth": Words(
        _("Birth and gender"), _("Write what is known: the year alone will do, or a guessed age."), later=False
    ),
    "contacts": Words(
        _("How to reach her"), _("A call at the wrong moment can do harm: write down what is safe."),
        _("Telephone"), _("One more telephone"),
    ),
    "address": Words(_("Where she lives")),
    "kin": Words(
        _("Family and household"), _("Who is around her, who knows about it, and who is safe."),
        _("Person"), _("One more person"),
    ),
    "papers": Words(
        _("Papers she holds"), _("Only the last figures of a number are kept here."), _("Paper"), _("One more paper"),
    ),
    "guardian": Words(_("Guardian, if she is under 18")),
}  # fmt: skip


@dataclass(frozen=True)
class Part:
    """A part of the form, for the page: `rows`, or (name, group); `open` if there is something to see in it."""

    name: str
    words: Words
    open: bool
    rows: Rows | None = None
    groups: tuple[tuple[str, BaseForm], ...] = ()


class PersonForm:
    """All groups. `typed` prefills; `data` is what was sent; `before` is what the parts said until now."""

    def __init__(
        self, data: QueryDict | None = None, typed: Typed | None = None, before: Typed | None = None, more: str = ""
    ) -> None:
        self.sent, self.before = data is not None, before or {}
        self.rows = {part: self.make_rows(part, data, typed, more) for part in ROW_GROUPS}
        self.one = {
            part: made(data, prefix=part, initial=(typed or {}).get(part), before=self.before.get(part))
            for part, made in ONE_GROUPS.items()
        }
        self.asked = more

    def make_rows(self, part: str, data: QueryDict | None, typed: Typed | None, more: str) -> Rows:
        filled = (typed or {}).get(part, [])
        empty = sum(not said(part, [row]) for row in filled)
        least = 1 if more == part else max(0, (EMPTY if empty == len(filled) else 1) - empty)
        made = rows_of(part, 0 if data is not None else least)
        made.before = self.before.get(part, [])
        return made(data, prefix=part, initial=filled or None, error_messages=LOST)  # type: ignore[arg-type]

    def is_valid(self) -> bool:
        """Whether everything that was typed can be kept. One name is needed."""
        fine = [rows.is_valid() for rows in self.rows.values()] + [group.is_valid() for group in self.one.values()]
        names = self.rows["names"]
        if names.forms and not any(form.errors or form.got("text") for form in names.forms):
            names.forms[0].need("text", _("Write one name at least: what she is called is enough."))
            return False
        return all(fine)

    @property
    def cleaned(self) -> Typed:
        """What was typed, of a form that is valid."""
        every: Typed = {}
        for part, rows in self.rows.items():
            every[part] = [{key: form.got(key) for key in ROWS[part]} for form in rows.forms]
        return every | {part: {key: group.got(key) for key in ONE[part]} for part, group in self.one.items()}

    def mistakes(self) -> Iterator[tuple[str, str, str]]:
        """(id, label, sentence) of everything that is wrong, in the order of the page."""
        for name in PARTS:
            if name in self.rows:
                yield from (("", "", str(error)) for error in self.rows[name].non_form_errors())
            for _part, group in self.groups(name):
                yield from wrong(group)

    def parts(self) -> list[Part]:
        """The parts in the order of the page."""
        return [self.part(name, words) for name, words in PARTS.items()]

    def part(self, name: str, words: Words) -> Part:
        groups = self.groups(name)
        filled = any(said(part, shown(part, group)) for part, group in groups)
        faulty = self.sent and any(group.errors for _part, group in groups)
        rows = self.rows.get(name)
        return Part(name, words, filled or faulty or name == self.asked, rows, () if rows is not None else groups)

    def groups(self, name: str) -> tuple[tuple[str, Group], ...]:
        """The groups of fields of a part of the page, each with the part of an identity that it is."""
        if name in self.rows:
            return tuple((name, form) for form in self.rows[name].forms)
        return tuple((part, self.one[part]) for part in ((name, "gender") if name == "birth" else (name,)))


def shown(part: str, group: Group) -> Any:
    """What stands in a group of fields: a row stands alone."""
    typed = {field.name: str(field.value() or "") for field in group}
    return [typed] if part in ROWS else typed


def wrong(group: Group) -> Iterator[tuple[str, str, str]]:
    """(id, label, sentence) of everything that is wrong in a group."""
    for field in group:
        for error in field.errors:
            yield str(field.id_for_label), str(field.label), str(error)


def as_typed(data: QueryDict) -> Typed:
    """What was sent, unread, so that the same page can be shown again with it."""
    typed: Typed = {part: {key: data.get(f"{part}-{key}", "") for key in keys} for part, keys in ONE.items()}
    for part, keys in ROWS.items():
        many = data.get(f"{part}-TOTAL_FORMS", "")
        count = min(int(many), MOST) if many.isdecimal() and len(many) < 4 else 0
        typed[part] = [{key: data.get(f"{part}-{number}-{key}", "") for key in keys} for number in range(count)]
    return typed
