"""The form about a person, in groups: what each field takes. What it means is in forms_person.py."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.utils.dates import MONTHS
from django.utils.translation import gettext_lazy as _

from pakhi.lib.clock import today
from pakhi.lib.codes import BadCode
from pakhi.vault import birth, parts
from pakhi.vault.words_person import GENDERS, KINDS, PAPERS, RELATIONS, SAFE, WHOSE, YES_NO, Said, Words

JOINERS = "\u200c\u200d"  # letters of Indian scripts need them
AADHAAR, LAST = 4, 6


def refuse_signs(written: str) -> None:
    """Raises ValidationError for what nobody types: control characters, and those that turn a line round."""
    if any(unicodedata.category(sign) in {"Cc", "Cf", "Cs", "Co"} and sign not in JOINERS + "\n" for sign in written):
        raise ValidationError(_("There are signs in this that cannot be kept. Please type it again by hand."))


class Line(forms.CharField):
    """A line (or, as an area, some lines) that somebody types; never asked for by the browser's memory."""

    def __init__(self, label: Said, most: int = 120, area: bool = False, **more: Any) -> None:
        attributes = {"autocomplete": "off", **more.pop("attrs", {})} | ({"rows": "3"} if area else {})
        widget = forms.Textarea(attributes) if area else forms.TextInput(attributes)
        super().__init__(label=label, required=False, max_length=most, widget=widget, **more)
        self.error_messages["max_length"] = _("This is too long: at most %(limit_value)d letters.")

    def to_python(self, value: Any) -> str:
        written = unicodedata.normalize("NFC", str(super().to_python(value) or "")).replace("\r\n", "\n")
        refuse_signs(written if isinstance(self.widget, forms.Textarea) else written.replace("\n", "\0"))
        return written


def pick(label: Said, words: Words, empty: Said | None = None, **more: Any) -> forms.ChoiceField:
    """One of some words; `empty` is what stands there while nothing is chosen."""
    first = [] if empty is None else [("", empty)]
    return forms.ChoiceField(
        label=label, required=False, choices=[*first, *words.items()],
        error_messages={"invalid_choice": _("Choose one from the list.")}, **more,
    )  # fmt: skip


class Group(forms.Form):
    """Some fields. `before` is what stood in them: a word that no list of ours knows may stay."""

    use_required_attribute = False

    def __init__(self, *args: Any, before: Mapping[str, str] | None = None, **more: Any) -> None:
        super().__init__(*args, **more)
        for name, field in self.fields.items():
            value = (before or {}).get(name)
            if isinstance(field, forms.ChoiceField) and value and value not in dict(field.choices):  # type: ignore[arg-type]
                field.choices = [*field.choices, (value, value)]  # type: ignore[misc]

    def need(self, field: str, sentence: Said) -> None:
        """Something is wrong with a field, unless something is wrong with it already."""
        if field not in self.errors:
            self.add_error(field, ValidationError(sentence))

    def got(self, field: str) -> str:
        return str((self.cleaned_data or {}).get(field) or "")


class Name(Group):
    text = Line(_("Name"))
    kind = pick(_("What this name is"), KINDS, initial="usual")

    def clean_text(self) -> str:
        written = self.got("text")
        if written and not any(letter.isalpha() for letter in written):
            raise ValidationError(_("Write the name in letters."))
        return written


class Birth(Group):
    day = Line(_("Day"), 40, attrs={"inputmode": "numeric"})
    month = pick(_("Month"), {str(number): name for number, name in MONTHS.items()}, "")
    year = Line(_("Year"), 40, attrs={"inputmode": "numeric"})
    age = Line(_("Or a guessed age"), 40, attrs={"inputmode": "numeric"})

    def clean(self) -> dict[str, Any]:
        typed = {name: self.got(name) for name in self.fields}
        try:
            birth.birth(typed, today())
        except birth.Wrong as wrong:
            self.need(wrong.field, wrong.sentence)
            return typed
        return typed | {name: str(birth.number(typed, name) or "") for name in ("day", "year")} | {
            "age": "" if not typed["age"] else str(birth.number(typed, "age"))
        }  # fmt: skip


