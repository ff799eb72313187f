"""How a figure is written in a report, on the page and on paper: `{% load figures %}`."""

from __future__ import annotations

from django import template
from django.utils.formats import number_format
from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from pakhi.lib.circles import Shown
from pakhi.reports import wording
from pakhi.reports.charts import ACCENT, LINE

register = template.Library()


@register.filter
def percent(share: float) -> str:
    """A share of 0-1 as a percentage without decimals."""
    return _("%(number)s %%") % {"number": number_format(round(100 * share), 0)}


@register.filter
def points(value: float) -> str:
    """A change in points with its sign; none where it rounds to nothing."""
    whole = round(value)
    return f"{'+' if whole > 0 else '−' if whole < 0 else ''}{number_format(abs(whole), 0)}"


@register.filter
def whole(value: float) -> str:
    """A score without decimals: its interval is wider than any decimal."""
    return number_format(round(value), 0)


@register.filter
def waits(shown: Shown) -> str | Promise:
    """Why a figure is not shown, in words."""
    return wording.waits(shown)


@register.simple_tag
def printed_whisker(shown: Shown) -> SafeString:
    """An interval drawn for paper, where no stylesheet reaches into a drawing. 0-100 on 120 units."""
    at = [round(6 + 1.08 * min(100.0, max(0.0, value or 0.0)), 1) for value in (shown.low, shown.high, shown.value)]
    return format_html(
        '<svg viewBox="0 0 120 12" width="96" height="10"><path d="M6 6H114" stroke="{}" stroke-width="1"/>'
        '<path d="M{} 6H{}" stroke="{}" stroke-opacity=".55" stroke-width="3"/>'
        '<circle cx="{}" cy="6" r="4" fill="{}"/></svg>',
        LINE, at[0], at[1], ACCENT, at[2], ACCENT,
    )  # fmt: skip
