"""When somebody was born: to the day, the month, the year, or a guessed age. Typed <-> sealed."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from pakhi.vault import parts

FIELDS = ("day", "month", "year", "age")
OLDEST = 120  # years


class Wrong(ValueError):
    """What was typed cannot be; `field` says where, `sentence` what to do."""

    def __init__(self, field: str, sentence: str) -> None:
        super().__init__(field)
        self.field, self.sentence = field, sentence


def birth(typed: Mapping[str, str], on: dt.date) -> dict[str, Any]:
    """A birth as it is known: to the day, the month, the year, or a guessed age on a day. Raises Wrong."""
    day, month, year, age = (number(typed, field) for field in FIELDS)
    if age is not None:
        if year is not None or month is not None or day is not None:
            raise Wrong("age", _("Write the date or the year, or a guessed age, not both."))
        if age > OLDEST:
            raise Wrong("age", _("Nobody is that old. Write the age in years."))
        return {"year": on.year - age, "precision": "guess", "age": age, "asked_on": on.isoformat()}
    if year is None:
        if month is not None or day is not None:
            raise Wrong("year", _("Write the year too. If it is not known, write a guessed age instead."))
        return {}
    if not on.year - OLDEST <= year:
        raise Wrong("year", _("Write the year with four figures, like 1999."))
    if year > on.year:
        raise Wrong("year", _("This year has not come yet."))
    if month is None:
        if day is not None:
            raise Wrong("month", _("Choose the month too, or leave the day out."))
        return {"year": year, "precision": "year"}
    return {"date": date(day, month, year, on), "precision": "month" if day is None else "day"}


def date(day: int | None, month: int, year: int, on: dt.date) -> str:
    """A date to the month or the day, as it is written in ISO 8601. Raises Wrong."""
    try:
        first = dt.date(year, month, 1 if day is None else day)
    except ValueError:
        raise Wrong("day", _("There is no such day. Look at day and month again.")) from None
    if first > on:
        raise Wrong("month" if day is None else "day", _("This day has not come yet."))
    return f"{first:%Y-%m}" if day is None else first.isoformat()


def number(typed: Mapping[str, str], field: str) -> int | None:
    """A number that somebody typed, in any script's figures. Raises Wrong."""
    written = parts.figures(typed.get(field) or "").strip()
    if not written:
        return None
    if not re.fullmatch(r"[0-9]{1,4}", written):
        raise Wrong(field, _("Write this in figures only, at most four."))
    return int(written)


def born(content: Any) -> dict[str, str]:
    """A sealed birth as it is typed."""
    empty = dict.fromkeys(FIELDS, "")
    if isinstance(content, dict) and content.get("precision") == "guess" and str(content.get("age", "")).isdigit():
        return empty | {"age": str(content["age"])}
    written = content.get("date") or content.get("year") or "" if isinstance(content, dict) else content
    found = re.fullmatch(r"(\d{4})(?:-(\d\d?))?(?:-(\d\d?))?", parts.figures(str(written or "")).strip())
    if found:
        year, month, day = (str(int(part)) if part else "" for part in found.groups())
        return {"day": day, "month": month, "year": year, "age": ""}
    year_only = parts.year(content)
    return empty | {"year": str(year_only) if year_only else ""}
