"""Where in a workbook something is, in words."""

from __future__ import annotations

from django.utils.translation import gettext as _


def placed(sheet: str, row: int | None, column: str) -> str:
    """Sheet, row and column before a sentence, as far as they are known; empty if nothing is."""
    known = {"sheet": sheet, "row": row, "column": column}
    if sheet and row and column:
        return _("Sheet “%(sheet)s”, row %(row)s, column “%(column)s”: ") % known
    if sheet and row:
        return _("Sheet “%(sheet)s”, row %(row)s: ") % known
    if sheet and column:
        return _("Sheet “%(sheet)s”, column “%(column)s”: ") % known
    if sheet:
        return _("Sheet “%(sheet)s”: ") % known
    return _("Row %(row)s: ") % known if row else ""
