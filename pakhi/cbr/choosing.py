"""An office is chosen by its name: a field that offers those around her block, the nearest first, and takes a code too.

What is offered is a list of the browser's own, which narrows while somebody types and works without a script.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from pakhi.cbr.models import Book
from pakhi.network.models import Office, Organisation, Place
from pakhi.network.offices import offices_near, placed

MOST = 400  # offices that one page offers; any other is found by its code
BETWEEN = " · "


class OfficeInput(forms.TextInput):
    """The input with its list; `book` says around which place."""

    def __init__(self, book: Book) -> None:
        super().__init__({"autocomplete": "off", "spellcheck": "false"})
        self.book = book

    def format_value(self, value: Any) -> str | None:
        """A code that holds is shown with its name; what was typed as it was typed."""
        held = Office.objects.filter(code=str(value)).first() if value else None
        return told(held) if held else super().format_value(value)

    def render(self, name: str, value: Any, attrs: Mapping[str, Any] | None = None, renderer: Any = None) -> SafeString:
        place = f"{(attrs or {}).get('id') or name}-offices"
        field = super().render(name, value, {**(attrs or {}), "list": place}, renderer)
        options = format_html_join("", '<option value="{}"></option>', ((told(one),) for one in around(self.book)))
        return format_html('{}<datalist id="{}">{}</datalist>', field, place, options)


class OfficeField(forms.CharField):
    """Gives the code of an office. Its name alone will do where only one around her is called so."""

    def __init__(self, book: Book, **more: Any) -> None:
        super().__init__(widget=OfficeInput(book), max_length=300, **more)
        self.book = book

    def clean(self, value: Any) -> str:
        written = " ".join(str(super().clean(value)).split())
        if not written:
            return ""
        code = written.rpartition(BETWEEN.strip())[2].strip()
        if Office.objects.filter(code=code).exists() or Organisation.objects.filter(code=code).exists():
            return code  # what goes to an organisation was written here before it had a question of its own
        named = {
            one.code
            for one in around(self.book)
            if written.casefold() in {one.name().casefold(), placed(one).casefold()}
        }
        if len(named) != 1:
            raise forms.ValidationError(
                _("No office is known by this name or code. Choose one of those that the field offers.")
            )
        return named.pop()


def told(office: Office) -> str:
    """An office as the field shows it: name, place, code."""
    return f"{placed(office)}{BETWEEN}{office.code}"


def around(book: Book) -> list[Office]:
    """The open offices around her block, or around her organisation, the nearest first; asked once for a book."""
    found: list[Office] | None = book.__dict__.get("offices_around")
    if found is None:
        home = home_of(book)
        found = offices_near(home, survivors_meet=False)[:MOST] if home else []
        book.__dict__["offices_around"] = found
    return found


def home_of(book: Book) -> Place | None:
    """Where she lives, as far as a case knows it; else where the organisation works."""
    blocks = Place.objects.filter(kind=Place.Kind.BLOCK, code=book.block or None).order_by("-valid_from", "pk")
    return blocks.first() or district_of(book)


def district_of(book: Book) -> Place | None:
    home = book.organisation.place
    return home and (home.within(Place.Kind.DISTRICT) or home)
