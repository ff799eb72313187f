"""How a person's code is written: `{% load people %}{{ person.code|code }}`."""

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

register = template.Library()


def spelt(code: str) -> str:
    """A code in groups of four, as it is read aloud."""
    return " ".join(code[place : place + 4] for place in range(0, len(code), 4))


@register.filter
def code(value: str) -> SafeString:
    """A code in two groups of four, in letters of one width."""
    return format_html('<span class="code">{}</span>', spelt(value))
