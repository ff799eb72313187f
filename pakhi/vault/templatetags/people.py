"""How a person's code is written: `{% load people %}{{ person.code|code }}`."""

import datetime as dt

from django import template
from django.template.defaultfilters import date
from django.utils.html import format_html
from django.utils.safestring import SafeString

from pakhi.lib.clock import today

register = template.Library()


def spelt(code: str) -> str:
    """A code in groups of four, as it is read aloud."""
    return " ".join(code[place : place + 4] for place in range(0, len(code), 4))


@register.filter
def code(value: str) -> SafeString:
    """A code in two groups of four, in letters of one width."""
    return format_html('<span class="code">{}</span>', spelt(value))


@register.filter
def dated(value: dt.date | None, form: str) -> str:
    """A day in a short form; its year is said where it is not this one: `{{ due|dated:"D j M" }}`."""
    if value is None:
        return ""
    return str(date(value, form if value.year == today().year else f"{form} Y"))
