"""Template tags for icons, pictures, intervals, sums and definitions: `{% load look %}`.

Everything here is drawn without inline style or script, so that the strict content policy holds.
"""

from django import template
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from pakhi.lib import money

register = template.Library()

PICTURES = "v/pictures.svg"
ICONS = "built/icons.svg"


def _drawing(sheet: str, name: str, kind: str, label: str) -> SafeString:
    """One symbol of a sprite; hidden from screen readers unless it has a label of its own."""
    address = f"{static(sheet)}#{name}"
    if label:
        return format_html(
            '<svg class="{}" role="img" aria-label="{}"><use href="{}"></use></svg>', kind, label, address
        )
    return format_html(
        '<svg class="{}" aria-hidden="true" focusable="false"><use href="{}"></use></svg>', kind, address
    )


@register.simple_tag
def icon(name: str, label: str = "", extra: str = "") -> SafeString:
    """A small line icon of the staff site; `extra` adds CSS classes."""
    return _drawing(ICONS, name, f"icon {extra}".strip(), label)


@register.simple_tag
def picture(name: str, label: str = "", extra: str = "") -> SafeString:
    """One of our own pictograms (docs/look.md lists them); `extra` adds CSS classes."""
    return _drawing(PICTURES, name, f"picture p-{name} {extra}".strip(), label)


def _place(value: float) -> float:
    """Where a score of 0-100 sits on the 120 units wide drawing, with room for the dot at both ends."""
    return round(6 + 1.08 * min(100.0, max(0.0, value)), 1)


@register.simple_tag
def whisker(low: float, estimate: float, high: float, middle: float | None = None) -> SafeString:
    """A score of 0-100 as a dot with its interval as a line; `middle` marks the peer group's score.

    The sentence in words is what a screen reader says instead of the drawing.
    """
    words = _("%(estimate)d, between %(low)d and %(high)d") % {
        "estimate": round(estimate),
        "low": round(low),
        "high": round(high),
    }
    peer = ""
    if middle is not None:
        peer = format_html('<line class="peer" x1="{0}" x2="{0}" y1="3" y2="21"/>', _place(middle))
    return format_html(
        '<svg class="whisker" viewBox="0 0 120 24" role="img" aria-label="{}">'
        '<line class="scale" x1="6" x2="114" y1="12" y2="12"/>{}'
        '<line class="span" x1="{}" x2="{}" y1="12" y2="12"/><circle cx="{}" cy="12" r="5"/></svg>',
        words,
        peer,
        _place(low),
        _place(high),
        _place(estimate),
    )


@register.filter
def rupees(amount: float) -> str:
    """A sum as India writes it: 3,00,000."""
    return money.rupees(amount)


@register.simple_tag(takes_context=True)
def define(context: template.Context, key: str) -> SafeString:
    """A question mark that opens what a number means, from the `definitions` of the page.

    `definitions` is a dict of key -> (title, text). A key that is not there draws nothing.
    """
    found = (context.get("definitions") or {}).get(key)
    if not found:
        return SafeString("")
    title, text = found
    return format_html(
        '<details class="define"><summary aria-label="{}">?</summary>'
        '<div class="define-text"><strong>{}</strong><p>{}</p></div></details>',
        _("What does “%(title)s” mean?") % {"title": title},
        title,
        text,
    )