class Gender(Group):
    gender = pick(_("Gender"), GENDERS, _("Not said"))


class Contact(Group):
    number = Line(_("Telephone number"), 40, attrs={"inputmode": "tel"})
    whose = pick(_("Whose telephone it is"), WHOSE, _("Not known"))
    safe_to_call = pick(_("Safe to call?"), SAFE, _("Not known: do not call"))
    hours = Line(_("At which hours"), 80)
    safe_message = pick(_("Safe to leave a message?"), YES_NO, _("Not known"))
    cover = Line(_("If somebody else answers, say"), 300)

    def clean(self) -> dict[str, Any]:
        written = self.got("number")
        if not written and any(self.got(name) for name in self.fields):
            self.need("number", _("Write the number that this is about."))
        elif written and not is_phone(written):
            self.need("number", _("This is no telephone number. Write one number, 6 to 15 figures, like 98300 00000."))
        if self.got("hours") and self.got("safe_to_call") != "hours":
            self.need("safe_to_call", _("You wrote hours: choose “Yes, at these hours”, or take the hours out."))
        if self.got("safe_to_call") == "hours" and not self.got("hours"):
            self.need("hours", _("Write the hours at which a call is safe."))
        return self.cleaned_data


def is_phone(written: str) -> bool:
    """Whether something is one telephone number, and is found again as one."""
    try:
        return parts.phones([written]) == {parts.phone(written)}
    except BadCode:
        return False


class Address(Group):
    village = Line(_("Village, hamlet or ward"))
    block = Line(_("Block or town"))
    district = Line(_("District"))
    how_to_find = Line(_("How to find the house"), 600, area=True)


class Kin(Group):
    text = Line(_("Name"))
    relation = pick(_("What they are to her"), RELATIONS, _("Not known"))
    knows = pick(_("Knows about it?"), YES_NO, _("Not known"))
    safe = pick(_("Safe for her?"), YES_NO, _("Not known"))


class Paper(Group):
    type = pick(_("Which paper"), PAPERS, _("Choose"))
    last = Line(_("Last figures of its number"), 40)
    where = Line(_("Where it is kept"))

    def clean(self) -> dict[str, Any]:
        kept = parts.paper(self.got("last"))
        if not self.got("type") and any(self.got(name) for name in self.fields):
            self.need("type", _("Choose which paper this is."))
        if self.got("type") == "aadhaar" and (len(kept) > AADHAAR or re.search(r"\D", kept)):
            self.need("last", _("Of an Aadhaar number only the last four figures may be kept. Write those four alone."))
        elif len(kept) > LAST:
            self.need("last", _("Write the last figures only, at most six. The whole number is not kept here."))
        return self.cleaned_data


class Guardian(Group):
    name = Line(_("Name"))
    relation = pick(_("What they are to her"), RELATIONS, _("Not known"))
    safe = pick(_("Safe for her?"), YES_NO, _("Not known"))


class Rows(forms.BaseFormSet):  # type: ignore[type-arg]
    """Rows of one kind. An empty row says nothing, also where something stood before."""

    before: list[dict[str, str]] = []

    def _construct_form(self, i: int, **more: Any) -> Group:
        more["before"] = self.before[i] if i < len(self.before) else None
        made: Group = super()._construct_form(i, **more | {"empty_permitted": True})  # type: ignore[misc]
        return made


MOST = 20
ROW_GROUPS: dict[str, type[Group]] = {"names": Name, "contacts": Contact, "kin": Kin, "papers": Paper}
ONE_GROUPS: dict[str, type[Group]] = {"birth": Birth, "gender": Gender, "address": Address, "guardian": Guardian}
LOST = {"missing_management_form": _("This page did not arrive whole. Look at it again and send it once more.")}


def rows_of(part: str, least: int) -> type[Rows]:
    """The rows of a part, with so many of them beyond those that are filled."""
    made = forms.formset_factory(ROW_GROUPS[part], formset=Rows, extra=least, max_num=MOST, absolute_max=MOST)
    return cast(type[Rows], made)
